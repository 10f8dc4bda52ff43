import PageContent
import Records

/// The text of words in a line, with the place of each word or Japanese character.
struct LineText {
  /// UTF-8.
  private var bytes: [UInt8] = []
  private(set) var boxes: [TextBox] = []
  private(set) var readings: [Reading] = []
  /// The scalar at the end, nil where there is no text.
  private(set) var last: Unicode.Scalar?

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// `text.utf8.count`.
  var length: Int { bytes.count }

  /// The text from an offset on.
  func text(from offset: Int) -> String { String(decoding: bytes[offset...], as: UTF8.self) }

  /// A line's text alone.
  static func plain(_ words: [Word], in frame: PageFrame) -> String {
    plain(ordered: WritingDirection.inReadingOrder(words, in: frame))
  }

  /// The same of words that are in the order of reading.
  static func plain(ordered words: [Word]) -> String {
    LineText(ordered: words).text
  }

  /// The same as UTF-8.
  static func bytes(_ words: [Word], in frame: PageFrame) -> [UInt8] {
    LineText(ordered: WritingDirection.inReadingOrder(words, in: frame)).bytes
  }

  init() {}

  /// One line without its places.
  private init(ordered words: [Word]) {
    // Japanese takes three bytes a letter.
    let room = words.indices.reduce(0) { $0 + (words[$1].first.isASCII ? 1 : 3) * words[$1].glyphs.count + 1 }
    bytes.reserveCapacity(room)
    append(words, page: 0, withBoxes: false)
  }

  /// Whether it ends in a hyphen close behind a letter or figure: a code that goes on in the next line, such as `AP-`.
  var endsInBoundHyphen: Bool {
    guard let last, Self.isHyphen(last), bytes.count > last.utf8.count else { return false }
    return Self.isCode(bytes[bytes.count - last.utf8.count - 1])
  }

  /// The same of the words of a line.
  static func endsInBoundHyphen(_ words: [Word]) -> Bool {
    guard let word = words.last, isHyphen(word.last), let before = word.glyphs.dropLast().last?.scalar else {
      return false
    }
    return before.isASCII && isCode(UInt8(before.value))
  }

  private static func isHyphen(_ scalar: Unicode.Scalar) -> Bool { scalar == "-" || scalar == "\u{2010}" }

  private static func isCode(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }

  /// Adds a separator that stands nowhere on the page.
  mutating func append(_ separator: String) {
    bytes.append(contentsOf: separator.utf8)
    if let scalar = separator.unicodeScalars.last { last = scalar }
  }

  /// Adds the words of one line, in the order in which they are read.
  mutating func append(
    _ words: [Word], page: Int, frame: PageFrame = PageFrame(), withBoxes: Bool = true, isCode: Bool = false
  ) {
    let isStretched = Self.isStretched(words)
    // By place: to copy a word costs as much as to write it.
    for index in words.indices {
      if index > 0,
        let separator = Self.separator(words[index - 1], words[index], isFirst: index == 1, isStretched: isStretched)
      {
        append(isCode && separator == " " ? Self.spaces(words[index - 1], words[index]) : separator)
      }
      append(words[index], page: page, frame: frame, withBoxes: withBoxes)
    }
  }

  /// Takes back a hyphen at the end of the line.
  mutating func removeLastScalar() {
    guard let scalar = last else { return }
    bytes.removeLast(scalar.utf8.count)
    last = String(decoding: bytes.suffix(4), as: UTF8.self).unicodeScalars.last
    guard let box = boxes.last, box.end > length else { return }
    boxes.removeLast()
    if box.start < length { boxes.append(TextBox(start: box.start, end: length, page: box.page, rect: box.rect)) }
  }

  private mutating func append(_ word: Word, page: Int, frame: PageFrame, withBoxes: Bool) {
    var run: (start: Int, rect: Rect)?
    if !word.readings.isEmpty { append(readingsOf: word) }
    for glyph in word.glyphs {
      let start = bytes.count
      append(glyph.scalar)
      guard withBoxes else { continue }
      let rect = frame.onPage(glyph.rect)
      if glyph.scalar.isWide {
        close(&run, at: start, page: page)
        boxes.append(TextBox(start: start, end: length, page: page, rect: rect))
      } else {
        run = run.map { ($0.start, $0.rect.union(rect)) } ?? (start, rect)
      }
    }
    close(&run, at: length, page: page)
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      bytes.append(UInt8(scalar.value))
    } else {
      UTF8.encode(scalar).map { for byte in $0 { bytes.append(byte) } }
    }
    last = scalar
  }

  private mutating func append(readingsOf word: Word) {
    var offsets = [length]
    for glyph in word.glyphs { offsets.append(offsets[offsets.count - 1] + glyph.scalar.utf8.count) }
    for reading in word.readings where reading.base.upperBound < offsets.count {
      readings.append(
        Reading(start: offsets[reading.base.lowerBound], end: offsets[reading.base.upperBound], text: reading.text))
    }
  }

  private mutating func close(_ run: inout (start: Int, rect: Rect)?, at end: Int, page: Int) {
    guard let finished = run else { return }
    boxes.append(TextBox(start: finished.start, end: end, page: page, rect: finished.rect))
    run = nil
  }

  /// Whether a line is spread so wide that gaps between its Japanese characters mean nothing.
  private static func isStretched(_ words: [Word]) -> Bool {
    guard words.count > 5 else { return false }
    let gaps = words.indices.dropFirst().count { right in
      words[right - 1].last.isWide && words[right].first.isWide
        && words[right].rect.x0 - words[right - 1].rect.x1 > narrowestSpace * words[right].size
    }
    return gaps > 4 && gaps * 4 > words.indices.reduce(0) { $0 + words[$1].glyphs.count }
  }

  /// A space in a Japanese font may be as narrow as this, in ems.
  private static let narrowestSpace = 0.15

  /// A space in a line set tight, in ems.
  private static let narrowestLatinSpace = 0.05
  /// The same between capitals, whose kerning the library takes for a space.
  private static let narrowestCapitalSpace = 0.13

  /// As many spaces as a monospaced face has between two words: one is six tenths of an em wide.
  private static func spaces(_ left: Word, _ right: Word) -> String {
    let columns = (right.rect.x0 - left.rect.x1) / max(0.6 * right.size, 1)
    return String(repeating: " ", count: Int(max(1, min(60, columns.rounded()))))
  }

  /// What stands between two words of a line; `isFirst`: the left one begins it and may be a number.
  static func separator(_ left: Word, _ right: Word, isFirst: Bool = false, isStretched: Bool = false) -> String? {
    let size = max(left.size, right.size)
    // The next word of Arabic or Hebrew stands to the left.
    let gap = max(right.rect.x0 - left.rect.x1, left.rect.x0 - right.rect.x1)
    switch (left.last.isWide, right.first.isWide) {
    case (true, true):
      if right.before == .ideographicSpace { return "\u{3000}" }
      if gap > 0.5 * size { return " " }
      // Full-width marks bring white of their own.
      let isMark = left.last.isWideMark || right.first.isWideMark
      return right.before == .space && gap > narrowestSpace * size && !isMark && !isStretched ? " " : nil
    case (false, false):
      if right.before == .ideographicSpace { return "\u{3000}" }
      let narrowest = left.isCapitals && right.isCapitals ? narrowestCapitalSpace : narrowestLatinSpace
      return right.before == .space && gap > narrowest * size || gap > 0.2 * size ? " " : nil
    default:
      if right.before == .ideographicSpace { return "\u{3000}" }
      // Between Japanese and Latin a quarter of an em is set without any space in the text.
      if gap > JapaneseSpacing.narrowest * size {
        if right.isAfterSpace || isFirst && JapaneseSpacing.isAfterLabel(left, right) { return " " }
      }
      return gap > (isFirst && left.isNumber ? 0.3 : 0.4) * size ? " " : nil
    }
  }
}
