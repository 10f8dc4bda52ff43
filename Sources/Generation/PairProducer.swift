public import Records

/// What came of some chunks: every candidate is in a pair, or in a drop that says why not.
public struct ProducedPairs: Sendable, Hashable {
  /// The first wording of a fact, then its rewordings, fact after fact.
  public var pairs: [QAPair]
  /// What was left out (`dropped`), and what was replaced on the way (`changed`).
  public var drops: [Drop]
  /// All that was tried, chunk after chunk: `PairSelection` makes pairs and drops of it.
  public var tried: [TriedChunk] = []

  /// Takes both lists, empty by default.
  public init(pairs: [QAPair] = [], drops: [Drop] = []) {
    self.pairs = pairs
    self.drops = drops
  }
}

/// Makes pairs of passages: candidates, questions, rewordings, gates, evidence.
///
/// What a chunk gives depends on the chunk, the options, the wording, the model and the index alone, and never on which
/// other chunks travel with it.
public struct PairProducer: Sendable {
  /// The stage's name in the ledger.
  public static let stage = "generate"

  let model: any ChatModel
  let templates: PromptTemplates
  let options: GenerationOptions
  let gates: Gates
  let writer: QuestionWriter
  let reader: any ChatModel
  let retriever: (any Retriever)?
  let document: [Chunk]
  let locate: @Sendable (Chunk, Range<Int>) async throws -> Evidence

  /// - Parameters:
  ///   - model: Writes the questions.
  ///   - reader: Answers them again for the round trip; by default the same model.
  ///   - retriever: Finds passages, for the gate on the rank; nil leaves that gate out.
  ///   - document: All passages of the document: for questions over two of them, and to know what none of them holds.
  ///   - locate: Turns UTF-8 offsets in a chunk's text into evidence with pages and rectangles.
  public init(
    model: any ChatModel, reader: (any ChatModel)? = nil, templates: PromptTemplates, retriever: (any Retriever)?,
    options: GenerationOptions = GenerationOptions(), document: [Chunk] = [],
    locate: @escaping @Sendable (Chunk, Range<Int>) async throws -> Evidence
  ) {
    self.model = model
    self.templates = templates
    self.options = options
    self.locate = locate
    self.reader = reader ?? model
    self.retriever = retriever
    self.document = document
    gates = Gates(
      options: options.gates, templates: templates, reader: reader ?? model, retriever: retriever, generation: options)
    writer = QuestionWriter(templates: templates, options: options)
  }

  /// Pairs and drops of some chunks, in the chunks' order.
  ///
  /// - Throws: What model, index or `locate` throw; a bad question is a drop.
  public func produce(for chunks: [Chunk]) async throws -> ProducedPairs {
    var drafts: [Draft] = []
    for chunk in chunks {
      drafts += facts(in: chunk).map { Draft(fact: $0) }
    }
    try await fill(&drafts, attempts: 0...max(0, options.retries))
    var out = ProducedPairs()
    out.tried = try await tried(drafts, chunks)
    for made in out.tried.map(selection.select) {
      out.pairs += made.pairs
      out.drops += made.drops
    }
    return out
  }

  /// Some facts of one chunk once more, with tries that the first run did not make.
  ///
  /// - Parameters:
  ///   - ids: Those of the facts; what the chunk does not hold any more is left out.
  ///   - tried: What was tried before: the new wordings are added to it.
  public func retry(_ ids: Set<ContentHash>, in chunk: Chunk, after tried: TriedChunk) async throws -> TriedChunk {
    var drafts = facts(in: chunk).filter { ids.contains($0.id) }.map { Draft(fact: $0) }
    let first = max(0, options.retries) + 1
    try await fill(&drafts, attempts: first...(first + max(0, options.retries)))
    var out = tried
    for again in try await self.tried(drafts, drafts.isEmpty ? [] : [chunk]) { out.add(again) }
    try await deriveAgain(ids, in: chunk, &out, attempt: first)
    out.admitted = selection.select(out).pairs.map(\.id)
    return out
  }

  /// How many facts a chunk is asked about.
  public func factCount(in chunk: Chunk) -> Int { facts(in: chunk).count }

  /// What a chunk is asked about: as many facts as it holds, within the limits.
  func facts(in chunk: Chunk) -> [Fact] {
    let candidates = AnswerCandidates.find(in: chunk, options: options.candidates)
      .filter { options.types.contains($0.type) }
    guard candidates.count >= options.minimumFacts else { return [] }
    return candidates.map { Fact(chunk: chunk, candidate: $0) }
  }

  private func fill(_ drafts: inout [Draft], attempts: ClosedRange<Int>) async throws {
    if options.statements == .first { try await state(&drafts) }
    for attempt in attempts { try await write(&drafts, attempt: attempt) }
    if options.statements == .last { try await state(&drafts) }
    leaveOutDuplicates(&drafts)
    try await reword(&drafts)
  }

  /// How thresholds and options decide about what was tried.
  var selection: PairSelection {
    PairSelection(gates: options.gates, requiresRewording: options.requiresRewording)
  }

  // MARK: First wording

  private func write(_ drafts: inout [Draft], attempt: Int) async throws {
    let open = drafts.indices.filter {
      drafts[$0].first == nil && drafts[$0].tooLong == nil && !drafts[$0].failures.contains(where: \.isHopeless)
    }
    let replies = try await model.answer(
      open.map { writer.write(drafts[$0].fact, attempt: attempt) }, inBatchesOf: options.batch)
    var tried: [(draft: Int, wording: Wording)] = []
    for (index, reply) in zip(open, replies) {
      if let limit = reply.contextLimit {
        drafts[index].tooLong = (reply.promptTokens, limit)
        continue
      }
      let fact = drafts[index].fact
      let origin = PairGenerator(
        model: model.name, template: templates.identity(.writeQuestion, language: fact.chunk.language),
        seed: fact.seed(options.seed, "\(PromptTemplates.Prompt.writeQuestion.rawValue) \(attempt)"))
      if let unanswered = reply.unanswered {
        drafts[index].failures.append(Wording(unanswered, origin: origin))
        continue
      }
      let question = QuestionText.cleaned(reply.text, language: fact.chunk.language)
      // A sample equal to a question that failed is no new try.
      if drafts[index].failures.contains(where: { QuestionText.same($0.question, question) }) { continue }
      tried.append((index, Wording(question: question, origin: origin)))
    }
    for (index, wording) in try await judged(tried, drafts) {
      if wording.result.passed { drafts[index].first = wording } else { drafts[index].failures.append(wording) }
    }
  }

  /// One question cannot have two answers in one passage: the better candidate keeps it.
  private func leaveOutDuplicates(_ drafts: inout [Draft]) {
    var seen: [ContentHash: [String]] = [:]
    for index in drafts.indices {
      guard var first = drafts[index].first else { continue }
      let chunk = drafts[index].fact.chunk.id
      if seen[chunk, default: []].contains(where: { QuestionText.same($0, first.question) }) {
        first.result.reason = "duplicate-question"
        first.result.found = first.question
        drafts[index].failures.append(first)
        drafts[index].first = nil
      } else {
        seen[chunk, default: []].append(first.question)
      }
    }
  }

  // MARK: Rewordings

  /// The model's rewordings first, then those by rule, until enough pass.
  private func reword(_ drafts: inout [Draft]) async throws {
    try await restate(&drafts)
    for attempt in 0..<max(0, options.modelRewordings) {
      let open = drafts.indices.filter {
        drafts[$0].wantsRewording(options.rewordings) && (options.statements != .first || !drafts[$0].isStated)
          && !drafts[$0].failedRewordings.contains(where: \.isHopeless)
      }
      let replies = try await model.answer(
        open.compactMap { index in
          drafts[index].first.map { writer.reword(drafts[index].fact, question: $0.question, attempt: attempt) }
        }, inBatchesOf: options.batch)
      var tried: [(draft: Int, wording: Wording)] = []
      for (index, reply) in zip(open, replies) {
        let fact = drafts[index].fact
        let origin = PairGenerator(
          model: model.name, template: templates.identity(.rewordQuestion, language: fact.chunk.language),
          seed: fact.seed(options.seed, "\(PromptTemplates.Prompt.rewordQuestion.rawValue) \(attempt)"))
        if let unanswered = reply.unanswered {
          drafts[index].failedRewordings.append(Wording(unanswered, origin: origin))
        } else {
          let question = QuestionText.cleaned(reply.text, language: fact.chunk.language)
          tried.append((index, Wording(question: question, origin: origin)))
        }
      }
      try await take(tried, into: &drafts)
    }
    for attempt in 0..<max(0, options.templateRewordings) {
      var tried: [(draft: Int, wording: Wording)] = []
      for index in drafts.indices where drafts[index].wantsRewording(options.rewordings) {
        guard let wording = ruleWording(drafts[index], attempt: attempt) else { continue }
        // A frame says the same words again: it is taken where nothing else was found, and once.
        if drafts[index].isFramed(wording), !drafts[index].rewordings.isEmpty { continue }
        tried.append((index, wording))
      }
      try await take(tried, into: &drafts)
    }
  }

  private func ruleWording(_ draft: Draft, attempt: Int) -> Wording? {
    guard let first = draft.first else { return nil }
    let language = draft.fact.chunk.language
    let seed = draft.fact.seed(options.seed, "rewording")
    let wordings = templates.rewordingRules(language).rewordings(of: first.question, seed: seed).map {
      Wording(question: $0, origin: .rule("rewording", language, seed: seed))
    }
    let ordered = wordings.filter { !draft.isFramed($0) } + wordings.filter(draft.isFramed)
    return ordered.indices.contains(attempt) ? ordered[attempt] : nil
  }

  func take(_ tried: [(draft: Int, wording: Wording)], into drafts: inout [Draft]) async throws {
    var fresh: [(draft: Int, wording: Wording)] = []
    for (index, wording) in tried {
      if drafts[index].wordings.contains(where: { QuestionText.same($0.question, wording.question) }) {
        var failed = wording
        failed.result.reason = "same-wording"
        failed.result.found = wording.question
        drafts[index].failedRewordings.append(failed)
      } else {
        fresh.append((index, wording))
      }
    }
    for (index, wording) in try await judged(fresh, drafts) {
      if wording.result.passed {
        drafts[index].rewordings.append(wording)
      } else {
        drafts[index].failedRewordings.append(wording)
      }
    }
  }

  /// Gates that stop what a tiny model writes. It reads worse than rules and people write: they are not asked about those.
  public static let byModel: Set<GateName> = [.roundTrip, .focus]

  func judged(
    _ tried: [(draft: Int, wording: Wording)], _ drafts: [Draft]
  ) async throws -> [(draft: Int, wording: Wording)] {
    // Rules' own questions, and their rewordings by rules, are not read back by a model that writes worse ones.
    func isOwn(_ one: (draft: Int, wording: Wording)) -> Bool {
      options.statements == .first && one.wording.origin.isByRule
        && (drafts[one.draft].first ?? one.wording).origin.isOfStatement
    }
    var out = tried
    for own in [true, false] {
      let places = tried.indices.filter { isOwn(tried[$0]) == own }
      let subjects = places.map { drafts[tried[$0].draft].fact.subject(tried[$0].wording.question) }
      let results = try await gates.judge(subjects, without: own ? Self.byModel : [])
      for (place, result) in zip(places, results) { out[place].wording.result = result }
    }
    return out
  }
}

/// One wording of a question with what the gates said.
struct Wording {
  var question: String
  var origin: PairGenerator
  var result = Gates.Result()

  init(question: String, origin: PairGenerator) {
    self.question = question
    self.origin = origin
  }

  /// One that was never written, since the request for it had no answer.
  init(_ unanswered: Unanswered, origin: PairGenerator) {
    self.init(question: "", origin: origin)
    // A threshold that cannot be set so low that an empty question would pass.
    result = Gates.Result([.questionForm: .unanswered(unanswered)], GateOptions())
  }

  /// Whether asking about the passage again would fail again. An answer that was too long may be shorter next time.
  var isHopeless: Bool {
    result.measures.values.contains { $0.unanswered.map { $0 != .cutOff } ?? false }
  }
}

/// A fact with its wordings so far.
struct Draft {
  let fact: Fact
  /// The prompt's tokens and how many the model reads, where it cannot read the passage.
  var tooLong: (tokens: Int, limit: Int)?
  var first: Wording?
  var failures: [Wording] = []
  var rewordings: [Wording] = []
  var failedRewordings: [Wording] = []

  /// Whether the first wording was made of the statement.
  var isStated: Bool { first?.origin.isOfStatement ?? false }

  var wordings: [Wording] { (first.map { [$0] } ?? []) + rewordings }

  func wantsRewording(_ count: Int) -> Bool { first != nil && rewordings.count < count }

  /// Whether a wording holds the first one whole, with words before or behind it.
  func isFramed(_ wording: Wording) -> Bool {
    guard let first else { return false }
    return Terms.letters(wording.question).contains(Terms.letters(first.question))
  }
}

extension Fact {
  func subject(_ question: String) -> GateSubject {
    GateSubject(chunk: chunk, question: question, answer: candidate.text, range: candidate.range, type: candidate.type)
  }
}
