internal import Tensors

extension JinjaEvaluator {
  static var sequenceFilters: [String: Filter] {
    [
      "length": { $0.count }, "count": { $0.count }, "first": { $0.first }, "last": { $0.last },
      "list": { $0.makeList }, "join": { $0.join }, "reverse": { $0.reverse }, "sort": { $0.sort },
      "unique": { $0.unique }, "items": { $0.listEntries }, "dictsort": { $0.sortEntries }, "batch": { $0.batch },
      "slice": { $0.sliceEvenly }, "groupby": { $0.group }, "min": { $0.smallest }, "max": { $0.largest },
      "sum": { $0.sum },
    ]
  }

  private func count(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("length", [])
    return .integer(try length(of: value))
  }

  private func first(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("first", [])
    if case .iterator(let iterator) = value { return iterator.advance() ?? .undefined(.emptySequence) }
    return try items(of: value).first ?? .undefined(.emptySequence)
  }

  private func last(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("last", [])
    if case .iterator = value { throw JinjaFailure.operand("last", value) }
    return try items(of: value).last ?? .undefined(.emptySequence)
  }

  private func makeList(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("list", [])
    return try list(try items(of: value))
  }

  private func join(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("join", ["d", "attribute"])
    let get = try getter(bound[1])
    let parts = try items(of: value).map { try text(of: try get($0)) }
    return try string(try joined(parts, by: try bound[0].map { try text(of: $0) } ?? ""))
  }

  private func reverse(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("reverse", [])
    if let text = value.text { return try string(String(text.unicodeScalars.reversed())) }
    return try iterator(try items(of: value).reversed())
  }

  private func sort(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("sort", ["reverse", "case_sensitive", "attribute"])
    let isSensitive = bound[1]?.isTrue ?? false
    // Several attributes, with commas between them, are compared one after the other.
    var attributes: [JinjaValue?] = [bound[2]]
    if let names = bound[2]?.text { attributes = PythonText(names).split(PythonText(",")).map { .string($0.string) } }
    let getters = try attributes.map { try getter($0) }
    let entries = try items(of: value).map { item -> (key: JinjaValue, value: JinjaValue) in
      let keys = try getters.map { get in
        let key = try get(item)
        return isSensitive ? key : ignoringCase(key)
      }
      return (.list(keys), item)
    }
    return try list(try sorted(entries, descending: bound[0]?.isTrue ?? false))
  }

  private func unique(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("unique", ["case_sensitive", "attribute"])
    let isSensitive = bound[0]?.isTrue ?? false
    let get = try getter(bound[1])
    var seen: Set<JinjaDictionary.Key> = []
    return try iterator(
      try items(of: value).filter { item in
        let key = try get(item)
        return seen.insert(try self.key(isSensitive ? key : ignoringCase(key))).inserted
      })
  }

  private func listEntries(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("items", [])
    if value.isUndefined { return try iterator([]) }
    guard case .dictionary(let dictionary) = value else { throw JinjaFailure.operand("items", value) }
    return try iterator(dictionary.pairs)
  }

  private func sortEntries(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("dictsort", ["case_sensitive", "by", "reverse"])
    if case .undefined(let why) = value { throw JinjaFailure.undefined(why) }
    guard case .dictionary(let dictionary) = value else { throw JinjaFailure.operand("dictsort", value) }
    let by = try JinjaArguments.text(bound[1], "dictsort", default: "key")
    guard by == "key" || by == "value" else {
      throw JinjaFailure.argument(
        "dictsort", Explanation(en: "“by” is “key” or “value”", ja: "by には key か value を指定します"))
    }
    let isSensitive = bound[0]?.isTrue ?? false
    let entries = dictionary.pairs.enumerated().map { index, pair -> (key: JinjaValue, value: JinjaValue) in
      let key = by == "key" ? dictionary.keys[index] : dictionary.values[index]
      return (isSensitive ? key : ignoringCase(key), pair)
    }
    return try list(try sorted(entries, descending: bound[2]?.isTrue ?? false))
  }

  private func batch(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("batch", ["linecount", "fill_with"], required: 1)
    let size = try JinjaArguments.integer(bound[0], "batch", default: 1)
    var batches: [[JinjaValue]] = []
    for item in try items(of: value) {
      if batches.isEmpty || batches[batches.count - 1].count == size { batches.append([]) }
      batches[batches.count - 1].append(item)
    }
    if let fill = bound[1], !fill.isNone, let last = batches.last, last.count < size {
      try check(items: size)
      batches[batches.count - 1] += Array(repeating: fill, count: size - last.count)
    }
    return try iterator(try batches.map { try list($0) })
  }

  private func sliceEvenly(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("slice", ["slices", "fill_with"], required: 1)
    let slices = try JinjaArguments.integer(bound[0], "slice", default: 1)
    let items = try items(of: value)
    guard slices != 0 else { throw JinjaFailure.divisionByZero }
    guard slices > 0 else { return try iterator([]) }
    try check(items: slices)
    let (size, extra) = items.count.quotientAndRemainder(dividingBy: slices)
    var start = 0
    return try iterator(
      try (0..<slices).map { number in
        let end = start + size + (number < extra ? 1 : 0)
        defer { start = end }
        let fill = number >= extra ? bound[1].flatMap { $0.isNone ? nil : [$0] } ?? [] : []
        return try list(Array(items[start..<end]) + fill)
      })
  }

  private func group(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("groupby", ["attribute", "default", "case_sensitive"], required: 1)
    let get = try getter(bound[0], default: bound[1])
    let isSensitive = bound[2]?.isTrue ?? false
    func key(_ item: JinjaValue) throws -> JinjaValue { isSensitive ? try get(item) : ignoringCase(try get(item)) }
    let sorted = try sorted(try items(of: value).map { (try key($0), $0) })
    var groups: [(key: JinjaValue, items: [JinjaValue])] = []
    for item in sorted {
      let key = try key(item)
      if let last = groups.last, try equal(last.key, key) {
        groups[groups.count - 1].items.append(item)
      } else {
        groups.append((key, [item]))
      }
    }
    return try list(
      try groups.map { group in
        .tuple([isSensitive ? group.key : try get(group.items[0]), try list(group.items)])
      })
  }

  private func smallest(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    try extreme(value, arguments, "min") { try self.isLess($0, $1) }
  }

  private func largest(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    try extreme(value, arguments, "max") { try self.isLess($1, $0) }
  }

  private func extreme(
    _ value: JinjaValue, _ arguments: JinjaArguments, _ name: String,
    _ isBetter: (JinjaValue, JinjaValue) throws -> Bool
  ) throws -> JinjaValue {
    let bound = try arguments.bind(name, ["case_sensitive", "attribute"])
    let get = try getter(bound[1])
    func key(_ item: JinjaValue) throws -> JinjaValue {
      bound[0]?.isTrue == true ? try get(item) : ignoringCase(try get(item))
    }
    var best: (key: JinjaValue, value: JinjaValue)?
    for item in try items(of: value) {
      let key = try key(item)
      if let known = best?.key, try !isBetter(key, known) { continue }
      best = (key, item)
    }
    return best?.value ?? .undefined(.emptySequence)
  }

  private func sum(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("sum", ["attribute", "start"])
    let get = try getter(bound[0])
    let start = bound[1] ?? .integer(0)
    // Python refuses to add up texts.
    guard start.text == nil else { throw JinjaFailure.operand("sum", start) }
    return try items(of: value).reduce(start) { try arithmetic("+", $0, try get($1)) }
  }
}
