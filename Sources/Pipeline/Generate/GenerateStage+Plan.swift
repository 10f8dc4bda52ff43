import Foundation
import Generation
import Records
import Storage

/// What generation will take, worked out from the passages and from what was measured.
extension GenerateStage {
  /// Chunks that are looked at to tell how many facts a corpus holds.
  static let sampledChunks = 400

  /// What is still to be done: figures, and some of it. Of a million chunks no list is made.
  struct PendingChunks {
    var documents = 0
    var chunks = 0
    /// Chunks of the plan that are done.
    var done = 0
    /// Evenly spread over the pending ones; over all where none is pending.
    var sample: [Chunk] = []
  }

  /// - Parameter count: How many chunks are wanted as a sample.
  func pending(sampling count: Int = sampledChunks) throws -> PendingChunks {
    try store.read { transaction in
      let marked = try doneInputs(transaction)
      var pending = PendingChunks()
      var open = EvenCoverage.Beginning(count)
      var all = EvenCoverage.Beginning(count)
      var last: ContentHash?
      try eachBatch(transaction, marked) { batch, chunks in
        let isDone = marked.contains(batch.id)
        if count > 0 { for chunk in chunks { if isDone { all.add(chunk) } else { open.add(chunk) } } }
        if isDone {
          pending.done += chunks.count
        } else {
          pending.chunks += chunks.count
          if last != batch.input.document { pending.documents += 1 }
          last = batch.input.document
        }
      }
      let places = pending.chunks > 0 ? open.finish() : all.finish()
      pending.sample = try places.compactMap { try transaction.chunk(of: $0.document, at: $0.position) }
      return pending
    }
  }

  /// Walks over the plan's batches with their chunks, document by document.
  private func eachBatch(
    _ transaction: Transaction, _ done: Set<String>, _ body: (StageBatch<Input>, [Chunk]) throws -> Void
  ) throws {
    if options.chunkLimit > 0 {
      let batches = try beginning(transaction, done).sorted {
        ($0.input.document, $0.input.chunks.lowerBound) < ($1.input.document, $1.input.chunks.lowerBound)
      }
      for batch in batches {
        let chunks = try transaction.chunks(of: batch.input.document)
        if chunks.indices.contains(batch.input.chunks) { try body(batch, Array(chunks[batch.input.chunks])) }
      }
      return
    }
    var cutter = BatchCutter(size: batchesAreChunks ? 1 : Self.chunksPerBatch)
    try eachGroup(transaction) { group in
      let larger = batchesAreChunks ? Self.larger(group, done) : nil
      var place = group.startIndex
      for chunk in group { cutter.add(chunk) }
      cutter.close()
      for var batch in cutter.take() {
        if let larger { batch.rename(larger) }
        try body(batch, Array(group[place..<place + batch.count]))
        place += batch.count
      }
    }
  }

  /// - Parameters:
  ///   - measure: What the same model took under the same options before.
  ///   - counter: Counts the tokens of what the passages do not tell themselves.
  ///   - known: What is pending, where it is known.
  func generationPlan(
    _ measure: GenerationMeasure?, counter: any TokenCounter, pending known: PendingChunks? = nil
  ) throws -> GenerationPlan {
    let pending = try known ?? pending()
    let chunks = pending.chunks
    let sample = chunks > 0 ? pending.sample : []
    let bound = sample.reduce(into: GenerationBound()) { $0.add($1, generation, templates, counter) }
    let scale = sample.isEmpty ? 0 : Double(chunks) / Double(sample.count)
    func scaled(_ figure: Int, by factor: Double = scale) -> Int { Int((Double(figure) * factor).rounded(.up)) }
    let facts = scaled(bound.facts)
    var plan = GenerationPlan(
      model: model.name, documents: pending.documents, chunks: chunks, chunksDone: pending.done,
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
