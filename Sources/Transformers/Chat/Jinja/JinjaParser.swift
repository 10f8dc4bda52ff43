/// Reads a template's statements; expressions are in `JinjaParser+Expressions.swift`.
struct JinjaParser {
  private let tokens: [JinjaToken]
  private var index = 0
  /// How many expressions and statements stand in one another.
  private var depth = 0
  /// Names that each macro under way uses.
  private var namesInMacros: [Set<String>] = []
  /// Loops around the statement, counted anew in each macro.
  private var loops = 0
  /// Names of the blocks so far: each may stand once.
  private var blocks: Set<String> = []

  /// A template nested deeper than this is none that a person wrote.
  static let deepest = 60
  /// Operators, filters or parts in one chain.
  static let longestChain = 120

  /// The statements of a template.
  static func statements(of tokens: [JinjaToken]) throws(JinjaSyntaxError) -> [JinjaStatement] {
    var parser = JinjaParser(tokens: tokens)
    return try parser.statements(until: [], opened: "", at: 1)
  }

  private init(tokens: [JinjaToken]) { self.tokens = tokens }

  // MARK: Tokens

  var current: JinjaToken { tokens[min(index, tokens.count - 1)] }
  var following: JinjaToken { tokens[min(index + 1, tokens.count - 1)] }
  mutating func advance() { index += 1 }

  func isName(_ name: String) -> Bool { current.kind == .name(name) }
  func isSymbol(_ symbol: String) -> Bool { current.kind == .symbol(symbol) }

  mutating func skip(name: String) -> Bool {
    guard isName(name) else { return false }
    advance()
    return true
  }

  mutating func skip(symbol: String) -> Bool {
    guard isSymbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(symbol: String) throws(JinjaSyntaxError) {
    guard skip(symbol: symbol) else { throw expected("“\(symbol)”", ja: "「\(symbol)」") }
  }

  mutating func expectName() throws(JinjaSyntaxError) -> String {
    guard case .name(let name) = current.kind else { throw expected("a name", ja: "名前") }
    advance()
    return name
  }

  mutating func expectTagEnd() throws(JinjaSyntaxError) {
    guard current.kind == .tagEnd else { throw expected("“%}”", ja: "「%}」") }
    advance()
  }

  /// Something else stands where `en` was expected.
  func expected(_ en: String, ja: String) -> JinjaSyntaxError {
    let found = current.kind == .end ? "テンプレートの終わり" : "「\(current.spelling)」"
    return JinjaSyntaxError(
      current.line, en: "\(en) was expected, “\(current.spelling)” is there", ja: "\(ja)が必要ですが、\(found)があります")
  }

  /// Reads something that stands inside of something else.
  mutating func nested<Result>(
    _ body: (inout JinjaParser) throws(JinjaSyntaxError) -> Result
  ) throws(JinjaSyntaxError) -> Result {
    guard depth < Self.deepest else {
      throw JinjaSyntaxError(
        current.line, en: "more than \(Self.deepest) levels are nested here", ja: "入れ子が \(Self.deepest) 段を超えています")
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// Counts the parts of a chain such as `a + b + c`.
  func check(chain: Int) throws(JinjaSyntaxError) {
    guard chain > Self.longestChain else { return }
    throw JinjaSyntaxError(
      current.line, en: "more than \(Self.longestChain) operators or parts follow one another here",
      ja: "演算子などが \(Self.longestChain) 個を超えて続いています")
  }

  mutating func note(name: String) {
    for index in namesInMacros.indices { namesInMacros[index].insert(name) }
  }

  // MARK: Statements

  /// Statements up to a tag of one of these names, which is then the current token; to the end where none is named.
  private mutating func statements(
    until ends: [String], opened tag: String, at line: Int
  ) throws(JinjaSyntaxError) -> [JinjaStatement] {
    var body: [JinjaStatement] = []
    while true {
      let token = current
      switch token.kind {
      case .data(let text):
        advance()
        body.append(JinjaStatement(line: token.line, kind: .text(text)))
      case .outputBegin:
        advance()
        body.append(JinjaStatement(line: token.line, kind: .output([try tuple()])))
        guard current.kind == .outputEnd else { throw expected("“}}”", ja: "「}}」") }
        advance()
      case .tagBegin:
        advance()
        if case .name(let name) = current.kind, ends.contains(name) { return body }
        body.append(try nested { parser throws(JinjaSyntaxError) in try parser.statement(within: ends, tag, line) })
        try expectTagEnd()
      default:
        guard ends.isEmpty else {
          let closing = ends.map { "{% \($0) %}" }
          throw JinjaSyntaxError(
            line, en: "“\(tag)”, which begins here, is not closed by \(closing.joined(separator: " or "))",
            ja: "ここで始まる \(tag) が \(closing.joined(separator: " か ")) で閉じられていません")
        }
        return body
      }
    }
  }

  /// The body of a tag: the tag's own end, statements, and the name of the tag that ended them, which is passed over.
  private mutating func body(
    _ tag: String, until ends: [String], at line: Int
  ) throws(JinjaSyntaxError) -> (statements: [JinjaStatement], end: String) {
    _ = skip(symbol: ":")
    try expectTagEnd()
    let statements = try statements(until: ends, opened: tag, at: line)
    return (statements, try expectName())
  }

  private mutating func body(_ tag: String, at line: Int) throws(JinjaSyntaxError) -> [JinjaStatement] {
    try body(tag, until: ["end" + tag], at: line).statements
  }

  private mutating func statement(
    within ends: [String], _ opened: String, _ openedAt: Int
  ) throws(JinjaSyntaxError) -> JinjaStatement {
    let line = current.line
    guard case .name(let tag) = current.kind else { throw expected("the name of a tag", ja: "タグの名前") }
    advance()
    return JinjaStatement(line: line, kind: try statement(tag, line, within: ends, opened, openedAt))
  }

  private mutating func statement(
    _ tag: String, _ line: Int, within ends: [String], _ opened: String, _ openedAt: Int
  ) throws(JinjaSyntaxError) -> JinjaStatement.Kind {
    switch tag {
    case "if": return try condition(line)
    case "for": return try loop(line)
    case "set": return try set(line)
    case "macro": return .macro(try macro(line))
    case "call": return try callBlock(line)
    case "filter":
      let filter = try filters(of: nil, isFirst: true)
      return .filterBlock(filter, try body(tag, at: line))
    case "with": return try with(line)
    case "generation":
      return .generation(try apart(fromLoops: true) { p throws(JinjaSyntaxError) in try p.body(tag, at: line) })
    case "block": return try block(line)
    case "autoescape":
      guard case .literal(.boolean(false)) = try expression().kind else {
        throw JinjaSyntaxError(
          line, en: "“autoescape” works with false alone: chat templates escape nothing",
          ja: "autoescape は false だけに対応しています（チャットテンプレートでは何もエスケープしません）")
      }
      return .scope(try body(tag, at: line))
    case "print": return .output(try printed())
    case "break", "continue":
      guard loops > 0 else {
        throw JinjaSyntaxError(line, en: "“\(tag)” stands outside of a loop", ja: "\(tag) がループの外にあります")
      }
      return tag == "break" ? .break : .continue
    case "include", "import", "from", "extends":
      while current.kind != .tagEnd, current.kind != .end { advance() }
      return .unavailable(tag)
    default:
      throw unknown(tag, line, within: ends, opened, openedAt)
    }
  }

  private func unknown(
    _ tag: String, _ line: Int, within ends: [String], _ opened: String, _ openedAt: Int
  ) -> JinjaSyntaxError {
    guard let end = ends.first else {
      return JinjaSyntaxError(line, en: "there is no tag “\(tag)”", ja: "「\(tag)」というタグはありません")
    }
    return JinjaSyntaxError(
      line, en: "there is no tag “\(tag)” here; “\(opened)” of line \(openedAt) awaits {% \(end) %}",
      ja: "ここに「\(tag)」というタグは書けません。\(openedAt) 行目の \(opened) には {% \(end) %} が必要です")
  }

  /// Reads what is a function of its own in the reference, where no `break` reaches a loop outside.
  private mutating func apart<Result>(
    fromLoops: Bool, _ body: (inout JinjaParser) throws(JinjaSyntaxError) -> Result
  ) throws(JinjaSyntaxError) -> Result {
    let outside = loops
    if fromLoops { loops = 0 }
    defer { loops = outside }
    return try body(&self)
  }

  private mutating func printed() throws(JinjaSyntaxError) -> [JinjaExpression] {
    var values: [JinjaExpression] = []
    while current.kind != .tagEnd {
      if !values.isEmpty { try expect(symbol: ",") }
      values.append(try expression())
    }
    return values
  }

  private mutating func condition(_ line: Int) throws(JinjaSyntaxError) -> JinjaStatement.Kind {
    var branches: [(condition: JinjaExpression, body: [JinjaStatement])] = []
    while true {
      let test = try tuple(withChoice: false)
      let (statements, end) = try body("if", until: ["elif", "else", "endif"], at: line)
      branches.append((test, statements))
      if end == "endif" { return .condition(branches, otherwise: []) }
      if end == "else" {
        return .condition(branches, otherwise: try body("if", until: ["endif"], at: line).statements)
      }
    }
  }

  private mutating func loop(_ line: Int) throws(JinjaSyntaxError) -> JinjaStatement.Kind {
    let target = try target()
    guard skip(name: "in") else { throw expected("“in”", ja: "「in」") }
    let sequence = try tuple(withChoice: false)
    let test = skip(name: "if") ? try expression() : nil
    let isRecursive = skip(name: "recursive")
    loops += 1
    let (statements, end) = try body("for", until: ["endfor", "else"], at: line)
    loops -= 1
    // A recursive loop is a function of its own, its “else” too.
    let otherwise =
      end != "else"
      ? []
      : try apart(fromLoops: isRecursive) { (parser) throws(JinjaSyntaxError) in
        try parser.body("for", until: ["endfor"], at: line).statements
      }
    return .loop(
      JinjaLoopStatement(
        target: target, sequence: sequence, test: test, isRecursive: isRecursive, body: statements,
        otherwise: otherwise))
  }

  private mutating func set(_ line: Int) throws(JinjaSyntaxError) -> JinjaStatement.Kind {
    let target = try target(withAttributes: true)
    if skip(symbol: "=") { return .set(target, try tuple()) }
    let filter = isSymbol("|") ? try filters(of: nil) : nil
    return .setBlock(target, filter: filter, try body("set", at: line))
  }

  private mutating func with(_ line: Int) throws(JinjaSyntaxError) -> JinjaStatement.Kind {
    var pairs: [(target: JinjaTarget, value: JinjaExpression)] = []
    while current.kind != .tagEnd {
      if !pairs.isEmpty { try expect(symbol: ",") }
      let target = try target()
      try expect(symbol: "=")
      pairs.append((target, try expression()))
    }
    return .with(pairs, try body("with", at: line))
  }

  private mutating func block(_ line: Int) throws(JinjaSyntaxError) -> JinjaStatement.Kind {
    let name = try expectName()
    guard blocks.insert(name).inserted else {
      throw JinjaSyntaxError(line, en: "the block “\(name)” stands here twice", ja: "ブロック「\(name)」が二つあります")
    }
    let isScoped = skip(name: "scoped")
    _ = skip(name: "required")
    let statements = try apart(fromLoops: true) { parser throws(JinjaSyntaxError) in try parser.body("block", at: line)
    }
    _ = skip(name: name)
    return .block(isScoped: isScoped, statements)
  }

  // MARK: Macros

  private mutating func macro(_ line: Int) throws(JinjaSyntaxError) -> JinjaMacroStatement {
    let name = try expectName()
    let parameters = try parameters()
    return try macro(name: name, parameters, tag: "macro", line)
  }

  private mutating func callBlock(_ line: Int) throws(JinjaSyntaxError) -> JinjaStatement.Kind {
    let parameters = isSymbol("(") ? try parameters() : []
    guard case .call(let function, let call) = try expression().kind else {
      throw JinjaSyntaxError(line, en: "a call of a macro was expected", ja: "マクロの呼び出しが必要です")
    }
    return .callBlock(try macro(name: nil, parameters, tag: "call", line), function, call)
  }

  private mutating func macro(
    name: String?, _ parameters: [(name: String, value: JinjaExpression?)], tag: String, _ line: Int
  ) throws(JinjaSyntaxError) -> JinjaMacroStatement {
    namesInMacros.append([])
    let statements = try apart(fromLoops: true) { parser throws(JinjaSyntaxError) in try parser.body(tag, at: line) }
    let names = namesInMacros.removeLast()
    func uses(_ special: String) -> Bool {
      names.contains(special) && !parameters.contains { $0.name == special }
    }
    return JinjaMacroStatement(
      name: name, parameters: parameters, body: statements, usesCaller: uses("caller"), usesNamed: uses("kwargs"),
      usesPositional: uses("varargs"))
  }

  private mutating func parameters() throws(JinjaSyntaxError) -> [(name: String, value: JinjaExpression?)] {
    try expect(symbol: "(")
    var parameters: [(name: String, value: JinjaExpression?)] = []
    while !isSymbol(")") {
      if !parameters.isEmpty { try expect(symbol: ",") }
      let line = current.line
      let name = try expectName()
      let value = skip(symbol: "=") ? try expression() : nil
      if value == nil, parameters.last?.value != nil {
        throw JinjaSyntaxError(
          line, en: "“\(name)” needs a value, because the parameter before it has one",
          ja: "前の引数に既定値があるので、「\(name)」にも既定値が必要です")
      }
      parameters.append((name, value))
    }
    advance()
    return parameters
  }

  // MARK: Targets

  /// What is assigned to: names, with commas between them, or a namespace's attribute.
  private mutating func target(withAttributes: Bool = false) throws(JinjaSyntaxError) -> JinjaTarget {
    var parts: [JinjaTarget] = []
    repeat {
      if !parts.isEmpty, current.kind == .tagEnd || isSymbol(")") { return .tuple(parts) }
      parts.append(try nested { parser throws(JinjaSyntaxError) in try parser.singleTarget(withAttributes) })
      guard isSymbol(",") else { return parts.count == 1 ? parts[0] : .tuple(parts) }
    } while skip(symbol: ",")
    return .tuple(parts)
  }

  private mutating func singleTarget(_ withAttributes: Bool) throws(JinjaSyntaxError) -> JinjaTarget {
    if skip(symbol: "(") {
      let inner = try target(withAttributes: withAttributes)
      try expect(symbol: ")")
      return inner
    }
    guard case .name(let name) = current.kind,
      !["true", "false", "none", "True", "False", "None"].contains(name)
    else { throw expected("a name to assign to", ja: "代入先の名前") }
    advance()
    if withAttributes, skip(symbol: ".") { return .attribute(of: name, try expectName()) }
    if name == "loop", loops > 0 || !withAttributes {
      throw JinjaSyntaxError(current.line, en: "“loop” cannot be assigned to", ja: "「loop」には代入できません")
    }
    return .name(name)
  }
}
