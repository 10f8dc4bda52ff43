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
  public init?(optionText: String) { self.init(optionText) }

  public init?(optionNode: JSON5.Node) {
    guard case .number(let number) = optionNode.value else { return nil }
    self.init(exactly: number)
  }

  public var optionText: String { String(self) }
  public static var expectation: BilingualText { BilingualText(en: "a whole number", ja: "整数") }
  public static var placeholder: String? { "N" }
}

extension Double: OptionValue {
  public init?(optionText: String) {
    guard let value = Double(optionText), value.isFinite else { return nil }
    self = value
  }

  public init?(optionNode: JSON5.Node) {
    guard case .number(let number) = optionNode.value, number.isFinite else { return nil }
    self = number
  }

  public var optionText: String { String(self) }
  public static var expectation: BilingualText { BilingualText(en: "a number", ja: "数") }
  public static var placeholder: String? { "X" }
}

extension Bool: OptionValue {
  public init?(optionText: String) {
    switch optionText {
    case "", "true", "yes": self = true
    case "false", "no": self = false
    default: return nil
    }
  }

  public init?(optionNode: JSON5.Node) {
    guard case .bool(let value) = optionNode.value else { return nil }
    self = value
  }

  public var optionText: String { self ? "true" : "false" }
  public static var expectation: BilingualText { BilingualText(en: "true or false", ja: "true か false") }
  public static var placeholder: String? { nil }
}

extension String: OptionValue {
  public init?(optionText: String) { self = optionText }

  public init?(optionNode: JSON5.Node) {
    guard case .string(let value) = optionNode.value else { return nil }
    self = value
  }

  public var optionText: String { self }
  public static var expectation: BilingualText { BilingualText(en: "a text in quotes", ja: "引用符で囲んだ文字列") }
  public static var placeholder: String? { "TEXT" }
}

/// A list: with commas on the command line, an array in the configuration.
extension Array: OptionValue where Element == String {
  public init?(optionText: String) {
    self = optionText.split(separator: ",").map { String($0.drop { $0 == " " }) }
  }

  public init?(optionNode: JSON5.Node) {
    guard case .array(let nodes) = optionNode.value else { return nil }
    var out: [String] = []
    for node in nodes {
      guard case .string(let value) = node.value else { return nil }
      out.append(value)
    }
    self = out
  }

  public var optionText: String { joined(separator: ",") }
  public static var expectation: BilingualText { BilingualText(en: "a list of texts", ja: "文字列の配列") }
  public static var placeholder: String? { "A,B" }
}
