import Records

/// The records of a CSV text (RFC 4180, and what spreadsheets write besides).
struct SeparatedValues {
  /// What a record looks like.
  struct Shape: Hashable {
    /// How many values it has, and how many of them hold anything but white space.
    var values: Int
    var filled: Int
    /// The line of the file where it begins, from 1.
    var line: Int
  }

  /// ASCII, as all separators in use are.
  let separator: UInt8
  private let lines: ArraySlice<String>

  /// Takes the lines of a file; a quoted value may go over several of them.
  init(lines: [String]) {
    // Excel's own way of naming the separator.
    if let first = lines.first, first.utf8.count == 5, first.lowercased().hasPrefix("sep="), let mark = first.utf8.last
    {
      separator = mark
      self.lines = lines.dropFirst()
    } else {
      separator = Self.likeliestSeparator(of: lines)
      self.lines = lines[...]
    }
  }

  /// The shapes of all records, and the line of the first quotation mark that nothing closes.
  func shapes() -> (shapes: [Shape], unclosed: Int?) {
    var shapes: [Shape] = []
    var unclosed: Int?
    Self.scan(lines, separator) { record in
      shapes.append(Shape(values: record.count, filled: record.filledCount, line: record.line))
      if !record.isClosed { unclosed = unclosed ?? record.line }
    }
    return (shapes, unclosed)
  }

  /// Goes through all records; each is valid until the next one.
  func forEach(_ body: (SeparatedRecord) throws -> Void) rethrows { try Self.scan(lines, separator, body) }

  /// The separator that gives most of the first records the same length, above one.
  private static func likeliestSeparator(of lines: [String]) -> UInt8 {
    var best: (score: Int, separator: UInt8) = (0, UInt8(ascii: ","))
    for mark: Unicode.Scalar in [",", "\t", ";", "|"] {
      let separator = UInt8(ascii: mark)
      var lengths: [Int: Int] = [:]
      var count = 0
      scan(lines.prefix(60), separator) { record in
        if record.count > 1 { lengths[record.count, default: 0] += 1 }
        if record.count > 1 || !record.isEmpty { count += 1 }
      }
      guard let usual = lengths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
      // Agreement first, then the number of columns: a comma within German figures agrees by accident at most.
      let score = usual.value * 1000 / max(1, count) * 10 + min(9, usual.key)
      if score > best.score { best = (score, separator) }
    }
    return best.separator
  }

  private static func scan(
    _ lines: ArraySlice<String>, _ separator: UInt8, _ body: (SeparatedRecord) throws -> Void
  ) rethrows {
    var record = SeparatedRecord()
    var index = lines.startIndex
    while index < lines.endIndex {
      record.line = index + 1
      index += record.take(lines[index...], separator)
      try body(record)
    }
  }
}

/// One record: its values as bytes, one behind the other.
struct SeparatedRecord {
  /// The line of the file where it begins, from 1.
  fileprivate(set) var line = 0
  /// False where a quotation mark is never closed; it is then a character like any other.
  fileprivate(set) var isClosed = true
  private var bytes: [UInt8] = []
  /// Where each value ends in `bytes`.
  private var ends: [Int] = []

  /// A quoted value may be this many lines long; a quotation mark that nothing closes so far is a character.
  private static let longestValue = 200
  /// Bytes of white space before a quotation mark; behind more than that it begins no value.
  private static let longestIndent = 60

  /// How many values it has, one at least.
  var count: Int { ends.count }

  /// Whether it is an empty line.
  var isEmpty: Bool { bytes.isEmpty }

  /// Its values, untrimmed.
  var values: [String] { ranges.map { String(decoding: bytes[$0], as: UTF8.self) } }

  /// How many values hold anything but white space.
  var filledCount: Int { ranges.count { !isBlank($0) } }

  /// Whether any does.
  var isFilled: Bool { !isBlank(0..<bytes.count) }

  private var ranges: [Range<Int>] {
    var start = 0
    return ends.map { end in
      defer { start = end }
      return start..<end
    }
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    for index in range where bytes[index] > 0x20 {
      if bytes[index] < 0x80 { return false }
      return String(decoding: bytes[range], as: UTF8.self).trimmed.isEmpty
    }
    // What is left are spaces, tabs, line ends and control characters.
    return bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// Reads the record that begins with the first line, and says how many lines it takes.
  fileprivate mutating func take(_ lines: ArraySlice<String>, _ separator: UInt8) -> Int {
    isClosed = true
    if let used = read(lines, separator, honoursQuotes: true) { return used }
    isClosed = false
    _ = read(lines.prefix(1), separator, honoursQuotes: false)
    return 1
  }

  /// Nil where a quotation mark is not closed.
  private mutating func read(_ lines: ArraySlice<String>, _ separator: UInt8, honoursQuotes: Bool) -> Int? {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    var state = State.open
    for (index, line) in lines.prefix(Self.longestValue).enumerated() {
      read(line, separator, honoursQuotes: honoursQuotes, &state)
      if state != .quoted {
        ends.append(bytes.count)
        return index + 1
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return nil
  }

  private enum State {
    case open, quoted
    /// Behind a quotation mark within a quoted value: its end, or half of a doubled one.
    case undecided
  }

  private mutating func read(_ line: String, _ separator: UInt8, honoursQuotes: Bool, _ state: inout State) {
    let quote = UInt8(ascii: "\"")
    for byte in line.utf8 {
      switch (state, byte) {
      case (.quoted, quote): state = .undecided
      case (.undecided, quote):
        bytes.append(quote)
        state = .quoted
      case (.quoted, _): bytes.append(byte)
      case (_, separator):
        ends.append(bytes.count)
        state = .open
      case (.open, quote) where honoursQuotes && beginsValue:
        bytes.removeSubrange((ends.last ?? 0)...)
        state = .quoted
      default:
        bytes.append(byte)
        state = .open
      }
    }
    if state == .undecided { state = .open }
  }

  /// Whether nothing but a little white space stands behind the last separator.
  private var beginsValue: Bool {
    let value = bytes[(ends.last ?? 0)...]
    return value.count <= Self.longestIndent
      && String(decoding: value, as: UTF8.self).unicodeScalars.allSatisfy(\.isWhitespace)
  }
}
