internal import Foundation

extension JinjaEvaluator {
  /// Python's `str`.
  func text(of value: JinjaValue) throws -> String {
    if let text = value.text { return text }
    if value.isUndefined { return "" }
    return try representation(of: value)
  }

  /// Python's `repr`.
  func representation(of value: JinjaValue) throws -> String {
    var out = ""
    try represent(value, into: &out)
    return out
  }

  private func represent(_ value: JinjaValue, into out: inout String) throws {
    try charge(1 + (value.text.map { $0.utf8.count >> 4 } ?? 0))
    switch value {
    case .undefined: out += "Undefined"
    case .none: out += "None"
    case .boolean(let value): out += value ? "True" : "False"
    case .integer(let value): out += String(value)
    case .float(let value): out += PythonFloat.text(value)
    case .string(let text): out += Self.quoted(text)
    case .markup(let text): out += "Markup(\(Self.quoted(text)))"
    case .list(let list): try deeper { try represent(list.items, "[", "]", into: &out) }
    case .tuple(let list):
      try deeper { try represent(list.items, "(", list.items.count == 1 ? ",)" : ")", into: &out) }
    case .dictionary(let dictionary): try deeper { try represent(dictionary, into: &out) }
    case .view(let view): try deeper { try represent(view.items, view.kind.rawValue + "([", "])", into: &out) }
    case .range(let range):
      out += "range(\(range.start), \(range.stop)\(range.step == 1 ? "" : ", \(range.step)"))"
    case .iterator: out += "<generator object>"
    case .namespace(let namespace):
      // A namespace can stand in itself.
      out += "<Namespace "
      try deeper { try represent(namespace.attributes, into: &out) }
      out += ">"
    case .macro(let macro): out += "<Macro \(macro.statement.name.map(Self.quoted) ?? "anonymous")>"
    case .loop(let loop): out += "<LoopContext \(loop.index)/\(try loop.length())>"
    case .function(let function): out += "<function \(function.name)>"
    }
    try allow(textOf: out.utf8.count)
  }

  private func represent(_ items: [JinjaValue], _ open: String, _ close: String, into out: inout String) throws {
    out += open
    for (index, item) in items.enumerated() {
      if index > 0 { out += ", " }
      try represent(item, into: &out)
    }
    out += close
  }

  private func represent(_ dictionary: JinjaDictionary, into out: inout String) throws {
    out += "{"
    for index in 0..<dictionary.count {
      if index > 0 { out += ", " }
      try represent(dictionary.keys[index], into: &out)
      out += ": "
      try represent(dictionary.values[index], into: &out)
    }
    out += "}"
  }

  /// A text in quotes, what cannot be printed spelled out.
  private static func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar = text.utf8.contains(0x27) && !text.utf8.contains(0x22) ? "\"" : "'"
    var out = String.UnicodeScalarView([quote])
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": out.write("\\n")
      case "\r": out.write("\\r")
      case "\t": out.write("\\t")
      case "\\", quote:
        out.append("\\")
        out.append(scalar)
      default:
        if PythonCharacter.isPrintable(scalar) {
          out.append(scalar)
        } else {
          out.write(escape(scalar))
        }
      }
    }
    out.append(quote)
    return String(out)
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let (mark, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
    let digits = String(scalar.value, radix: 16)
    return "\\" + mark + String(repeating: "0", count: width - digits.count) + digits
  }
}

/// Floats as Python writes them.
enum PythonFloat {
  /// The shortest digits that are read back as the same number, with an exponent only where the number is very large or very
  /// small.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard value != 0 else { return value.sign == .minus ? "-0.0" : "0.0" }
    let (digits, exponent) = shortest(value.magnitude)
    let sign = value < 0 ? "-" : ""
    if exponent < -4 || exponent >= 16 {
      let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
      let size = String(exponent.magnitude)
      return sign + digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + (size.count < 2 ? "0" : "") + size
    }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.prefix(exponent + 1)
    let padded = whole + String(repeating: "0", count: exponent + 1 - whole.count)
    let fraction = digits.dropFirst(exponent + 1)
    return sign + padded + "." + (fraction.isEmpty ? "0" : fraction)
  }

  /// The digits that say which number it is, and the power of ten of the first.
  private static func shortest(_ value: Double) -> (digits: String, exponent: Int) {
    let parts = value.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    var digits = mantissa[0] + (mantissa.count > 1 ? mantissa[1] : "")
    var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + mantissa[0].count - 1
    while digits.first == "0", digits.count > 1 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.last == "0", digits.count > 1 { digits.removeLast() }
    return (String(digits), exponent)
  }

  /// Rounded to some places as Python rounds: exactly, halves to the even neighbour.
  static func rounded(_ value: Double, places: Int) -> Double {
    guard value.isFinite, places < 330 else { return value }
    if places >= 0 { return Double(String(format: "%.\(places)f", value)) ?? value }
    guard places > -310 else { return value < 0 ? -0.0 : 0.0 }
    let unit = pow(10.0, Double(-places))
    return (value / unit).rounded(.toNearestOrEven) * unit
  }

  /// A number from text as Python's `float` reads it; nil where it is none.
  static func value(of text: String) -> Double? {
    let text = PythonText(text).stripped().string
    let lower = text.lowercased()
    let unsigned = lower.hasPrefix("-") || lower.hasPrefix("+") ? String(lower.dropFirst()) : lower
    if ["inf", "infinity", "nan"].contains(unsigned) {
      return unsigned == "nan" ? .nan : lower.hasPrefix("-") ? -.infinity : .infinity
    }
    guard let digits = withoutUnderscores(text),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".eE+-".utf8.contains($0) })
    else { return nil }
    // `Double` takes neither `5.` nor `.5e1`.
    let parts = digits.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "e" || $0 == "E" }).map(
      String.init)
    guard (1...2).contains(parts.count), parts.last?.isEmpty == false,
      parts[0].utf8.contains(where: { (0x30...0x39).contains($0) })
    else { return nil }
    var mantissa = parts[0].hasSuffix(".") ? String(parts[0].dropLast()) : parts[0]
    if let point = mantissa.firstIndex(of: "."), mantissa[..<point].allSatisfy({ "+-".contains($0) }) {
      mantissa.insert("0", at: point)
    }
    return Double(mantissa + (parts.count > 1 ? "e" + parts[1] : ""))
  }

  /// Digits without the underscores that may stand between them; nil where one stands elsewhere.
  static func withoutUnderscores(_ text: String) -> String? {
    guard text.utf8.contains(0x5F) else { return text }
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() where scalar == "_" {
      guard index > 0, let next = scalars[safe: index + 1], isAlphanumeric(scalars[index - 1]), isAlphanumeric(next)
      else { return nil }
    }
    return String(scalars.filter { $0 != "_" })
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (PythonCharacter.isDigit(scalar) || scalar.properties.isAlphabetic)
  }

  /// A whole number from text as Python's `int` reads it; nil where it is none or too large.
  static func integer(of text: String, radix: Int) -> Int? {
    let stripped = PythonText(text).stripped().string
    var digits = stripped[...]
    var sign = ""
    if let first = digits.first, first == "-" || first == "+" {
      sign = first == "-" ? "-" : ""
      digits = digits.dropFirst()
    }
    let prefixes = [16: "0x", 8: "0o", 2: "0b"]
    var radix = radix
    if radix == 0 {
      radix = prefixes.first { digits.lowercased().hasPrefix($0.value) }?.key ?? 10
    }
    var rest = String(digits)
    if let prefix = prefixes[radix], rest.lowercased().hasPrefix(prefix) {
      rest = String(rest.dropFirst(2))
      if rest.hasPrefix("_") { rest.removeFirst() }
    }
    guard (2...36).contains(radix), let clean = withoutUnderscores(rest), clean.utf8.allSatisfy({ $0 < 0x80 }),
      !clean.hasPrefix("+"), !clean.hasPrefix("-")
    else { return nil }
    return Int(sign + clean, radix: radix)
  }
}
