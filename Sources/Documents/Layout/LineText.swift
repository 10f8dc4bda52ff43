import PageContent
import Records

/// The text of words in a line, with the place of each word or Japanese character.
struct LineText {
  private(set) var text = ""
  private(set) var boxes: [TextBox] = []
  /// `text.utf8.count`, kept because counting again and again would be quadratic.
  private(set) var length = 0

  /// A line's text alone.
  static func plain(_ words: [Word]) -> String {
    var line = LineText()
    line.append(words, page: 0, withBoxes: false)
    return line.text
  }

  /// Adds a separator that stands nowhere on the page.
  mutating func append(_ separator: String) {
    text += separator
    length += separator.utf8.count
  }

  /// Adds the words of one line.
  mutating func append(_ words: [Word], page: Int, withBoxes: Bool = true) {
    for (index, word) in words.enumerated() {
      if index > 0, let separator = Self.separator(words[index - 1], word) { append(separator) }
      append(word, page: page, withBoxes: withBoxes)
    }
  }

  /// Takes back a hyphen at the end of the line.
  mutating func removeLastScalar() {
    guard let last = text.unicodeScalars.popLast() else { return }
    length -= last.utf8.count
    guard let box = boxes.last, box.end > length else { return }
    boxes.removeLast()
    if box.start < length { boxes.append(TextBox(start: box.start, end: length, page: box.page, rect: box.rect)) }
  }

  private mutating func append(_ word: Word, page: Int, withBoxes: Bool) {
    var run: (start: Int, rect: Rect)?
    for glyph in word.glyphs {
      let rect = Rect(x0: Double(glyph.x0), y0: Double(glyph.y0), x1: Double(glyph.x1), y1: Double(glyph.y1))
      let start = length
      text.unicodeScalars.append(glyph.scalar)
      length += glyph.scalar.utf8.count
      guard withBoxes else { continue }
      if glyph.scalar.isWide {
        close(&run, at: start, page: page)
        boxes.append(TextBox(start: start, end: length, page: page, rect: rect))
      } else {
        run = run.map { ($0.start, $0.rect.union(rect)) } ?? (start, rect)
      }
    }
    close(&run, at: length, page: page)
  }

  private mutating func close(_ run: inout (start: Int, rect: Rect)?, at end: Int, page: Int) {
    guard let finished = run else { return }
    boxes.append(TextBox(start: finished.start, end: end, page: page, rect: finished.rect))
    run = nil
  }

  /// What stands between two words of a line.
  static func separator(_ left: Word, _ right: Word) -> String? {
    let size = max(left.size, right.size)
    let gap = right.rect.x0 - left.rect.x1
    switch (left.last.isWide, right.first.isWide) {
    case (true, true):
      if right.before == .ideographicSpace { return "\u{3000}" }
      return gap > 0.5 * size ? " " : nil
    case (false, false):
      if right.before == .ideographicSpace { return "\u{3000}" }
      return right.before == .space && gap > 0.05 * size || gap > 0.2 * size ? " " : nil
    default:
      if right.before == .ideographicSpace { return "\u{3000}" }
      // Between Japanese and Latin a quarter of an em is set without any space in the text.
      return gap > 0.4 * size ? " " : nil
    }
  }
}
