internal import Tensors

/// A value as `tojson` of `apply_chat_template` writes it: Python's `json.dumps` without escapes for what is not ASCII.
struct JSONText {
  var isASCII = false
  var sortsKeys = false
  /// What each level is indented by; nil keeps everything on one line.
  var indentation: String?
  /// Between items, and between a key and its value.
  var separators = (", ", ": ")
  private let evaluator: JinjaEvaluator

  init(_ evaluator: JinjaEvaluator) { self.evaluator = evaluator }

  /// The JSON of a value.
  func text(of value: JinjaValue) throws -> String {
    var out = ""
    try write(value, level: 0, into: &out)
    return out
  }

  private func write(_ value: JinjaValue, level: Int, into out: inout String) throws {
    try evaluator.charge(1 + (value.text.map { $0.utf8.count >> 4 } ?? 0))
    switch value {
    case .none: out += "null"
    case .boolean(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .float(let value): out += Self.number(value)
    case .string(let text), .markup(let text): out += quoted(text)
    case .list(let list), .tuple(let list):
      try write(list.items.count, "[", "]", level, into: &out) {
        try write(list.items[$0], level: level + 1, into: &$1)
      }
    case .dictionary(let dictionary): try write(dictionary, level, into: &out)
    default: throw JinjaFailure.operand("tojson", value)
    }
    try evaluator.allow(textOf: out.utf8.count)
  }

  private func write(_ dictionary: JinjaDictionary, _ level: Int, into out: inout String) throws {
    var entries = dictionary.pairs
    if sortsKeys { entries = try evaluator.sorted(zip(dictionary.keys, entries).map { ($0, $1) }) }
    try write(entries.count, "{", "}", level, into: &out) { index, out in
      guard case .tuple(let entry) = entries[index] else { return }
      let name = try Self.key(entry.items[0])
      try evaluator.charge(name.utf8.count >> 4)
      out += quoted(name) + separators.1
      try write(entry.items[1], level: level + 1, into: &out)
    }
  }

  private func write(
    _ count: Int, _ open: String, _ close: String, _ level: Int, into out: inout String,
    _ item: (Int, inout String) throws -> Void
  ) throws {
    out += open
    guard count > 0 else {
      out += close
      return
    }
    for index in 0..<count {
      if index > 0 { out += separators.0 }
      try breakLine(level + 1, into: &out)
      try item(index, &out)
    }
    try breakLine(level, into: &out)
    out += close
  }

  private func breakLine(_ level: Int, into out: inout String) throws {
    guard let indentation else { return }
    let width = indentation.utf8.count * level
    try evaluator.charge(width >> 6)
    try evaluator.allow(textOf: out.utf8.count + width)
    out += "\n" + String(repeating: indentation, count: indentation.isEmpty ? 0 : level)
  }

  private static func number(_ value: Double) -> String {
    value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : PythonFloat.text(value)
  }

  /// Keys that are no text become the text that JSON has for them.
  private static func key(_ value: JinjaValue) throws -> String {
    switch value {
    case .string(let text), .markup(let text): return text
    case .none: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .float(let value): return number(value)
    default: throw JinjaFailure.operand("tojson", value)
    }
  }

  private func quoted(_ text: String) -> String {
    var out = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out.write("\\\"")
      case "\\": out.write("\\\\")
      case "\n": out.write("\\n")
      case "\r": out.write("\\r")
      case "\t": out.write("\\t")
      case "\u{8}": out.write("\\b")
      case "\u{C}": out.write("\\f")
      default:
        if scalar.value < 0x20 || isASCII && scalar.value > 0x7E {
          for unit in UTF16.encode(scalar) ?? .init() { out.write(Self.escape(unit)) }
        } else {
          out.append(scalar)
        }
      }
    }
    out.append("\"")
    return String(out)
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
