internal import Tensors

extension JinjaEvaluator {
  static var choosingFilters: [String: Filter] {
    [
      "map": { $0.map },
      "select": { evaluator in { try evaluator.choose($0, $1, "select", byAttribute: false, keeping: true) } },
      "reject": { evaluator in { try evaluator.choose($0, $1, "reject", byAttribute: false, keeping: false) } },
      "selectattr": { evaluator in { try evaluator.choose($0, $1, "selectattr", byAttribute: true, keeping: true) } },
      "rejectattr": { evaluator in { try evaluator.choose($0, $1, "rejectattr", byAttribute: true, keeping: false) } },
    ]
  }

  private static func missing(_ name: String, _ en: String, ja: String) -> JinjaFailure {
    .argument(name, Explanation(en: en, ja: ja))
  }

  /// Each item's attribute, or each item through a filter.
  private func map(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    guard value.isTrue else { return try iterator([]) }
    if arguments.positional.isEmpty, arguments.named.contains(where: { $0.name == "attribute" }) {
      let bound = try arguments.bind("map", ["attribute", "default"])
      let get = try getter(bound[0], default: bound[1])
      return try iterator(try items(of: value).map { try get($0) })
    }
    guard let name = arguments.positional.first?.text else {
      throw Self.missing("map", "the name of a filter, or attribute=…, is needed", ja: "フィルターの名前か attribute=… が必要です")
    }
    var rest = arguments
    rest.positional.removeFirst()
    return try iterator(try items(of: value).map { try filter($0, name, rest) })
  }

  /// The items, or attributes of items, that pass a test; without a test, those that are true.
  private func choose(
    _ value: JinjaValue, _ arguments: JinjaArguments, _ filter: String, byAttribute: Bool, keeping: Bool
  ) throws -> JinjaValue {
    guard value.isTrue else { return try iterator([]) }
    var rest = arguments
    var attribute: JinjaValue?
    if byAttribute {
      guard !rest.positional.isEmpty else {
        throw Self.missing(filter, "the name of an attribute is needed", ja: "属性の名前が必要です")
      }
      attribute = rest.positional.removeFirst()
    }
    let get = try getter(attribute)
    let test = rest.positional.isEmpty ? nil : rest.positional.removeFirst()
    return try iterator(
      try items(of: value).filter { item in
        let value = try get(item)
        guard let test else { return value.isTrue == keeping }
        guard let name = test.text else { throw JinjaFailure.unknownTest(try representation(of: test)) }
        return try self.test(value, name, rest) == keeping
      })
  }
}
