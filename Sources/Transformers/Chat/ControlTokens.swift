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

  /// Whether a control token begins at a place.
  func begins(_ bytes: [UInt8], at index: Int) -> Bool { index < bytes.count && length(in: bytes, at: index) != nil }

  private func length(in bytes: [UInt8], at index: Int) -> Int? {
    byFirstByte[Int(bytes[index])].first { index + $0.count <= bytes.count && bytes[index...].starts(with: $0) }?.count
  }

  /// Whether a text spells a control token, or has marks of its own.
  func isSpelled(in text: String) -> Bool {
    let bytes = Array(text.utf8)
    return first(in: bytes, 0..<bytes.count) != nil || bytes.indices.contains { Self.isMark(bytes[...], at: $0) }
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
  private static func unmarked(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if isMark(bytes[...], at: index) {
        index += open.count
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return out
  }

  private static func isMark(_ bytes: ArraySlice<UInt8>, at index: Int) -> Bool {
    bytes[index] == open[0] && (bytes[index...].starts(with: open) || bytes[index...].starts(with: close))
  }

  /// A rendered text cut at the marks: pieces whose control tokens steer, and marked tokens, which are only letters. A mark
  /// that a template has parted from its token is dropped, yet the text stays cut there.
  func pieces(of bytes: ArraySlice<UInt8>) -> [(bytes: [UInt8], isPlain: Bool)] {
    var pieces: [(bytes: [UInt8], isPlain: Bool)] = []
    var start = bytes.startIndex
    var index = bytes.startIndex
    func cut() {
      if index > start { pieces.append((Array(bytes[start..<index]), false)) }
    }
    while index < bytes.endIndex {
      guard Self.isMark(bytes, at: index) else {
        index += 1
        continue
      }
      cut()
      index += Self.open.count
      if let token = markedToken(in: bytes, before: index) {
        pieces.append((Array(bytes[token]), true))
        index = token.upperBound + Self.close.count
      }
      start = index
    }
    cut()
    return pieces
  }

  /// The token between an opening mark, which ends at `index`, and its closing mark.
  private func markedToken(in bytes: ArraySlice<UInt8>, before index: Int) -> Range<Int>? {
    guard bytes[(index - Self.open.count)..<index].elementsEqual(Self.open), index < bytes.endIndex else { return nil }
    for token in byFirstByte[Int(bytes[index])] where bytes[index...].starts(with: token + Self.close) {
      return index..<(index + token.count)
    }
    return nil
  }
}
