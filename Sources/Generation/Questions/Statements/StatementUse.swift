/// When a question is made by rules of the statement that holds the answer.
public enum StatementUse: String, Codable, Sendable, CaseIterable {
  /// Before the model is asked. Nobody reads the answer back, since it is the statement's by construction.
  case first
  /// Where none of the model's questions passed.
  case last
  /// Not at all.
  case never
}
