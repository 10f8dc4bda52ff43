internal import Tensors

/// How far a template may go. No chat template comes near; one that loops for ever, or whose text doubles and doubles, ends
/// here, in a fraction of a second.
struct JinjaLimits: Sendable {
  /// Expressions, statements, items and pieces of text.
  var steps = 2_000_000
  /// Bytes of the whole output, and of any one text.
  var textBytes = 4 << 20
  /// Items of any one list.
  var items = 1 << 18
  /// Statements, expressions and calls in one another.
  var depth = 300
  /// Lists and dictionaries in one another.
  var valueDepth = 100
}

/// The variables of one part of a template; what is not there is looked for outside.
final class JinjaScope {
  private var values: [String: JinjaValue]
  private let outer: JinjaScope?

  init(_ values: [String: JinjaValue] = [:], in outer: JinjaScope? = nil) {
    self.values = values
    self.outer = outer
  }

  func value(_ name: String) -> JinjaValue? {
    var scope: JinjaScope? = self
    while let current = scope {
      if let value = current.values[name] { return value }
      scope = current.outer
    }
    return nil
  }

  func set(_ name: String, to value: JinjaValue) { values[name] = value }

  /// Forgets everything: macros hold the scope that holds them.
  func clear() { values = [:] }
}

/// Writes out one template once.
final class JinjaEvaluator {
  let limits: JinjaLimits
  /// What `strftime_now` takes for now.
  let clock: WallClock
  /// The line under way, for messages.
  var line = 1
  /// What the assistant says, as ranges of UTF-8 bytes of the output; nil once one stood where the output is caught.
  private(set) var generated: [Range<Int>]? = []
  /// What is set outside of loops and macros.
  private(set) var topmost: JinjaScope?
  private var steps = 0
  private var depth = 0
  /// The output, and what is caught for a variable, filter or macro, innermost last.
  private var outputs = [""]
  private var scopes: [JinjaScope] = []
  private var namespaces: [JinjaNamespace] = []

  init(limits: JinjaLimits, clock: WallClock) {
    self.limits = limits
    self.clock = clock
  }

  /// The text of a whole template.
  func render(_ statements: [JinjaStatement], variables: [String: JinjaValue]) throws -> String {
    defer {
      for scope in scopes { scope.clear() }
      for namespace in namespaces { namespace.attributes = JinjaDictionary() }
    }
    let topmost = scope(in: scope(variables, in: scope(Self.globals)))
    self.topmost = topmost
    _ = try execute(statements, topmost)
    return outputs[0]
  }

  // MARK: Budget

  /// Counts work; a template that does too much of it ends here.
  func charge(_ count: Int) throws {
    steps += max(0, count)
    guard steps <= limits.steps else {
      throw JinjaFailure.limit(
        Explanation(
          en: "it takes more than \(limits.steps) steps; perhaps it loops for ever",
          ja: "\(limits.steps) ステップを超えました。終わらない繰り返しになっている可能性があります"))
    }
  }

  /// Goes one level deeper for as long as `body` lasts.
  func deeper<Result>(_ body: () throws -> Result) throws -> Result {
    try charge(1)
    guard depth < limits.depth else {
      throw JinjaFailure.limit(
        Explanation(
          en: "more than \(limits.depth) levels are nested; perhaps a macro calls itself for ever",
          ja: "入れ子が \(limits.depth) 段を超えました。マクロが自分自身を呼び続けている可能性があります"))
    }
    depth += 1
    defer { depth -= 1 }
    return try body()
  }

  /// Counts the bytes of a text that is made.
  func check(textOf bytes: Int) throws {
    try allow(textOf: bytes)
    try charge(1 + bytes >> 6)
  }

  /// Whether a text may grow to so many bytes, where its pieces are counted as they are added.
  func allow(textOf bytes: Int) throws {
    guard bytes <= limits.textBytes else {
      throw JinjaFailure.limit(
        Explanation(
          en: "a text of more than \(limits.textBytes) bytes is made", ja: "\(limits.textBytes) バイトを超える文字列が作られました"))
    }
  }

  /// Counts what it costs to look through texts that are handed over, however often that is done.
  func charge(for arguments: JinjaArguments) throws {
    for value in arguments.positional { try charge(for: value) }
    for (_, value) in arguments.named { try charge(for: value) }
  }

  /// As above, for one value.
  func charge(for value: JinjaValue) throws {
    if let text = value.text { return try charge(text.utf8.count >> 4) }
    guard case .tuple(let list) = value else { return }
    try charge(list.items.count >> 3)
    for item in list.items { if let text = item.text { try charge(text.utf8.count >> 4) } }
  }

  func check(items count: Int) throws {
    guard count <= limits.items else {
      throw JinjaFailure.limit(
        Explanation(
          en: "a list of more than \(limits.items) items is made", ja: "\(limits.items) 個を超える要素のリストが作られました"))
    }
    try charge(1 + count >> 2)
  }

  private func check(_ value: JinjaValue) throws -> JinjaValue {
    guard value.depth <= limits.valueDepth else {
      throw JinjaFailure.limit(
        Explanation(
          en: "more than \(limits.valueDepth) lists stand in one another",
          ja: "リストの入れ子が \(limits.valueDepth) 段を超えました"))
    }
    return value
  }

  // MARK: Values

  func string(_ text: String) throws -> JinjaValue {
    try check(textOf: text.utf8.count)
    return .string(text)
  }

  func list(_ items: [JinjaValue]) throws -> JinjaValue {
    try check(items: items.count)
    return try check(.list(items))
  }

  func tuple(_ items: [JinjaValue]) throws -> JinjaValue {
    try check(items: items.count)
    return try check(.tuple(items))
  }

  /// What a lazy filter gives.
  func iterator(_ items: [JinjaValue]) throws -> JinjaValue {
    try check(items: items.count)
    return try check(.iterator(JinjaIterator(items)))
  }

  func dictionary(_ dictionary: JinjaDictionary) throws -> JinjaValue {
    try check(items: dictionary.count)
    return try check(.dictionary(dictionary))
  }

  func key(_ value: JinjaValue) throws -> JinjaDictionary.Key {
    try weigh(value)
    guard let key = JinjaDictionary.Key(value) else { throw JinjaFailure.unhashable(value) }
    return key
  }

  /// Counts the parts of a key, which may hold the same part many times over.
  func weigh(_ value: JinjaValue) throws {
    try charge(1 + (value.text.map { $0.utf8.count >> 6 } ?? 0))
    if case .tuple(let list) = value { for item in list.items { try weigh(item) } }
  }

  func namespace() -> JinjaNamespace {
    let namespace = JinjaNamespace()
    namespaces.append(namespace)
    return namespace
  }

  /// A part with variables of its own.
  func scope(_ values: [String: JinjaValue] = [:], in outer: JinjaScope? = nil) -> JinjaScope {
    JinjaScope(values, in: outer)
  }

  /// A scope that a macro holds, to be cleared in the end.
  func keep(_ scope: JinjaScope) { scopes.append(scope) }

  // MARK: Output

  func write(_ text: String) throws {
    try charge(1 + text.utf8.count >> 6)
    outputs[outputs.count - 1] += text
    guard outputs[outputs.count - 1].utf8.count <= limits.textBytes else {
      return try check(textOf: outputs[outputs.count - 1].utf8.count)
    }
  }

  /// What is written while `body` lasts, in place of being written.
  func caught(_ body: () throws -> Void) throws -> String {
    outputs.append("")
    do { try body() } catch {
      outputs.removeLast()
      throw error
    }
    return outputs.removeLast()
  }

  /// Writes what the assistant says, and notes where it stands.
  func writeGenerated(_ text: String) throws {
    let start = outputs[outputs.count - 1].utf8.count
    try write(text)
    if outputs.count > 1 { generated = nil } else { generated?.append(start..<(start + text.utf8.count)) }
  }
}
