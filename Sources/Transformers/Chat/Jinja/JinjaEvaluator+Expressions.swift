extension JinjaEvaluator {
  /// The value of an expression.
  func evaluate(_ expression: JinjaExpression, _ scope: JinjaScope) throws -> JinjaValue {
    try evaluate(expression, scope, filtering: nil)
  }

  /// The value of an expression; of a filter without a value of its own, that of a block's text.
  func evaluate(
    _ expression: JinjaExpression, _ scope: JinjaScope, filtering input: JinjaValue?
  ) throws -> JinjaValue {
    try deeper {
      line = expression.line
      switch expression.kind {
      case .literal(let literal): return value(of: literal)
      case .name(let name): return scope.value(name) ?? .undefined(.name(name))
      case .attribute(let object, let name): return try attribute(name, of: try evaluate(object, scope))
      case .call(let function, let call): return try evaluate(function, call, scope)
      case .filter(let value, let name, let call): return try evaluate(value, name, call, scope, input)
      case .test(let value, let name, let call): return try evaluateTest(value, name, call, scope)
      case .negation, .and, .or, .comparison, .choice: return try evaluateLogic(expression, scope)
      case .arithmetic(let name, let left, let right):
        return try arithmetic(name, try evaluate(left, scope), try evaluate(right, scope))
      case .sign(let name, let value): return try signed(name, try evaluate(value, scope))
      case .concatenation(let parts): return try concatenate(parts, scope)
      case .item(let object, let key):
        let object = try evaluate(object, scope)
        return try item(try evaluate(key, scope), of: object)
      case .list, .tuple, .dictionary, .slice: return try evaluateSequence(expression, scope)
      }
    }
  }

  private func value(of literal: JinjaExpression.Literal) -> JinjaValue {
    switch literal {
    case .none: .none
    case .boolean(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .float(let value): .float(value)
    case .string(let text): .string(text)
    }
  }

  private func evaluateLogic(_ expression: JinjaExpression, _ scope: JinjaScope) throws -> JinjaValue {
    switch expression.kind {
    case .negation(let value): return .boolean(!(try evaluate(value, scope).isTrue))
    case .and(let left, let right):
      let value = try evaluate(left, scope)
      return value.isTrue ? try evaluate(right, scope) : value
    case .or(let left, let right):
      let value = try evaluate(left, scope)
      return value.isTrue ? value : try evaluate(right, scope)
    case .comparison(let first, let rest):
      var left = try evaluate(first, scope)
      for (operation, expression) in rest {
        let right = try evaluate(expression, scope)
        guard try compare(operation, left, right) else { return .boolean(false) }
        left = right
      }
      return .boolean(true)
    case .choice(let value, let condition, let otherwise):
      if try evaluate(condition, scope).isTrue { return try evaluate(value, scope) }
      return try otherwise.map { try evaluate($0, scope) } ?? .undefined(.noElse)
    default: return .none
    }
  }

  private func evaluateSequence(_ expression: JinjaExpression, _ scope: JinjaScope) throws -> JinjaValue {
    switch expression.kind {
    case .list(let items): return try list(try items.map { try evaluate($0, scope) })
    case .tuple(let items): return try tuple(try items.map { try evaluate($0, scope) })
    case .dictionary(let items):
      var made = JinjaDictionary()
      for (name, value) in items {
        let name = try evaluate(name, scope)
        made.set(try key(name), name, to: try evaluate(value, scope))
      }
      return try dictionary(made)
    case .slice(let object, let start, let stop, let step):
      let object = try evaluate(object, scope)
      let bounds = try [start, stop, step].map { try $0.map { try evaluate($0, scope) } }
      return try slice(object, start: bounds[0], stop: bounds[1], step: bounds[2])
    default: return .none
    }
  }

  private func concatenate(_ parts: [JinjaExpression], _ scope: JinjaScope) throws -> JinjaValue {
    var text = ""
    for part in parts {
      text += try self.text(of: try evaluate(part, scope))
      try check(textOf: text.utf8.count)
    }
    return .string(text)
  }

  // MARK: Calls

  private func evaluate(
    _ value: JinjaExpression?, _ name: String, _ call: JinjaCall, _ scope: JinjaScope, _ input: JinjaValue?
  ) throws -> JinjaValue {
    let value = try value.map { try evaluate($0, scope, filtering: input) } ?? input ?? .none
    return try filter(value, name, try arguments(call, scope))
  }

  /// Applies a filter by its name.
  func filter(_ value: JinjaValue, _ name: String, _ arguments: JinjaArguments) throws -> JinjaValue {
    guard let filter = Self.filters[name] else { throw JinjaFailure.unknownFilter(name) }
    try charge(for: value)
    try charge(for: arguments)
    return try filter(self)(value, arguments)
  }

  private func evaluateTest(
    _ value: JinjaExpression, _ name: String, _ call: JinjaCall, _ scope: JinjaScope
  ) throws -> JinjaValue {
    .boolean(try test(try evaluate(value, scope), name, try arguments(call, scope)))
  }

  /// Applies a test by its name.
  func test(_ value: JinjaValue, _ name: String, _ arguments: JinjaArguments) throws -> Bool {
    guard let test = Self.tests[name] else { throw JinjaFailure.unknownTest(name) }
    try charge(for: value)
    try charge(for: arguments)
    return try test(self)(value, arguments)
  }

  private func arguments(_ call: JinjaCall, _ scope: JinjaScope) throws -> JinjaArguments {
    var arguments = JinjaArguments()
    arguments.positional = try call.positional.map { try evaluate($0, scope) }
    if let sequence = call.sequence { arguments.positional += try items(of: try evaluate(sequence, scope)) }
    for (name, value) in call.named { try arguments.add(name, try evaluate(value, scope)) }
    if let mapping = call.mapping {
      guard case .dictionary(let more) = try evaluate(mapping, scope) else {
        throw JinjaFailure.argument("**", JinjaArguments.notMapping)
      }
      for (name, value) in zip(more.keys, more.values) {
        guard let name = name.text else { throw JinjaFailure.argument("**", JinjaArguments.notMapping) }
        try arguments.add(name, value)
      }
    }
    return arguments
  }

  private func evaluate(
    _ function: JinjaExpression, _ call: JinjaCall, _ scope: JinjaScope
  ) throws -> JinjaValue {
    let function = try evaluate(function, scope)
    return try self.call(function, try arguments(call, scope))
  }

  /// Calls a value.
  func call(_ function: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    try deeper {
      switch function {
      case .function(let function): return try function.call(self, arguments)
      case .macro(let macro): return try run(macro, arguments)
      case .loop(let loop):
        let bound = try arguments.bind("loop", ["iterable"], required: 1)
        return try string(try loop.recurse(bound[0] ?? .none))
      case .undefined(let why): throw JinjaFailure.undefined(why)
      default: throw JinjaFailure.notCallable(function)
      }
    }
  }

  /// `{% call(…) macro(…) %}`: the body becomes the macro's `caller`.
  func run(
    _ caller: JinjaMacroStatement, _ function: JinjaExpression, _ call: JinjaCall, _ scope: JinjaScope
  ) throws {
    keep(scope)
    let function = try evaluate(function, scope)
    var arguments = try arguments(call, scope)
    try arguments.add("caller", .macro(JinjaMacro(caller, scope)))
    try write(text(of: try self.call(function, arguments)))
  }

  private func run(_ macro: JinjaMacro, _ arguments: JinjaArguments) throws -> JinjaValue {
    let statement = macro.statement
    let inner = scope(in: macro.scope)
    let values = try bind(arguments, to: statement, inner)
    for ((name, expression), value) in zip(statement.parameters, values) {
      let value = try value ?? expression.map { try evaluate($0, inner) } ?? .undefined(.parameter(name))
      inner.set(name, to: value)
    }
    return try string(try caught { _ = try execute(statement.body, inner) })
  }

  /// What each parameter gets, nil where nothing is given; what is left over goes to `varargs` and `kwargs`, if the macro
  /// uses them.
  private func bind(
    _ arguments: JinjaArguments, to statement: JinjaMacroStatement, _ scope: JinjaScope
  ) throws -> [JinjaValue?] {
    let name = statement.name ?? "caller"
    let count = statement.parameters.count
    var named = arguments.named
    var values: [JinjaValue?] = arguments.positional.prefix(count).map { $0 }
    for parameter in statement.parameters.dropFirst(values.count) {
      let place = named.firstIndex { $0.name == parameter.name }
      values.append(place.map { named.remove(at: $0).value })
    }
    if statement.usesCaller {
      let place = named.firstIndex { $0.name == "caller" }
      let caller = place.map { named.remove(at: $0).value } ?? .none
      scope.set("caller", to: caller.isNone ? .undefined(.noCaller) : caller)
    }
    if statement.usesNamed {
      var rest = JinjaDictionary()
      for (name, value) in named { rest.set(name, to: value) }
      scope.set("kwargs", to: try dictionary(rest))
    } else if let stranger = named.first {
      throw JinjaFailure.argument(name, JinjaArguments.unknown(stranger.name))
    }
    if statement.usesPositional {
      scope.set("varargs", to: try tuple(Array(arguments.positional.dropFirst(count))))
    } else if arguments.positional.count > count {
      throw JinjaFailure.argument(name, JinjaArguments.tooMany(count))
    }
    return values
  }
}

/// A macro with the place where it was defined, whose variables it sees.
final class JinjaMacro {
  let statement: JinjaMacroStatement
  let scope: JinjaScope

  init(_ statement: JinjaMacroStatement, _ scope: JinjaScope) {
    self.statement = statement
    self.scope = scope
  }
}
