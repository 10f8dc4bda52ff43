/// An expression with the line where it stands.
struct JinjaExpression: Sendable {
  let line: Int
  let kind: Kind

  indirect enum Kind: Sendable {
    case literal(Literal)
    case name(String)
    case list([JinjaExpression])
    case tuple([JinjaExpression])
    case dictionary([(key: JinjaExpression, value: JinjaExpression)])
    case attribute(JinjaExpression, String)
    case item(JinjaExpression, JinjaExpression)
    case slice(JinjaExpression, start: JinjaExpression?, stop: JinjaExpression?, step: JinjaExpression?)
    case call(JinjaExpression, JinjaCall)
    /// Without a value in a filter block or behind `set`, where a block's text is what is filtered.
    case filter(JinjaExpression?, String, JinjaCall)
    case test(JinjaExpression, String, JinjaCall)
    case negation(JinjaExpression)
    case and(JinjaExpression, JinjaExpression)
    case or(JinjaExpression, JinjaExpression)
    case comparison(JinjaExpression, [(operation: String, value: JinjaExpression)])
    case arithmetic(String, JinjaExpression, JinjaExpression)
    case sign(String, JinjaExpression)
    case concatenation([JinjaExpression])
    case choice(JinjaExpression, condition: JinjaExpression, otherwise: JinjaExpression?)
  }

  enum Literal: Sendable {
    case none
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case string(String)
  }
}

/// What stands between the parentheses of a call.
struct JinjaCall: Sendable {
  var positional: [JinjaExpression] = []
  var named: [(name: String, value: JinjaExpression)] = []
  /// Behind `*`.
  var sequence: JinjaExpression?
  /// Behind `**`.
  var mapping: JinjaExpression?
}

/// What `set`, `for` and `with` assign to.
indirect enum JinjaTarget: Sendable {
  case name(String)
  case attribute(of: String, String)
  case tuple([JinjaTarget])
}

/// A statement with the line where it stands.
struct JinjaStatement: Sendable {
  let line: Int
  let kind: Kind

  indirect enum Kind: Sendable {
    case text(String)
    case output([JinjaExpression])
    case set(JinjaTarget, JinjaExpression)
    case setBlock(JinjaTarget, filter: JinjaExpression?, [JinjaStatement])
    case condition([(condition: JinjaExpression, body: [JinjaStatement])], otherwise: [JinjaStatement])
    case loop(JinjaLoopStatement)
    case macro(JinjaMacroStatement)
    case callBlock(JinjaMacroStatement, JinjaExpression, JinjaCall)
    case filterBlock(JinjaExpression, [JinjaStatement])
    case with([(target: JinjaTarget, value: JinjaExpression)], [JinjaStatement])
    /// What the assistant says: `{% generation %}`.
    case generation([JinjaStatement])
    /// `{% block %}`: without other templates, text in its place that sees the outermost variables only.
    case block(isScoped: Bool, [JinjaStatement])
    /// `{% autoescape %}`: only its text counts here, for nothing is escaped.
    case scope([JinjaStatement])
    case `break`
    case `continue`
    /// A statement that needs other files.
    case unavailable(String)
  }
}

/// `{% for target in sequence if test recursive %}`.
struct JinjaLoopStatement: Sendable {
  let target: JinjaTarget
  let sequence: JinjaExpression
  let test: JinjaExpression?
  let isRecursive: Bool
  let body: [JinjaStatement]
  let otherwise: [JinjaStatement]
}

/// `{% macro name(parameters) %}`, or what a call block hands over as `caller`.
struct JinjaMacroStatement: Sendable {
  let name: String?
  let parameters: [(name: String, value: JinjaExpression?)]
  let body: [JinjaStatement]
  /// Whether the body uses `caller`, `kwargs`, `varargs`, which are handed over only then.
  let usesCaller: Bool
  let usesNamed: Bool
  let usesPositional: Bool
}
