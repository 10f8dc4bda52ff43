public import Generation
import Preparation
public import Records
public import Storage

/// Asks the judge about pairs that pass every other gate, each once.
public struct JudgeStage: Stage {
  /// `judge`: a stage of `generate` and `import`; no command of its own.
  public static let name = "judge"
  /// For the progress line.
  public static let summary = BilingualText(
    en: "asks the judge model about pairs that pass the other gates", ja: "ほかの検査に通ったペアを、判定モデルに尋ねます")
  /// To be raised when the judge would be asked otherwise.
  public static let version = 1

  /// What was tried together, and which of it the judge has not seen.
  public struct Input: Sendable {
    var pairs: [QAPair]
  }

  /// The judge's words.
  public struct Output: Sendable {
    var judgements: [(pair: ContentHash, document: ContentHash, measure: GateMeasure)]
  }

  /// The thresholds: what the other gates stop is not shown to the judge.
  public let options: GateOptions
  /// The judge's identity.
  public let dependencies: [String]
  private let identity: String
  private let judge: Judge
  private let store: Store

  init(_ options: GateOptions, judge: Judge, identity: String, store: Store) {
    self.options = options
    self.judge = judge
    self.identity = identity
    self.store = store
    dependencies = [identity]
  }

  /// The batches of generation, and the imported files, with pairs that the judge has not seen; a batch is named by them.
  public func plan() throws -> [StageBatch<Input>] {
    let (batches, files) = try store.read { (try $0.triedBatches(), try $0.triedImports()) }
    let overlay = JudgedTries(judge: identity, notAsked: nil)
    var plan: [StageBatch<Input>] = []
    for (batch, _, path) in batches {
      let pairs = try store.read { transaction in
        try transaction.tries(ofBatch: batch, as: TriedChunk.self).flatMap { entry -> [QAPair] in
          var tried = entry.tried
          try overlay.apply(to: &tried, transaction)
          return PairSelection(gates: options).select(tried).pairs
        }
      }
      if let open = Self.batch(batch, path, pairs) { plan.append(open) }
    }
    for (file, _) in files {
      let pairs = try store.read { transaction in
        var tried = try transaction.importTries(from: file, as: TriedImport.self).map(\.tried)
        for index in tried.indices { try overlay.apply(to: &tried[index], transaction) }
        return ImportSelection(name: file, gates: options).select(tried).pairs
      }
      if let open = Self.batch(GateStage.batch(imported: file), file, pairs) { plan.append(open) }
    }
    return plan
  }

  private static func batch(_ name: String, _ label: String, _ pairs: [QAPair]) -> StageBatch<Input>? {
    let open = pairs.filter { $0.scores[GateName.judge.rawValue] == nil }
    guard !open.isEmpty else { return nil }
    return StageBatch(
      id: "\(name) \(ContentHash(of: open.map(\.id.hex)).short)", input: Input(pairs: open), count: open.count,
      label: label)
  }

  /// Asks in both orders, with the passages that the evidence stands in.
  ///
  /// - Throws: What model and store throw.
  public func process(_ batch: StageBatch<Input>) async throws -> StageOutcome<Output> {
    let items = try store.read { transaction in
      try batch.input.pairs.map { pair in
        var known: Set<ContentHash> = []
        let passages = try pair.evidence.filter { known.insert($0.chunk).inserted }.compactMap {
          try transaction.chunk($0.chunk)?.textWithContext
        }
        return Judge.Item(
          passage: passages.joined(separator: "\n\n"), question: pair.question, answer: pair.answer,
          language: pair.language)
      }
    }
    let measures = try await judge.measure(items)
    let judgements = zip(batch.input.pairs, measures).filter { $1 != Judge.notAsked }.compactMap { pair, measure in
      pair.evidence.first.map { (pair: pair.id, document: $0.sha256, measure: measure) }
    }
    return StageOutcome(
      kept: Output(judgements: judgements), keptCount: measures.count { $0.score == 1 },
      isSettled: !measures.contains(Judge.notAsked))
  }

  /// Keeps what was said; thresholds decide about it next.
  public func write(
    _ output: Output, of batch: StageBatch<Input>, provenance: Provenance, to transaction: Transaction
  ) throws {
    try transaction.saveJudgements(output.judgements, by: identity)
    let decided = batch.id.lastIndex(of: " ").map { String(batch.id[..<$0]) } ?? batch.id
    try transaction.unmark(stage: GateStage.name, input: decided)
  }
}

extension Session {
  /// Asks the judge about what it has not seen; nothing where none is configured.
  ///
  /// - Throws: `TemplateError`; what the model throws.
  func judge() async throws {
    guard let identity = try judgeIdentity() else { return }
    let name = configuration.gates.judgeModel
    let judge = Judge(
      model: LazyChatModel(name) { try self.chatModel(name) },
      prompts: try JudgePrompts(directory: workspace.templates))
    let stage = JudgeStage(configuration.gates, judge: judge, identity: identity, store: store)
    // A question that the judge refuses may let the next try for the same fact in.
    var before: [String] = []
    while true {
      let open = try stage.plan().map(\.id)
      guard !open.isEmpty, open != before else { return }
      before = open
      try await runner.run(stage)
    }
  }

  /// The judge's model and prompts as one text; nil where none is configured.
  func judgeIdentity() throws -> String? {
    let name = configuration.gates.judgeModel
    guard !name.isEmpty else { return nil }
    let prompts = try JudgePrompts(directory: workspace.templates)
    return ContentHash(of: [try modelIdentity(name), prompts.hash.hex]).hex
  }
}
