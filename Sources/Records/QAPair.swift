/// A verbatim quote and where it stands, located by code.
public struct Evidence: Codable, Sendable, Hashable {
  /// A rectangle on a page.
  public struct PageRect: Codable, Sendable, Hashable {
    /// From 1.
    public var page: Int
    /// In points from the page's top left.
    public var rect: Rect

    /// Takes the values as they are; nothing is checked.
    public init(page: Int, rect: Rect) {
      self.page = page
      self.rect = rect
    }
  }

  /// Path of the source file.
  public var document: String
  /// Hash of the source file, which is the document's id.
  public var sha256: ContentHash
  /// Id of the chunk that the quote stands in.
  public var chunk: ContentHash
  /// UTF-8 offsets in the chunk's text, half open: `quote` equals the chunk's text there.
  public var start: Int
  /// The offset after the quote's last byte.
  public var end: Int
  /// The document's own words, letter for letter.
  public var quote: String
  /// Where it begins.
  public var page: Int
  /// About one rectangle a line of the quote, in reading order; empty for text files.
  public var rects: [PageRect]

  /// Takes a place that is known; `EvidenceLocator` finds it.
  public init(
    document: String, sha256: ContentHash, chunk: ContentHash, start: Int, end: Int, quote: String, page: Int,
    rects: [PageRect]
  ) {
    self.document = document
    self.sha256 = sha256
    self.chunk = chunk
    self.start = start
    self.end = end
    self.quote = quote
    self.page = page
    self.rects = rects
  }
}

/// What kind of question it is.
public enum QuestionType: String, Codable, Sendable, CaseIterable {
  case factoid, number, definition, procedure, list, reason
  case yesNo = "yes-no"
  case comparison
  case multiHop = "multi-hop"
  case unanswerable

  /// Whether the answer is a stretch of one passage that a question asks for.
  public var isPlain: Bool {
    switch self {
    case .factoid, .number, .definition, .procedure, .list, .reason: true
    case .yesNo, .comparison, .multiHop, .unanswerable: false
    }
  }

  /// Whether the answer is a stretch of a passage.
  public var isSpan: Bool { self != .yesNo && self != .unanswerable }
}

/// Where a pair stands in review. The state is a fold over append-only events.
public enum PairStatus: String, Codable, Sendable, CaseIterable {
  /// Passed every gate, no person has looked yet.
  case unreviewed
  case accepted
  case rejected
  /// A person has changed question or answer; counts as accepted.
  case edited
  /// The evidence is gone from the document.
  case stale
}

/// Who or what wrote a pair.
public struct PairGenerator: Codable, Sendable, Hashable {
  /// The model's name as in `ChatModel.name`, or `rules` for what was made without one.
  public var model: String
  /// The prompt and the digest of its wording, such as `write-question.en@1f0c…`, or `rewording.en` for rules.
  public var template: String
  /// What the sampler was given for this one request.
  public var seed: UInt64

  /// Takes the values as they are; nothing is checked.
  public init(model: String, template: String, seed: UInt64) {
    self.model = model
    self.template = template
    self.seed = seed
  }
}

extension PairGenerator {
  private static let rules = "rules"

  /// A wording that a rule makes without a model, such as `rewording.en`.
  public static func rule(_ name: String, _ language: Language, seed: UInt64 = 0) -> PairGenerator {
    PairGenerator(model: rules, template: "\(name).\(language.rawValue)", seed: seed)
  }

  /// The question made of the statement that holds the answer.
  public static func statement(_ language: Language, seed: UInt64) -> PairGenerator {
    rule("statement", language, seed: seed)
  }

  /// Made without a model.
  public var isByRule: Bool { model == Self.rules }
  /// Made of the statement that holds the answer.
  public var isOfStatement: Bool { isByRule && template.hasPrefix("statement.") }
}

/// A question and its answer, grounded in a passage. The JSON form is the contract's `raw` export.
public struct QAPair: Codable, Sendable, Hashable, Identifiable {
  /// Hash of question, answer and the first evidence's place. An edit in review leaves it as it is.
  public var id: ContentHash
  /// As the model or a rule worded it; as people worded it, once the pair has been edited in review.
  public var question: String
  /// The evidence's own words, until somebody edits them in review.
  public var answer: String
  /// The language of question and answer: that of the passage, except for a translation.
  public var language: Language
  /// The kind of question, told by the rule that found the answer.
  public var type: QuestionType
  /// 1 (stands in one sentence) to 5.
  public var difficulty: Int
  /// Where the answer stands in the documents; those of several passages have several, that of the answer first.
  public var evidence: [Evidence]
  /// Groups the pairs that ask for the same fact.
  public var fact: ContentHash
  /// The pair that this one rewords.
  public var variantOf: ContentHash?
  /// False when no document holds the answer, which then is a `Refusal`; the evidence is the passage that it stands near.
  public var answerable: Bool
  /// Where the pair stands in review; `unreviewed` when generated.
  public var status: PairStatus
  /// Who decided last; nil while nobody has.
  public var reviewer: String?
  /// Gate name → score in 0…1, such as `grounded`, `roundTrip`, `selfContained`.
  public var scores: [String: Double]
  /// `train`, `validation`, `test-reworded`, `test-unseen`; nil until a split has been made.
  public var split: String?
  /// What worded the question.
  public var generator: PairGenerator

  /// Takes a pair and works out its `id` from question, answer and the first evidence's chunk and offsets.
  public init(
    question: String, answer: String, language: Language, type: QuestionType, difficulty: Int, evidence: [Evidence],
    fact: ContentHash, variantOf: ContentHash? = nil, answerable: Bool = true, status: PairStatus = .unreviewed,
    reviewer: String? = nil, scores: [String: Double] = [:], split: String? = nil, generator: PairGenerator
  ) {
    self.init(
      id: ContentHash.pair(question, answer, evidence.first), question: question, answer: answer, language: language,
      type: type, difficulty: difficulty, evidence: evidence, fact: fact, variantOf: variantOf, answerable: answerable,
      status: status, reviewer: reviewer, scores: scores, split: split, generator: generator)
  }

  /// Takes a pair as it was kept, with the id that it had.
  public init(
    id: ContentHash, question: String, answer: String, language: Language, type: QuestionType, difficulty: Int,
    evidence: [Evidence], fact: ContentHash, variantOf: ContentHash?, answerable: Bool, status: PairStatus,
    reviewer: String?, scores: [String: Double], split: String?, generator: PairGenerator
  ) {
    self.id = id
    self.question = question
    self.answer = answer
    self.language = language
    self.type = type
    self.difficulty = difficulty
    self.evidence = evidence
    self.fact = fact
    self.variantOf = variantOf
    self.answerable = answerable
    self.status = status
    self.reviewer = reviewer
    self.scores = scores
    self.split = split
    self.generator = generator
  }
}

extension QAPair {
  private enum CodingKeys: String, CodingKey {
    case id, question, answer, language, type, difficulty, evidence, fact, variantOf, answerable, status, reviewer
    case scores, split, generator
  }

  /// Every key of the contract on every line, `null` where there is nothing: readers take the columns from the first line.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(question, forKey: .question)
    try container.encode(answer, forKey: .answer)
    try container.encode(language, forKey: .language)
    try container.encode(type, forKey: .type)
    try container.encode(difficulty, forKey: .difficulty)
    try container.encode(evidence, forKey: .evidence)
    try container.encode(fact, forKey: .fact)
    try container.encode(variantOf, forKey: .variantOf)
    try container.encode(answerable, forKey: .answerable)
    try container.encode(status, forKey: .status)
    try container.encode(reviewer, forKey: .reviewer)
    try container.encode(scores, forKey: .scores)
    try container.encode(split, forKey: .split)
    try container.encode(generator, forKey: .generator)
  }
}

/// One act of review. Events are only ever added; undo is an event too.
public struct ReviewEvent: Codable, Sendable, Hashable {
  /// What a reviewer did. The raw values are those that the studio sends and the store keeps.
  public enum Action: String, Codable, Sendable {
    case accept, edit, reject
    /// Takes back the pair's latest event that is not yet taken back.
    case undo
  }

  /// Id of the pair as it was generated.
  public var pair: ContentHash
  /// What was done; `edit` accepts too.
  public var action: Action
  /// A name for people: as the studio was told, else the user that runs it.
  public var reviewer: String
  /// Seconds since 1970.
  public var time: Double
  /// Why, for a rejection.
  public var reason: String?
  /// The new wording, for an edit.
  public var question: String?
  /// The new answer, for an edit; nil leaves the old one.
  public var answer: String?

  /// Takes an event as it is; the studio checks that an edit has a wording and a rejection a reason.
  public init(
    pair: ContentHash, action: Action, reviewer: String, time: Double, reason: String? = nil,
    question: String? = nil, answer: String? = nil
  ) {
    self.pair = pair
    self.action = action
    self.reviewer = reviewer
    self.time = time
    self.reason = reason
    self.question = question
    self.answer = answer
  }
}

extension ContentHash {
  /// The id of the pair that has this question, this answer and this first evidence.
  public static func pair(_ question: String, _ answer: String, _ evidence: Evidence?) -> ContentHash {
    let place = evidence.map { [$0.chunk.hex, String($0.start), String($0.end)] } ?? []
    return ContentHash(of: ["pair", question, answer] + place)
  }
}
