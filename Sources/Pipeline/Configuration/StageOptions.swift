public import Records

/// A stage's options. Each field is listed once; the command line, `studio.json`, the web page's form, the help and the
/// hash for resume all come from that list.
public protocol StageOptions: Sendable, Equatable {
  /// Every default written in the declaration.
  init()
  /// The list.
  static var fields: [OptionField<Self>] { get }
}

/// One option: its key, what it means, and how to get at it.
public struct OptionField<Options: Sendable>: Sendable {
  /// Key in `studio.json`, such as `chunkTokens`; on the command line `--chunk-tokens`.
  public let key: String
  /// One line for help and forms.
  public let help: BilingualText
  /// What stands for the value in help; nil for a flag.
  public let placeholder: String?
  /// What is expected, for messages.
  public let expectation: BilingualText
  /// False for what changes speed or talk alone, such as a number of processes: it stays out of the hash.
  public let affectsResult: Bool
  /// The value as text.
  public let text: @Sendable (Options) -> String
  /// Takes text from the command line; false when it does not fit.
  public let setText: @Sendable (inout Options, String) -> Bool
  /// Takes a value from the configuration; false when it does not fit.
  public let setNode: @Sendable (inout Options, JSON5.Node) -> Bool

  /// Lists a field. `valid` narrows what a value may be, with the words for it in `expectation`.
  public init<Value: OptionValue>(
    _ key: String, _ path: any WritableKeyPath<Options, Value> & Sendable, en: String, ja: String,
    affectsResult: Bool = true, expectation: BilingualText? = nil,
    valid: @escaping @Sendable (Value) -> Bool = { _ in true }
  ) {
    self.key = key
    self.help = BilingualText(en: en, ja: ja)
    self.placeholder = Value.placeholder
    self.expectation = expectation ?? Value.expectation
    self.affectsResult = affectsResult
    text = { $0[keyPath: path].optionText }
    setText = { options, text in
      guard let value = Value(optionText: text), valid(value) else { return false }
      options[keyPath: path] = value
      return true
    }
    setNode = { options, node in
      guard let value = Value(optionNode: node), valid(value) else { return false }
      options[keyPath: path] = value
      return true
    }
  }

  /// Such as `chunk-tokens`. `--language` is the language of messages with every command.
  public var commandLineName: String {
    if key == "language" { return "question-language" }
    var out = ""
    for character in key {
      if character.isUppercase { out += "-" }
      out += character.lowercased()
    }
    return out
  }
}

extension StageOptions {
  /// The fields that results depend on, as `key=value`.
  public var hashFields: [String] {
    Self.fields.filter(\.affectsResult).map { "\($0.key)=\($0.text(self))" }
  }
}

extension OptionField {
  /// A field whose number must be at least `least`.
  static func atLeast(
    _ least: Int, _ key: String, _ path: any WritableKeyPath<Options, Int> & Sendable, en: String, ja: String,
    affectsResult: Bool = true
  ) -> OptionField {
    OptionField(
      key, path, en: en, ja: ja, affectsResult: affectsResult,
      expectation: BilingualText(en: "a whole number, at least \(least)", ja: "\(least) 以上の整数"),
      valid: { $0 >= least })
  }
}

extension OptionField {
  /// A field whose number must lie in a range.
  static func within(
    _ range: ClosedRange<Double>, _ key: String, _ path: any WritableKeyPath<Options, Double> & Sendable, en: String,
    ja: String, affectsResult: Bool = true
  ) -> OptionField {
    OptionField(
      key, path, en: en, ja: ja, affectsResult: affectsResult,
      expectation: BilingualText(
        en: "a number from \(range.lowerBound) to \(range.upperBound)",
        ja: "\(range.lowerBound) から \(range.upperBound) までの数"),
      valid: { range.contains($0) })
  }
}
