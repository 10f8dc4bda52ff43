/// What kind of writing a character belongs to. A learnt token never mixes kinds, so that the edges of an answer
/// (a number before its unit, a noun before its particle) are edges of tokens too.
enum ScriptClass: UInt8, Sendable {
  case letters
  case hiragana
  case katakana
  case han
  case number
  case whitespace
  case punctuation

  /// The longest token of this kind, in UTF-8 bytes with its leading space; 0 where characters are never joined.
  var longestToken: Int {
    switch self {
    case .letters: 16
    case .hiragana: 12
    case .katakana: 18
    case .han: 12
    case .whitespace: 8
    case .number, .punctuation: 0
    }
  }

  /// Whether a token may begin with the space before it, as GPT-2's pre-tokens do.
  var joinsLeadingSpace: Bool { self == .letters || self == .punctuation }

  /// The kind of a character.
  static func of(_ scalar: UInt32) -> ScriptClass {
    if scalar < 0x80 { return ascii[Int(scalar)] }
    switch scalar {
    case 0x3041...0x309F: return .hiragana
    case 0x30FB: return .punctuation
    case 0x30A1...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: return .katakana
    case 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: return .han
    case 0xFF10...0xFF19: return .number
    default: return byCategory(scalar)
    }
  }

  private static func byCategory(_ scalar: UInt32) -> ScriptClass {
    guard let properties = Unicode.Scalar(scalar)?.properties else { return .punctuation }
    if properties.isWhitespace { return .whitespace }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letters
    case .decimalNumber, .letterNumber, .otherNumber: return .number
    default: return .punctuation
    }
  }

  private static let ascii: [ScriptClass] = (0..<0x80).map { code in
    switch UInt8(code) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letters
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .number
    case 0x09...0x0D, 0x20: .whitespace
    default: .punctuation
    }
  }
}

/// A run of one kind of writing inside one of GPT-2's pre-tokens.
struct ScriptRun {
  var range: Range<Int>
  var kind: ScriptClass
}

/// Cuts UTF-8 text into runs inside which merges may be learnt.
///
/// The tokenizer file asks for GPT-2's own pre-tokens; every run lies inside one of them, and because no merge crosses
/// a run, encoding whole pre-tokens gives the ids that encoding run by run would.
struct ScriptRuns: Sequence, IteratorProtocol {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func next() -> ScriptRun? {
    guard position < bytes.count else { return nil }
    let begin = position
    let (kind, length) = character(at: begin)
    if kind == .whitespace { return whitespace(from: begin) }
    position = begin + length
    guard kind.longestToken > 0 else { return ScriptRun(range: begin..<position, kind: kind) }
    extend(kind)
    return ScriptRun(range: begin..<position, kind: kind)
  }

  private mutating func extend(_ kind: ScriptClass) {
    while position < bytes.count {
      let (next, length) = character(at: position)
      guard next == kind else { return }
      position += length
    }
  }

  /// White space, less a last space that belongs to the word behind it.
  private mutating func whitespace(from begin: Int) -> ScriptRun {
    var last = begin
    while position < bytes.count {
      let (kind, length) = character(at: position)
      if kind != .whitespace {
        guard bytes[last] == UInt8(ascii: " "), last + 1 == position, kind.joinsLeadingSpace else { break }
        if last > begin {
          position = last
          return ScriptRun(range: begin..<last, kind: .whitespace)
        }
        position += length
        if kind.longestToken > 0 { extend(kind) }
        return ScriptRun(range: begin..<position, kind: kind)
      }
      last = position
      position += length
    }
    return ScriptRun(range: begin..<position, kind: .whitespace)
  }

  private func character(at index: Int) -> (ScriptClass, length: Int) {
    let lead = bytes[index]
    if lead < 0x80 { return (ScriptClass.of(UInt32(lead)), 1) }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, index + length <= bytes.count else { return (.punctuation, 1) }
    var scalar = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length { scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
    return (ScriptClass.of(scalar), length)
  }
}
