internal import Foundation
internal import Tensors

extension JinjaEvaluator {
  static var numberFilters: [String: Filter] {
    ["int": { $0.makeInteger }, "float": { $0.makeFloat }, "abs": { $0.absolute }, "round": { $0.round }]
  }

  private func makeInteger(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("int", ["default", "base"])
    let standard = bound[0] ?? .integer(0)
    if case .undefined(let why) = value { throw JinjaFailure.undefined(why) }
    if let number = value.integer { return .integer(number) }
    if let text = value.text {
      let radix = try JinjaArguments.integer(bound[1], "int", default: 10)
      if let number = PythonFloat.integer(of: text, radix: radix) { return .integer(number) }
      return PythonFloat.value(of: text).flatMap { Int(exactly: $0.rounded(.towardZero)) }.map { .integer($0) }
        ?? standard
    }
    guard case .float(let number) = value else { return standard }
    if number.isNaN { return standard }
    guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw JinjaFailure.tooLarge("int") }
    return .integer(whole)
  }

  private func makeFloat(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("float", ["default"])
    if case .undefined(let why) = value { throw JinjaFailure.undefined(why) }
    let number = value.number ?? value.text.flatMap { PythonFloat.value(of: $0) }
    return number.map { .float($0) } ?? bound[0] ?? .float(0)
  }

  private func absolute(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("abs", [])
    if let number = value.integer { return number < 0 ? try signed("-", .integer(number)) : .integer(number) }
    guard let number = value.number else { throw JinjaFailure.operand("abs", value) }
    return .float(number.magnitude)
  }

  private func round(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("round", ["precision", "method"])
    let places = try JinjaArguments.integer(bound[0], "round", default: 0)
    let method = try JinjaArguments.text(bound[1], "round", default: "common")
    guard let number = value.number else { throw JinjaFailure.operand("round", value) }
    switch method {
    case "common":
      guard let whole = value.integer else { return .float(PythonFloat.rounded(number, places: places)) }
      return places >= 0 ? .integer(whole) : try rounded(whole, toTens: -max(-19, places))
    case "ceil", "floor":
      let unit = pow(10.0, Double(places))
      let scaled = number * unit
      guard scaled.isFinite else { throw JinjaFailure.tooLarge("round") }
      // Python rounds to a whole number, which has no negative zero.
      let whole = method == "ceil" ? scaled.rounded(.up) : scaled.rounded(.down)
      return .float((whole == 0 ? 0 : whole) / unit)
    default:
      throw JinjaFailure.argument(
        "round", Explanation(en: "the method is common, ceil or floor", ja: "方法は common、ceil、floor のいずれかです"))
    }
  }

  /// A whole number rounded to tens, hundreds, …; halves to the even neighbour.
  private func rounded(_ value: Int, toTens power: Int) throws -> JinjaValue {
    guard power < 19 else { return .integer(0) }
    let unit = (0..<power).reduce(1) { product, _ in product * 10 }
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: unit)
    let half = rest.magnitude > UInt(unit) / 2 ? 1 : rest.magnitude < UInt(unit) / 2 ? 0 : quotient % 2 == 0 ? 0 : 1
    return try arithmetic("*", .integer(quotient + (rest < 0 ? -half : half)), .integer(unit))
  }
}
