/// A text of which an answer is a span: where an answer may begin and end.
///
/// Both are borders of characters as people see them; never inside a word or number of a script that writes words apart
/// (`12,500` is one number), never at white space.
struct SpanText: Sendable {
  let bytes: [UInt8]
  /// For each byte offset: whether an answer may begin there.
  let mayBegin: [Bool]
  /// For each byte offset up to the end: whether an answer may end before it.
  let mayEnd: [Bool]

  /// Nil where the bytes are no UTF-8.
  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    self.bytes = bytes
    var mayBegin = Array(repeating: false, count: bytes.count + 1)
    var mayEnd = mayBegin
    let scalars = Array(text.unicodeScalars)
    var kinds: [Kind] = []
    for scalar in scalars {
      // A mark belongs to the letter that it stands on.
      let isMark = scalar.value >= 0x300 && scalar.properties.generalCategory == .nonspacingMark
      kinds.append(isMark ? kinds.last ?? .other : Kind(scalar))
    }
    var characterStarts = Array(repeating: false, count: bytes.count + 1)
    characterStarts[bytes.count] = true
    var offset = 0
    for character in text {
      characterStarts[offset] = true
      offset += character.utf8.count
    }
    offset = 0
    for index in 0...scalars.count {
      if characterStarts[offset], !Self.isInside(kinds, index) {
        mayBegin[offset] = index < scalars.count && kinds[index] != .space
        mayEnd[offset] = index > 0 && kinds[index - 1] != .space
      }
      if index < scalars.count { offset += UTF8.width(scalars[index]) }
    }
    self.mayBegin = mayBegin
    self.mayEnd = mayEnd
  }

  private enum Kind {
    case letter, digit, joiner, apostrophe, space, other

    init(_ scalar: Unicode.Scalar) {
      switch scalar {
      case ".", ",", "．", "，": self = .joiner
      case "'", "’": self = .apostrophe
      default:
        switch ScalarClass.of(scalar.value) {
        case .space: self = .space
        case .number: self = .digit
        case .letter: self = Self.isWrittenApart(scalar.value) ? .letter : .other
        case .other: self = .other
        }
      }
    }

    /// Scripts with spaces between words; Japanese, Chinese, Korean, Thai, Lao, Burmese and Khmer are not among them.
    private static func isWrittenApart(_ value: UInt32) -> Bool {
      switch value {
      case 0xFF21...0xFF3A, 0xFF41...0xFF5A: true
      case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: false
      default: value < 0x2E80
      }
    }

    var isWord: Bool { self == .letter || self == .digit }
  }

  /// Whether the place before scalar `index` lies inside a word or a number.
  private static func isInside(_ kinds: [Kind], _ index: Int) -> Bool {
    func kind(_ at: Int) -> Kind { at >= 0 && at < kinds.count ? kinds[at] : .other }
    let (left, right) = (kind(index - 1), kind(index))
    if left.isWord && right.isWord { return true }
    if left == .digit && right == .joiner { return kind(index + 1) == .digit }
    if left == .joiner && right == .digit { return kind(index - 2) == .digit }
    if left == .letter && right == .apostrophe { return kind(index + 1) == .letter }
    if left == .apostrophe && right == .letter { return kind(index - 2) == .letter }
    return false
  }
}
