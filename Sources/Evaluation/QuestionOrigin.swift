/// Where the test questions came from and what let them in: what the scores can and cannot say follows from it.
public struct QuestionOrigin: Codable, Sendable, Hashable {
  /// The models that wrote the questions, by name; the same models answered them again for the round trip.
  public var writers: [String]
  /// Test questions that were reworded by fixed rules.
  public var byRules: Int
  /// Test questions that rules made of the statements which hold their answers; nil in files of earlier programs.
  public var fromStatements: Int?
  /// Questions of both test sets.
  public var questions: Int
  /// Of these, how many a person has accepted or edited.
  public var reviewed: Int
  /// Whether a writer is the model whose answers are scored.
  public var writerIsTested: Bool
  /// The answer of the round trip had to agree with the intended one at least so far (F1).
  public var roundTrip: Double
  /// A question that no person accepted had to find its own passage among the first so many.
  public var rank: Int

  /// Takes the figures as they are.
  public init(
    writers: [String], byRules: Int, fromStatements: Int? = nil, questions: Int, reviewed: Int, writerIsTested: Bool,
    roundTrip: Double, rank: Int
  ) {
    self.writers = writers
    self.byRules = byRules
    self.fromStatements = fromStatements
    self.questions = questions
    self.reviewed = reviewed
    self.writerIsTested = writerIsTested
    self.roundTrip = roundTrip
    self.rank = rank
  }
}
