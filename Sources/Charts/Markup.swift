/// Text made safe for HTML and SVG.
public enum Markup {
  /// Replaces the five characters that mean something in markup, and leaves out the control characters that XML forbids.
  public static func escape(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\t", "\n", "\r": out.unicodeScalars.append(character)
      case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": break
      default: out.unicodeScalars.append(character)
      }
    }
    return out
  }

  /// A number with at most the given decimals, without trailing zeros, with a point whatever the locale and a hyphen for a
  /// minus sign: as SVG reads it.
  public static func number(_ value: Double, decimals: Int = 1) -> String {
    var text = written(value, decimals: decimals, minus: "-")
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A number with exactly the given decimals and a true minus sign, for people: columns line up. A dash where it is no
  /// number.
  public static func fixed(_ value: Double, decimals: Int) -> String { written(value, decimals: decimals, minus: "−") }

  private static func written(_ value: Double, decimals: Int, minus: String) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (value * scale).rounded()
    guard rounded.isFinite, abs(rounded) < 1e15 else { return value.isFinite ? String(value) : "–" }
    let whole = Int64(abs(rounded))
    var digits = String(whole)
    if decimals > 0 {
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    return rounded < 0 ? minus + digits : digits
  }
}
