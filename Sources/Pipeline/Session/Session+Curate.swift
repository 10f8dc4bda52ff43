public import Foundation
import Generation
import Preparation
import Records
public import Storage

extension Session {
  /// Freezes a dataset version from the pairs as the gates' thresholds let them pass now, where anything has changed
  /// since the latest.
  @discardableResult
  public func curate() async throws -> StageSummary {
    try await applyThresholds()
    let stage = CurateStage(
      configuration.curate, seed: configuration.general.seed, rank: configuration.gates.rank,
      names: try configuration.export.names(in: workspace), store: store, folder: workspace.datasets)
    let plan = try stage.plan()
    guard let batch = plan.first else { throw try noPairs() }
    // A version is current only while it is the latest and its folder is there; going back to earlier options or pairs
    // makes a new version.
    let latest = try store.read { try $0.datasets().last }
    let inputs = ContentHash(of: [batch.id, stage.optionsHash.hex])
    let isThere =
      latest.map { FileManager.default.fileExists(atPath: FrozenDataset.folder(of: $0, in: workspace.datasets).path) }
      ?? false
    if latest?.inputs != inputs || !isThere {
      try store.write { try $0.unmark(stage: CurateStage.name, input: batch.id) }
    }
    let summary = try await runner.run(stage)
    for note in try datasetNotes() { report(.note(stage: CurateStage.name, note)) }
    return summary
  }

  /// What a person should know of the latest version before tests are made with it: parts without pairs, a thin training part, and fewer
  /// reworded questions than wanted.
  func datasetNotes() throws -> [BilingualText] {
    let frozen = try FrozenDataset(self)
    var counts: [DatasetSplit: Int] = [:]
    var wordings = RewordedShare.Wordings()
    var documents: Set<String> = []
    let balance = configuration.curate.balance(seed: configuration.general.seed)
    var reached = ReachedShares(balance)
    var extreme = ExtremeWeights()
    for part in DatasetSplit.allCases {
      try frozen.eachExample(part) { example in
        counts[part, default: 0] += 1
        for evidence in example.evidence { documents.insert(evidence.document) }
        wordings.add(example, part)
        guard part == .train else { return }
        extreme.add(
          weight: example.weight, type: example.type, language: example.language,
          document: example.evidence.first?.document ?? "")
        guard !reached.dimensions.isEmpty, let pair = try store.read({ try $0.pair(example.id) })?.pair else { return }
        let section = try store.read { transaction in
          try pair.evidence.first.flatMap { try transaction.chunk($0.chunk)?.section?.title } ?? ""
        }
        reached.add(weight: example.weight) { BalanceClasses.name(of: pair, by: $0, section: section) }
      }
    }
    let share = RewordedShare(wordings, wanted: frozen.certificate.options.rewordedShare)
    return [
      ThinParts(counts: counts, documents: documents.count).text.map {
        BilingualText(en: "\(frozen.version.name): \($0.en)", ja: "\(frozen.version.name): \($0.ja)")
      }, share.text, frozen.certificate.untold?.text, reached.text, extreme.text,
    ].compactMap { $0 }
  }

  /// Why there is no pair to curate: nothing was generated yet, there was nothing to ask about, or nothing passed.
  private func noPairs() throws -> any ExplainedError {
    let (chunks, generated, unread) = try store.read { transaction in
      var drops: (generated: [Drop], unread: [Drop]) = ([], [])
      try transaction.eachDrop(stage: GenerateStage.name) { drops.generated.append($0) }
      try transaction.eachDrop(stage: IngestStage.name) { drops.unread.append($0) }
      return (try WorkspaceStatus(transaction).chunks, drops.generated, drops.unread)
    }
    if chunks == 0, unread.contains(where: { $0.outcome == .dropped }) {
      return NothingToAskAbout(reasons: FrequentReasons(unread))
    }
    if generated.contains(where: { $0.outcome == .dropped }) {
      return NothingGenerated(reasons: FrequentReasons(generated))
    }
    return WorkspaceError.missing(what: BilingualText(en: "pair", ja: "ペア"), command: GenerateStage.name)
  }

  /// The latest dataset version.
  ///
  /// - Throws: `WorkspaceError.missing` before the first.
  public func latestDataset() throws -> DatasetVersion {
    guard let version = try store.read({ try $0.datasets().last }) else {
      throw WorkspaceError.missing(
        what: BilingualText(en: "dataset version", ja: "データセットの版"), command: CurateStage.name)
    }
    return version
  }

  /// Writes the latest version in some forms; by default those of the configuration, under `output/export/`.
  ///
  /// - Returns: The folders, one a form; a form that holds nothing has none, and a note says why.
  @discardableResult
  public func export(formats: [String]? = nil, to target: URL? = nil) async throws -> [URL] {
    var options = configuration.export
    if let formats { options.formats = formats }
    let stage = ExportStage(
      options, workspace: workspace, store: store, dataset: try latestDataset(), target: target,
      tune: configuration.tune)
    if formats != nil {
      // Somebody asked for the files: they are written whatever was written before.
      let plan = try stage.plan()
      try store.write { transaction in
        for batch in plan { try transaction.unmark(stage: ExportStage.name, input: batch.id) }
      }
    }
    try await runner.run(stage)
    return try options.formats.compactMap { format in
      guard let why = try stage.emptyForm(format) else { return stage.folder(of: format) }
      report(.note(stage: ExportStage.name, why))
      return nil
    }
  }
}
