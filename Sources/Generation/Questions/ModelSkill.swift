/// What a model can be asked for.
public enum ModelSkill: String, Codable, Sendable, CaseIterable {
  /// It writes a question for a passage and an answer, and reads an answer from a passage: the tiny embedded model.
  case questions
  /// It follows instructions in words.
  case instructions

  /// When questions are made of the statements themselves: a tiny model's own come after them, and only where there is
  /// none; of a model that follows instructions they are the last resort.
  public var statements: StatementUse { self == .instructions ? .last : .first }

  /// Rewordings wanted for every fact where nobody said how many: the literature asks for at least four. Rules find as
  /// many for most statements; the ledger tells each one that is missing.
  public static let rewordings = 4

  /// Rewordings that the model is asked for where nobody said how many: a tiny one's are worth little.
  public var modelRewordings: Int { self == .instructions ? Self.rewordings : 1 }

  /// Further tries where nobody said how many: a tiny model's samples pass no gate that its first question did not.
  public var retries: Int { self == .instructions ? 1 : 0 }
}
