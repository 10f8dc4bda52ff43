public import Records
public import Storage

extension Session {
  /// The whole chain, from documents to the report. Each step does only what has changed.
  ///
  /// - Parameter language: The language that the report shows first.
  /// - Throws: What a step throws; whatever the steps before it did is kept.
  public func run(language: Language = .en) async throws -> ChainSummary {
    let ingest = try await ingest()
    let generate = try await generate()
    let curate = try await curate()
    try await export()
    var stages = [ingest, generate, curate]
    // A model behind an endpoint is compared, but not tuned here.
    if try ModelName(configuration.general.model, workspace: workspace).directory(near: workspace) != nil {
      stages.append(try await tune())
    }
    stages.append(try await compare(language: language))
    return try ChainSummary(self, stages: stages)
  }
}

/// What a run closes with: documents, pages, chunks, pairs by fate, split sizes, each arm's scores.
public struct ChainSummary: Codable, Sendable {
  /// What stands where.
  public var status: WorkspaceStatus
  /// Files that could not be read, each with the reason.
  public var unreadable: [Drop]
  /// Pairs and candidates left out, by stage and reason, and pairs kept.
  public var fates: [LedgerCount]
  /// Pairs in the dataset.
  public var datasetPairs: Int
  /// Of those, how many a person has decided about.
  public var reviewed: Int
  /// Each arm's scores on each test set.
  public var scores: [ScoreRecord]
  /// What each stage did in this run.
  public var stages: [StageSummary]

  /// Reads the figures after a run.
  init(_ session: Session, stages: [StageSummary]) throws {
    self.stages = stages
    var unreadable: [Drop] = []
    var reviewed = 0
    var pairs = 0
    let dataset = try session.latestDataset()
    (status, fates, scores) = try session.store.read { transaction in
      try transaction.eachDrop(stage: IngestStage.name) { if $0.outcome == .dropped { unreadable.append($0) } }
      for split in DatasetSplit.allCases {
        for id in try transaction.members(dataset: dataset.number, split: split) {
          pairs += 1
          if let pair = try transaction.pair(id), pair.state.status != .unreviewed { reviewed += 1 }
        }
      }
      let fates = try transaction.ledgerCounts().filter {
        $0.stage == GenerateStage.name || $0.stage == CurateStage.name
      }
      return (try WorkspaceStatus(transaction), fates, try transaction.scores(comparison: dataset.name))
    }
    self.unreadable = unreadable
    self.reviewed = reviewed
    datasetPairs = pairs
  }
}
