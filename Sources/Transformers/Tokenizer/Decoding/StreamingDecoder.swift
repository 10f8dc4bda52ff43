/// Turns tokens into text as they come, and never gives out half a character.
public struct StreamingDecoder: Sendable {
  private let tokenizer: Tokenizer
  /// Bytes of a character that is not complete, where tokens are bytes.
  private var pending: [UInt8] = []
  /// Tokens that give the latest ones their context, then the latest ones, whose text has not been given out.
  private var window: [Int32] = []
  private var contextCount = 0
  /// A run of tokens that is no text after this many is given out as it is.
  private static let longestRun = 64

  /// A decoder at the beginning of a text.
  public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// The text that is complete now; control tokens have none.
  public mutating func append(_ id: Int32) -> String {
    guard !tokenizer.isSpecial(id) else { return "" }
    guard tokenizer.decodesBytewise else { return appendToWindow(id) }
    pending.append(contentsOf: tokenizer.bytes(of: id))
    let complete = pending.count - Self.unfinished(pending)
    guard complete > 0 else { return "" }
    let text = String(decoding: pending[..<complete], as: UTF8.self)
    pending.removeFirst(complete)
    return text
  }

  /// Decodes a few tokens with those before them, since a token's text depends on its place.
  private mutating func appendToWindow(_ id: Int32) -> String {
    window.append(id)
    let text = newText
    // A character that is not complete shows as U+FFFD at the end; so does that character itself, which waits for company.
    guard !text.isEmpty, text.unicodeScalars.last != "\u{FFFD}" || window.count - contextCount > Self.longestRun else {
      return ""
    }
    // Tokens that are nothing on their own, such as a space at the beginning, are no context.
    if !tokenizer.decode(window[contextCount...]).isEmpty { window.removeFirst(contextCount) }
    contextCount = window.count
    return text
  }

  private var newText: String {
    let before = tokenizer.decode(window[..<contextCount])
    let all = tokenizer.decode(window)
    if all.utf8.starts(with: before.utf8) {
      return String(decoding: Array(all.utf8.dropFirst(before.utf8.count)), as: UTF8.self)
    }
    // The context itself reads otherwise now, as broken bytes may: the latest tokens alone.
    return tokenizer.decode(window[contextCount...])
  }

  /// What is left when no token follows: an unfinished character becomes U+FFFD.
  public mutating func finish() -> String {
    defer {
      pending = []
      window = []
      contextCount = 0
    }
    return tokenizer.decodesBytewise ? String(decoding: pending, as: UTF8.self) : newText
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
