/// What the splitting patterns ask of a character.
enum ScalarClass: UInt8 {
  case other = 0
  /// `\p{L}`
  case letter
  /// `\p{N}`
  case number
  /// `\s`
  case space

  /// The class of a scalar; looked up for the basic plane, asked of the standard library beyond it.
  static func of(_ value: UInt32) -> ScalarClass {
    value < 0x10000 ? basicPlane[Int(value)] : classify(value)
  }

  private static let basicPlane: [ScalarClass] = (0..<0x10000).map { classify($0) }

  private static func classify(_ value: UInt32) -> ScalarClass {
    guard let scalar = Unicode.Scalar(value) else { return .other }
    let properties = scalar.properties
    if properties.isWhitespace { return .space }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letter
    case .decimalNumber, .letterNumber, .otherNumber: return .number
    default: return .other
    }
  }
}

/// Reads scalars from UTF-8 that is known to be valid.
enum UTF8Scalar {
  /// The scalar that begins at `index`, and the index behind it.
  @inline(__always)
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (value: UInt32, next: Int) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, index + 1) }
    func tail(_ offset: Int) -> UInt32 { UInt32(bytes[index + offset] & 0x3F) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | tail(1), index + 2) }
    if first < 0xF0 { return ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), index + 3) }
    return ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), index + 4)
  }

  /// Whether a byte continues a character.
  @inline(__always)
  static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
