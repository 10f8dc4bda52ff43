public import Records

/// Everything that generation can be told. Written whole with a run, so that the run can be repeated.
public struct GenerationOptions: Sendable, Codable, Hashable {
  /// Which answers are asked for.
  public var candidates = AnswerCandidates.Options()
  /// Where gates draw the line.
  public var gates = GateOptions()
  /// Everything that is left to chance follows from it.
  public var seed: UInt64 = 7
  /// Further tries, sampled, when the first (greedy) question fails a gate.
  public var retries = 1
  /// Of all that is not greedy.
  public var temperature = 0.8
  /// Of all that is not greedy: the share of probability that is sampled from.
  public var topP = 0.95
  /// The longest question, in tokens.
  public var questionTokens = 64
  /// The longest answer of the round trip, in tokens.
  public var answerTokens = 96
  /// Rewordings wanted for every fact, at least 1.
  public var rewordings = 1
  /// Rewordings by the model that are tried before the rules of `templates/rewording.LANG.txt`.
  public var modelRewordings = 1
  /// Rewordings by rule that are tried.
  public var templateRewordings = 4
  /// A fact with no rewording that passes is dropped; otherwise it is kept with one wording.
  public var requiresRewording = true
  /// The kinds of question that are wanted.
  public var types = QuestionType.allCases.filter(\.isPlain)
  /// Further ways to ask for a fact that are wanted; personas and translations have settings of their own.
  public var forms: [PairForm] = []
  /// Names of personas who ask for every fact.
  public var personas: [String] = []
  /// Whether every fact is asked for in the other language too.
  public var translates = false
  /// What the model can be asked for.
  public var skill = ModelSkill.questions
  /// A chunk that holds fewer facts is left out.
  public var minimumFacts = 1
  /// When questions are made of statements by rules.
  public var statements = StatementUse.never
  /// Requests handed to the model at once; one chunk's requests always stand together.
  public var batch = 64

  /// The defaults.
  public init() {}
}
