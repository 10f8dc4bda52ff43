internal import Foundation

extension JinjaEvaluator {
  /// `+`, `-`, `*`, `/`, `//`, `%` and `**`, as Python calculates.
  func arithmetic(_ name: String, _ left: JinjaValue, _ right: JinjaValue) throws -> JinjaValue {
    if case .undefined(let why) = left { throw JinjaFailure.undefined(why) }
    if name == "%", let format = left.text { return try string(try percentFormat(format, right)) }
    if case .undefined(let why) = right { throw JinjaFailure.undefined(why) }
    if let left = left.integer, let right = right.integer { return try whole(name, left, right) }
    if let left = left.number, let right = right.number { return try real(name, left, right) }
    switch name {
    case "+": return try joined(left, right)
    case "*":
      if let count = right.integer { return try repeated(left, count, right) }
      if let count = left.integer { return try repeated(right, count, left) }
    default: break
    }
    throw JinjaFailure.operands(name, left, right)
  }

  /// A sign in front.
  func signed(_ name: String, _ value: JinjaValue) throws -> JinjaValue {
    if case .undefined(let why) = value { throw JinjaFailure.undefined(why) }
    if case .float(let number) = value { return .float(name == "-" ? -number : number) }
    guard let number = value.integer else { throw JinjaFailure.operand(name, value) }
    return name == "-" ? try whole("-", 0, number) : .integer(number)
  }

  private func joined(_ left: JinjaValue, _ right: JinjaValue) throws -> JinjaValue {
    if let one = left.text, let other = right.text {
      try check(textOf: one.utf8.count + other.utf8.count)
      if case (.string, .string) = (left, right) { return .string(one + other) }
      var (first, second) = (one, other)
      if case .string = left { first = Self.escaped(one) }
      if case .string = right { second = Self.escaped(other) }
      try check(textOf: first.utf8.count + second.utf8.count)
      return .markup(first + second)
    }
    switch (left, right) {
    case (.list(let a), .list(let b)): return try list(a.items + b.items)
    case (.tuple(let a), .tuple(let b)): return try tuple(a.items + b.items)
    default: throw JinjaFailure.operands("+", left, right)
    }
  }

  private func repeated(_ value: JinjaValue, _ count: Int, _ other: JinjaValue) throws -> JinjaValue {
    let count = max(0, count)
    func total(_ size: Int) -> Int {
      let (product, overflow) = size.multipliedReportingOverflow(by: count)
      return overflow ? .max : product
    }
    switch value {
    case .string(let text), .markup(let text):
      try check(textOf: total(text.utf8.count))
      let text = String(repeating: text, count: text.isEmpty ? 0 : count)
      if case .markup = value { return .markup(text) }
      return .string(text)
    case .list(let list), .tuple(let list):
      try check(items: total(list.items.count))
      var items: [JinjaValue] = []
      if !list.items.isEmpty { for _ in 0..<count { items += list.items } }
      if case .tuple = value { return try tuple(items) }
      return try self.list(items)
    default: throw JinjaFailure.operands("*", value, other)
    }
  }

  private func whole(_ name: String, _ left: Int, _ right: Int) throws -> JinjaValue {
    let result: (partialValue: Int, overflow: Bool)
    switch name {
    case "+": result = left.addingReportingOverflow(right)
    case "-": result = left.subtractingReportingOverflow(right)
    case "*": result = left.multipliedReportingOverflow(by: right)
    case "**": return try power(left, right)
    default:
      guard right != 0 else { throw JinjaFailure.divisionByZero }
      if name == "/" { return .float(Double(left) / Double(right)) }
      // Python rounds down and gives the remainder the divisor's sign.
      let (quotient, overflow) = left.dividedReportingOverflow(by: right)
      guard !overflow else {
        if name == "%" { return .integer(0) }
        throw JinjaFailure.tooLarge(name)
      }
      let remainder = left % right
      let isOff = remainder != 0 && (remainder < 0) != (right < 0)
      return .integer(name == "//" ? quotient - (isOff ? 1 : 0) : remainder + (isOff ? right : 0))
    }
    guard !result.overflow else { throw JinjaFailure.tooLarge(name) }
    return .integer(result.partialValue)
  }

  private func power(_ base: Int, _ exponent: Int) throws -> JinjaValue {
    guard exponent >= 0 else { return try real("**", Double(base), Double(exponent)) }
    if base == 0 || base == 1 || exponent == 0 { return .integer(exponent == 0 ? 1 : base) }
    if base == -1 { return .integer(exponent % 2 == 0 ? 1 : -1) }
    var result = 1
    for _ in 0..<min(exponent, 64) {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      guard !overflow else { throw JinjaFailure.tooLarge("**") }
      result = product
    }
    guard exponent <= 64 else { throw JinjaFailure.tooLarge("**") }
    return .integer(result)
  }

  private func real(_ name: String, _ left: Double, _ right: Double) throws -> JinjaValue {
    switch name {
    case "+": return .float(left + right)
    case "-": return .float(left - right)
    case "*": return .float(left * right)
    case "**":
      if left == 0, right < 0 { throw JinjaFailure.divisionByZero }
      let result = pow(left, right)
      // Python gives a complex number for a root of a negative one, and refuses one that is too large.
      if result.isNaN, !left.isNaN, !right.isNaN { throw JinjaFailure.operands(name, .float(left), .float(right)) }
      if result.isInfinite, left.isFinite, right.isFinite { throw JinjaFailure.tooLarge(name) }
      return .float(result)
    default:
      guard right != 0 else { throw JinjaFailure.divisionByZero }
      if name == "/" { return .float(left / right) }
      return name == "%" ? .float(Self.remainder(left, right)) : .float(Self.floorQuotient(left, right))
    }
  }

  private static func remainder(_ left: Double, _ right: Double) -> Double {
    let remainder = fmod(left, right)
    if remainder == 0 { return right.sign == .minus ? -0.0 : 0.0 }
    return (remainder < 0) != (right < 0) ? remainder + right : remainder
  }

  private static func floorQuotient(_ left: Double, _ right: Double) -> Double {
    var remainder = fmod(left, right)
    var quotient = (left - remainder) / right
    if remainder != 0, (remainder < 0) != (right < 0) {
      remainder += right
      quotient -= 1
    }
    if quotient == 0 { return (left / right).sign == .minus ? -0.0 : 0.0 }
    let whole = floor(quotient)
    return quotient - whole > 0.5 ? whole + 1 : whole
  }

  /// Text with the characters that HTML gives a meaning to spelled out, as `escape` does.
  static func escaped(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out.write("&amp;")
      case "<": out.write("&lt;")
      case ">": out.write("&gt;")
      case "'": out.write("&#39;")
      case "\"": out.write("&#34;")
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}
