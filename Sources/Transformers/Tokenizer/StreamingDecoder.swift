/// Turns tokens into text as they come, and never gives out half a character.
public struct StreamingDecoder: Sendable {
  private let tokenizer: Tokenizer
  private var pending: [UInt8] = []

  /// A decoder at the beginning of a text.
  public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// The text that is complete now; control tokens have none.
  public mutating func append(_ id: Int32) -> String {
    if !tokenizer.isSpecial(id) { pending.append(contentsOf: tokenizer.bytes(of: id)) }
    let complete = pending.count - Self.unfinished(pending)
    guard complete > 0 else { return "" }
    let text = String(decoding: pending[..<complete], as: UTF8.self)
    pending.removeFirst(complete)
    return text
  }

  /// What is left when no token follows: an unfinished character becomes U+FFFD.
  public mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// How many bytes at the end begin a character that is not complete.
  static func unfinished(_ bytes: [UInt8]) -> Int {
    for back in 1...4 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if UTF8Scalar.isContinuation(byte) { continue }
      let length = byte < 0x80 ? 1 : byte < 0xC2 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 1
      return length > back ? back : 0
    }
    return 0
  }
}
