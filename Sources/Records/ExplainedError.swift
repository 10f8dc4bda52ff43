/// An error that can be told in both languages: what was attempted, where, why, and what to do next.
public protocol ExplainedError: Error, CustomStringConvertible {
  /// The text for people.
  var text: BilingualText { get }
  /// Whether the command line or the configuration is at fault (exit code 2) or the operation failed (1).
  var isConfiguration: Bool { get }
}

extension ExplainedError {
  /// The operation failed, unless an error says otherwise.
  public var isConfiguration: Bool { false }

  /// The English text: what logs and tests show.
  public var description: String { text.en }
}
