/// A step from tokens back to text. Each is a part of the `tokenizers` library by the same name; it works on the list of all
/// tokens.
enum TokenDecoder: Sendable {
  case byteLevel
  case wordPiece(prefix: [UInt8], cleansUp: Bool)
  case byteFallback
  case fuse
  case metaspace(replacement: UInt32, prepends: Bool)
  case replace(Splitter, with: [UInt8])
  case strip(UInt32, start: Int, stop: Int)
  case bpe(suffix: [UInt8])
  case ctc(pad: [UInt8], delimiter: [UInt8], cleansUp: Bool)

  /// - Parameter tokens: Each token's text, valid UTF-8.
  func apply(_ tokens: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .byteLevel:
      let bytes = tokens.flatMap { token in token.withUnsafeBufferPointer { ByteAlphabet.bytes(of: $0) } ?? token }
      return [Array(String(decoding: bytes, as: UTF8.self).utf8)]
    case .wordPiece(let prefix, let cleansUp):
      return tokens.enumerated().map { number, token in
        let word = number == 0 ? token : Self.continued(token, prefix)
        return cleansUp ? Self.cleanedUp(word) : word
      }
    case .byteFallback: return Self.bytesJoined(tokens)
    case .fuse: return [Array(tokens.joined())]
    case .metaspace(let replacement, let prepends):
      return tokens.enumerated().map { number, token in
        Self.spaced(token, replacement, dropping: number == 0 && prepends)
      }
    case .replace(let pattern, let content): return tokens.map { Self.replaced($0, pattern, content) }
    case .strip(let scalar, let start, let stop): return tokens.map { Self.stripped($0, scalar, start, stop) }
    case .bpe(let suffix):
      return tokens.enumerated().map { number, token in
        Self.replacing(token, suffix, with: number == tokens.count - 1 ? [] : [0x20])
      }
    case .ctc(let pad, let delimiter, let cleansUp):
      var kept: [[UInt8]] = []
      for (number, token) in tokens.enumerated() where number == 0 || tokens[number - 1] != token {
        var text = Self.replacing(token, pad, with: [])
        if cleansUp { text = Self.replacing(Self.cleanedUp(text), delimiter, with: [0x20]) }
        if !text.isEmpty { kept.append(text) }
      }
      return kept
    }
  }

  /// What a token stands for in the middle of a text, as bytes.
  func inMiddle(_ token: [UInt8]) -> [UInt8] {
    switch self {
    case .byteLevel: return token.withUnsafeBufferPointer { ByteAlphabet.bytes(of: $0) } ?? token
    case .wordPiece(let prefix, let cleansUp):
      let word = Self.continued(token, prefix)
      return cleansUp ? Self.cleanedUp(word) : word
    case .byteFallback: return ByteToken.byte(token).map { [$0] } ?? token
    case .fuse: return token
    case .metaspace(let replacement, _): return Self.spaced(token, replacement, dropping: false)
    case .bpe(let suffix): return Self.replacing(token, suffix, with: [0x20])
    case .replace, .strip, .ctc: return apply([token]).first ?? []
    }
  }

  private static func continued(_ token: [UInt8], _ prefix: [UInt8]) -> [UInt8] {
    token.starts(with: prefix) ? Array(token.dropFirst(prefix.count)) : [0x20] + token
  }

  /// A run of byte tokens is a text, or where its bytes are no UTF-8, as many U+FFFD as bytes.
  private static func bytesJoined(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var out: [[UInt8]] = []
    var run: [UInt8] = []
    func finish() {
      guard !run.isEmpty else { return }
      if String(validating: run, as: UTF8.self) != nil {
        out.append(run)
      } else {
        for _ in run { out.append([0xEF, 0xBF, 0xBD]) }
      }
      run = []
    }
    for token in tokens {
      if let byte = ByteToken.byte(token) {
        run.append(byte)
      } else {
        finish()
        out.append(token)
      }
    }
    finish()
    return out
  }

  private static func spaced(_ token: [UInt8], _ replacement: UInt32, dropping: Bool) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(token.count)
    token.withUnsafeBufferPointer { token in
      var index = 0
      while index < token.count {
        let (value, next) = UTF8Scalar.read(token, index)
        if value != replacement {
          out.append(contentsOf: token[index..<next])
        } else if !dropping {
          out.append(0x20)
        }
        index = next
      }
    }
    return out
  }

  private static func replaced(_ token: [UInt8], _ pattern: Splitter, _ content: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    token.withUnsafeBufferPointer { token in
      pattern.forEachPart(of: token) { range, isMatch in
        if isMatch { out.append(contentsOf: content) } else { out.append(contentsOf: token[range]) }
      }
    }
    return out
  }

  private static func stripped(_ token: [UInt8], _ scalar: UInt32, _ start: Int, _ stop: Int) -> [UInt8] {
    let values = String(decoding: token, as: UTF8.self).unicodeScalars.map(\.value)
    let front = values.prefix(start).prefix { $0 == scalar }.count
    let back = values.reversed().prefix(stop).prefix { $0 == scalar }.count
    var out: [UInt8] = []
    if front < values.count - back {
      for value in values[front..<(values.count - back)] { UTF8Scalar.append(value, to: &out) }
    }
    return out
  }

  /// All occurrences of `old` replaced; an empty one stands between all characters.
  static func replacing(_ text: [UInt8], _ old: [UInt8], with new: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var index = 0
    while index < text.count {
      if old.isEmpty, !UTF8Scalar.isContinuation(text[index]) { out += new }
      if !old.isEmpty, text[index...].starts(with: old) {
        out += new
        index += old.count
      } else {
        out.append(text[index])
        index += 1
      }
    }
    return old.isEmpty ? out + new : out
  }

  /// English spacing put right, as BERT's decoder does.
  private static func cleanedUp(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(0x20) else { return text }
    return tidying.reduce(text) { replacing($0, $1.0, with: $1.1) }
  }

  private static let tidying: [([UInt8], [UInt8])] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
    (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }
}

/// The spelling of byte tokens, `<0x0A>`.
enum ByteToken {
  /// The byte of a token's spelling, nil where it is another token.
  static func byte(_ token: some RandomAccessCollection<UInt8>) -> UInt8? {
    guard token.count == 6, token.starts(with: [0x3C, 0x30, 0x78]), token.last == 0x3E else { return nil }
    let digits = String(decoding: token.dropFirst(3).prefix(2), as: UTF8.self)
    return digits.hasPrefix("-") ? nil : UInt8(digits, radix: 16)
  }

  /// The spelling of a byte's token.
  static func spelling(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [0x3C, 0x30, 0x78, digits[Int(byte >> 4)], digits[Int(byte & 15)], 0x3E]
  }

  /// The token of every byte in a vocabulary, −1 where it has none.
  static func table(_ find: ([UInt8]) -> Int32?) -> [Int32] {
    (0...255).map { find(spelling(UInt8($0))) ?? -1 }
  }
}
