/// The tokens that steer a model, by their text: found in what a template wrote, and kept apart from the same letters in what
/// a person wrote.
struct ControlTokens: Sendable {
  /// Around a control token's letters in a person's words, from before the template is rendered until the text is encoded.
  /// Private characters: no text has a meaning for them.
  private static let open = Array("\u{F0000}".utf8)
  private static let close = Array("\u{F0001}".utf8)

  /// Texts by their first byte, longest first.
  private let byFirstByte: [[[UInt8]]]

  /// - Parameter texts: The spelling of every token that is to steer.
  init(_ texts: some Sequence<String>) {
    var table = [[[UInt8]]](repeating: [], count: 256)
    for text in Set(texts.map { Array($0.utf8) }) where !text.isEmpty { table[Int(text[0])].append(text) }
    byFirstByte = table.map {
      $0.sorted { $0.count != $1.count ? $0.count > $1.count : $0.lexicographicallyPrecedes($1) }
    }
  }

  /// The first control token in a part of a text, marked ones left out.
  func first(in bytes: [UInt8], _ part: Range<Int>) -> Range<Int>? {
    var index = part.lowerBound
    while index < part.upperBound {
      if let length = length(in: bytes, at: index), index + length <= part.upperBound {
        let isMarked = index >= Self.open.count && bytes[(index - Self.open.count)..<index].elementsEqual(Self.open)
        if !isMarked { return index..<(index + length) }
        index += length
      } else {
        index += 1
      }
    }
    return nil
  }

  private func length(in bytes: [UInt8], at index: Int) -> Int? {
    byFirstByte[Int(bytes[index])].first { index + $0.count <= bytes.count && bytes[index...].starts(with: $0) }?.count
  }

  /// Whether a text spells a control token.
  func isSpelled(in text: String) -> Bool {
    let bytes = Array(text.utf8)
    return first(in: bytes, 0..<bytes.count) != nil
  }

  /// A text with marks around the control tokens that it spells, and without marks of its own.
  func marked(_ text: String) -> String {
    let bytes = Self.unmarked(Array(text.utf8))
    var out: [UInt8] = []
    var index = 0
    while let found = first(in: bytes, index..<bytes.count) {
      out += bytes[index..<found.lowerBound]
      out += Self.open + bytes[found] + Self.close
      index = found.upperBound
    }
    return String(decoding: out + bytes[index...], as: UTF8.self)
  }

  /// Bytes without marks.
  static func unmarked(_ bytes: [UInt8]) -> [UInt8] { pieces(of: bytes[...]).flatMap(\.bytes) }

  /// A rendered text cut at the marks: pieces whose control tokens steer, and pieces that are only letters.
  static func pieces(of bytes: ArraySlice<UInt8>) -> [(bytes: [UInt8], isPlain: Bool)] {
    var pieces: [(bytes: [UInt8], isPlain: Bool)] = []
    var isPlain = false
    var start = bytes.startIndex
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let rest = bytes[index...]
      guard bytes[index] == open[0], rest.starts(with: open) || rest.starts(with: close) else {
        index += 1
        continue
      }
      if index > start { pieces.append((Array(bytes[start..<index]), isPlain)) }
      isPlain = rest.starts(with: open)
      index += open.count
      start = index
    }
    if bytes.endIndex > start { pieces.append((Array(bytes[start...]), isPlain)) }
    return pieces
  }
}
