/// A token that stands beside the merged vocabulary: control tokens, runs of spaces, …
public struct AddedToken: Sendable, Hashable {
  /// Its id.
  public let id: Int32
  /// Its text.
  public let content: String
  /// A control token; never recognised in text that a person or a document wrote.
  public let special: Bool
  /// Also takes the spaces before it.
  public let lstrip: Bool
  /// Also takes the spaces behind it.
  public let rstrip: Bool
  /// Only where no word character touches it.
  public let singleWord: Bool
  /// Looked for after normalization.
  public let normalized: Bool
}

/// Finds added tokens in text: leftmost, then longest.
struct AddedTokenMatcher: Sendable {
  private let tokens: [(bytes: [UInt8], token: AddedToken)]
  /// First byte → tokens, longest first.
  private let byFirstByte: [[Int]]

  init(_ added: [AddedToken]) {
    tokens = added.filter { !$0.content.isEmpty }.map { (Array($0.content.utf8), $0) }
    var table = Array(repeating: [Int](), count: 256)
    for (index, entry) in tokens.enumerated() { table[Int(entry.bytes[0])].append(index) }
    let lengths = tokens.map(\.bytes.count)
    byFirstByte = table.map { $0.sorted { (lengths[$1], $0) < (lengths[$0], $1) } }
  }

  var isEmpty: Bool { tokens.isEmpty }

  /// Text between added tokens, and the tokens, in order.
  func split(_ text: [UInt8]) -> [(range: Range<Int>, token: AddedToken?)] {
    var pieces: [(range: Range<Int>, token: AddedToken?)] = []
    var pending = 0
    var index = 0
    while index < text.count {
      guard let (token, length) = match(text, at: index) else {
        index += 1
        continue
      }
      var range = index..<(index + length)
      if token.lstrip { range = Self.extendedLeft(text, range, to: pending) }
      if token.rstrip { range = Self.extendedRight(text, range) }
      if range.lowerBound > pending { pieces.append((pending..<range.lowerBound, nil)) }
      pieces.append((range, token))
      pending = range.upperBound
      index = pending
    }
    if pending < text.count { pieces.append((pending..<text.count, nil)) }
    return pieces
  }

  private func match(_ text: [UInt8], at index: Int) -> (AddedToken, Int)? {
    for candidate in byFirstByte[Int(text[index])] {
      let (bytes, token) = tokens[candidate]
      guard index + bytes.count <= text.count, text[index..<(index + bytes.count)].elementsEqual(bytes) else {
        continue
      }
      // The longest match is the only one looked at, as in the reference.
      if token.singleWord, Self.touchesWord(text, index..<(index + bytes.count)) { return nil }
      return (token, bytes.count)
    }
    return nil
  }

  private static func touchesWord(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    func isWord(_ slice: ArraySlice<UInt8>, last: Bool) -> Bool {
      let scalars = String(decoding: slice, as: UTF8.self).unicodeScalars
      guard let scalar = last ? scalars.last : scalars.first else { return false }
      return scalar == "_" || scalar.properties.isAlphabetic || ScalarClass.of(scalar.value) == .number
    }
    return isWord(text[max(0, range.lowerBound - 4)..<range.lowerBound], last: true)
      || isWord(text[range.upperBound..<min(text.count, range.upperBound + 4)], last: false)
  }

  private static func extendedLeft(_ text: [UInt8], _ range: Range<Int>, to limit: Int) -> Range<Int> {
    var start = range.lowerBound
    while start > limit {
      var begin = start - 1
      while begin > limit, UTF8Scalar.isContinuation(text[begin]) { begin -= 1 }
      guard isSpace(text, begin) else { break }
      start = begin
    }
    return start..<range.upperBound
  }

  private static func extendedRight(_ text: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end < text.count, isSpace(text, end) {
      end += 1
      while end < text.count, UTF8Scalar.isContinuation(text[end]) { end += 1 }
    }
    return range.lowerBound..<end
  }

  private static func isSpace(_ text: [UInt8], _ index: Int) -> Bool {
    text.withUnsafeBufferPointer { ScalarClass.of(UTF8Scalar.read($0, index).value) == .space }
  }
}
