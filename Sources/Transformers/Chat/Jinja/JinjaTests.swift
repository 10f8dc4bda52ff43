extension JinjaEvaluator {
  /// What stands behind `is`.
  typealias Test = @Sendable (JinjaEvaluator) -> (JinjaValue, JinjaArguments) throws -> Bool

  /// Every test by its name.
  static let tests: [String: Test] = [kinds, properties, comparisons].reduce(into: [:]) {
    $0.merge($1) { first, _ in first }
  }

  private static func plain(_ name: String, _ body: @escaping @Sendable (JinjaValue) -> Bool) -> (String, Test) {
    (
      name,
      { _ in
        { value, arguments in
          _ = try arguments.bind(name, [])
          return body(value)
        }
      }
    )
  }

  private static var kinds: [String: Test] {
    Dictionary(
      uniqueKeysWithValues: [
        plain("defined") { !$0.isUndefined }, plain("undefined") { $0.isUndefined }, plain("none") { $0.isNone },
        plain("boolean") { if case .boolean = $0 { true } else { false } },
        plain("true") { if case .boolean(true) = $0 { true } else { false } },
        plain("false") { if case .boolean(false) = $0 { true } else { false } },
        plain("integer") { if case .integer = $0 { true } else { false } },
        plain("float") { if case .float = $0 { true } else { false } },
        plain("number") { $0.number != nil }, plain("string") { $0.text != nil },
        plain("mapping") { if case .dictionary = $0 { true } else { false } },
        plain("escaped") { if case .markup = $0 { true } else { false } },
        plain("sequence") {
          switch $0 {
          case .undefined, .string, .markup, .list, .tuple, .dictionary, .range: true
          default: false
          }
        },
        plain("iterable") {
          switch $0 {
          case .none, .boolean, .integer, .float, .namespace, .macro, .function: false
          default: true
          }
        },
        plain("callable") {
          switch $0 {
          case .function, .macro, .loop, .undefined: true
          default: false
          }
        },
      ])
  }

  private static var properties: [String: Test] {
    func cased(_ name: String, _ body: @escaping @Sendable ([Unicode.Scalar]) -> Bool) -> (String, Test) {
      (
        name,
        { evaluator in
          { value, arguments in
            _ = try arguments.bind(name, [])
            return body(Array(try evaluator.text(of: value).unicodeScalars))
          }
        }
      )
    }
    func divides(_ name: String, by number: Int, leaving remainder: Int) -> (String, Test) {
      (
        name,
        { evaluator in
          { value, arguments in
            _ = try arguments.bind(name, [])
            let rest = try evaluator.arithmetic("%", value, .integer(number))
            return try evaluator.equal(rest, .integer(remainder))
          }
        }
      )
    }
    func known(_ name: String, _ body: @escaping @Sendable (String) -> Bool) -> (String, Test) {
      (
        name,
        { evaluator in
          { value, arguments in
            _ = try arguments.bind(name, [])
            _ = try evaluator.key(value)
            return value.text.map(body) ?? false
          }
        }
      )
    }
    return Dictionary(
      uniqueKeysWithValues: [
        cased("upper", PythonText.isUpper), cased("lower", PythonText.isLower), divides("odd", by: 2, leaving: 1),
        divides("even", by: 2, leaving: 0), known("filter") { filters[$0] != nil }, known("test") { tests[$0] != nil },
        ("divisibleby", divisible),
      ])
  }

  private static let divisible: Test = { evaluator in
    { value, arguments in
      let number = try arguments.bind("divisibleby", ["num"], required: 1)[0] ?? .none
      return try evaluator.equal(try evaluator.arithmetic("%", value, number), .integer(0))
    }
  }

  private static var comparisons: [String: Test] {
    let operations = [
      "==": "==", "eq": "==", "equalto": "==", "!=": "!=", "ne": "!=", ">": ">", "gt": ">", "greaterthan": ">",
      ">=": ">=", "ge": ">=", "<": "<", "lt": "<", "lessthan": "<", "<=": "<=", "le": "<=",
    ]
    var tests = operations.reduce(into: [String: Test]()) { tests, entry in
      let (name, operation) = entry
      tests[name] = { evaluator in
        { value, arguments in
          try evaluator.compare(operation, value, try arguments.bind(name, ["other"], required: 1)[0] ?? .none)
        }
      }
    }
    tests["in"] = { evaluator in
      { value, arguments in
        try evaluator.contains(try arguments.bind("in", ["seq"], required: 1)[0] ?? .none, value)
      }
    }
    tests["sameas"] = { evaluator in
      { value, arguments in
        let other = try arguments.bind("sameas", ["other"], required: 1)[0] ?? .none
        return value.typeName == other.typeName ? try evaluator.equal(value, other) : false
      }
    }
    return tests
  }
}
