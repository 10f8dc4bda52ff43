/// Where gates draw the line: a score below the threshold fails. 0 lets everything pass.
///
/// They decide about scores that are stored, and can be changed without asking a model again.
public struct GateOptions: Sendable, Codable, Hashable {
  /// Share of the answer's numbers, dates, units, codes and names that the evidence must hold.
  public var answerFacts = 1.0
  /// 1: the evidence is no instruction to a model; 0.5 lets pass what stands behind one in its paragraph.
  public var noInjection = 1.0
  /// 1 asks for the document's words letter for letter, less lets widths of letters and white space differ.
  public var grounded = 0.9
  /// Share of the question's numbers that the passage must hold.
  public var questionNumbers = 1.0
  /// 0.5 lets single foreign characters pass.
  public var language = 1.0
  /// Words of an English question.
  public var words = 3...40
  /// Characters of a Japanese question.
  public var characters = 6...100
  /// 1: it must ask.
  public var questionForm = 1.0
  /// 1: no stuttering.
  public var noRepetition = 1.0
  /// Share of the answer's content words that must be new.
  public var answerNotGiven = 0.25
  /// 1: `how many days` asks for a number of days, いつ for no sum of money.
  public var answerKind = 1.0
  /// 1: of a table's rows the question names no other one than the answer's.
  public var row = 1.0
  /// 1: no "this document", 本文, 上記, bare pronoun.
  public var noDeixis = 1.0
  /// Share of the question's content words that its passage must know.
  public var selfContained = 0.05
  /// Share of a tiny model's question's content words that stand in the answer's sentence, its table's head or its
  /// headings.
  public var focus = 0.6
  /// A question must find its own passage among the first so many.
  public var rank = 5
  /// The answer read back from the passage must agree with the intended one at least so far (F1).
  public var roundTrip = 0.6
  /// The model that judges: any of the three kinds; empty for none.
  public var judgeModel = ""
  /// What the judge must say: 1 that all is well in both orders, 0.5 in one of them.
  public var judge = 1.0
  /// Limits of length are no scores; what has no letter never passes.
  private var length = 1.0

  /// The defaults.
  public init() {}

  /// What a gate's score must reach.
  public func threshold(of gate: GateName) -> Double {
    switch gate {
    case .answerFacts: answerFacts
    case .noInjection: noInjection
    case .grounded: grounded
    case .questionNumbers: questionNumbers
    case .language: language
    case .length: length
    case .questionForm: questionForm
    case .noRepetition: noRepetition
    case .answerNotGiven: answerNotGiven
    case .answerKind: answerKind
    case .row: row
    case .noDeixis: noDeixis
    case .selfContained: selfContained
    case .focus: focus
    case .retrieval: 1 / Double(rank)
    case .roundTrip: roundTrip
    case .judge: judge
    }
  }

  /// The thresholds that may be chosen for a gate. Four cannot be switched off: an answer without evidence, a question in
  /// another language, a statement and a stutter are no pairs, and no model is asked about them.
  public static func allowed(for gate: GateName) -> ClosedRange<Double> {
    switch gate {
    case .grounded, .language, .questionForm, .noRepetition: 0.5...1
    default: 0...1
    }
  }

  /// How many passages a rank may be chosen from.
  public static let ranks = 1...RetrievalRankGate.depth

  /// The most permissive thresholds that may be chosen.
  public static let lowest: GateOptions = {
    var out = GateOptions()
    out.answerFacts = allowed(for: .answerFacts).lowerBound
    out.noInjection = allowed(for: .noInjection).lowerBound
    out.grounded = allowed(for: .grounded).lowerBound
    out.questionNumbers = allowed(for: .questionNumbers).lowerBound
    out.language = allowed(for: .language).lowerBound
    out.length = .leastNonzeroMagnitude
    out.questionForm = allowed(for: .questionForm).lowerBound
    out.noRepetition = allowed(for: .noRepetition).lowerBound
    out.answerNotGiven = allowed(for: .answerNotGiven).lowerBound
    out.answerKind = allowed(for: .answerKind).lowerBound
    out.focus = allowed(for: .focus).lowerBound
    out.row = allowed(for: .row).lowerBound
    out.noDeixis = allowed(for: .noDeixis).lowerBound
    out.selfContained = allowed(for: .selfContained).lowerBound
    out.rank = ranks.upperBound
    out.roundTrip = 0
    out.judge = 0
    return out
  }()
}
