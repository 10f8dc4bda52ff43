public import Generation
public import Records
public import Storage

/// Applies the thresholds to what was tried before: pairs come back in and go out, and no model is asked.
///
/// What people have decided stays as they decided. Versions that are frozen never change.
public struct GateStage: Stage {
  /// `gates`: a section of `studio.json` and a stage of the ledger; no command of its own.
  public static let name = "gates"
  /// For the ledger and the progress line.
  public static let summary = BilingualText(
    en: "applies the gates' thresholds to what was tried before", ja: "検査のしきい値を、保存した点数に当てはめます")
  /// To be raised when the same tries and thresholds would give other pairs.
  public static let version = 1

  /// A batch of generation.
  public struct Input: Sendable {
    var batch: String
  }

  /// Chunks with their pairs, and their entries in the ledger of generation.
  public struct Output: Sendable {
    var pairs: [(chunk: ContentHash, provenance: ContentHash, pairs: [QAPair])]
    var drops: [Drop]
  }

  /// The thresholds.
  public let options: GateOptions
  /// None: the tries hold everything else.
  public let dependencies: [String] = []
  private let store: Store

  init(_ options: GateOptions, store: Store) {
    self.options = options
    self.store = store
  }

  /// The mark of a batch that these thresholds have decided about.
  func mark(of batch: String) -> StageMark {
    StageMark(stage: Self.name, input: batch, options: optionsHash, version: Self.version)
  }

  /// The batches of generation of which something was tried, in the order of the documents.
  public func plan() throws -> [StageBatch<Input>] {
    try store.read { try $0.triedBatches() }.map {
      StageBatch(id: $0.batch, input: Input(batch: $0.batch), count: $0.chunks, label: $0.path)
    }
  }

  /// Selects anew among what was tried; the drops name what came back in and what went out since it was written.
  ///
  /// - Throws: What the store throws.
  public func process(_ batch: StageBatch<Input>) async throws -> StageOutcome<Output> {
    let (stored, decided) = try store.read { transaction in
      let stored = try transaction.tries(ofBatch: batch.input.batch, as: TriedChunk.self)
      return (stored, try stored.map { try transaction.decidedPairs(of: $0.chunk) })
    }
    var output = Output(pairs: [], drops: [])
    var changes: [Drop] = []
    for (entry, decided) in zip(stored, decided) {
      var tried = entry.tried
      tried.path = entry.path
      let produced = PairSelection(gates: options).select(tried)
      output.pairs.append((entry.chunk, entry.provenance, produced.pairs))
      let kept = Set(tried.facts.filter { isDecided($0, decided) }.map(\.id.hex))
      output.drops += produced.drops.map { drop in
        var drop = drop
        // A fact of which somebody has accepted a pair is not lost.
        if kept.contains(drop.item) { drop.outcome = .changed }
        return drop
      }
      changes += self.changes(tried, produced.pairs, decided)
    }
    return StageOutcome(kept: output, keptCount: output.pairs.reduce(0) { $0 + $1.pairs.count }, drops: changes)
  }

  /// Puts the pairs in the place of those that other thresholds let pass, and their reasons into the ledger.
  public func write(
    _ output: Output, of batch: StageBatch<Input>, provenance: Provenance, to transaction: Transaction
  ) throws {
    for (chunk, provenance, pairs) in output.pairs {
      try transaction.replacePairs(of: chunk, with: pairs, provenance: provenance)
    }
    try transaction.replaceLedger(
      stage: GenerateStage.name, input: batch.input.batch, chunks: output.pairs.map(\.chunk), with: output.drops)
  }

  private func isDecided(_ fact: TriedFact, _ decided: [ContentHash: PairStatus]) -> Bool {
    fact.wordings.contains { decided[pair(fact, $0)] != nil }
  }

  private func pair(_ fact: TriedFact, _ wording: TriedWording) -> ContentHash {
    ContentHash.pair(wording.question, fact.answer, fact.evidence.first)
  }

  /// What is in and was not when it was written, and the other way round.
  private func changes(_ tried: TriedChunk, _ pairs: [QAPair], _ decided: [ContentHash: PairStatus]) -> [Drop] {
    let before = Set(tried.admitted)
    let now = Set(pairs.map(\.id))
    func drop(_ id: ContentHash, _ reason: String, _ en: String, _ ja: String) -> Drop {
      Drop(
        stage: Self.name, item: id.hex, document: tried.path, chunk: tried.chunk, reason: reason,
        detail: BilingualText(en: en, ja: ja), outcome: .changed)
    }
    let back = pairs.filter { !before.contains($0.id) }.map {
      drop(
        $0.id, "threshold-lets-in", "The thresholds let it pass now: “\($0.question)”.",
        "しきい値の変更により採用しました：「\($0.question)」。")
    }
    let gone = tried.facts.flatMap { fact in fact.wordings.map { (fact, $0) } }.compactMap { fact, wording -> Drop? in
      let id = pair(fact, wording)
      guard before.contains(id), !now.contains(id), decided[id] == nil else { return nil }
      let why = PairSelection(gates: options).failure(of: wording, tried.language)
      return drop(
        id, "threshold-keeps-out",
        "The thresholds stop it now (\(why.map { "\($0.reason), \($0.text)" } ?? "its fact is out")): “\(wording.question)”.",
        "しきい値の変更により除きました（\(why.map { "\($0.reason)、\($0.text)" } ?? "同じ事実の質問が不採用")）：「\(wording.question)」。")
    }
    return back + gone
  }
}

extension Session {
  /// Lets the present thresholds decide about everything that was ever tried. No model is asked; where thresholds have not
  /// changed, nothing is done.
  @discardableResult
  public func applyThresholds() async throws -> StageSummary {
    try await runner.run(GateStage(configuration.gates, store: store))
  }
}
