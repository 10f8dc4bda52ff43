public import Records

/// One test question.
public struct EvaluationItem: Codable, Sendable, Hashable {
  /// The pair's id.
  public var id: ContentHash
  /// The words that every arm is asked, without any prompt around them.
  public var question: String
  /// Right answers; any of them counts.
  public var references: [String]
  /// Decides how answers are compared: words in English, characters in Japanese.
  public var language: Language
  /// The kind of question, by which F1 is also given.
  public var type: QuestionType
  /// `test-reworded` or `test-unseen`.
  public var track: DatasetSplit
  /// The independent unit: the name of the group of documents (a document, its translations, its near-duplicates).
  public var group: String
  /// Path of the document, for people.
  public var document: String

  /// Takes everything as it is; `track` must be one of the two test sets for the question to count.
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
  /// The `id` of the question's `EvaluationItem`.
  public var item: ContentHash
  /// One of the contract's words: `base`, `few-shot`, `rag`, `lora`, `lora+rag`, `oracle` …
  public var arm: String
  /// The answer's words alone; empty where the arm found none.
  public var answer: String
  /// Rank (from 1) of the gold passage among those retrieved; nil where the arm did not retrieve or did not find it.
  public var goldRank: Int?
  /// Whether the arm searches for passages, found or not; the first arm that does gives the retrieval figures.
  public var retrieved: Bool
  /// Wall-clock seconds; of questions answered in a batch, an even share of the batch's.
  public var seconds: Double
  /// How many questions were answered at once; nil where that is not known.
  public var batch: Int?
  /// Tokens of all prompts that the answer took.
  public var promptTokens: Int
  /// Tokens that the model wrote, over all prompts.
  public var completionTokens: Int

  /// Takes everything as it is; what is left out counts as not measured and is 0.
  public init(
    item: ContentHash, arm: String, answer: String, goldRank: Int? = nil, retrieved: Bool = false, seconds: Double = 0,
    batch: Int? = nil, promptTokens: Int = 0, completionTokens: Int = 0
  ) {
    self.item = item
    self.arm = arm
    self.answer = answer
    self.goldRank = goldRank
    self.retrieved = retrieved
    self.seconds = seconds
    self.batch = batch
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
  }
}
