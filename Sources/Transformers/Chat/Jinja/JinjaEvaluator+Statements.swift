extension JinjaEvaluator {
  /// Whether a loop goes on.
  enum Flow {
    case next
    case `break`
    case `continue`
  }

  /// Writes out statements.
  func execute(_ statements: [JinjaStatement], _ scope: JinjaScope) throws -> Flow {
    for statement in statements {
      let flow = try deeper { try execute(statement, scope) }
      guard case .next = flow else { return flow }
    }
    return .next
  }

  private func execute(_ statement: JinjaStatement, _ scope: JinjaScope) throws -> Flow {
    line = statement.line
    switch statement.kind {
    case .text(let text): try write(text)
    case .output(let values): for value in values { try write(text(of: try evaluate(value, scope))) }
    case .set(let target, let value): try set(target, value, scope)
    case .condition(let branches, let otherwise): return try condition(branches, otherwise, scope)
    case .loop(let loop): return try run(loop, scope)
    case .macro(let macro):
      keep(scope)
      scope.set(macro.name ?? "", to: .macro(JinjaMacro(macro, scope)))
    case .setBlock, .filterBlock, .callBlock, .with, .generation, .block, .scope:
      return try executeBlock(statement, scope)
    case .break: return .break
    case .continue: return .continue
    case .unavailable(let tag): throw JinjaFailure.unavailable(tag)
    }
    return .next
  }

  /// Statements whose bodies have variables of their own.
  private func executeBlock(_ statement: JinjaStatement, _ scope: JinjaScope) throws -> Flow {
    let inner = self.scope(in: scope)
    switch statement.kind {
    case .setBlock(let target, let filter, let body):
      var flow = Flow.next
      let text = try caught { flow = try execute(body, inner) }
      guard case .next = flow else { return flow }
      let value = try string(text)
      try assign(try filter.map { try evaluate($0, inner, filtering: value) } ?? value, to: target, scope)
    case .filterBlock(let filter, let body):
      var flow = Flow.next
      let value = try string(try caught { flow = try execute(body, inner) })
      guard case .next = flow else { return flow }
      let filtered = try evaluate(filter, inner, filtering: value)
      guard let text = filtered.text else { throw JinjaFailure.operand("filter", filtered) }
      try write(text)
    case .callBlock(let caller, let function, let call): try run(caller, function, call, scope)
    case .with(let pairs, let body):
      for (target, value) in pairs { try assign(try evaluate(value, scope), to: target, inner) }
      return try execute(body, inner)
    case .generation(let body): try writeGenerated(try caught { _ = try execute(body, inner) })
    case .block(let isScoped, let body):
      // A block sees what was set outside of loops and macros.
      _ = try execute(body, isScoped ? inner : self.scope(in: topmost))
    case .scope(let body): return try execute(body, inner)
    default: break
    }
    return .next
  }

  private func condition(
    _ branches: [(condition: JinjaExpression, body: [JinjaStatement])], _ otherwise: [JinjaStatement],
    _ scope: JinjaScope
  ) throws -> Flow {
    for (condition, body) in branches where try evaluate(condition, scope).isTrue {
      return try execute(body, scope)
    }
    return try execute(otherwise, scope)
  }

  // MARK: Assignment

  private func set(_ target: JinjaTarget, _ value: JinjaExpression, _ scope: JinjaScope) throws {
    try checkNamespaces(target, scope)
    try assign(try evaluate(value, scope), to: target, scope)
  }

  /// Only namespaces have attributes to assign to; looked at before anything is evaluated.
  private func checkNamespaces(_ target: JinjaTarget, _ scope: JinjaScope) throws {
    switch target {
    case .name: break
    case .tuple(let parts): for part in parts { try checkNamespaces(part, scope) }
    case .attribute(let name, _):
      guard case .namespace = scope.value(name) else { throw JinjaFailure.notNamespace(name) }
    }
  }

  func assign(_ value: JinjaValue, to target: JinjaTarget, _ scope: JinjaScope) throws {
    switch target {
    case .name(let name): scope.set(name, to: value)
    case .attribute(let name, let attribute):
      guard case .namespace(let namespace) = scope.value(name) else { throw JinjaFailure.notNamespace(name) }
      try set(attribute, of: namespace, to: value)
    case .tuple(let parts):
      let items = try items(of: value)
      guard items.count == parts.count else {
        throw JinjaFailure.unpacking(expected: parts.count, found: items.count)
      }
      for (part, item) in zip(parts, items) { try assign(item, to: part, scope) }
    }
  }

  /// The sandbox keeps names with an underscore in front for itself.
  func set(_ name: String, of namespace: JinjaNamespace, to value: JinjaValue) throws {
    guard !name.hasPrefix("_") else { throw JinjaFailure.undefined(.unsafe(of: "Namespace", name)) }
    namespace.attributes.set(name, to: value)
  }

  // MARK: Loops

  private func run(_ statement: JinjaLoopStatement, _ scope: JinjaScope) throws -> Flow {
    let sequence = try evaluate(statement.sequence, scope)
    guard statement.isRecursive else { return try run(statement, over: sequence, depth: 0, scope) }
    try write(try caught { _ = try run(statement, over: sequence, depth: 0, scope) })
    return .next
  }

  /// What its “else” does to the loop outside.

  private func run(
    _ statement: JinjaLoopStatement, over sequence: JinjaValue, depth: Int, _ scope: JinjaScope
  ) throws -> Flow {
    var recursion: ((JinjaValue) throws -> String)?
    if statement.isRecursive {
      recursion = { [unowned self] inner in
        try deeper { try caught { _ = try run(statement, over: inner, depth: depth + 1, scope) } }
      }
    }
    let loop = JinjaLoop(source(statement, over: try items(of: sequence), scope), depth: depth, recursion: recursion)
    defer { loop.end() }
    // As in the reference, a body that was left early does not count for the “else”.
    var wasFinished = false
    while let item = try loop.advance() {
      let inner = self.scope(["loop": .loop(loop)], in: scope)
      try assign(item, to: statement.target, inner)
      let flow = try execute(statement.body, inner)
      if case .break = flow { break }
      if case .next = flow { wasFinished = true }
    }
    return wasFinished ? .next : try execute(statement.otherwise, self.scope(in: scope))
  }

  /// The items of a loop, tested only when it comes to them: what the body sets can decide.
  private func source(
    _ statement: JinjaLoopStatement, over items: [JinjaValue], _ scope: JinjaScope
  ) -> () throws -> JinjaValue? {
    var next = 0
    return { [unowned self] in
      while next < items.count {
        let item = items[next]
        next += 1
        try charge(1)
        guard let test = statement.test else { return item }
        let inner = self.scope(in: scope)
        try assign(item, to: statement.target, inner)
        if try evaluate(test, inner).isTrue { return item }
      }
      return nil
    }
  }
}

/// What templates call `loop`.
final class JinjaLoop {
  private var source: (() throws -> JinjaValue?)?
  /// Items fetched early, for `last`, `nextitem` or `length`.
  private var fetched: ArraySlice<JinjaValue> = []
  private var recursion: ((JinjaValue) throws -> String)?
  private(set) var previous: JinjaValue?
  private var current: JinjaValue?
  private var lastChanged: JinjaValue?
  /// The items so far.
  private(set) var index = 0
  let depth: Int

  init(_ source: @escaping () throws -> JinjaValue?, depth: Int, recursion: ((JinjaValue) throws -> String)?) {
    self.source = source
    self.depth = depth
    self.recursion = recursion
  }

  func advance() throws -> JinjaValue? {
    guard let item = try fetched.popFirst() ?? source?() else { return nil }
    index += 1
    previous = current
    current = item
    return item
  }

  /// The item after this one.
  func next() throws -> JinjaValue? {
    if fetched.isEmpty, let item = try source?() { fetched.append(item) }
    return fetched.first
  }

  func length() throws -> Int {
    while let item = try source?() { fetched.append(item) }
    return index + fetched.count
  }

  /// Whether a value differs from that of the last call.
  func hasChanged(_ value: JinjaValue, _ evaluator: JinjaEvaluator) throws -> Bool {
    if let lastChanged, try evaluator.equal(lastChanged, value) { return false }
    lastChanged = value
    return true
  }

  /// Writes out the loop's body over other items.
  func recurse(_ items: JinjaValue) throws -> String {
    guard let recursion else {
      throw JinjaFailure.notCallable(.loop(self))
    }
    return try recursion(items)
  }

  /// Lets go of the template: a loop that a namespace keeps gives nothing more.
  func end() {
    source = nil
    recursion = nil
    fetched = []
    previous = nil
    current = nil
  }
}
