// Expressions, one function for each level of precedence, in Jinja's order (which is not Python's: `~` binds tighter
// than `+`, and a minus tighter than `**`).

extension JinjaParser {
  /// An expression, perhaps with an inline `if`.
  mutating func expression(withChoice: Bool = true) throws(JinjaSyntaxError) -> JinjaExpression {
    try nested { parser throws(JinjaSyntaxError) in
      withChoice ? try parser.choice() : try parser.disjunction()
    }
  }

  /// Expressions with commas between them are a tuple; one without a comma is itself.
  mutating func tuple(
    withChoice: Bool = true, inParentheses: Bool = false
  ) throws(JinjaSyntaxError) -> JinjaExpression {
    let line = current.line
    var items: [JinjaExpression] = []
    var isTuple = false
    while true {
      if !items.isEmpty { try expect(symbol: ",") }
      if current.kind == .tagEnd || current.kind == .outputEnd || isSymbol(")") { break }
      items.append(try expression(withChoice: withChoice))
      guard isSymbol(",") else { break }
      isTuple = true
    }
    if !isTuple, let only = items.first { return only }
    guard isTuple || inParentheses else { throw expected("an expression", ja: "式") }
    return JinjaExpression(line: line, kind: .tuple(items))
  }

  private mutating func choice() throws(JinjaSyntaxError) -> JinjaExpression {
    var value = try disjunction()
    var chain = 0
    while isName("if") {
      let line = current.line
      advance()
      chain += 1
      try check(chain: chain)
      let condition = try disjunction()
      let otherwise = skip(name: "else") ? try expression() : nil
      value = JinjaExpression(line: line, kind: .choice(value, condition: condition, otherwise: otherwise))
    }
    return value
  }

  private mutating func disjunction() throws(JinjaSyntaxError) -> JinjaExpression {
    try chained(by: ["or"], { p throws(JinjaSyntaxError) in try p.conjunction() }) { .or($1, $2) }
  }

  private mutating func conjunction() throws(JinjaSyntaxError) -> JinjaExpression {
    try chained(by: ["and"], { p throws(JinjaSyntaxError) in try p.inversion() }) { .and($1, $2) }
  }

  private mutating func inversion() throws(JinjaSyntaxError) -> JinjaExpression {
    let line = current.line
    guard skip(name: "not") else { return try comparison() }
    let value = try nested { parser throws(JinjaSyntaxError) in try parser.inversion() }
    return JinjaExpression(line: line, kind: .negation(value))
  }

  private mutating func comparison() throws(JinjaSyntaxError) -> JinjaExpression {
    let first = try sum()
    var rest: [(operation: String, value: JinjaExpression)] = []
    while let operation = comparisonOperator() {
      try check(chain: rest.count + 1)
      rest.append((operation, try sum()))
    }
    return rest.isEmpty ? first : JinjaExpression(line: first.line, kind: .comparison(first, rest))
  }

  /// Passes over `==`, `in`, `not in` and the like, where one of them is next.
  private mutating func comparisonOperator() -> String? {
    if case .symbol(let symbol) = current.kind, ["==", "!=", ">", ">=", "<", "<="].contains(symbol) {
      advance()
      return symbol
    }
    if skip(name: "in") { return "in" }
    guard isName("not"), following.kind == .name("in") else { return nil }
    advance()
    advance()
    return "not in"
  }

  private mutating func sum() throws(JinjaSyntaxError) -> JinjaExpression {
    try chained(by: ["+", "-"], { p throws(JinjaSyntaxError) in try p.concatenation() }) { .arithmetic($0, $1, $2) }
  }

  private mutating func concatenation() throws(JinjaSyntaxError) -> JinjaExpression {
    let first = try product()
    var parts = [first]
    while skip(symbol: "~") { parts.append(try product()) }
    return parts.count == 1 ? first : JinjaExpression(line: first.line, kind: .concatenation(parts))
  }

  private mutating func product() throws(JinjaSyntaxError) -> JinjaExpression {
    try chained(by: ["*", "/", "//", "%"], { p throws(JinjaSyntaxError) in try p.power() }) { .arithmetic($0, $1, $2) }
  }

  private mutating func power() throws(JinjaSyntaxError) -> JinjaExpression {
    try chained(by: ["**"], { p throws(JinjaSyntaxError) in try p.signed() }) { .arithmetic($0, $1, $2) }
  }

  /// Operands with operators of one level between them, from left to right.
  private mutating func chained(
    by operators: [String], _ operand: (inout JinjaParser) throws(JinjaSyntaxError) -> JinjaExpression,
    _ make: (String, JinjaExpression, JinjaExpression) -> JinjaExpression.Kind
  ) throws(JinjaSyntaxError) -> JinjaExpression {
    var left = try operand(&self)
    var chain = 0
    while let found = operators.first(where: { isSymbol($0) || isName($0) }) {
      let line = current.line
      advance()
      chain += 1
      try check(chain: chain)
      left = JinjaExpression(line: line, kind: make(found, left, try operand(&self)))
    }
    return left
  }

  private mutating func signed(withFilters: Bool = true) throws(JinjaSyntaxError) -> JinjaExpression {
    let line = current.line
    var value: JinjaExpression
    if let sign = ["-", "+"].first(where: isSymbol) {
      advance()
      let inner = try nested { parser throws(JinjaSyntaxError) in try parser.signed(withFilters: false) }
      value = JinjaExpression(line: line, kind: .sign(sign, inner))
    } else {
      value = try primary()
    }
    value = try parts(of: value)
    return withFilters ? try filtersAndTests(of: value) : value
  }

  // MARK: Primary expressions

  private mutating func primary() throws(JinjaSyntaxError) -> JinjaExpression {
    let token = current
    func literal(_ value: JinjaExpression.Literal) -> JinjaExpression {
      JinjaExpression(line: token.line, kind: .literal(value))
    }
    switch token.kind {
    case .name(let name):
      advance()
      switch name {
      case "true", "True": return literal(.boolean(true))
      case "false", "False": return literal(.boolean(false))
      case "none", "None": return literal(.none)
      default:
        note(name: name)
        return JinjaExpression(line: token.line, kind: .name(name))
      }
    case .string(let first):
      advance()
      var text = first
      while case .string(let more) = current.kind {
        text += more
        advance()
      }
      return literal(.string(text))
    case .integer(let value):
      advance()
      return literal(.integer(value))
    case .float(let value):
      advance()
      return literal(.float(value))
    case .symbol("("):
      advance()
      let inner = try tuple(inParentheses: true)
      try expect(symbol: ")")
      return inner
    case .symbol("["): return try list()
    case .symbol("{"): return try dictionary()
    default: throw expected("an expression", ja: "式")
    }
  }

  private mutating func list() throws(JinjaSyntaxError) -> JinjaExpression {
    let line = current.line
    advance()
    var items: [JinjaExpression] = []
    while !isSymbol("]") {
      if !items.isEmpty { try expect(symbol: ",") }
      if isSymbol("]") { break }
      items.append(try expression())
    }
    advance()
    return JinjaExpression(line: line, kind: .list(items))
  }

  private mutating func dictionary() throws(JinjaSyntaxError) -> JinjaExpression {
    let line = current.line
    advance()
    var items: [(key: JinjaExpression, value: JinjaExpression)] = []
    while !isSymbol("}") {
      if !items.isEmpty { try expect(symbol: ",") }
      if isSymbol("}") { break }
      let key = try expression()
      try expect(symbol: ":")
      items.append((key, try expression()))
    }
    advance()
    return JinjaExpression(line: line, kind: .dictionary(items))
  }

  // MARK: What follows a value

  /// Attributes, items, slices and calls.
  private mutating func parts(of value: JinjaExpression) throws(JinjaSyntaxError) -> JinjaExpression {
    var value = value
    var chain = 0
    while true {
      let line = current.line
      chain += 1
      try check(chain: chain)
      if skip(symbol: ".") {
        value = JinjaExpression(line: line, kind: try attribute(of: value))
      } else if skip(symbol: "[") {
        value = try item(of: value, line)
      } else if isSymbol("(") {
        value = JinjaExpression(line: line, kind: .call(value, try call()))
      } else {
        return value
      }
    }
  }

  private mutating func attribute(of value: JinjaExpression) throws(JinjaSyntaxError) -> JinjaExpression.Kind {
    let token = current
    advance()
    switch token.kind {
    case .name(let name): return .attribute(value, name)
    case .integer(let number):
      return .item(value, JinjaExpression(line: token.line, kind: .literal(.integer(number))))
    default:
      throw JinjaSyntaxError(
        token.line, en: "a name or a number was expected after “.”, “\(token.spelling)” is there",
        ja: "「.」の後には名前か数が必要ですが、「\(token.spelling)」があります")
    }
  }

  private mutating func item(of value: JinjaExpression, _ line: Int) throws(JinjaSyntaxError) -> JinjaExpression {
    var parts: [JinjaExpression] = []
    while !isSymbol("]") {
      if !parts.isEmpty { try expect(symbol: ",") }
      if isSymbol(":") { return try slice(of: value, from: nil, line) }
      let part = try expression()
      if isSymbol(":"), parts.isEmpty { return try slice(of: value, from: part, line) }
      parts.append(part)
    }
    advance()
    let key = parts.count == 1 ? parts[0] : JinjaExpression(line: line, kind: .tuple(parts))
    return JinjaExpression(line: line, kind: .item(value, key))
  }

  /// `start:stop:step`, each of which may be left out; the first colon is the current token.
  private mutating func slice(
    of value: JinjaExpression, from start: JinjaExpression?, _ line: Int
  ) throws(JinjaSyntaxError) -> JinjaExpression {
    advance()
    var bounds: [JinjaExpression?] = [start]
    bounds.append(isSymbol(":") || isSymbol("]") ? nil : try expression())
    if skip(symbol: ":") { bounds.append(isSymbol("]") ? nil : try expression()) } else { bounds.append(nil) }
    try expect(symbol: "]")
    return JinjaExpression(
      line: line, kind: .slice(value, start: bounds[0], stop: bounds[1], step: bounds[2]))
  }

  /// What stands between parentheses.
  mutating func call() throws(JinjaSyntaxError) -> JinjaCall {
    try expect(symbol: "(")
    var call = JinjaCall()
    var isFirst = true
    while !isSymbol(")") {
      if !isFirst {
        try expect(symbol: ",")
        if isSymbol(")") { break }
      }
      isFirst = false
      try argument(of: &call)
    }
    advance()
    return call
  }

  private mutating func argument(of call: inout JinjaCall) throws(JinjaSyntaxError) {
    let disorder = JinjaSyntaxError(
      current.line, en: "the arguments of this call are in an order that is not allowed", ja: "呼び出しの引数の順番が正しくありません")
    if skip(symbol: "*") {
      guard call.sequence == nil, call.mapping == nil else { throw disorder }
      call.sequence = try expression()
    } else if skip(symbol: "**") {
      guard call.mapping == nil else { throw disorder }
      call.mapping = try expression()
    } else if case .name(let name) = current.kind, following.kind == .symbol("=") {
      guard call.mapping == nil else { throw disorder }
      advance()
      advance()
      call.named.append((name, try expression()))
    } else {
      guard call.sequence == nil, call.mapping == nil, call.named.isEmpty else { throw disorder }
      call.positional.append(try expression())
    }
  }

  // MARK: Filters and tests

  private mutating func filtersAndTests(of value: JinjaExpression) throws(JinjaSyntaxError) -> JinjaExpression {
    var value = value
    var chain = 0
    while true {
      chain += 1
      try check(chain: chain)
      if isSymbol("|") {
        value = try filters(of: value)
      } else if isName("is") {
        value = try test(of: value)
      } else if isSymbol("(") {
        value = JinjaExpression(line: current.line, kind: .call(value, try call()))
      } else {
        return value
      }
    }
  }

  /// `| name(…) | name(…)`; the first bar is left out in a filter block.
  mutating func filters(
    of value: JinjaExpression?, isFirst: Bool = false
  ) throws(JinjaSyntaxError) -> JinjaExpression {
    var value = value
    var isFirst = isFirst
    var chain = 0
    repeat {
      if !isFirst { try expect(symbol: "|") }
      isFirst = false
      chain += 1
      try check(chain: chain)
      let line = current.line
      let name = try dottedName()
      let arguments = isSymbol("(") ? try call() : JinjaCall()
      value = JinjaExpression(line: line, kind: .filter(value, name, arguments))
    } while isSymbol("|")
    guard let value else { throw expected("a filter", ja: "フィルター") }
    return value
  }

  private mutating func dottedName() throws(JinjaSyntaxError) -> String {
    var name = try expectName()
    while skip(symbol: ".") { name += "." + (try expectName()) }
    return name
  }

  private mutating func test(of value: JinjaExpression) throws(JinjaSyntaxError) -> JinjaExpression {
    let line = current.line
    advance()
    let isNegated = skip(name: "not")
    let name = try dottedName()
    var arguments = JinjaCall()
    if isSymbol("(") {
      arguments = try call()
    } else if startsTestArgument {
      if isName("is") {
        throw JinjaSyntaxError(current.line, en: "two tests follow one another", ja: "is による条件を続けて書けません")
      }
      let argument = try primary()
      arguments.positional = [try parts(of: argument)]
    }
    let test = JinjaExpression(line: line, kind: .test(value, name, arguments))
    return isNegated ? JinjaExpression(line: line, kind: .negation(test)) : test
  }

  /// A test's one argument may stand without parentheses: `x is divisibleby 3`.
  private var startsTestArgument: Bool {
    switch current.kind {
    case .name(let name): !["else", "or", "and"].contains(name)
    case .string, .integer, .float, .symbol("["), .symbol("{"): true
    default: false
    }
  }
}
