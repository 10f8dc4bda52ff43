import Records

/// Joins the lines of a block: nothing between Japanese, a space in English, hyphens at line ends undone where the
/// document's own words say so.
struct LineJoining {
  /// Words that stand within lines, in lower case: evidence for or against a hyphen.
  private let vocabulary: Set<String>
  /// Whether so many lines end in a hyphen that a program must have put them there.
  private let dividesWords: Bool

  init(_ lines: some Collection<FlowLine>) {
    let divided = lines.count { $0.endsWithHyphen }
    dividesWords = divided * 50 >= lines.count
    var words: Set<String> = []
    // Without a hyphen at a line end nobody asks for words.
    if divided > 0 { for line in lines { Self.collect(Array(line.text.utf8), into: &words) } }
    vocabulary = words
  }

  /// The words of a line in lower case, without marks around them; one that goes on in the next line is left out.
  private static func collect(_ text: [UInt8], into words: inout Set<String>) {
    var word: [UInt8] = []
    func letter(_ byte: UInt8) -> Bool { byte >= 0x80 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
    func finish() {
      while let last = word.last, !letter(last) { word.removeLast() }
      if !word.isEmpty { words.insert(String(decoding: word, as: UTF8.self)) }
      word.removeAll(keepingCapacity: true)
    }
    for byte in text {
      if byte == 0x20 {
        finish()
      } else if letter(byte) || !word.isEmpty {
        word.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
      }
    }
    if text.last != 0x2D { finish() }
  }

  /// Text, boxes and rectangles of a block; rectangles only of the lines on its first page.
  func join(_ lines: [FlowLine], kind: Block.Kind) -> (text: LineText, rects: [Rect]) {
    var text = LineText()
    let edge = lines.lazy.map(\.rect.x1).max() ?? 0
    let emptyLine = kind == .code ? Self.emptyLine(in: lines) : .infinity
    for (index, line) in lines.enumerated() {
      if index > 0 {
        let last = lines[index - 1]
        let isLastShort = (last.edge ?? edge) - last.rect.x1 > last.size
        separate(&text, after: last, isLastShort, from: line, isCode: kind == .code)
      }
      if kind == .code {
        if index > 0, line.rect.midY - lines[index - 1].rect.midY > emptyLine, line.page == lines[index - 1].page {
          text.append("\n")
        }
        text.append(Self.indentation(of: line, in: lines))
      }
      text.append(line.words, page: line.page, frame: line.frame, isCode: kind == .code)
    }
    return (text, lines.filter { $0.page == lines[0].page }.map { $0.frame.onPage($0.rect) })
  }

  /// The spaces that set a line of code in: a letter of a monospaced face is six tenths of an em wide.
  private static func indentation(of line: FlowLine, in lines: [FlowLine]) -> String {
    let left = lines.lazy.map(\.rect.x0).min() ?? 0
    let columns = (line.rect.x0 - left) / max(0.6 * line.size, 1)
    return String(repeating: " ", count: Int(max(0, min(60, columns.rounded()))))
  }

  /// The step from one line of code to the next from which one between them is empty.
  private static func emptyLine(in lines: [FlowLine]) -> Double {
    let steps = zip(lines, lines.dropFirst()).map { $1.rect.midY - $0.rect.midY }.filter { $0 > 1 }
    return 1.6 * (steps.min() ?? .infinity)
  }

  private func separate(
    _ text: inout LineText, after previous: FlowLine, _ isShort: Bool, from line: FlowLine, isCode: Bool
  ) {
    if isCode {
      text.append("\n")
      return
    }
    guard let last = text.last, let first = line.words.first?.first else { return }
    if last.isWide || first.isWide {
      // Nothing else would part a name and the street or date below it.
      let isInAddress = previous.standing == .inAddress && line.standing == .inAddress
      if isInAddress || EntryLine.isApart(line, below: previous, isLastShort: isShort) { text.append(" ") }
      return
    }
    if Self.hyphens.contains(last), first.isLowercase || last.value == 0xAD {
      if dropsHyphen(text.text, line.text, last) { text.removeLastScalar() }
      return
    }
    if text.endsInBoundHyphen, ListMarker.isDigit(first) { return }
    // A dash or slash binds what follows.
    if last != "/" && last != "\u{2014}" { text.append(" ") }
  }

  /// First parts of compounds that keep their hyphen: where one of these stands before it, the hyphen was written.
  private static let compounding: Set<String> = [
    "well", "self", "ill", "half", "cross", "high", "low", "long", "short", "full", "part", "non", "one", "two",
    "three",
    "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "first", "second", "third", "state", "up",
  ]

  private static let hyphens: Set<Unicode.Scalar> = ["-", "\u{AD}", "\u{2010}"]

  private func dropsHyphen(_ before: String, _ after: String, _ hyphen: Unicode.Scalar) -> Bool {
    // A soft hyphen says itself that it is not a part of the word.
    if hyphen.value == 0xAD { return true }
    let head = before.unicodeScalars.dropLast().reversed().prefix { $0.isAlphabetic || $0 == "-" }.reversed()
    let tail = after.unicodeScalars.prefix { $0.isAlphabetic || $0 == "-" }
    let left = Self.string(head).lowercased()
    let right = Self.string(tail).lowercased()
    guard !left.isEmpty, !right.isEmpty, left.allSatisfy({ $0.isLetter }) else { return false }
    if vocabulary.contains(left + right) { return true }
    if vocabulary.contains(left + "-" + right) { return false }
    guard dividesWords, !Self.compounding.contains(left) else { return false }
    return !(left.count > 2 && right.count > 2 && vocabulary.contains(left) && vocabulary.contains(right))
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    for scalar in scalars { view.append(scalar) }
    return String(view)
  }
}
