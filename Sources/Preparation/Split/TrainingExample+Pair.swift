public import Records

extension TrainingExample {
  /// The pair as a conversation: the question, then the answer.
  public init(_ pair: QAPair, weight: Double = 1) {
    self.init(
      messages: [Message(role: "user", content: pair.question), Message(role: "assistant", content: pair.answer)],
      id: pair.id, language: pair.language, type: pair.type, fact: pair.fact, weight: weight, evidence: pair.evidence)
  }
}
