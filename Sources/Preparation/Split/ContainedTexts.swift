import Records

/// Finds texts, questions and quotes, that stand whole in other texts, whatever stands around them and between their words:
/// in an earlier turn, a system message, an answer.
///
/// Texts are compared without spaces and marks, word for word at their ends. The middle sixteen characters of a text
/// (eight of a short one) are looked up at every place of another by a rolling hash; where they stand, the hash of the whole
/// text is looked up for each length that such texts have, so that thousands of one form cost what one does. Only what has
/// the same hash is compared. In memory a text takes 32 bytes; its letters are in a scratch file.
struct ContainedTexts {
  private struct Entry: Comparable {
    /// Of the middle.
    var hash: UInt64
    /// Of the whole text.
    var whole: UInt64
    var length: Int32
    var number: Int32

    static func < (left: Entry, right: Entry) -> Bool {
      (left.hash, left.length, left.whole, left.number) < (right.hash, right.length, right.whole, right.number)
    }
  }

  /// Windows of one width.
  private struct Windows {
    let width: Int
    /// Ascending: those of one middle together, of these those of one length.
    var entries: [Entry] = []
    /// Which hashes may be there, by their last twenty bits.
    var mayHold = [UInt64](repeating: 0, count: 1 << 14)

    mutating func add(_ entry: Entry) {
      entries.append(entry)
      mayHold[Int(entry.hash >> 6 & 0x3FFF)] |= 1 << (entry.hash & 63)
    }

    /// Texts that may stand around a window of another at a place.
    func texts(_ hash: UInt64, at start: Int, in hashes: PrefixHashes) -> [Int] {
      guard mayHold[Int(hash >> 6 & 0x3FFF)] & 1 << (hash & 63) != 0 else { return [] }
      var found: [Int] = []
      var place = entries.partitionPoint { $0.hash < hash }
      while place < entries.count, entries[place].hash == hash {
        let length = entries[place].length
        let begin = start - (Int(length) - width) / 2
        if let whole = hashes.hash(at: begin, count: Int(length)) {
          let rest = entries[place...]
          let first = rest.partitionPoint { ($0.hash, $0.length, $0.whole) < (hash, length, whole) }
          found += rest[first...].prefix { ($0.hash, $0.length, $0.whole) == (hash, length, whole) }.map {
            Int($0.number)
          }
        }
        place = entries[place...].partitionPoint { ($0.hash, $0.length) <= (hash, length) }
      }
      return found
    }
  }

  private var windows = [Windows(width: 8), Windows(width: 16)]
  private let texts = TextList()

  var count: Int { texts.count }

  /// A text that is too short to be told from a part of another one is kept, and never found.
  mutating func append(_ text: String) {
    let form = FoldedText(text)
    let number = Int32(texts.count)
    texts.append(form.string)
    guard form.isTelling else { return }
    let place = form.scalars.count >= 16 ? 1 : 0
    let width = windows[place].width
    let start = (form.scalars.count - width) / 2
    windows[place].add(
      Entry(
        hash: PrefixHashes.hash(form.scalars[start..<start + width]), whole: PrefixHashes.hash(form.scalars[...]),
        length: Int32(form.scalars.count), number: number))
  }

  /// After the last text.
  mutating func finish() {
    for place in windows.indices { windows[place].entries.sort() }
  }

  /// The texts that stand in another, each once, ascending.
  func found(in text: String) -> [Int] {
    let form = FoldedText(text)
    let hashes = PrefixHashes(form.scalars)
    var found: Set<Int> = []
    for windows in windows where !windows.entries.isEmpty && form.scalars.count >= windows.width {
      for start in 0...form.scalars.count - windows.width {
        guard let hash = hashes.hash(at: start, count: windows.width) else { continue }
        for number in windows.texts(hash, at: start, in: hashes) where !found.contains(number) {
          let sought = texts[number].unicodeScalars.map(\.value)
          if form.holds(sought, at: start - (sought.count - windows.width) / 2) { found.insert(number) }
        }
      }
    }
    return found.sorted()
  }
}

/// The hash of any part of a text in one step (Karp and Rabin 1987): those of all its beginnings, and powers of the base.
private struct PrefixHashes {
  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var prefixes: [UInt64] = [0]
  private var powers: [UInt64] = [1]

  init(_ scalars: [UInt32]) {
    prefixes.reserveCapacity(scalars.count + 1)
    powers.reserveCapacity(scalars.count + 1)
    for scalar in scalars {
      prefixes.append(prefixes[prefixes.count - 1] &* Self.base &+ UInt64(scalar))
      powers.append(powers[powers.count - 1] &* Self.base)
    }
  }

  /// Nil where the text does not reach so far.
  func hash(at start: Int, count: Int) -> UInt64? {
    guard start >= 0, start + count < prefixes.count else { return nil }
    return prefixes[start + count] &- prefixes[start] &* powers[count]
  }

  static func hash(_ scalars: ArraySlice<UInt32>) -> UInt64 {
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

  func holds(_ sought: [UInt32], at start: Int) -> Bool {
    guard start >= 0, start + sought.count <= scalars.count, edges[start], edges[start + sought.count] else {
      return false
    }
    return scalars[start..<start + sought.count].elementsEqual(sought)
  }
}
