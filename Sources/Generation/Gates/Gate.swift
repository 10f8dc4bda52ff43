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

  /// Takes the parts as they are.
  public init(chunk: Chunk, question: String, answer: String, range: Range<Int>, type: QuestionType) {
    self.chunk = chunk
    self.question = question
    self.answer = answer
    self.range = range
    self.type = type
  }

  /// The passage's, which question and answer must share.
  public var language: Language { chunk.language }
}

/// What a gate found.
public enum GateVerdict: Sendable, Hashable {
  /// With a score in 0…1 where the gate measures one.
  case pass(score: Double? = nil)
  /// With the reason's code, and what exactly was found.
  case fail(reason: String, found: String, score: Double? = nil)

  /// Whether the gate let it through.
  public var passed: Bool {
    if case .pass = self { return true }
    return false
  }

  /// What the gate measured, where it measures.
  public var score: Double? {
    switch self {
    case .pass(let score), .fail(_, _, let score): score
    }
  }
}

/// Lets a pair through or says why not. One file each; `Gates.all` lists them, cheap ones first.
public protocol Gate: Sendable {
  /// The key of its score in a pair's `scores`; nil where it measures nothing.
  var scoreName: String? { get }
  /// The reasons that it can give, with a sentence for people: code → text.
  var reasons: [String: BilingualText] { get }

  /// One verdict for every subject, in order.
  ///
  /// - Throws: What the model or the index behind the gate throws.
  func judge(_ subjects: [GateSubject]) async throws -> [GateVerdict]
}

/// A gate that needs nothing but the texts.
public protocol TextGate: Gate {
  func verdict(_ subject: GateSubject) -> GateVerdict
}

extension TextGate {
  /// One subject after the other.
  public func judge(_ subjects: [GateSubject]) async throws -> [GateVerdict] { subjects.map(verdict) }
}
