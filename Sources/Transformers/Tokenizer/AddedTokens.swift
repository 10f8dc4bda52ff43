/// A token that stands beside the model's vocabulary: control tokens, runs of spaces, …
public struct AddedToken: Sendable, Hashable {
  /// Its id.
  public let id: Int32
  /// Its text.
  public let content: String
  /// A control token; never recognised in text that a person or a document wrote.
  public internal(set) var special: Bool
  /// Also takes the spaces before it.
  public let lstrip: Bool
  /// Also takes the spaces behind it.
  public let rstrip: Bool
  /// Only where no word character touches it.
  public let singleWord: Bool
  /// Looked for after normalization, in its normalized form.
  public let normalized: Bool
}

/// Finds added tokens in text: leftmost, then longest.
struct AddedTokenMatcher: Sendable {
  private let trie: DoubleArrayTrie
  private let tokens: [AddedToken]
  /// Whether a token begins with a byte.
  private let begins: [Bool]

  /// - Parameter entries: The tokens, and how each stands in the text that is searched.
  init(_ entries: [(spelling: [UInt8], token: AddedToken)]) {
    tokens = entries.map(\.token)
    var begins = [Bool](repeating: false, count: 256)
    for entry in entries { if let first = entry.spelling.first { begins[Int(first)] = true } }
    self.begins = begins
    trie = DoubleArrayTrie(
      entries.enumerated().map { number, entry in
        (key: entry.spelling, value: Int32(number))
      })
  }

  var isEmpty: Bool { tokens.isEmpty }

  /// Calls `body` with the pieces of a text between added tokens, and with the tokens, in order.
  ///
  /// - Parameter recognizingSpecial: Whether control tokens count; otherwise their spelling stays text.
  func forEachPiece(
    of text: UnsafeBufferPointer<UInt8>, recognizingSpecial: Bool, _ body: (Range<Int>, AddedToken?) -> Void
  ) {
    var pending = 0
    var index = 0
    while index < text.count {
      guard begins[Int(text[index])], let (number, end) = trie.longest(text, from: index) else {
        index += 1
        continue
      }
      let token = tokens[Int(number)]
      let range = index..<end
      index = end
      // What a passed-over token covers is not searched for others, as in the reference.
      if token.special, !recognizingSpecial { continue }
      if token.singleWord, Self.touchesWord(text, range) { continue }
      var (lower, upper) = (range.lowerBound, range.upperBound)
      if token.lstrip { lower = max(pending, Self.spacesStart(text, before: lower)) }
      if token.rstrip { upper = Self.spacesEnd(text, from: upper) }
      // The token before it took these spaces: nothing of it is left, and the reference drops it.
      guard lower < upper else { continue }
      if lower > pending { body(pending..<lower, nil) }
      body(lower..<upper, token)
      pending = upper
    }
    if pending < text.count { body(pending..<text.count, nil) }
  }

  private static func touchesWord(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    let words = UnicodeVersions.word
    return (range.lowerBound > 0 && words.contains(UTF8Scalar.readBack(text, range.lowerBound).value))
      || (range.upperBound < text.count && words.contains(UTF8Scalar.read(text, range.upperBound).value))
  }

  private static func spacesStart(_ text: UnsafeBufferPointer<UInt8>, before end: Int) -> Int {
    var start = end
    while start > 0 {
      let (value, begin) = UTF8Scalar.readBack(text, start)
      guard UnicodeVersions.whitespace.contains(value) else { break }
      start = begin
    }
    return start
  }

  private static func spacesEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var end = start
    while end < text.count {
      let (value, next) = UTF8Scalar.read(text, end)
      guard UnicodeVersions.whitespace.contains(value) else { break }
      end = next
    }
    return end
  }
}
