/// A value as templates know it: Python's types as far as chat templates meet them. Lists and dictionaries never change
/// once made (the reference's sandbox forbids it); only a namespace does.
indirect enum JinjaValue {
  case undefined(JinjaUndefined)
  case none
  case boolean(Bool)
  case integer(Int)
  case float(Double)
  case string(String)
  /// Text that `safe` or `escape` marked: adding other text escapes that text.
  case markup(String)
  case list(JinjaList)
  case tuple(JinjaList)
  case dictionary(JinjaDictionary)
  /// What `keys`, `values` and `items` of a dictionary give.
  case view(JinjaDictionary.View)
  case range(JinjaRange)
  /// What lazy filters give: gone through once, and without a length.
  case iterator(JinjaIterator)
  case namespace(JinjaNamespace)
  case macro(JinjaMacro)
  case loop(JinjaLoop)
  case function(JinjaFunction)

  static func list(_ items: [JinjaValue]) -> JinjaValue { .list(JinjaList(items)) }
  static func tuple(_ items: [JinjaValue]) -> JinjaValue { .tuple(JinjaList(items)) }

  /// The text of a string, marked or not.
  var text: String? {
    switch self {
    case .string(let text), .markup(let text): text
    default: nil
    }
  }

  /// The number of an integer or boolean; in Python a boolean is an integer.
  var integer: Int? {
    switch self {
    case .integer(let value): value
    case .boolean(let value): value ? 1 : 0
    default: nil
    }
  }

  /// Any number as a float.
  var number: Double? {
    if case .float(let value) = self { return value }
    return integer.map(Double.init)
  }

  var isUndefined: Bool { if case .undefined = self { true } else { false } }
  var isNone: Bool { if case .none = self { true } else { false } }

  /// Python's truth of a value.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .boolean(let value): value
    case .integer(let value): value != 0
    case .float(let value): value != 0
    case .string(let text), .markup(let text): !text.isEmpty
    case .list(let list), .tuple(let list): !list.items.isEmpty
    case .dictionary(let dictionary): dictionary.count > 0
    case .view(let view): view.dictionary.count > 0
    case .range(let range): range.count > 0
    case .iterator, .namespace, .macro, .loop, .function: true
    }
  }

  /// Python's name of the type, for messages.
  var typeName: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "NoneType"
    case .boolean: "bool"
    case .integer: "int"
    case .float: "float"
    case .string: "str"
    case .markup: "Markup"
    case .list: "list"
    case .tuple: "tuple"
    case .dictionary: "dict"
    case .view(let view): view.kind.rawValue
    case .range: "range"
    case .iterator: "generator"
    case .namespace: "Namespace"
    case .macro: "Macro"
    case .loop: "LoopContext"
    case .function: "function"
    }
  }

  /// How many values stand in one another, this one included: bounded, so that no walk through a value can go too deep.
  var depth: Int {
    switch self {
    case .list(let list), .tuple(let list): list.depth
    case .dictionary(let dictionary): dictionary.depth
    case .view(let view): view.dictionary.depth + 2
    case .iterator(let iterator): iterator.depth
    case .function(let function): function.depth
    default: 1
    }
  }
}

/// The items of a list or tuple.
struct JinjaList {
  let items: [JinjaValue]
  let depth: Int

  init(_ items: [JinjaValue]) {
    self.items = items
    depth = 1 + (items.lazy.map(\.depth).max() ?? 0)
  }
}

/// What `range` gives.
struct JinjaRange {
  let start: Int
  let stop: Int
  let step: Int

  /// How many numbers there are; the bounds may lie further apart than an `Int` counts.
  var count: Int {
    let (low, high) = step > 0 ? (start, stop) : (stop, start)
    guard low < high, step != 0 else { return 0 }
    let distance = UInt(bitPattern: high) &- UInt(bitPattern: low)
    let count = (distance - 1) / step.magnitude + 1
    return Int(clamping: count)
  }

  /// A number by its place; behind the end, where a slice may stop, as far as an `Int` goes.
  subscript(_ index: Int) -> Int {
    let (distance, isFar) = index.multipliedReportingOverflow(by: step)
    let (number, isOver) = start.addingReportingOverflow(distance)
    return isFar || isOver ? (index < 0) == (step < 0) ? .max : .min : number
  }
}

/// Values that are gone through once.
final class JinjaIterator {
  private var items: [JinjaValue]
  private var next = 0
  let depth: Int

  init(_ items: [JinjaValue]) {
    self.items = items
    depth = 1 + (items.lazy.map(\.depth).max() ?? 0)
  }

  /// The next value; nil at the end.
  func advance() -> JinjaValue? {
    guard next < items.count else { return nil }
    next += 1
    return items[next - 1]
  }

  /// What is left; nothing is left afterwards.
  func drain() -> [JinjaValue] {
    defer { next = items.count }
    return Array(items[next...])
  }
}

/// The one thing that a template can change: `{% set ns.name = value %}`.
final class JinjaNamespace {
  var attributes = JinjaDictionary()
}

/// Something that can be called: a method with its receiver, or a function such as `range`.
final class JinjaFunction {
  let name: String
  let call: (JinjaEvaluator, JinjaArguments) throws -> JinjaValue
  let depth: Int

  init(
    _ name: String, of receiver: JinjaValue = .none,
    _ call: @escaping (JinjaEvaluator, JinjaArguments) throws -> JinjaValue
  ) {
    self.name = name
    self.call = call
    depth = 1 + receiver.depth
  }
}

/// Why a value is undefined: told when something is done with it that needs a value.
enum JinjaUndefined {
  case name(String)
  case attribute(of: String, String)
  case element(of: String, String)
  case noElse
  case parameter(String)
  case emptySequence
  case noItem
  case noCaller
  /// The sandbox keeps it from templates.
  case unsafe(of: String, String)
}
