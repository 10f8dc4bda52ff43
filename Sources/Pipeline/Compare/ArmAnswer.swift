public import Records

/// A question on its way to an arm.
public struct ArmQuestion: Sendable, Hashable {
  /// The words.
  public var text: String
  /// Its language.
  public var language: Language
  /// The passages that are shown, best first.
  public var passages: [Chunk]

  /// Puts a question together.
  public init(text: String, language: Language, passages: [Chunk] = []) {
    self.text = text
    self.language = language
    self.passages = passages
  }
}

/// What an arm said, and where it read it.
public struct ArmAnswer: Codable, Sendable, Hashable {
  /// A place in a passage.
  public struct Source: Codable, Sendable, Hashable {
    /// The passage.
    public var chunk: ContentHash
    /// UTF-8 offsets in the passage's text, where the answer is a span of it.
    public var start: Int?
    /// The span's end.
    public var end: Int?
  }

  /// The answer.
  public var text: String
  /// Where it was read: one span, or every passage that was shown.
  public var sources: [Source]
  /// Wall-clock seconds: the batch's, shared out evenly.
  public var seconds: Double
  /// Tokens of all prompts that the answer took.
  public var promptTokens: Int
  /// Tokens of all answers.
  public var completionTokens: Int
  /// Questions that were answered at once, so that `seconds` is a share; nil in answers stored before this was kept.
  public var batch: Int?
  /// Set where the model did not answer: such a question counts for no arm.
  public var unanswered: Unanswered?
}
