/// One turn of a conversation.
public struct Message: Codable, Sendable, Hashable {
  /// `system`, `user` or `assistant`.
  public var role: String
  public var content: String

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
  public var messages: [Message]
  /// The pair's id.
  public var id: ContentHash
  public var language: Language
  public var type: QuestionType
  public var fact: ContentHash
  public var weight: Double
  public var evidence: [Evidence]

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
