/// Escape sequences in a template's strings, read as Python's `unicode-escape` does.
enum PythonEscapes {
  /// The text that a literal stands for; nil where an escape is cut short or names no character.
  static func decode(_ literal: ArraySlice<Unicode.Scalar>) -> String? {
    guard literal.contains("\\") else { return String(literal) }
    var out = String.UnicodeScalarView()
    var index = literal.startIndex
    while index < literal.endIndex {
      let scalar = literal[index]
      index += 1
      guard scalar == "\\" else {
        out.append(scalar)
        continue
      }
      guard index < literal.endIndex else { return nil }
      let mark = literal[index]
      index += 1
      guard escape(mark, literal, &index, into: &out) else { return nil }
    }
    return String(out)
  }

  private static let simple: [Unicode.Scalar: Unicode.Scalar] = [
    "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
    "v": "\u{B}",
  ]

  private static func escape(
    _ mark: Unicode.Scalar, _ literal: ArraySlice<Unicode.Scalar>, _ index: inout Int,
    into out: inout String.UnicodeScalarView
  ) -> Bool {
    if let scalar = simple[mark] {
      out.append(scalar)
      return true
    }
    switch mark {
    case "\n": return true
    case "x": return append(digits: 2, radix: 16, literal, &index, into: &out)
    case "u": return append(digits: 4, radix: 16, literal, &index, into: &out)
    case "U": return append(digits: 8, radix: 16, literal, &index, into: &out)
    case "N": return false
    case "0"..."7":
      index -= 1
      var count = 1
      while count < 3, index + count < literal.endIndex, ("0"..."7").contains(literal[index + count]) { count += 1 }
      return append(digits: count, radix: 8, literal, &index, into: &out)
    default:
      out.append("\\")
      if mark.isASCII { out.append(mark) } else { appendEscaped(mark, to: &out) }
      return true
    }
  }

  /// A character beyond ASCII behind a lone “\”: the reference turns it into an escape first, whose own “\” the lone one
  /// then takes away.
  private static func appendEscaped(_ scalar: Unicode.Scalar, to out: inout String.UnicodeScalarView) {
    let hexadecimal = String(scalar.value, radix: 16)
    let (mark, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
    out.append(
      contentsOf: (mark + String(repeating: "0", count: width - hexadecimal.count) + hexadecimal).unicodeScalars)
  }

  private static func append(
    digits: Int, radix: Int, _ literal: ArraySlice<Unicode.Scalar>, _ index: inout Int,
    into out: inout String.UnicodeScalarView
  ) -> Bool {
    guard index + digits <= literal.endIndex else { return false }
    let text = literal[index..<(index + digits)]
    guard text.allSatisfy({ $0.isASCII && Character($0).isHexDigit }),
      let value = UInt32(String(text), radix: radix), let scalar = Unicode.Scalar(value)
    else { return false }
    out.append(scalar)
    index += digits
    return true
  }
}
