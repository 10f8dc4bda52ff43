public import Records

/// The gates: those that only look at the texts, then the index, then the model.
public struct Gates: Sendable {
  /// In the order in which they are asked.
  public let all: [any Gate]
  private let options: GateOptions

  /// - Parameters:
  ///   - reader: Answers for the round trip; without one there is none.
  ///   - retriever: Finds passages; without one the rank is not looked at.
  public init(
    options: GateOptions, templates: PromptTemplates, reader: (any ChatModel)?, retriever: (any Retriever)?,
    generation: GenerationOptions = GenerationOptions()
  ) {
    var all: [any Gate] = Self.textGates(options)
    if generation.statements == .first { all.append(FocusGate()) }
    if let retriever { all.append(RetrievalRankGate(retriever: retriever)) }
    if let reader { all.append(RoundTripGate(reader: reader, templates: templates, options: generation)) }
    self.all = all
    self.options = options
  }

  /// The gates that need no model and no index.
  public static func textGates(_ options: GateOptions) -> [any TextGate] {
    [
      AnswerFactsGate(), InjectionGate(), GroundedGate(), QuestionNumbersGate(), LanguageGate(),
      LengthGate(options: options),
      QuestionFormGate(), RepetitionGate(), AnswerInQuestionGate(), AnswerKindGate(), RowGate(), DeixisGate(),
      SelfContainedGate(),
    ]
  }

  /// What a subject got: every gate's measure, and what the thresholds make of them.
  public struct Result: Sendable, Hashable {
    /// What the gates measured that were asked.
    public let measures: [GateName: GateMeasure]
    /// The code of the first failure; nil when every gate was passed.
    public var reason: String?
    /// What exactly that gate found.
    public var found = ""
    /// How many gates were passed before the first failure: tells which of several failures came furthest.
    public let gatesPassed: Int

    /// Nothing measured yet.
    public init() { self.init([:], GateOptions()) }

    /// What thresholds make of measures; a gate that was not asked stops nothing.
    public init(_ measures: [GateName: GateMeasure], _ options: GateOptions) {
      self.measures = measures
      let failed = GateName.allCases.firstIndex { name in
        measures[name].map { $0.score < options.threshold(of: name) } ?? false
      }
      let before = GateName.allCases[..<(failed ?? GateName.allCases.endIndex)]
      gatesPassed = before.count { measures[$0] != nil }
      if let failed, let measure = measures[GateName.allCases[failed]] {
        reason = measure.reason
        found = measure.found
      }
    }

    /// Whether every gate was passed.
    public var passed: Bool { reason == nil }

    /// Gate's name → score in 0…1.
    public var scores: [String: Double] {
      Dictionary(uniqueKeysWithValues: measures.map { ($0.key.rawValue, $0.value.score) })
    }
  }

  /// Asks every gate about every subject, also after another one has found it wanting: thresholds may be changed
  /// afterwards, and then every score counts.
  ///
  /// A gate that asks a model is asked only about what passes the other gates at their most permissive thresholds
  /// (`GateOptions.lowest`): whatever thresholds are chosen later, its measure is there wherever it is needed.
  ///
  /// - Parameter leftOut: Gates that are not asked.
  /// - Throws: What a model or an index throws.
  public func judge(_ subjects: [GateSubject], without leftOut: Set<GateName> = []) async throws -> [Result] {
    var measures = [[GateName: GateMeasure]](repeating: [:], count: subjects.count)
    for gate in all where !leftOut.contains(gate.name) {
      let open = subjects.indices.filter {
        gate.name.applies(to: subjects[$0]) && (!gate.isDear || Result(measures[$0], .lowest).passed)
      }
      guard !open.isEmpty else { continue }
      for (index, measure) in zip(open, try await gate.measure(open.map { subjects[$0] })) {
        measures[index][gate.name] = measure
      }
    }
    return measures.map { Result($0, options) }
  }

  /// The sentence for people about a reason's code, for every gate and for what the producer itself leaves out.
  public static func explanation(_ reason: String) -> BilingualText? { explanations[reason] }

  /// All reason codes, sorted.
  public static var reasonCodes: [String] { explanations.keys.sorted() }

  private static let explanations: [String: BilingualText] = {
    var out = PairProducer.reasons
    for gate in textGates(GateOptions()) { out.merge(gate.reasons) { own, _ in own } }
    out.merge(FocusGate().reasons) { own, _ in own }
    out.merge(RetrievalRankGate.texts) { own, _ in own }
    out.merge(RoundTripGate.texts) { own, _ in own }
    out.merge(Judge.reasons) { own, _ in own }
    return out
  }()
}
