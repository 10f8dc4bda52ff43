import Records

/// How many columns a text takes on a terminal: Japanese characters take two.
enum TextWidth {
  static func of(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

  /// The text with spaces behind it.
  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - of(text)))
  }

  /// The text with spaces before it.
  static func paddedBefore(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - of(text))) + text
  }

  /// The text cut so that it fits, with an ellipsis where something is missing.
  static func cut(_ text: String, to columns: Int) -> String {
    guard of(text) > columns else { return text }
    var out = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      guard used + width(scalar) < columns else { break }
      out.append(scalar)
      used += width(scalar)
    }
    return String(out) + "…"
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x20, 0x7F, 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    // Half-width katakana take one column like Latin letters.
    case 0xFF61...0xFFDC: 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F9FF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}
