/// One turn of a conversation.
public struct Message: Codable, Sendable, Hashable {
  /// `system`, `user` or `assistant`.
  public var role: String
  /// What was said, as plain text.
  public var content: String

  /// Takes one turn; the role is not checked.
  public init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}

/// The four parts of a dataset, named as in the contract.
public enum DatasetSplit: String, Codable, Sendable, CaseIterable {
  case train, validation
  /// Questions that reword facts trained on.
  case testReworded = "test-reworded"
  /// Documents that training never saw.
  case testUnseen = "test-unseen"
}

/// One line of a dataset file.
public struct TrainingExample: Codable, Sendable, Hashable {
  /// The conversation to learn: the question as `user`, then the answer as `assistant`.
  public var messages: [Message]
  /// The pair's id.
  public var id: ContentHash
  /// The language of question and answer.
  public var language: Language
  /// The kind of question, one of the two things that weights even out.
  public var type: QuestionType
  /// The same for all wordings of one question: they stay in one part of the split.
  public var fact: ContentHash
  /// How much the example counts in training: 1 on average; always 1 outside of the training part.
  public var weight: Double
  /// The quotes that the answer rests on. They are for people and checks, not for training.
  public var evidence: [Evidence]

  /// Takes the values as they are; nothing is checked.
  public init(
    messages: [Message], id: ContentHash, language: Language, type: QuestionType, fact: ContentHash, weight: Double,
    evidence: [Evidence]
  ) {
    self.messages = messages
    self.id = id
    self.language = language
    self.type = type
    self.fact = fact
    self.weight = weight
    self.evidence = evidence
  }
}
