/// What layout asks of every character of every page. `Unicode.Scalar.Properties` searches a table for each answer;
/// nearly all text is ASCII, kana or Kanji, for which the answer is known.
extension Unicode.Scalar {
  /// As `properties.isAlphabetic`.
  @inlinable public var isAlphabetic: Bool {
    switch value {
    case 0x41...0x5A, 0x61...0x7A: true
    case 0..<0x80: false
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF: true
    case 0x3000...0x3004, 0x3008...0x3020, 0xFF01...0xFF20: false
    default: properties.isAlphabetic
    }
  }

  /// As `properties.isUppercase`.
  @inlinable public var isUppercase: Bool {
    switch value {
    case 0x41...0x5A: true
    case 0..<0x80, 0x3000...0x9FFF: false
    default: properties.isUppercase
    }
  }

  /// As `properties.isLowercase`.
  @inlinable public var isLowercase: Bool {
    switch value {
    case 0x61...0x7A: true
    case 0..<0x80, 0x3000...0x9FFF: false
    default: properties.isLowercase
    }
  }

  /// As `properties.isWhitespace`.
  @inlinable public var isWhitespace: Bool {
    switch value {
    case 0x09...0x0D, 0x20: true
    case 0..<0x80, 0x3001...0xFFFF: false
    default: properties.isWhitespace
    }
  }

  /// A kanji as words and names are written with, and 々; 〇, which is a figure, and rare ones outside of the basic plane are
  /// none.
  @inlinable public var isKanji: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3005: true
    default: false
    }
  }
}
