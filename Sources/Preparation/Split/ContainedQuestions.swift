import Records

/// Finds questions that stand whole in other texts, whatever stands around them and between their words: in an earlier
/// turn, a system message, an answer.
///
/// Texts are compared without spaces and marks, word for word at their ends. The middle sixteen characters of a question
/// (eight of a short one) are looked up at every place of a text by a rolling hash, and only where they are the whole is
/// compared: the work grows with the length of the texts alone. A question takes some forty bytes of memory.
struct ContainedQuestions {
  private struct Entry: Comparable {
    var hash: UInt64
    var question: Int32

    static func < (left: Entry, right: Entry) -> Bool { (left.hash, left.question) < (right.hash, right.question) }
  }

  /// Windows of one width.
  private struct Windows {
    let width: Int
    var entries: [Entry] = []
    /// Which hashes may be there, by their last twenty bits.
    var mayHold = [UInt64](repeating: 0, count: 1 << 14)

    mutating func add(_ hash: UInt64, _ question: Int32) {
      entries.append(Entry(hash: hash, question: question))
      mayHold[Int(hash >> 6 & 0x3FFF)] |= 1 << (hash & 63)
    }

    func questions(_ hash: UInt64) -> [Int] {
      guard mayHold[Int(hash >> 6 & 0x3FFF)] & 1 << (hash & 63) != 0 else { return [] }
      var (low, high) = (0, entries.count)
      while low < high {
        let middle = (low + high) / 2
        if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
      }
      return entries[low...].prefix { $0.hash == hash }.map { Int($0.question) }
    }
  }

  private var windows = [Windows(width: 8), Windows(width: 16)]
  private let texts = TextList()

  var count: Int { texts.count }

  /// A question that is too short to be told from a part of another one is kept, and never found.
  mutating func append(_ question: String) {
    let form = FoldedText(question)
    let number = Int32(texts.count)
    texts.append(form.string)
    guard form.isTelling else { return }
    let place = form.scalars.count >= 16 ? 1 : 0
    let width = windows[place].width
    let start = (form.scalars.count - width) / 2
    windows[place].add(Self.hash(form.scalars[start..<start + width]), number)
  }

  /// After the last question.
  mutating func finish() {
    for place in windows.indices { windows[place].entries.sort() }
  }

  /// The questions that stand in a text, each once, ascending.
  func found(in text: String) -> [Int] {
    let form = FoldedText(text)
    var found: Set<Int> = []
    for windows in windows where !windows.entries.isEmpty && form.scalars.count >= windows.width {
      var hash = Self.hash(form.scalars[..<windows.width])
      let first = Self.power(windows.width - 1)
      for start in 0...form.scalars.count - windows.width {
        if start > 0 {
          hash = (hash &- UInt64(form.scalars[start - 1]) &* first) &* Self.base
          hash = hash &+ UInt64(form.scalars[start + windows.width - 1])
        }
        for question in windows.questions(hash) where !found.contains(question) {
          let asked = texts[question].unicodeScalars.map(\.value)
          let begin = start - (asked.count - windows.width) / 2
          if form.holds(asked, at: begin) { found.insert(question) }
        }
      }
    }
    return found.sorted()
  }

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func power(_ exponent: Int) -> UInt64 { (0..<exponent).reduce(1) { value, _ in value &* base } }

  private static func hash(_ scalars: ArraySlice<UInt32>) -> UInt64 {
    scalars.reduce(0) { $0 &* base &+ UInt64($1) }
  }
}

/// A text's letters and digits without what stands between them, and where words begin and end.
private struct FoldedText {
  private(set) var scalars: [UInt32] = []
  /// Whether a word may begin at a place, or end before it; one more than scalars.
  private var edges: [Bool] = []
  private var isJapanese = false

  init(_ text: String) {
    var gap = true
    for scalar in MatchingForm.scalars(of: text) {
      guard scalar != " " else {
        gap = true
        continue
      }
      let isKana = scalar.isJapanese
      edges.append(gap || isKana)
      gap = isKana
      if isKana { isJapanese = true }
      scalars.append(scalar.value)
    }
    edges.append(true)
  }

  /// “What is a seal” stands in “What is a sealed pump” but for its end; eight characters of Japanese say as much as
  /// sixteen letters.
  var isTelling: Bool { scalars.count >= (isJapanese ? 8 : 16) }

  var string: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars.lazy.compactMap { Unicode.Scalar($0) })
    return String(view)
  }

  func holds(_ asked: [UInt32], at start: Int) -> Bool {
    guard start >= 0, start + asked.count <= scalars.count, edges[start], edges[start + asked.count] else {
      return false
    }
    return scalars[start..<start + asked.count].elementsEqual(asked)
  }
}
