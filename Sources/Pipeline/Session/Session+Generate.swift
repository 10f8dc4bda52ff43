public import Generation
import Records
import Storage

extension Session {
  /// Writes pairs of all chunks that have none yet under the present options, templates and model. What it will take is
  /// reported before it begins.
  ///
  /// - Throws: `TemplateError` before anything is done; `GenerationStopped` where an endpoint stops answering; what the
  ///   model throws.
  @discardableResult
  public func generate() async throws -> StageSummary {
    let (stage, meter) = try generateStage()
    let before = try stage.pending()
    if before.chunks > 0 {
      report(.note(stage: GenerateStage.name, try plan(stage, pending: before).text))
    }
    do {
      let summary = try await runner.run(stage)
      try measure(stage, meter)
      try noteChunksLeft(stage)
      try noteNotTried(stage)
      try await judge()
      try await applyThresholds()
      return summary
    } catch {
      // What was measured until then is as good as any.
      try? measure(stage, meter)
      try? store.write { try $0.settleImports() }
      guard let failure = error as? EndpointError, !failure.isConfiguration else { throw error }
      let left = try stage.pending(sampling: 0)
      throw GenerationStopped(cause: failure.text, done: left.done, total: left.done + left.chunks)
    }
  }

  /// What `generate` would do and take now. No model is opened.
  public func generationPlan() throws -> GenerationPlan { try plan(try generateStage().stage) }

  /// Generation tried on some chunks; nothing is kept but what it took.
  ///
  /// - Parameter count: So many chunks, spread evenly over the documents.
  public func rehearse(chunks count: Int = 10) async throws -> GenerationRehearsal {
    let (stage, meter) = try generateStage()
    let chunks = try stage.pending(sampling: count).sample
    var drops: [String: Int] = [:]
    var samples: [GenerationRehearsal.Sample] = []
    report(.began(stage: GenerateStage.name, total: chunks.count, done: 0))
    for (number, chunk) in chunks.enumerated() {
      try Task.checkCancellation()
      let made = try await stage.produce(for: [chunk], try stage.load(chunk.document))
      for drop in made.drops { drops[drop.reason, default: 0] += 1 }
      if let pair = made.pairs.first {
        samples.append(.init(question: pair.question, answer: pair.answer, document: chunk.path))
      }
      report(
        .advanced(
          stage: GenerateStage.name, done: number + 1, total: chunks.count, label: BilingualText(verbatim: chunk.path)))
    }
    var measure = stage.tally.measure
    measure.usage = meter.usage
    try GenerationMeasures(workspace).add(measure, to: measureKey(stage))
    return GenerationRehearsal(
      measure: measure, documents: Set(chunks.map(\.document)).count, drops: drops, samples: samples,
      cost: stage.options.cost(
        promptTokens: measure.usage.promptTokens, completionTokens: measure.usage.completionTokens),
      plan: try stage.generationPlan(measure, counter: try tokenCounter().counter))
  }

  /// The prompts that a chunk gives, word for word; no model is asked.
  ///
  /// - Parameter name: The beginning of a chunk's id, or its file and number, such as `corpora/rules.pdf:3`.
  public func promptPreview(of name: String) throws -> [PromptPreview] {
    let stage = try generateStage().stage
    let chunk = try chunk(named: name)
    return stage.producer(try stage.load(chunk.document)).preview(of: chunk)
  }

  // MARK: Parts

  /// The stage as configured, with a meter around its model.
  func generateStage() throws -> (stage: GenerateStage, meter: MeteredModel) {
    let templates = try PromptTemplates(directory: workspace.templates)
    let general = configuration.general
    let name = general.generator.isEmpty ? general.model : general.generator
    let kind = ModelName(name, workspace: workspace)
    let isEndpoint = if case .endpoint = kind { true } else { false }
    let meter = MeteredModel(
      LazyChatModel(name) { try self.chatModel(name) }, counter: isEndpoint ? try tokenCounter().counter : nil)
    let skill = modelSkill(kind)
    let tested = ModelName(general.model, workspace: workspace)
    if skill == .instructions { try templates.requireInstructions() }
    try templates.requirePersonas(configuration.generate.personas)
    let stage = GenerateStage(
      configuration.generate, seed: general.seed, store: store, templates: templates, model: meter,
      modelIdentity: try modelIdentity(name), gates: configuration.gates,
      skill: skill, answersSpans: ArmAnswerer.readsSpans(tested, modelSkill(tested)), isEndpoint: isEndpoint)
    return (stage, meter)
  }

  /// What a model can be asked for: of the one that writes as configured, else by its kind.
  func modelSkill(_ name: ModelName) -> ModelSkill {
    let general = configuration.general
    let writer = ModelName(general.generator.isEmpty ? general.model : general.generator, workspace: workspace)
    let configured = name == writer ? ModelSkill(rawValue: configuration.generate.skill) : nil
    return configured ?? (name == .embedded ? .questions : .instructions)
  }

  private func plan(
    _ stage: GenerateStage, pending: GenerateStage.PendingChunks? = nil
  ) throws -> GenerationPlan {
    try stage.generationPlan(
      GenerationMeasures(workspace)[measureKey(stage)], counter: try tokenCounter().counter, pending: pending)
  }

  /// Another model, template or option may be slower or give less.
  private func measureKey(_ stage: GenerateStage) -> String { stage.optionsHash.hex }

  private func measure(_ stage: GenerateStage, _ meter: MeteredModel) throws {
    var measure = stage.tally.measure
    measure.usage = meter.usage
    try GenerationMeasures(workspace).add(measure, to: measureKey(stage))
  }

  private func chunk(named name: String) throws -> Chunk {
    let parts = name.split(separator: ":")
    let number = parts.count > 1 ? parts.last.flatMap { Int($0) } : nil
    let path = parts.dropLast().joined(separator: ":")
    var found: Chunk?
    try store.read { transaction in
      try transaction.eachChunk { chunk in
        guard found == nil else { return }
        let isMeant = number.map { chunk.path == path && chunk.index == $0 - 1 } ?? chunk.id.hex.hasPrefix(name)
        if isMeant, !name.isEmpty { found = chunk }
      }
    }
    guard let found else { throw UnknownChunk(name: name) }
    return found
  }
}

/// A model that is opened when it is first asked: a run with nothing to do loads no weights.
struct LazyChatModel: ChatModel {
  let name: String
  private let open: @Sendable () throws -> any ChatModel

  init(_ name: String, open: @escaping @Sendable () throws -> any ChatModel) {
    self.name = name
    self.open = open
  }

  func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] { try await open().answer(requests) }

  func answer(_ requests: [ChatRequest], telling tell: (Int, ChatReply) throws -> Void) async throws -> [ChatReply] {
    try await open().answer(requests, telling: tell)
  }
}
