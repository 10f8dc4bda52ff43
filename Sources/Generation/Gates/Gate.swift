public import Records

/// A question with its answer and passage, as gates see it.
public struct GateSubject: Sendable, Hashable {
  /// The passage.
  public var chunk: Chunk
  /// The wording to judge.
  public var question: String
  /// What it is meant to have as its answer.
  public var answer: String
  /// UTF-8 offsets of the answer in the chunk's text.
  public var range: Range<Int>
  /// The kind of question.
  public var type: QuestionType
  /// Set for another way to ask for a fact that has a pair already.
  public var form: PairForm?
  /// The language that it is written in, where that is not the passage's.
  public var written: Language?
  /// Whether the answer is worded otherwise than the document, so that the range is where its evidence stands.
  public var isFreelyWorded = false

  /// Takes the parts as they are.
  public init(chunk: Chunk, question: String, answer: String, range: Range<Int>, type: QuestionType) {
    self.chunk = chunk
    self.question = question
    self.answer = answer
    self.range = range
    self.type = type
  }

  /// The passage's, which question and answer must share, unless another one was asked for.
  public var language: Language { written ?? chunk.language }
}

/// What a gate measured on one subject. Whether that is enough is up to the threshold, which may change afterwards.
public struct GateMeasure: Sendable, Hashable {
  /// 0…1; 1 where nothing is amiss.
  public var score: Double
  /// The code of what is amiss; empty where nothing is.
  public var reason: String
  /// What exactly was found; empty where nothing was.
  public var found: String

  /// Nothing is amiss.
  public static let sound = GateMeasure(score: 1)

  /// Takes a measure as it is.
  public init(score: Double, reason: String = "", found: String = "") {
    self.score = score
    self.reason = reason
    self.found = found
  }

  /// A request that had to be answered was not.
  static func unanswered(_ why: Unanswered) -> GateMeasure { .flaw(why.reason.rawValue, found: why.message) }

  /// What kept a model from answering; nil where one did, or none was asked.
  var unanswered: Unanswered.Reason? { Unanswered.Reason(rawValue: reason) }

  /// Something is amiss.
  public static func flaw(_ reason: String, found: String, score: Double = 0) -> GateMeasure {
    GateMeasure(score: score, reason: reason, found: found)
  }
}

extension GateMeasure: Codable {
  private enum Key: String, CodingKey {
    case score, reason, found
  }

  /// Reads what `encode` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    score = try container.decodeIfPresent(Double.self, forKey: .score) ?? 1
    reason = try container.decodeIfPresent(String.self, forKey: .reason) ?? ""
    found = try container.decodeIfPresent(String.self, forKey: .found) ?? ""
  }

  /// Writes what is not as usual: of a million sound questions that is nothing.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if score != 1 { try container.encode(score, forKey: .score) }
    if !reason.isEmpty { try container.encode(reason, forKey: .reason) }
    if !found.isEmpty { try container.encode(found, forKey: .found) }
  }
}

/// A gate's name: the key of its score in a pair's `scores`, and of its threshold in `studio.json` (length and rank have
/// limits there in place of a threshold). In the order in which their failures count.
public enum GateName: String, Sendable, Codable, CaseIterable {
  /// Facts of the answer that the evidence holds too.
  case answerFacts
  /// What the answer stands in speaks to people, and not to a model that reads it.
  case noInjection
  /// The answer stands in the passage.
  case grounded
  /// Numbers of the question that the passage holds too.
  case questionNumbers
  /// Question and passage are of one language.
  case language
  /// Neither a fragment nor a page.
  case length
  /// It asks.
  case questionForm
  /// It does not stutter.
  case noRepetition
  /// The question does not give its answer away.
  case answerNotGiven
  /// What the question word asks for and what the answer is agree.
  case answerKind
  /// Of a table's rows the question names the answer's.
  case row
  /// Nothing in the question points at what its reader does not see.
  case noDeixis
  /// Content words of the question that the passage knows.
  case selfContained
  /// Content words of the question that the answer's own sentence knows.
  case focus
  /// One by the rank of the passage among those that the question finds.
  case retrieval
  /// How far the answer read back agrees.
  case roundTrip
  /// What another model says of the pair.
  case judge
}

/// Measures one thing about pairs. One file each; `Gates` lists them.
public protocol Gate: Sendable {
  /// The key of its score.
  var name: GateName { get }
  /// The reasons that it can give, with a sentence for people: code → text.
  var reasons: [String: BilingualText] { get }
  /// Whether a model is asked: such a gate is asked only about what the others could let through.
  var isDear: Bool { get }

  /// One measure for every subject, in order.
  ///
  /// - Throws: What the model or the index behind the gate throws.
  func measure(_ subjects: [GateSubject]) async throws -> [GateMeasure]
}

extension Gate {
  /// Most gates ask no model.
  public var isDear: Bool { false }
}

/// A gate that needs nothing but the texts.
public protocol TextGate: Gate {
  func measure(_ subject: GateSubject) -> GateMeasure
}

extension TextGate {
  /// One subject after the other.
  public func measure(_ subjects: [GateSubject]) async throws -> [GateMeasure] {
    subjects.map { measure($0) }
  }
}
