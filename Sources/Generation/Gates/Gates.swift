public import Records

/// The gates in their order: those that only look at the texts, then the index, then the model.
public struct Gates: Sendable {
  /// In the order in which they are asked.
  public let all: [any Gate]

  /// - Parameters:
  ///   - reader: Answers for the round trip; without one there is none.
  ///   - retriever: Finds passages; without one the rank is not looked at.
  public init(
    options: GateOptions, templates: PromptTemplates, reader: (any ChatModel)?, retriever: (any Retriever)?,
    generation: GenerationOptions = GenerationOptions()
  ) {
    var all: [any Gate] = Self.textGates(options)
    if let retriever { all.append(RetrievalRankGate(retriever: retriever, limit: options.rank)) }
    if let reader {
      all.append(RoundTripGate(reader: reader, templates: templates, options: generation, threshold: options.roundTrip))
    }
    self.all = all
  }

  /// The gates that need no model and no index.
  public static func textGates(_ options: GateOptions) -> [any TextGate] {
    [
      AnswerFactsGate(), GroundedGate(), LanguageGate(), LengthGate(options: options), QuestionFormGate(),
      RepetitionGate(),
      AnswerInQuestionGate(), DeixisGate(), SelfContainedGate(sharedTerms: options.sharedTerms),
    ]
  }

  /// What a subject got: the scores of the gates that it came to, and the first failure.
  public struct Result: Sendable, Hashable {
    /// Gate's score name → score in 0…1.
    public var scores: [String: Double] = [:]
    /// The code of the first failure; nil when every gate was passed.
    public var reason: String?
    /// What exactly that gate found.
    public var found = ""
    /// How many gates were passed: tells which of several failures came furthest.
    public var gatesPassed = 0

    /// Whether every gate was passed.
    public var passed: Bool { reason == nil }
  }

  /// Leads subjects through the gates in order; what fails one does not come to the next.
  ///
  /// - Throws: What a model or an index throws.
  public func judge(_ subjects: [GateSubject]) async throws -> [Result] {
    var results = [Result](repeating: Result(), count: subjects.count)
    for gate in all {
      let open = results.indices.filter { results[$0].passed }
      guard !open.isEmpty else { break }
      let verdicts = try await gate.judge(open.map { subjects[$0] })
      for (index, verdict) in zip(open, verdicts) {
        if let name = gate.scoreName, let score = verdict.score { results[index].scores[name] = score }
        switch verdict {
        case .pass: results[index].gatesPassed += 1
        case .fail(let reason, let found, _):
          results[index].reason = reason
          results[index].found = found
        }
      }
    }
    return results
  }

  /// The sentence for people about a reason's code, for every gate and for what the producer itself leaves out.
  public static func explanation(_ reason: String) -> BilingualText? { explanations[reason] }

  /// All reason codes, sorted.
  public static var reasonCodes: [String] { explanations.keys.sorted() }

  private static let explanations: [String: BilingualText] = {
    var out = PairProducer.reasons
    for gate in textGates(GateOptions()) { out.merge(gate.reasons) { own, _ in own } }
    out.merge(RetrievalRankGate.texts) { own, _ in own }
    out.merge(RoundTripGate.texts) { own, _ in own }
    return out
  }()
}
