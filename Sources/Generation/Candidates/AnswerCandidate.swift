public import Records

/// A stretch of a passage that could be the answer to a question.
public struct AnswerCandidate: Sendable, Hashable {
  /// UTF-8 offsets in the chunk's text, half open.
  public var range: Range<Int>
  /// The chunk's text there.
  public var text: String
  /// The kind of question that it answers.
  public var type: QuestionType
  /// The rule that found it, such as `quantity`.
  public var rule: String
  /// How good an answer it promises to be: specific and rare ones are higher.
  public var score: Double

  /// Takes the parts as they are.
  public init(range: Range<Int>, text: String, type: QuestionType, rule: String, score: Double) {
    self.range = range
    self.text = text
    self.type = type
    self.rule = rule
    self.score = score
  }
}

/// What a rule found, before overlaps are resolved.
struct Proposal: Hashable {
  /// UTF-16 offsets, as the patterns count.
  var range: Range<Int>
  var type: QuestionType
  /// From 0 to 1.
  var specificity: Double
  var rule = ""
}

/// Finds one kind of answer. One file each; `AnswerCandidates.rules` lists them.
protocol CandidateRule: Sendable {
  var name: String { get }
  /// Whether the finding is one term that cannot be cut further: of two that overlap the longer one stays.
  var isAtomic: Bool { get }
  func propose(_ passage: Passage) -> [Proposal]
}
