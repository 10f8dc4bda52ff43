internal import Foundation
internal import Tensors

/// How a field is written: `[[fill]align][sign][#][0][width][,][.precision][type]`.
struct PythonFormatSpecification {
  var fill: Unicode.Scalar = " "
  var align: Unicode.Scalar?
  var sign: Unicode.Scalar?
  var isAlternate = false
  var isZeroPadded = false
  var width: Int?
  var grouping: Unicode.Scalar?
  var precision: Int?
  var type: Unicode.Scalar?
  private var isEmpty = false

  init() {}

  /// Reads a specification.
  init(_ text: String) throws {
    let scalars = Array(text.unicodeScalars)
    isEmpty = scalars.isEmpty
    var index = 0
    func isAlign(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { "<>=^".unicodeScalars.contains($0) } ?? false }
    if isAlign(scalars[safe: 1]) {
      fill = scalars[0]
      align = scalars[1]
      index = 2
    } else if isAlign(scalars.first) {
      align = scalars[0]
      index = 1
    }
    if let next = scalars[safe: index], "+- ".unicodeScalars.contains(next) {
      sign = next
      index += 1
    }
    if scalars[safe: index] == "#" {
      isAlternate = true
      index += 1
    }
    if scalars[safe: index] == "0" {
      isZeroPadded = align == nil
      if align == nil { fill = "0" }
      index += 1
    }
    width = try Self.number(scalars, &index)
    if let next = scalars[safe: index], next == "," || next == "_" {
      grouping = next
      index += 1
    }
    if scalars[safe: index] == "." {
      index += 1
      guard let places = try Self.number(scalars, &index) else { throw Self.malformed }
      precision = places
    }
    if index < scalars.count {
      type = scalars[index]
      index += 1
    }
    guard index == scalars.count else { throw Self.malformed }
  }

  private static var malformed: JinjaFailure {
    .argument("format", Explanation(en: "the format is malformed", ja: "書式の書き方が正しくありません"))
  }

  /// Digits, if some are there.
  static func number(_ scalars: [Unicode.Scalar], _ index: inout Int) throws -> Int? {
    let start = index
    while let scalar = scalars[safe: index], PythonCharacter.isDigit(scalar) { index += 1 }
    guard index > start else { return nil }
    guard let value = Int(String(scalars[start..<index])), value < 1 << 20 else { throw malformed }
    return value
  }

  /// A value as the specification says.
  func text(of value: JinjaValue, _ evaluator: JinjaEvaluator) throws -> String {
    if isEmpty { return try evaluator.text(of: value) }
    if let text = value.text {
      guard type == nil || type == "s", sign == nil, align != "=", !isAlternate, grouping == nil else {
        throw Self.malformed
      }
      let shown = precision.map { PythonText(text.unicodeScalars.prefix($0)) } ?? PythonText(text)
      return try padded("", shown.string, standard: "<", evaluator)
    }
    if case .float(let number) = value { return try float(number, evaluator) }
    guard let number = value.integer else { throw JinjaFailure.operand("format", value) }
    return try integer(number, evaluator)
  }

  private func signText(_ isNegative: Bool) -> String {
    isNegative ? "-" : sign == "+" ? "+" : sign == " " ? " " : ""
  }

  private func integer(_ number: Int, _ evaluator: JinjaEvaluator) throws -> String {
    if let type, "eEfFgG%".unicodeScalars.contains(type) { return try float(Double(number), evaluator) }
    var prefix = signText(number < 0)
    let digits: String
    switch type {
    case nil, "d", "n": digits = grouped(String(number.magnitude))
    case "x", "X":
      digits = String(number.magnitude, radix: 16, uppercase: type == "X")
      if isAlternate { prefix += type == "X" ? "0X" : "0x" }
    case "o":
      digits = String(number.magnitude, radix: 8)
      if isAlternate { prefix += "0o" }
    case "b":
      digits = String(number.magnitude, radix: 2)
      if isAlternate { prefix += "0b" }
    case "c":
      guard let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else { throw Self.malformed }
      return try padded("", String(scalar), standard: "<", evaluator)
    default: throw Self.malformed
    }
    // With `%`, precision is a least number of digits.
    let zeros = String(repeating: "0", count: max(0, (precision ?? 0) - digits.count))
    return try padded(prefix, zeros + digits, standard: ">", evaluator)
  }

  private func float(_ number: Double, _ evaluator: JinjaEvaluator) throws -> String {
    let prefix = signText(number.sign == .minus && !number.isNaN)
    let size = number.magnitude
    guard number.isFinite else {
      let isUpper = type.map { "EFG".unicodeScalars.contains($0) } ?? false
      let word = (number.isNaN ? "nan" : "inf") + (type == "%" ? "%" : "")
      return try padded(prefix, isUpper ? word.uppercased() : word, standard: ">", evaluator)
    }
    let places = precision ?? 6
    try evaluator.check(textOf: places)
    let digits: String
    switch type {
    case nil:
      // Like `repr`, or like `g` with at least one place behind the point.
      if let precision {
        let short = String(format: "%.\(max(1, precision))g", size)
        digits = short.contains(".") || short.contains("e") ? short : precision > short.count ? short + ".0" : short
      } else {
        digits = PythonFloat.text(size)
      }
    case "e", "E", "f", "F", "g", "G":
      digits = String(format: "%\(isAlternate ? "#" : "").\(places)\(type ?? "f")", size)
    case "n": digits = String(format: "%.\(places)g", size)
    case "%": digits = String(format: "%.\(places)f", size * 100) + "%"
    default: throw Self.malformed
    }
    return try padded(prefix, grouped(digits), standard: ">", evaluator)
  }

  /// Digits before the point in groups of three.
  private func grouped(_ digits: String) -> String {
    guard let grouping else { return digits }
    let whole = digits.prefix { $0.isNumber }
    var out = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { out.unicodeScalars.append(grouping) }
      out.append(digit)
    }
    return out + digits.dropFirst(whole.count)
  }

  private func padded(
    _ prefix: String, _ body: String, standard: Unicode.Scalar, _ evaluator: JinjaEvaluator
  ) throws -> String {
    let missing = max(0, (width ?? 0) - prefix.unicodeScalars.count - body.unicodeScalars.count)
    guard missing > 0 else { return prefix + body }
    try evaluator.check(textOf: missing)
    let isNumber = standard == ">"
    let side = align ?? (isZeroPadded && isNumber ? "=" : standard)
    let filling: Unicode.Scalar = isZeroPadded && align == nil ? "0" : fill
    func filled(_ count: Int) -> String { String(repeating: String(filling), count: count) }
    switch side {
    case "<": return prefix + body + filled(missing)
    case "^": return filled(missing / 2) + prefix + body + filled(missing - missing / 2)
    case "=": return prefix + filled(missing) + body
    default: return filled(missing) + prefix + body
    }
  }
}
