import Records
public import Storage

/// Runs stages: finds out what is pending, fans out, writes one transaction a batch with the batch's mark in it, counts
/// drops, reports, and stops between batches when the task is cancelled.
///
/// A batch's result, its ledger entries and its mark become visible together or not at all. A run that is killed
/// anywhere therefore leaves whole batches, and the next run does the others.
public struct StageRunner: Sendable {
  let store: Store
  let report: StageReporter

  /// Runs on a store and tells what happens.
  public init(store: Store, report: @escaping StageReporter) {
    self.store = store
    self.report = report
  }

  /// Does whatever of a stage's plan is not done.
  ///
  /// - Throws: `CancellationError`, and what the stage or the store throws.
  @discardableResult
  public func run<S: Stage>(_ stage: S) async throws -> StageSummary {
    let clock = ContinuousClock()
    let start = clock.now
    let plan = try stage.plan()
    let done = try store.read {
      try $0.doneInputs(stage: S.name, options: stage.optionsHash, version: S.version)
    }
    // By their numbers: a second list of batches would be as large as the first.
    let pending = plan.indices.filter { !done.contains(plan[$0].id) }
    let total = plan.reduce(0) { $0 + $1.count }
    let worked = pending.reduce(0) { $0 + plan[$1].count }
    var progress = Progress(
      summary: StageSummary(stage: S.name, total: total, worked: worked, kept: 0, drops: [:], seconds: 0),
      done: total - worked)
    report(.began(stage: S.name, total: total, done: progress.done))
    // What is not in the plan any more (removed documents, other chunks) has no say in the ledger either.
    let others = try stage.ledgerInputs
    try store.write {
      try $0.trimLedger(stage: S.name, to: [AnySequence(others), AnySequence(plan.lazy.map(\.id))].joined())
    }
    if !pending.isEmpty { try await work(stage, plan, pending, &progress) }
    progress.summary.seconds = (clock.now - start) / .seconds(1)
    report(.ended(progress.summary))
    return progress.summary
  }

  private struct Progress {
    var summary: StageSummary
    var done: Int
  }

  private func work<S: Stage>(
    _ stage: S, _ plan: [StageBatch<S.Input>], _ pending: [Int], _ progress: inout Progress
  ) async throws {
    try await withThrowingTaskGroup(of: (Int, StageOutcome<S.Output>).self) { group in
      var next = 0
      func startOne() throws {
        guard next < pending.count, try !stage.isSatisfied() else { return }
        let index = pending[next]
        let batch = plan[index]
        group.addTask { (index, try await stage.process(batch)) }
        next += 1
      }
      for _ in 0..<max(1, stage.concurrency) { try startOne() }
      while let (index, outcome) = try await group.next() {
        try Task.checkCancellation()
        try finish(plan[index], outcome, stage)
        count(plan[index], outcome, &progress)
        try startOne()
      }
    }
    try Task.checkCancellation()
  }

  private func finish<S: Stage>(
    _ batch: StageBatch<S.Input>, _ outcome: StageOutcome<S.Output>, _ stage: S
  ) throws {
    let provenance = stage.provenance(of: batch)
    try store.write { transaction in
      if let kept = outcome.kept {
        try stage.write(kept, of: batch, provenance: provenance, to: transaction)
      }
      try transaction.replaceLedger(stage: S.name, input: batch.id, with: outcome.drops)
      if outcome.isSettled { try transaction.mark(provenance.mark) }
    }
  }

  private func count<Input, Output>(
    _ batch: StageBatch<Input>, _ outcome: StageOutcome<Output>, _ progress: inout Progress
  ) {
    progress.done += batch.count
    progress.summary.kept += outcome.keptCount
    for drop in outcome.drops {
      progress.summary.drops[drop.reason, default: 0] += 1
      report(.dropped(drop))
    }
    report(
      .advanced(
        stage: progress.summary.stage, done: progress.done, total: progress.summary.total,
        label: BilingualText(verbatim: batch.label)))
  }
}
