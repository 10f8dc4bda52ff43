public import Records

/// One test question.
public struct EvaluationItem: Codable, Sendable, Hashable {
  /// The pair's id.
  public var id: ContentHash
  public var question: String
  /// Right answers; any of them counts.
  public var references: [String]
  public var language: Language
  public var type: QuestionType
  /// `test-reworded` or `test-unseen`.
  public var track: DatasetSplit
  /// The independent unit: the name of the group of documents (a document, its translations, its near-duplicates).
  public var group: String
  /// Path of the document, for people.
  public var document: String

  public init(
    id: ContentHash, question: String, references: [String], language: Language, type: QuestionType,
    track: DatasetSplit, group: String, document: String
  ) {
    self.id = id
    self.question = question
    self.references = references
    self.language = language
    self.type = type
    self.track = track
    self.group = group
    self.document = document
  }
}

/// What one arm answered to one question.
public struct Prediction: Codable, Sendable, Hashable {
  public var item: ContentHash
  /// One of the contract's words: `base`, `few-shot`, `rag`, `lora`, `lora+rag`, `oracle` …
  public var arm: String
  public var answer: String
  /// Rank (from 1) of the gold passage among those retrieved; nil where the arm did not retrieve or did not find it.
  public var goldRank: Int?
  public var retrieved: Bool
  public var seconds: Double
  public var promptTokens: Int
  public var completionTokens: Int

  public init(
    item: ContentHash, arm: String, answer: String, goldRank: Int? = nil, retrieved: Bool = false, seconds: Double = 0,
    promptTokens: Int = 0, completionTokens: Int = 0
  ) {
    self.item = item
    self.arm = arm
    self.answer = answer
    self.goldRank = goldRank
    self.retrieved = retrieved
    self.seconds = seconds
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
  }
}
