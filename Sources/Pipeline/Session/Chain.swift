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
    // What must not leave the dataset for other programs may still be trained on and compared here.
    var refusedExport: PersonalDataInExport?
    do { try await export() } catch let refusal as PersonalDataInExport { refusedExport = refusal }
    var stages = [ingest, generate, curate]
    // A model behind an endpoint is compared, but not tuned here.
    if try ModelName(configuration.general.model, workspace: workspace).directory(near: workspace) != nil {
      stages.append(try await tune())
    }
    stages.append(try await compare(language: language))
    var summary = try ChainSummary(self, stages: stages)
    summary.refusedExport = refusedExport?.text
    return summary
  }
}

/// What a run closes with: documents, pages, chunks, pairs by fate, split sizes, each arm's scores.
public struct ChainSummary: Codable, Sendable {
  /// What stands where.
  public var status: WorkspaceStatus
  /// Files that could not be read, each with the reason.
  public var unreadable: [Drop]
  /// Files with the content of another one, which stands for both.
  public var copies: [Drop]
  /// Documents whose file is gone.
  public var gone: [Drop]
  /// Pairs and candidates left out, by stage and reason, and pairs kept.
  public var fates: [LedgerCount]
  /// Pairs in the dataset.
  public var datasetPairs: Int
  /// Of those, how many a person has decided about.
  public var reviewed: Int
  /// Each arm's scores on each test set.
  public var scores: [ScoreRecord]
  /// Why nothing was exported, where personal data stood in the way.
  public var refusedExport: BilingualText?
  /// What each stage did in this run.
  public var stages: [StageSummary]

  /// Reads the figures after a run.
  init(_ session: Session, stages: [StageSummary]) throws {
    self.stages = stages
    var remarks: [Drop] = []
    var reviewed = 0
    var pairs = 0
    let dataset = try session.latestDataset()
    (status, fates, scores) = try session.store.read { transaction in
      remarks = try Self.remarks(transaction)
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
    unreadable = remarks.filter { $0.outcome == .dropped }
    copies = remarks.filter { $0.reason == "same-content" }
    gone = remarks.filter { $0.reason == "file-gone" }
    self.reviewed = reviewed
    datasetPairs = pairs
  }

  /// What a person should see about files: those that could not be read (`dropped`), those with the content of another
  /// (`same-content`), and those that are gone (`file-gone`).
  public static func remarks(_ transaction: Transaction) throws -> [Drop] {
    var remarks: [Drop] = []
    try transaction.eachDrop(stage: IngestStage.name) { drop in
      if drop.outcome == .dropped || drop.reason == "same-content" || drop.reason == "file-gone" {
        remarks.append(drop)
      }
    }
    return remarks
  }
}
