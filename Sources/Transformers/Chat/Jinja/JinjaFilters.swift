extension JinjaEvaluator {
  /// What stands behind `|`.
  typealias Filter = @Sendable (JinjaEvaluator) -> (JinjaValue, JinjaArguments) throws -> JinjaValue

  /// Every filter by its name.
  static let filters: [String: Filter] = [textFilters, sequenceFilters, choosingFilters, numberFilters].reduce(
    into: [:]
  ) { $0.merge($1) { first, _ in first } }

  // MARK: Arguments

  /// A getter for `attribute='a.b.0'`: goes into items part by part.
  func getter(_ attribute: JinjaValue?, default standard: JinjaValue? = nil) throws -> (JinjaValue) throws -> JinjaValue
  {
    guard let attribute, !attribute.isNone else { return { $0 } }
    var parts = [attribute]
    if let path = attribute.text {
      parts = PythonText(path).split(PythonText(".")).map { part in
        let text = part.string
        return Int(text).map { $0 >= 0 ? .integer($0) : .string(text) } ?? .string(text)
      }
    }
    return { [unowned self] value in
      var value = value
      try charge(parts.count)
      for part in parts {
        value = try item(part, of: value)
        if let standard, !standard.isNone, value.isUndefined { value = standard }
      }
      return value
    }
  }

  /// For comparing without regard to upper and lower case.
  func ignoringCase(_ value: JinjaValue) -> JinjaValue {
    value.text.map { .string(PythonText($0).lowercased.string) } ?? value
  }
}
