internal import Tensors

extension JinjaEvaluator {
  /// `object.name`: Python looks for a method first, then for an item.
  func attribute(_ name: String, of object: JinjaValue) throws -> JinjaValue {
    if let value = try member(name, of: object) { return value }
    if case .dictionary(let dictionary) = object, let value = dictionary[name] { return value }
    return .undefined(.attribute(of: object.typeName, name))
  }

  /// `object[key]`: an item first, then a method.
  func item(_ key: JinjaValue, of object: JinjaValue) throws -> JinjaValue {
    if case .undefined(let why) = object { throw JinjaFailure.undefined(why) }
    if let value = try element(key, of: object) { return value }
    guard let name = key.text else {
      return .undefined(.element(of: object.typeName, String(try representation(of: key).prefix(40))))
    }
    return try member(name, of: object) ?? .undefined(.attribute(of: object.typeName, name))
  }

  private func element(_ key: JinjaValue, of object: JinjaValue) throws -> JinjaValue? {
    if case .dictionary(let dictionary) = object {
      try weigh(key)
      return JinjaDictionary.Key(key).flatMap { dictionary[$0] }
    }
    guard let index = key.integer else { return nil }
    func place(_ count: Int) -> Int? {
      let place = index < 0 ? count + index : index
      return place >= 0 && place < count ? place : nil
    }
    switch object {
    case .list(let list), .tuple(let list): return place(list.items.count).map { list.items[$0] }
    case .range(let range): return place(range.count).map { .integer(range[$0]) }
    case .string(let text), .markup(let text):
      try charge(text.utf8.count >> 6)
      let scalars = text.unicodeScalars
      guard
        let found = index >= 0
          ? scalars.index(scalars.startIndex, offsetBy: index, limitedBy: scalars.endIndex)
          : scalars.index(scalars.endIndex, offsetBy: index, limitedBy: scalars.startIndex),
        found < scalars.endIndex
      else { return nil }
      return .string(String(scalars[found]))
    default: return nil
    }
  }

  // MARK: Members

  private static let changing: [String: Set<String>] = [
    "list": ["append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove"],
    "dict": ["clear", "pop", "popitem", "setdefault", "update"],
  ]

  /// What an object has beside its items; nil where there is nothing of the name.
  private func member(_ name: String, of object: JinjaValue) throws -> JinjaValue? {
    if case .undefined(let why) = object { throw JinjaFailure.undefined(why) }
    if Self.changing[object.typeName]?.contains(name) == true || name.hasPrefix("__") && name.hasSuffix("__") {
      return .undefined(.unsafe(of: object.typeName, name))
    }
    switch object {
    case .markup(let text) where name == "join": return .function(Self.joinEscaped(by: text))
    case .string(let text), .markup(let text): return PythonText.method(name, of: text).map { .function($0) }
    case .dictionary(let dictionary): return Self.method(name, of: dictionary)
    case .list(let list), .tuple(let list): return Self.method(name, of: list.items, object)
    case .namespace(let namespace): return namespace.attributes[name]
    case .loop(let loop): return try member(name, of: loop)
    case .macro(let macro): return Self.member(name, of: macro.statement)
    case .range(let range): return Self.member(name, of: range)
    case .function(let function) where function.name == "dict" && name == "fromkeys": return .function(Self.fromKeys)
    default: return nil
    }
  }

  /// `join` of marked text, which spells out what HTML gives a meaning to in the texts that it joins.
  private static func joinEscaped(by separator: String) -> JinjaFunction {
    JinjaFunction("join") { evaluator, arguments in
      let items = try evaluator.items(of: try arguments.bind("join", ["iterable"], required: 1)[0] ?? .none)
      var size = 0
      let parts = try items.map { item in
        let text = try JinjaArguments.text(item, "join", default: "")
        size += text.utf8.count
        try evaluator.allow(textOf: size * 5)
        try evaluator.charge(text.utf8.count >> 4)
        if case .markup = item { return text }
        return escaped(text)
      }
      return .markup(try evaluator.joined(parts, by: separator))
    }
  }

  private static func method(_ name: String, of dictionary: JinjaDictionary) -> JinjaValue? {
    func view(_ kind: JinjaDictionary.View.Kind) -> JinjaValue {
      .function(
        JinjaFunction(name, of: .dictionary(dictionary)) { _, arguments in
          _ = try arguments.bind(name, [])
          return .view(JinjaDictionary.View(dictionary: dictionary, kind: kind))
        })
    }
    switch name {
    case "items": return view(.items)
    case "keys": return view(.keys)
    case "values": return view(.values)
    case "fromkeys": return .function(fromKeys)
    case "copy":
      return .function(
        JinjaFunction(name, of: .dictionary(dictionary)) { _, arguments in
          _ = try arguments.bind(name, [])
          return .dictionary(dictionary)
        })
    case "get":
      return .function(
        JinjaFunction(name, of: .dictionary(dictionary)) { evaluator, arguments in
          let bound = try arguments.bind(name, ["key", "default"], required: 1)
          return dictionary[try evaluator.key(bound[0] ?? .none)] ?? bound[1] ?? .none
        })
    default: return nil
    }
  }

  private static func method(_ name: String, of items: [JinjaValue], _ object: JinjaValue) -> JinjaValue? {
    let isTuple = if case .tuple = object { true } else { false }
    switch name {
    case "count":
      return .function(
        JinjaFunction(name, of: object) { evaluator, arguments in
          let value = try arguments.bind(name, ["value"], required: 1)[0] ?? .none
          return .integer(try items.filter { try evaluator.equal($0, value) }.count)
        })
    case "index":
      return .function(
        JinjaFunction(name, of: object) { evaluator, arguments in
          let bound = try arguments.bind(name, ["value", "start", "stop"], required: 1)
          let start = clamp(try JinjaArguments.integer(bound[1], name, default: 0), items.count)
          let stop = clamp(try JinjaArguments.integer(bound[2], name, default: items.count), items.count)
          for index in start..<max(start, stop) where try evaluator.equal(items[index], bound[0] ?? .none) {
            return .integer(index)
          }
          throw JinjaFailure.argument(
            name, Explanation(en: "the value is not in the list", ja: "その値はリストにありません"))
        })
    case "copy" where !isTuple:
      return .function(
        JinjaFunction(name, of: object) { _, arguments in
          _ = try arguments.bind(name, [])
          return object
        })
    default: return nil
    }
  }

  /// An index from the start or, where negative, from the end, brought into `0...count`.
  static func clamp(_ index: Int, _ count: Int) -> Int {
    max(0, min(count, index < 0 ? count &+ index : index))
  }

  private func member(_ name: String, of loop: JinjaLoop) throws -> JinjaValue? {
    switch name {
    case "index": return .integer(loop.index)
    case "index0": return .integer(loop.index - 1)
    case "first": return .boolean(loop.index == 1)
    case "last": return .boolean(try loop.next() == nil)
    case "length": return .integer(try loop.length())
    case "revindex": return .integer(try loop.length() - loop.index + 1)
    case "revindex0": return .integer(try loop.length() - loop.index)
    case "depth": return .integer(loop.depth + 1)
    case "depth0": return .integer(loop.depth)
    case "previtem": return loop.index > 1 ? loop.previous ?? .undefined(.noItem) : .undefined(.noItem)
    case "nextitem": return try loop.next() ?? .undefined(.noItem)
    case "cycle":
      return .function(
        JinjaFunction(name) { _, arguments in
          guard !arguments.positional.isEmpty, arguments.named.isEmpty else {
            throw JinjaFailure.argument(
              name, Explanation(en: "there are no items to choose from", ja: "選ぶ値がありません"))
          }
          return arguments.positional[(loop.index - 1) % arguments.positional.count]
        })
    case "changed":
      return .function(
        JinjaFunction(name) { evaluator, arguments in
          .boolean(try loop.hasChanged(try evaluator.tuple(arguments.positional), evaluator))
        })
    default: return nil
    }
  }

  private static func member(_ name: String, of macro: JinjaMacroStatement) -> JinjaValue? {
    switch name {
    case "name": macro.name.map { .string($0) } ?? JinjaValue.none
    case "arguments": .tuple(macro.parameters.map { .string($0.name) })
    case "catch_kwargs": .boolean(macro.usesNamed)
    case "catch_varargs": .boolean(macro.usesPositional)
    case "caller": .boolean(macro.usesCaller)
    default: nil
    }
  }

  private static func member(_ name: String, of range: JinjaRange) -> JinjaValue? {
    switch name {
    case "start": .integer(range.start)
    case "stop": .integer(range.stop)
    case "step": .integer(range.step)
    default: nil
    }
  }

  // MARK: Going through values

  /// The items that a loop over the value goes through.
  func items(of value: JinjaValue) throws -> [JinjaValue] {
    let items: [JinjaValue]
    switch value {
    case .undefined: return []
    case .list(let list), .tuple(let list): items = list.items
    case .dictionary(let dictionary): items = dictionary.keys
    case .view(let view): items = view.items
    case .iterator(let iterator): items = iterator.drain()
    case .range(let range): items = (0..<range.count).map { .integer(range[$0]) }
    case .string(let text), .markup(let text): items = text.unicodeScalars.map { .string(String($0)) }
    default: throw JinjaFailure.notIterable(value)
    }
    try charge(items.count >> 3)
    return items
  }

  /// Python's `len`.
  func length(of value: JinjaValue) throws -> Int {
    switch value {
    case .undefined: return 0
    case .list(let list), .tuple(let list): return list.items.count
    case .dictionary(let dictionary): return dictionary.count
    case .view(let view): return view.dictionary.count
    case .range(let range): return range.count
    case .loop(let loop): return try loop.length()
    case .string(let text), .markup(let text):
      try charge(text.utf8.count >> 6)
      return text.unicodeScalars.count
    default: throw JinjaFailure.operand("length", value)
    }
  }

  // MARK: Slices

  /// `object[start:stop:step]`.
  func slice(
    _ object: JinjaValue, start: JinjaValue?, stop: JinjaValue?, step: JinjaValue?
  ) throws -> JinjaValue {
    func places(_ count: Int) throws -> (start: Int, stop: Int, step: Int) {
      try Self.places(count, start: bound(start), stop: bound(stop), step: bound(step) ?? 1)
    }
    func indices(_ count: Int) throws -> StrideTo<Int> {
      let (start, stop, step) = try places(count)
      // A step longer than the whole takes one item, and may not overflow on the way.
      return stride(from: start, to: stop, by: max(-count - 1, min(count + 1, step)))
    }
    switch object {
    case .undefined(let why): throw JinjaFailure.undefined(why)
    case .list(let list): return try self.list(try indices(list.items.count).map { list.items[$0] })
    case .tuple(let list): return try tuple(try indices(list.items.count).map { list.items[$0] })
    case .string(let text), .markup(let text):
      try charge(text.utf8.count >> 4)
      let scalars = Array(text.unicodeScalars)
      let part = String(try indices(scalars.count).map { scalars[$0] })
      if case .markup = object { return .markup(part) }
      return try string(part)
    case .range(let range):
      let (start, stop, step) = try places(range.count)
      let product = range.step.multipliedReportingOverflow(by: step)
      guard !product.overflow else { throw JinjaFailure.tooLarge("[:]") }
      return .range(JinjaRange(start: range[start], stop: range[stop], step: product.partialValue))
    default: throw JinjaFailure.notSubscriptable(object)
    }
  }

  private func bound(_ value: JinjaValue?) throws -> Int? {
    guard let value, !value.isNone else { return nil }
    guard let number = value.integer else { throw JinjaFailure.operand("[:]", value) }
    return number
  }

  /// Where a slice of so many items begins and ends, as Python counts.
  private static func places(
    _ count: Int, start: Int?, stop: Int?, step: Int
  ) throws -> (start: Int, stop: Int, step: Int) {
    guard step != 0 else {
      throw JinjaFailure.argument("[::0]", Explanation(en: "the step is zero", ja: "間隔が 0 です"))
    }
    func place(_ bound: Int?, _ standard: Int, _ low: Int, _ high: Int) -> Int {
      guard let bound else { return standard }
      return max(low, min(high, bound < 0 ? max(-1, count + max(bound, -count - 1)) : bound))
    }
    return step > 0
      ? (place(start, 0, 0, count), place(stop, count, 0, count), step)
      : (place(start, count - 1, -1, count - 1), place(stop, -1, -1, count - 1), step)
  }
}
