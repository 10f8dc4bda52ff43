import Generation
import Records
import Storage

/// What came of trying failed facts again.
public struct RetrySummary: Codable, Sendable, Hashable {
  /// Facts that were tried.
  public var tried: Int
  /// Facts that have what they failed at now: they are not in the ledger any more.
  public var mended: Int
  /// Pairs in use now that were not before, after every gate.
  public var pairs: Int
  /// Why the others failed again.
  public var drops: [String: Int]
}

extension Session {
  /// Tries failed facts again, each with samples that the first run did not draw, or with another model, seed or template
  /// where one is configured. What it gives stands beside what was there; nothing else is done again.
  ///
  /// - Parameter item: The beginning of a fact's id in the ledger or of a chunk's, or `all`.
  /// - Throws: `NothingToRetry`; `GenerationStopped` where an endpoint stops answering: what was mended is kept.
  @discardableResult
  public func retry(_ item: String) async throws -> RetrySummary {
    let failed = try failures(item)
    guard !failed.isEmpty else { throw NothingToRetry(item: item) }
    let stage = try generateStage().stage
    let total = failed.reduce(0) { $0 + $1.facts.count }
    let before = try pairs(of: failed)
    var retried: [Failures] = []
    var tried = 0
    report(.began(stage: GenerateStage.name, total: total, done: 0))
    for (number, failure) in failed.enumerated() {
      try Task.checkCancellation()
      do {
        guard try await retry(failure, stage) else { continue }
        retried.append(failure)
        tried += failure.facts.count
      } catch let error as EndpointError where !error.isConfiguration {
        throw GenerationStopped(cause: error.text, done: number, total: failed.count)
      }
      report(
        .advanced(
          stage: GenerateStage.name, done: tried, total: total,
          label: BilingualText(verbatim: failure.chunk.path)))
    }
    try await judge()
    try await applyThresholds()
    // Counted when every gate has had its say.
    let drops = try stillFailing(retried)
    return RetrySummary(
      tried: tried, mended: tried - drops.values.reduce(0, +), pairs: try pairs(of: failed).subtracting(before).count,
      drops: drops)
  }

  /// The pairs in use that generation has made of the chunks.
  private func pairs(of failed: [Failures]) throws -> Set<ContentHash> {
    try store.read { transaction in
      try failed.reduce(into: []) { $0.formUnion(try transaction.generatedPairs(of: $1.chunk.id)) }
    }
  }

  /// The facts that are still in the ledger, by reason.
  private func stillFailing(_ failed: [Failures]) throws -> [String: Int] {
    var open = failed.reduce(into: Set<String>()) { $0.formUnion($1.facts.map(\.hex)) }
    var drops: [String: Int] = [:]
    try store.read { transaction in
      try transaction.eachDrop(stage: GenerateStage.name) { drop in
        guard drop.outcome == .dropped || drop.reason == "derived-failed", open.remove(drop.item) != nil else { return }
        drops[drop.reason, default: 0] += 1
      }
    }
    return drops
  }

  private struct Failures {
    var chunk: Chunk
    var facts: Set<ContentHash>
  }

  /// Failed facts by chunk, in the ledger's order. What was left out by itself is no fact: a chunk that holds none.
  private func failures(_ item: String) throws -> [Failures] {
    try store.read { transaction in
      var found: [Failures] = []
      var places: [ContentHash: Int] = [:]
      try transaction.eachDrop(stage: GenerateStage.name) { drop in
        // Another way to ask for a fact takes nothing from the fact, and may be wanted all the same.
        guard drop.outcome == .dropped || drop.reason == "derived-failed", let chunk = drop.chunk,
          drop.item != chunk.hex, !item.isEmpty,
          item == "all" || drop.item.hasPrefix(item) || chunk.hex.hasPrefix(item)
        else { return }
        if let place = places[chunk] {
          found[place].facts.insert(ContentHash(hex: drop.item))
        } else if let passage = try transaction.chunk(chunk) {
          places[chunk] = found.count
          found.append(Failures(chunk: passage, facts: [ContentHash(hex: drop.item)]))
        }
      }
      return found
    }
  }

  /// - Returns: False where nothing was ever tried for the chunk.
  private func retry(_ failure: Failures, _ stage: GenerateStage) async throws -> Bool {
    let id = failure.chunk.id
    guard let (batch, stored) = try store.read({ try $0.tries(of: id, as: TriedChunk.self) }) else { return false }
    let selection = PairSelection(gates: stage.generation.gates)
    let material = try stage.load(failure.chunk.document)
    let tried = try await stage.producer(material).retry(failure.facts, in: failure.chunk, after: stored.tried)
    let now = selection.select(tried)
    try store.write { transaction in
      try transaction.replacePairs(of: id, with: now.pairs, provenance: stored.provenance)
      try transaction.saveTries(
        tried, of: id, document: failure.chunk.document, batch: batch, provenance: stored.provenance)
      try transaction.replaceLedger(stage: GenerateStage.name, input: batch, chunks: [id], with: now.drops)
      // A judge has its say next.
      try transaction.unmark(stage: GateStage.name, input: batch)
    }
    return true
  }

  /// Puts chunks that a limit has left out into the ledger, each with that reason.
  func noteChunksLeft(_ stage: GenerateStage) throws {
    let limited = stage.options.chunkLimit > 0 || stage.options.pairLimit > 0
    guard limited else { return }
    let (name, input) = (GenerateStage.name, GenerateStage.notChosen)
    try store.write { transaction in
      let done = try stage.doneInputs(transaction)
      try transaction.replaceLedger(stage: name, input: input, with: [Drop]())
      try stage.eachChunk(transaction) { chunk, larger in
        guard larger == nil, !done.contains(GenerateStage.batchID([chunk.id], of: chunk.document)) else { return }
        try transaction.add(Self.notChosen(chunk.id, path: chunk.path), stage: name, input: input)
      }
    }
  }

  private static func notChosen(_ chunk: ContentHash, path: String) -> Drop {
    Drop(
      stage: GenerateStage.name, item: chunk.hex, document: path, chunk: chunk, reason: "not-chosen",
      detail: BilingualText(
        en: "Left out by chunkLimit or pairLimit; a higher limit takes it in.",
        ja: "chunkLimit または pairLimit の範囲外のため使っていません。上限を上げると使われます。"))
  }
}
