public import Records

/// A type that options can have: read from the command line and from `studio.json`, written back as text.
public protocol OptionValue: Sendable, Equatable, SendableMetatype {
  /// From the text behind `--option`.
  init?(optionText: String)
  /// From a value in the configuration.
  init?(optionNode: JSON5.Node)
  /// The value as text: what a hash of options is made of.
  var optionText: String { get }
  /// What is expected, for messages.
  static var expectation: BilingualText { get }
  /// What stands for the value in help, such as `N`; nil for a flag, which has no value.
  static var placeholder: String? { get }
}

extension Int: OptionValue {
  /// Decimal digits with or without a sign; nil for anything else, also for a number too large.
  public init?(optionText: String) { self.init(optionText) }

  /// A number without a fraction, so `3.0` too; nil for anything else.
  public init?(optionNode: JSON5.Node) {
    guard case .number(let number) = optionNode.value else { return nil }
    self.init(exactly: number)
  }

  /// Decimal digits, after a minus sign where negative.
  public var optionText: String { String(self) }
  /// Any whole number; a field with a least value brings words of its own.
  public static var expectation: BilingualText { BilingualText(en: "a whole number", ja: "整数") }
  /// `N`.
  public static var placeholder: String? { "N" }
}

extension Double: OptionValue {
  /// A finite number as Swift reads it, `1e-4` too; nil for anything else.
  public init?(optionText: String) {
    guard let value = Double(optionText), value.isFinite else { return nil }
    self = value
  }

  /// A finite number; nil for anything else, also for JSON5's `Infinity` and `NaN`.
  public init?(optionNode: JSON5.Node) {
    guard case .number(let number) = optionNode.value, number.isFinite else { return nil }
    self = number
  }

  /// The shortest digits that are read back as the same number.
  public var optionText: String { String(self) }
  /// Any finite number; a field with a range brings words of its own.
  public static var expectation: BilingualText { BilingualText(en: "a number", ja: "数") }
  /// `X`.
  public static var placeholder: String? { "X" }
}

extension Bool: OptionValue {
  /// True for `true`, `yes` and the empty text of a bare flag, false for `false` and `no`; nil for anything else.
  public init?(optionText: String) {
    switch optionText {
    case "", "true", "yes": self = true
    case "false", "no": self = false
    default: return nil
    }
  }

  /// `true` or `false` without quotes; nil for anything else.
  public init?(optionNode: JSON5.Node) {
    guard case .bool(let value) = optionNode.value else { return nil }
    self = value
  }

  /// `true` or `false`.
  public var optionText: String { self ? "true" : "false" }
  /// The two words that are always taken; `yes` and `no` are not mentioned.
  public static var expectation: BilingualText { BilingualText(en: "true or false", ja: "true か false") }
  /// Nil: a flag stands alone on the command line.
  public static var placeholder: String? { nil }
}

extension String: OptionValue {
  /// Any text, also an empty one; never nil.
  public init?(optionText: String) { self = optionText }

  /// A string; nil for anything else, also for a number without quotes.
  public init?(optionNode: JSON5.Node) {
    guard case .string(let value) = optionNode.value else { return nil }
    self = value
  }

  /// The text itself.
  public var optionText: String { self }
  /// As the configuration wants it; on the command line the shell takes the quotes away.
  public static var expectation: BilingualText { BilingualText(en: "a text in quotes", ja: "引用符で囲んだ文字列") }
  /// `TEXT`.
  public static var placeholder: String? { "TEXT" }
}

/// A list: with commas on the command line, an array in the configuration.
extension Array: OptionValue where Element == String {
  /// Split at commas, without the spaces after them and without empty parts; never nil.
  public init?(optionText: String) {
    self = optionText.split(separator: ",").map { String($0.drop { $0 == " " }) }
  }

  /// An array of strings; nil for anything else, also where one element is not a string.
  public init?(optionNode: JSON5.Node) {
    guard case .array(let nodes) = optionNode.value else { return nil }
    var out: [String] = []
    for node in nodes {
      guard case .string(let value) = node.value else { return nil }
      out.append(value)
    }
    self = out
  }

  /// Joined with commas; a comma inside an element is not marked.
  public var optionText: String { joined(separator: ",") }
  /// As the configuration wants it, for fields that name no texts of their own.
  public static var expectation: BilingualText { BilingualText(en: "a list of texts", ja: "文字列の配列") }
  /// `A,B`.
  public static var placeholder: String? { "A,B" }
}
