extension JinjaEvaluator {
  /// `==`, `<`, `in` and the like, as Python compares.
  func compare(_ operation: String, _ left: JinjaValue, _ right: JinjaValue) throws -> Bool {
    switch operation {
    case "==": try equal(left, right)
    case "!=": try !equal(left, right)
    case "in": try contains(right, left)
    case "not in": try !contains(right, left)
    case "<": try isLess(left, right, operation)
    case ">": try isLess(right, left, operation)
    case "<=": try isLessOrEqual(left, right, operation)
    default: try isLessOrEqual(right, left, operation)
    }
  }

  /// Whether two values are equal; texts are by their characters' numbers.
  func equal(_ left: JinjaValue, _ right: JinjaValue) throws -> Bool {
    try charge(1)
    if let left = left.text, let right = right.text {
      try charge(min(left.utf8.count, right.utf8.count) >> 6)
      return left.utf8.elementsEqual(right.utf8)
    }
    switch (left, right) {
    case (.undefined, .undefined), (.none, .none): return true
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)): return try equal(a.items, b.items)
    case (.dictionary(let a), .dictionary(let b)): return try equal(a, b)
    case (.view(let a), .view(let b)):
      guard a.kind != .values, a.kind == b.kind, a.dictionary.count == b.dictionary.count else { return false }
      return a.kind == .items
        ? try equal(a.dictionary, b.dictionary)
        : try a.items.allSatisfy { b.dictionary[try key($0)] != nil }
    case (.range(let a), .range(let b)):
      return a.count == b.count && (a.count == 0 || a.start == b.start && (a.count == 1 || a.step == b.step))
    case (.namespace(let a), .namespace(let b)): return a === b
    case (.macro(let a), .macro(let b)): return a === b
    case (.loop(let a), .loop(let b)): return a === b
    case (.iterator(let a), .iterator(let b)): return a === b
    case (.function(let a), .function(let b)): return a === b
    default:
      if let left = left.integer, let right = right.integer { return left == right }
      guard let left = left.number, let right = right.number else { return false }
      return left == right
    }
  }

  private func equal(_ left: [JinjaValue], _ right: [JinjaValue]) throws -> Bool {
    guard left.count == right.count else { return false }
    for (a, b) in zip(left, right) {
      guard try equal(a, b) else { return false }
    }
    return true
  }

  private func equal(_ left: JinjaDictionary, _ right: JinjaDictionary) throws -> Bool {
    guard left.count == right.count else { return false }
    for (name, value) in zip(left.keys, left.values) {
      guard let other = right[try key(name)], try equal(value, other) else { return false }
    }
    return true
  }

  /// Python's `<`.
  func isLess(_ left: JinjaValue, _ right: JinjaValue, _ operation: String = "<") throws -> Bool {
    try charge(1)
    if let left = left.integer, let right = right.integer { return left < right }
    if let left = left.number, let right = right.number { return left < right }
    if let left = left.text, let right = right.text {
      try charge(min(left.utf8.count, right.utf8.count) >> 6)
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    guard let (left, right) = try differing(left, right, operation) else { return false }
    return try left.count == 1 && right.count == 1 ? isLess(left[0], right[0], operation) : left.count < right.count
  }

  private func isLessOrEqual(_ left: JinjaValue, _ right: JinjaValue, _ operation: String) throws -> Bool {
    if let left = left.number, let right = right.number, left.isNaN || right.isNaN { return false }
    return try isLess(left, right, operation) || equal(left, right)
  }

  /// The first items in which two lists differ, one each; where one list ends, none and one. Nil where they are equal.
  private func differing(
    _ left: JinjaValue, _ right: JinjaValue, _ operation: String
  ) throws -> ([JinjaValue], [JinjaValue])? {
    switch (left, right) {
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      for (one, other) in zip(a.items, b.items) where try !equal(one, other) { return ([one], [other]) }
      if a.items.count == b.items.count { return nil }
      return a.items.count < b.items.count ? ([], [.none]) : ([.none], [])
    case (.undefined(let why), _), (_, .undefined(let why)): throw JinjaFailure.undefined(why)
    default: throw JinjaFailure.operands(operation, left, right)
    }
  }

  /// Python's `in`.
  func contains(_ container: JinjaValue, _ value: JinjaValue) throws -> Bool {
    if let text = container.text {
      guard let part = value.text else { throw JinjaFailure.operands("in", value, container) }
      try charge(text.utf8.count >> 4)
      return PythonText(text).firstRange(of: PythonText(part)) != nil
    }
    switch container {
    case .dictionary(let dictionary): return dictionary[try key(value)] != nil
    case .view(let view) where view.kind == .keys: return view.dictionary[try key(value)] != nil
    case .undefined: return false
    case .range(let range):
      guard let number = value.integer ?? value.number.flatMap(Int.init(exactly:)), range.count > 0 else {
        return false
      }
      let (low, high) = range.step > 0 ? (range.start, range.stop - 1) : (range.stop + 1, range.start)
      // The bounds may lie further apart than an `Int` counts.
      let distance = UInt(bitPattern: number &- range.start)
      let steps = range.step > 0 ? distance : 0 &- distance
      return (low...high).contains(number) && steps % range.step.magnitude == 0
    default:
      for item in try items(of: container) where try equal(item, value) { return true }
      return false
    }
  }

  /// Sorted as Python sorts: equal ones keep their order.
  func sorted(
    _ items: [(key: JinjaValue, value: JinjaValue)], descending: Bool = false
  ) throws -> [JinjaValue] {
    try items.enumerated().sorted { one, other in
      if try isLess(one.element.key, other.element.key) { return !descending }
      if try isLess(other.element.key, one.element.key) { return descending }
      return one.offset < other.offset
    }.map(\.element.value)
  }
}
