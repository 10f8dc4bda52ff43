import Foundation
import Generation
import Records
import Storage

/// What generation will take, worked out from the passages and from what was measured.
extension GenerateStage {
  /// Chunks that are looked at to tell how many facts a corpus holds.
  private static let sampledChunks = 400

  /// The batches that are still to be done.
  func pending() throws -> (batches: [StageBatch<Input>], done: Int) {
    let plan = try plan()
    let done = try store.read { try $0.doneInputs(stage: Self.name, options: optionsHash, version: Self.version) }
    let open = plan.filter { !done.contains($0.id) }
    let total = plan.reduce(0) { $0 + $1.count }
    return (open, total - open.reduce(0) { $0 + $1.count })
  }

  /// Pending chunks, evenly spread; all chunks of the plan where none is pending.
  ///
  /// - Parameter known: The pending batches where they are known: of a million chunks finding them takes a minute.
  func spread(_ count: Int, of known: [StageBatch<Input>]? = nil) throws -> [Chunk] {
    let open = try known ?? pending().batches
    let batches = try open.isEmpty ? plan() : open
    var wanted: [ContentHash: IndexSet] = [:]
    for batch in batches { wanted[batch.input.document, default: IndexSet()].insert(integersIn: batch.input.chunks) }
    return try store.read { transaction in
      var beginning = EvenCoverage.Beginning(count)
      var (document, number) = (ContentHash?.none, 0)
      try transaction.eachChunk { chunk in
        number = chunk.document == document ? number + 1 : 0
        document = chunk.document
        if wanted[chunk.document]?.contains(number) == true { beginning.add(chunk) }
      }
      return try beginning.finish().compactMap { try transaction.chunk(of: $0.document, at: $0.position) }
    }
  }

  /// - Parameters:
  ///   - measure: What the same model took under the same options before.
  ///   - counter: Counts the tokens of what the passages do not tell themselves.
  ///   - known: The pending batches and how many chunks are done, where they are known.
  func generationPlan(
    _ measure: GenerationMeasure?, counter: any TokenCounter,
    pending known: (batches: [StageBatch<Input>], done: Int)? = nil
  ) throws -> GenerationPlan {
    let (open, done) = try known ?? pending()
    let chunks = open.reduce(0) { $0 + $1.count }
    let sample = try chunks > 0 ? spread(Self.sampledChunks, of: open) : []
    let bound = sample.reduce(into: GenerationBound()) { $0.add($1, generation, templates, counter) }
    let scale = sample.isEmpty ? 0 : Double(chunks) / Double(sample.count)
    func scaled(_ figure: Int, by factor: Double = scale) -> Int { Int((Double(figure) * factor).rounded(.up)) }
    let facts = scaled(bound.facts)
    var plan = GenerationPlan(
      model: model.name, documents: Set(open.map(\.input.document)).count, chunks: chunks, chunksDone: done,
      facts: facts, chunksLookedAt: sample.count, basis: .upperBound, measuredChunks: 0, calls: scaled(bound.calls),
      promptTokens: scaled(bound.promptTokens), completionTokens: scaled(bound.completionTokens), seconds: nil,
      pairs: nil, cost: nil, currency: options.currency)
    if model.name.hasPrefix("http") { plan.thinkingTokens = scaled(bound.thinkingTokens) }
    if let measure, measure.facts > 0 {
      let share = Double(facts) / Double(measure.facts)
      plan.basis = .measured
      plan.thinkingTokens = nil
      plan.measuredChunks = measure.chunks
      plan.calls = scaled(measure.usage.calls, by: share)
      plan.promptTokens = scaled(measure.usage.promptTokens, by: share)
      plan.completionTokens = scaled(measure.usage.completionTokens, by: share)
      plan.seconds = measure.usage.seconds * share
      plan.pairs = Int((Double(measure.pairs) * share).rounded())
    }
    plan.cost = options.cost(promptTokens: plan.promptTokens, completionTokens: plan.completionTokens)
    return plan
  }
}

/// The most that some chunks can take.
struct GenerationBound {
  var facts = 0
  var calls = 0
  var promptTokens = 0
  var completionTokens = 0
  /// Where each answer has thoughts before it.
  var thinkingTokens = 0

  /// Adds a chunk: every fact written and read in every try, and so for every rewording.
  mutating func add(
    _ chunk: Chunk, _ options: GenerationOptions, _ templates: PromptTemplates, _ counter: any TokenCounter
  ) {
    let found = AnswerCandidates.find(in: chunk, options: options.candidates).count
    guard found >= options.minimumFacts, found > 0 else { return }
    facts += found
    let isInstructed = options.skill == .instructions
    // Where rules come first, they alone turn facts round and join them.
    let asksModel = options.statements != .first
    let reversed = asksModel && options.forms.contains(.reversed) ? 1 : 0
    // So many passages are looked at for a second hop.
    let hops = asksModel && options.types.contains(.multiHop) ? 4 : 0
    let variants = isInstructed ? options.personas.count + (options.translates ? 2 : 0) : 0
    let writes = 1 + options.retries + options.modelRewordings + reversed + hops + variants
    let reads =
      1 + options.retries + options.modelRewordings + options.templateRewordings + reversed + hops
      + options.personas.count
      + (options.translates ? 1 : 0)
    // Kinds of question, each asked for twice where the first object is broken, and read back.
    let kinds = isInstructed ? options.types.count { !$0.isPlain } : 0
    // An answer or a question beside the passage is about as long as a question may be.
    let values = ["passage": chunk.textWithContext, "answer": "", "question": ""]
    func tokens(_ prompt: PromptTemplates.Prompt) -> Int {
      counter.count(templates.render(prompt, language: chunk.language, values: values)) + options.questionTokens
    }
    let object = options.questionTokens + 2 * options.answerTokens
    calls += found * (writes + reads) + kinds * 4
    promptTokens += found * (writes * tokens(.rewordQuestion) + reads * tokens(.readAnswer))
    promptTokens += kinds * 4 * 2 * tokens(.writeComparison)
    func written(_ limit: (Int) -> Int) -> Int {
      found * (writes * limit(options.questionTokens) + reads * limit(options.answerTokens)) + kinds * 4 * limit(object)
    }
    completionTokens += written { $0 }
    thinkingTokens += written(EndpointChatModel.longestAnswer)
  }
}
