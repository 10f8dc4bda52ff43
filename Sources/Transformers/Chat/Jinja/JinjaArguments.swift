internal import Tensors

/// What a function, filter, test or macro is called with.
struct JinjaArguments {
  var positional: [JinjaValue] = []
  private(set) var named: [(name: String, value: JinjaValue)] = []

  init(_ positional: [JinjaValue] = []) { self.positional = positional }

  static let notMapping = Explanation(en: "a dictionary with text keys is needed", ja: "文字列をキーとする辞書が必要です")

  static func unknown(_ name: String) -> Explanation {
    Explanation(en: "there is no argument “\(name)”", ja: "「\(name)」という引数はありません")
  }

  static func tooMany(_ count: Int) -> Explanation {
    Explanation(en: "it takes at most \(count) arguments", ja: "引数は \(count) 個までです")
  }

  /// Adds an argument with a name, which must be new.
  mutating func add(_ name: String, _ value: JinjaValue) throws {
    guard !named.contains(where: { $0.name == name }) else {
      throw JinjaFailure.argument(
        name, Explanation(en: "the argument is given twice", ja: "引数が二度渡されています"))
    }
    named.append((name, value))
  }

  /// The arguments in the order of their names; nil where none is given.
  func bind(_ function: String, _ names: [String], required: Int = 0) throws -> [JinjaValue?] {
    guard positional.count <= names.count else { throw JinjaFailure.argument(function, Self.tooMany(names.count)) }
    var values: [JinjaValue?] = Array(repeating: nil, count: names.count)
    for (index, value) in positional.enumerated() { values[index] = value }
    for (name, value) in named {
      guard let index = names.firstIndex(of: name) else { throw JinjaFailure.argument(function, Self.unknown(name)) }
      guard values[index] == nil else {
        throw JinjaFailure.argument(
          function, Explanation(en: "“\(name)” is given twice", ja: "「\(name)」が二度渡されています"))
      }
      values[index] = value
    }
    if let missing = (0..<required).first(where: { values[$0] == nil }) {
      throw JinjaFailure.argument(
        function, Explanation(en: "“\(names[missing])” is missing", ja: "「\(names[missing])」がありません"))
    }
    return values
  }

  /// A whole number that was given, or the one that stands for it.
  static func integer(_ value: JinjaValue?, _ function: String, default standard: Int) throws -> Int {
    guard let value else { return standard }
    guard let number = value.integer else { throw JinjaFailure.operand(function, value) }
    return number
  }

  /// A text that was given, or the one that stands for it.
  static func text(_ value: JinjaValue?, _ function: String, default standard: String) throws -> String {
    guard let value else { return standard }
    guard let text = value.text else { throw JinjaFailure.operand(function, value) }
    return text
  }
}
