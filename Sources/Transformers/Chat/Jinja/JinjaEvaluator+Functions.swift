internal import Tensors

extension JinjaEvaluator {
  /// What every template can call.
  static var globals: [String: JinjaValue] {
    [
      "range": .function(range), "dict": .function(dict), "namespace": .function(makeNamespace),
      "raise_exception": .function(raiseException), "strftime_now": .function(formatNow),
    ]
  }

  /// The sandbox makes no range longer than this.
  private static let longestRange = 100_000

  private static var range: JinjaFunction {
    JinjaFunction("range") { _, arguments in
      if let named = arguments.named.first { throw JinjaFailure.argument("range", JinjaArguments.unknown(named.name)) }
      let bound = try arguments.bind("range", ["start", "stop", "step"], required: 1)
      let numbers = try bound.map { try $0.map { try JinjaArguments.integer($0, "range", default: 0) } }
      let range =
        numbers[1].map { JinjaRange(start: numbers[0] ?? 0, stop: $0, step: numbers[2] ?? 1) }
        ?? JinjaRange(start: 0, stop: numbers[0] ?? 0, step: 1)
      guard range.step != 0 else {
        throw JinjaFailure.argument("range", Explanation(en: "the step is zero", ja: "間隔が 0 です"))
      }
      guard range.count <= longestRange else {
        throw JinjaFailure.limit(
          Explanation(
            en: "a range of more than \(longestRange) numbers is made", ja: "\(longestRange) 個を超える range が作られました"))
      }
      return .range(range)
    }
  }

  private static var dict: JinjaFunction {
    JinjaFunction("dict") { evaluator, arguments in
      try evaluator.dictionary(try evaluator.entries("dict", arguments))
    }
  }

  /// The entries that `dict` and `namespace` take: a dictionary or pairs, then arguments with names.
  private func entries(_ function: String, _ arguments: JinjaArguments) throws -> JinjaDictionary {
    guard arguments.positional.count <= 1 else {
      throw JinjaFailure.argument(function, JinjaArguments.tooMany(1))
    }
    var made = JinjaDictionary()
    switch arguments.positional.first {
    case .dictionary(let given)?: made = given
    case .undefined(let why)?: throw JinjaFailure.undefined(why)
    case let given?:
      for pair in try items(of: given) {
        let parts = try items(of: pair)
        guard parts.count == 2 else { throw JinjaFailure.unpacking(expected: 2, found: parts.count) }
        made.set(try key(parts[0]), parts[0], to: parts[1])
      }
    case nil: break
    }
    for (name, value) in arguments.named { made.set(name, to: value) }
    return made
  }

  /// `dict.fromkeys`.
  static var fromKeys: JinjaFunction {
    JinjaFunction("fromkeys") { evaluator, arguments in
      let bound = try arguments.bind("fromkeys", ["iterable", "value"], required: 1)
      var made = JinjaDictionary()
      for item in try evaluator.items(of: bound[0] ?? .none) {
        made.set(try evaluator.key(item), item, to: bound[1] ?? .none)
      }
      return try evaluator.dictionary(made)
    }
  }

  private static var makeNamespace: JinjaFunction {
    JinjaFunction("namespace") { evaluator, arguments in
      let namespace = evaluator.namespace()
      let entries = try evaluator.entries("namespace", arguments)
      for (name, value) in zip(entries.keys, entries.values) {
        if let name = name.text {
          try evaluator.set(name, of: namespace, to: value)
        } else {
          namespace.attributes.set(try evaluator.key(name), name, to: value)
        }
      }
      return .namespace(namespace)
    }
  }

  private static var raiseException: JinjaFunction {
    JinjaFunction("raise_exception") { evaluator, arguments in
      let message = try arguments.bind("raise_exception", ["message"], required: 1)[0] ?? .none
      throw JinjaFailure.raised(try evaluator.text(of: message))
    }
  }

  private static var formatNow: JinjaFunction {
    JinjaFunction("strftime_now") { evaluator, arguments in
      let format = try arguments.bind("strftime_now", ["format"], required: 1)[0]
      return try evaluator.string(
        evaluator.clock.formatted(try JinjaArguments.text(format, "strftime_now", default: "")))
    }
  }
}
