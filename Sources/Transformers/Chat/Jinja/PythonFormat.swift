internal import Foundation
internal import Tensors

/// `"…{}…".format(…)` and `"…%s…" % …`.
struct PythonFormat {
  private let text: PythonText
  private let evaluator: JinjaEvaluator

  init(_ text: PythonText, _ evaluator: JinjaEvaluator) {
    self.text = text
    self.evaluator = evaluator
  }

  private static func malformed(_ function: String) -> JinjaFailure {
    .argument(function, Explanation(en: "the format is malformed", ja: "書式の書き方が正しくありません"))
  }

  // MARK: Braces

  /// The text with its fields filled in.
  func formatted(_ arguments: JinjaArguments) throws -> String {
    var automatic = 0
    return try formatted(text.scalars[...], arguments, &automatic, depth: 0)
  }

  private func formatted(
    _ source: ArraySlice<Unicode.Scalar>, _ arguments: JinjaArguments, _ automatic: inout Int, depth: Int
  ) throws -> String {
    guard depth < 2 else { throw Self.malformed("format") }
    var out = String.UnicodeScalarView()
    var index = source.startIndex
    while index < source.endIndex {
      let scalar = source[index]
      guard scalar == "{" || scalar == "}" else {
        out.append(scalar)
        index += 1
        continue
      }
      if index + 1 < source.endIndex, source[index + 1] == scalar {
        out.append(scalar)
        index += 2
        continue
      }
      guard scalar == "{", let end = Self.closing(source, index) else { throw Self.malformed("format") }
      let filled = try field(source[(index + 1)..<end], arguments, &automatic, depth: depth)
      out.write(filled)
      try evaluator.check(textOf: out.count)
      index = end + 1
    }
    return String(out)
  }

  private static func closing(_ source: ArraySlice<Unicode.Scalar>, _ start: Int) -> Int? {
    var open = 0
    for index in start..<source.endIndex {
      if source[index] == "{" { open += 1 }
      if source[index] == "}" {
        open -= 1
        if open == 0 { return index }
      }
    }
    return nil
  }

  /// One field: what it names, `!r` or `!s`, and how it is written.
  private func field(
    _ source: ArraySlice<Unicode.Scalar>, _ arguments: JinjaArguments, _ automatic: inout Int, depth: Int
  ) throws -> String {
    let colon = source.firstIndex(of: ":")
    var name = source[..<(colon ?? source.endIndex)]
    var conversion: Unicode.Scalar?
    if let mark = name.firstIndex(of: "!") {
      guard mark + 2 == name.endIndex else { throw Self.malformed("format") }
      conversion = name[mark + 1]
      name = name[..<mark]
    }
    var value = try self.value(String(name), arguments, &automatic)
    let specification = try colon.map {
      try formatted(source[($0 + 1)...], arguments, &automatic, depth: depth + 1)
    }
    switch conversion {
    case nil: break
    case "s": value = .string(try evaluator.text(of: value))
    case "r": value = .string(try evaluator.representation(of: value))
    default: throw Self.malformed("format")
    }
    return try PythonFormatSpecification(specification ?? "").text(of: value, evaluator)
  }

  /// What a field's name stands for: an argument, and parts of it.
  private func value(_ name: String, _ arguments: JinjaArguments, _ automatic: inout Int) throws -> JinjaValue {
    let scalars = Array(name.unicodeScalars)
    let end = scalars.firstIndex { $0 == "." || $0 == "[" } ?? scalars.count
    let first = String(scalars[..<end])
    var value: JinjaValue
    if first.isEmpty {
      guard automatic >= 0, automatic < arguments.positional.count else { throw Self.malformed("format") }
      value = arguments.positional[automatic]
      automatic += 1
    } else if let index = Int(first) {
      // Numbered fields and fields without numbers do not mix.
      guard automatic <= 0, arguments.positional.indices.contains(index) else { throw Self.malformed("format") }
      automatic = -1
      value = arguments.positional[index]
    } else {
      guard let named = arguments.named.first(where: { $0.name == first }) else { throw Self.malformed("format") }
      value = named.value
    }
    var index = end
    while index < scalars.count {
      if scalars[index] == "." {
        let stop = scalars[(index + 1)...].firstIndex { $0 == "." || $0 == "[" } ?? scalars.count
        guard stop > index + 1 else { throw Self.malformed("format") }
        value = try evaluator.attribute(String(scalars[(index + 1)..<stop]), of: value)
        index = stop
      } else {
        guard scalars[index] == "[", let stop = scalars[index...].firstIndex(of: "]"), stop > index + 1 else {
          throw Self.malformed("format")
        }
        let part = String(scalars[(index + 1)..<stop])
        value = try evaluator.item(Int(part).map { .integer($0) } ?? .string(part), of: value)
        index = stop + 1
      }
    }
    return value
  }

  // MARK: Percent signs

  /// The text with what stands behind each `%` replaced.
  func formatted(percent value: JinjaValue) throws -> String {
    var arguments = [value]
    if case .tuple(let list) = value { arguments = list.items }
    var used = 0
    var usedNames = false
    var out = String.UnicodeScalarView()
    var index = 0
    let scalars = text.scalars
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      guard scalar == "%" else {
        out.append(scalar)
        continue
      }
      var named: JinjaValue?
      if scalars[safe: index] == "(" {
        guard let close = scalars[index...].firstIndex(of: ")"), case .dictionary(let dictionary) = value,
          let found = dictionary[String(scalars[(index + 1)..<close])]
        else { throw Self.malformed("%") }
        named = found
        usedNames = true
        index = close + 1
      }
      let (specification, type) = try directive(&index)
      if type == "%" {
        out.append("%")
        continue
      }
      guard let argument = named ?? arguments[safe: used] else { throw Self.malformed("%") }
      if named == nil { used += 1 }
      out.write(try written(argument, specification, type))
      try evaluator.check(textOf: out.count)
    }
    // What is left over is a mistake, except where names were used.
    var isWhole = usedNames || used == arguments.count
    if case .dictionary = value, used == 0 { isWhole = true }
    guard isWhole else { throw Self.malformed("%") }
    return String(out)
  }

  private func directive(_ index: inout Int) throws -> (PythonFormatSpecification, Unicode.Scalar) {
    var specification = PythonFormatSpecification()
    let scalars = text.scalars
    while let flag = scalars[safe: index], "-+ #0".unicodeScalars.contains(flag) {
      switch flag {
      case "-": specification.align = "<"
      case "0": specification.isZeroPadded = true
      case "#": specification.isAlternate = true
      default: if specification.sign != "+" { specification.sign = flag }
      }
      index += 1
    }
    specification.width = try PythonFormatSpecification.number(scalars, &index)
    if scalars[safe: index] == "." {
      index += 1
      specification.precision = try PythonFormatSpecification.number(scalars, &index) ?? 0
    }
    guard let type = scalars[safe: index] else { throw Self.malformed("%") }
    index += 1
    return (specification, type)
  }

  private func written(
    _ value: JinjaValue, _ specification: PythonFormatSpecification, _ type: Unicode.Scalar
  ) throws -> String {
    var specification = specification
    if specification.align == "<" { specification.isZeroPadded = false }
    switch type {
    case "s", "r":
      specification.isZeroPadded = false
      if specification.align == nil { specification.align = ">" }
      let text = type == "s" ? try evaluator.text(of: value) : try evaluator.representation(of: value)
      specification.sign = nil
      specification.isAlternate = false
      return try specification.text(of: .string(text), evaluator)
    case "d", "i", "u":
      if case .float(let number) = value, number.isFinite, number.magnitude < 9e18 {
        specification.type = "d"
        return try specification.text(of: .integer(Int(number)), evaluator)
      }
      specification.type = "d"
    case "x", "X", "o", "e", "E", "f", "F", "g", "G": specification.type = type
    case "c":
      if let text = value.text, text.unicodeScalars.count == 1 { return text }
      specification.type = "c"
    default: throw Self.malformed("%")
    }
    guard value.number != nil else { throw JinjaFailure.operand("%\(type)", value) }
    if "eEfFgG".unicodeScalars.contains(type), let number = value.number {
      return try specification.text(of: .float(number), evaluator)
    }
    return try specification.text(of: value, evaluator)
  }
}

extension JinjaEvaluator {
  /// Python's `%` of a text.
  func percentFormat(_ format: String, _ value: JinjaValue) throws -> String {
    try PythonFormat(PythonText(format), self).formatted(percent: value)
  }
}
