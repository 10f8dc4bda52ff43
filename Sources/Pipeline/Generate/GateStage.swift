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
  public static let version = 5

  /// What was tried together.
  public enum Input: Sendable {
    /// A batch of generation.
    case batch(String)
    /// A file made elsewhere.
    case imported(String)
  }

  /// Pairs by the chunk that they were made of, or those of a file; and entries in the ledger of the stage that tried them.
  public struct Output: Sendable {
    var pairs: [(chunk: ContentHash, provenance: ContentHash, pairs: [QAPair])] = []
    /// The pairs that an imported file gives, with those that somebody has decided about.
    var given: Set<ContentHash> = []
    var drops: [Drop] = []
  }

  /// The thresholds.
  public let options: GateOptions
  /// The judge's identity, where there is one: the tries hold everything else.
  public let dependencies: [String]
  private let judged: JudgedTries?
  private let store: Store

  /// - Parameter judge: The judge's identity; nil where none is configured.
  init(_ options: GateOptions, judge: String? = nil, store: Store) {
    judged = judge.map { JudgedTries(judge: $0, notAsked: Judge.notAsked) }
    dependencies = judge.map { [$0] } ?? []
    self.options = options
    self.store = store
  }

  /// The mark of a batch that these thresholds have decided about.
  func mark(of batch: String) -> StageMark {
    StageMark(stage: Self.name, input: batch, options: optionsHash, version: Self.version)
  }

  /// The name under which an imported file is decided about.
  static func batch(imported file: String) -> String { "import \(file)" }

  /// The batches of generation of which something was tried, in the order of the documents, then the imported files.
  public func plan() throws -> [StageBatch<Input>] {
    let (batches, files) = try store.read { (try $0.triedBatches(), try $0.triedImports()) }
    return batches.map { StageBatch(id: $0.batch, input: .batch($0.batch), count: $0.chunks, label: $0.path) }
      + files.map {
        StageBatch(id: Self.batch(imported: $0.file), input: .imported($0.file), count: $0.records, label: $0.file)
      }
  }

  /// Selects anew among what was tried; the drops name what came back in and what went out since it was written.
  ///
  /// - Throws: What the store throws.
  public func process(_ batch: StageBatch<Input>) async throws -> StageOutcome<Output> {
    switch batch.input {
    case .batch(let name): try generated(name)
    case .imported(let file): try imported(file)
    }
  }

  private func imported(_ file: String) throws -> StageOutcome<Output> {
    let (stored, decided) = try store.read { transaction in
      var stored = try transaction.importTries(from: file, as: TriedImport.self)
      for index in stored.indices { try judged?.apply(to: &stored[index].tried, transaction) }
      return (stored, try transaction.decidedPairs(importedFrom: file))
    }
    var tried = stored.map(\.tried)
    for (index, entry) in stored.enumerated() {
      for place in tried[index].pair.evidence.indices { tried[index].pair.evidence[place].document = entry.path }
    }
    let selection = ImportSelection(name: file, gates: options)
    let selected = selection.select(tried, decided: decided)
    let now = Set(selected.pairs.map(\.id))
    let changes = tried.compactMap { record -> Drop? in
      let (pair, id) = (record.pair, record.pair.id)
      guard record.isAdmitted != now.contains(id), !decided.contains(id), let place = pair.evidence.first else {
        return nil
      }
      return record.isAdmitted
        ? goneOut(id, pair.question, selection.result(record), place.document, place.chunk)
        : comeIn(id, pair.question, place.document, place.chunk)
    }
    let provenance = stored.first?.provenance ?? ContentHash(of: [])
    let output = Output(
      pairs: [(ContentHash(of: []), provenance, selected.pairs)], given: selected.given, drops: selected.drops)
    return StageOutcome(kept: output, keptCount: selected.pairs.count, drops: changes)
  }

  private func generated(_ batch: String) throws -> StageOutcome<Output> {
    let (stored, decided) = try store.read { transaction in
      var stored = try transaction.tries(ofBatch: batch, as: TriedChunk.self)
      for index in stored.indices { try judged?.apply(to: &stored[index].tried, transaction) }
      return (stored, try stored.map { try transaction.decidedPairs(of: $0.chunk) })
    }
    var output = Output()
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
    switch batch.input {
    case .batch(let name):
      for (chunk, provenance, pairs) in output.pairs {
        try transaction.replacePairs(of: chunk, with: pairs, provenance: provenance)
      }
      try transaction.replaceLedger(
        stage: GenerateStage.name, input: name, chunks: output.pairs.map(\.chunk), with: output.drops)
    case .imported(let file):
      for (_, provenance, pairs) in output.pairs {
        try transaction.replacePairs(importedFrom: file, with: pairs, provenance: provenance)
      }
      try transaction.noteImported(output.given, from: file)
      try transaction.replaceLedgerOfChunks(stage: ImportStage.name, input: file, with: output.drops)
    }
  }

  private func isDecided(_ fact: TriedFact, _ decided: [ContentHash: PairStatus]) -> Bool {
    fact.wordings.contains { decided[Self.pair(fact, $0)] != nil }
  }

  static func pair(_ fact: TriedFact, _ wording: TriedWording) -> ContentHash {
    ContentHash.pair(wording.question, fact.answer, fact.evidence.first)
  }

  /// What is in and was not when it was written, and the other way round.
  private func changes(_ tried: TriedChunk, _ pairs: [QAPair], _ decided: [ContentHash: PairStatus]) -> [Drop] {
    let before = Set(tried.admitted)
    let now = Set(pairs.map(\.id))
    let back = pairs.filter { !before.contains($0.id) }.map { comeIn($0.id, $0.question, tried.path, tried.chunk) }
    let gone = tried.facts.flatMap { fact in fact.wordings.map { (fact, $0) } }.compactMap { fact, wording -> Drop? in
      let id = Self.pair(fact, wording)
      guard before.contains(id), !now.contains(id), decided[id] == nil else { return nil }
      let result = Gates.Result(stored: wording.measures, question: wording.question, tried.language, options)
      return goneOut(id, wording.question, result, tried.path, tried.chunk)
    }
    return back + gone
  }

  private func comeIn(_ id: ContentHash, _ question: String, _ path: String, _ chunk: ContentHash) -> Drop {
    Drop(
      stage: Self.name, item: id.hex, document: path, chunk: chunk, reason: "threshold-lets-in",
      detail: BilingualText(
        en: "The thresholds let it pass now: “\(question)”.", ja: "しきい値の変更により採用しました：「\(question)」。"),
      outcome: .changed)
  }

  private func goneOut(
    _ id: ContentHash, _ question: String, _ result: Gates.Result, _ path: String, _ chunk: ContentHash
  ) -> Drop {
    let why = result.failure(options).map { BilingualText(verbatim: "\(result.reason ?? ""), \($0)") }
    let fact = BilingualText(en: "its fact is out", ja: "同じ事実のほかの質問が不採用")
    return Drop(
      stage: Self.name, item: id.hex, document: path, chunk: chunk, reason: "threshold-keeps-out",
      detail: BilingualText(
        en: "The thresholds stop it now (\((why ?? fact).en)): “\(question)”.",
        ja: "しきい値の変更により除きました（\((why ?? fact).ja)）：「\(question)」。"),
      outcome: .changed)
  }
}

extension Session {
  /// Lets the present thresholds decide about everything that was ever tried. No model is asked; where thresholds have not
  /// changed, nothing is done.
  @discardableResult
  public func applyThresholds() async throws -> StageSummary {
    let summary = try await runner.run(GateStage(configuration.gates, judge: try judgeIdentity(), store: store))
    try store.write { try $0.settleImports() }
    return summary
  }
}
