import Foundation
import Records
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// Turns numbers into ledger entries: odd ones are dropped. Fails at a number when told to.
private struct NumberStage: Stage {
  struct Options: StageOptions {
    var factor = 1
    static let fields: [OptionField<Options>] = [OptionField("factor", \.factor, en: "factor", ja: "倍率")]
  }
  struct Broken: Error {}

  static let name = "numbers"
  static let summary = BilingualText(en: "numbers", ja: "数")
  static let version = 1
  var options = Options()
  var dependencies: [String] { [] }
  var concurrency = 1
  var failsAt: Int?
  let worked = Worked()

  final class Worked: Sendable {
    let numbers = Mutex<[Int]>([])
  }

  func plan() -> [StageBatch<Int>] { (1...6).map { StageBatch(id: String($0), input: $0) } }

  func process(_ batch: StageBatch<Int>) async throws -> StageOutcome<Int> {
    if batch.input == failsAt { throw Broken() }
    worked.numbers.withLock { $0.append(batch.input) }
    guard batch.input % 2 == 0 else {
      return StageOutcome(
        kept: nil,
        drops: [Drop(stage: Self.name, item: batch.id, reason: "odd", detail: BilingualText(verbatim: "odd"))])
    }
    return StageOutcome(kept: batch.input * options.factor)
  }

  func write(_ output: Int, of batch: StageBatch<Int>, provenance: Provenance, to transaction: Transaction) throws {
    try transaction.saveAnswer(
      armKey: ContentHash(of: ["numbers"]), arm: "numbers", pair: ContentHash(of: [batch.id]), prediction: "\(output)")
  }
}

struct StageRunnerTests {
  let folder: TemporaryFolder
  let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(url: folder.appending("studio.sqlite"))
  }

  func results() throws -> Set<String> {
    Set(try store.read { try $0.answers(armKey: ContentHash(of: ["numbers"])) }.values)
  }

  @Test func `kept things are written, dropped ones counted by reason`() async throws {
    let summary = try await StageRunner(store: store, report: { _ in }).run(NumberStage())
    #expect(try results() == ["2", "4", "6"])
    #expect(summary.kept == 3)
    #expect(summary.drops == ["odd": 3])
    #expect(try store.read { try $0.ledgerCounts().map(\.count) } == [3])
  }

  @Test func `after a failure only what is missing is done`() async throws {
    let runner = StageRunner(store: store, report: { _ in })
    await #expect(throws: NumberStage.Broken.self) { try await runner.run(NumberStage(failsAt: 4)) }
    #expect(try results() == ["2"])
    let second = NumberStage()
    #expect(try await runner.run(second).worked == 3)
    #expect(second.worked.numbers.withLock { $0 } == [4, 5, 6])
    #expect(try await runner.run(NumberStage()).worked == 0)
  }

  @Test func `other options mean all work anew`() async throws {
    let runner = StageRunner(store: store, report: { _ in })
    try await runner.run(NumberStage())
    var stage = NumberStage()
    stage.options.factor = 10
    #expect(try await runner.run(stage).worked == 6)
    #expect(try results() == ["20", "40", "60"])
  }

  @Test func `fanning out gives the same results`() async throws {
    var stage = NumberStage()
    stage.concurrency = 4
    try await StageRunner(store: store, report: { _ in }).run(stage)
    #expect(try results() == ["2", "4", "6"])
  }

  @Test func `events tell the beginning, every batch and the end`() async throws {
    let events = Mutex<[StageEvent]>([])
    try await StageRunner(store: store, report: { event in events.withLock { $0.append(event) } }).run(NumberStage())
    let seen = events.withLock { $0 }
    #expect(seen.first == .began(stage: "numbers", total: 6, done: 0))
    #expect(seen.contains(.advanced(stage: "numbers", done: 6, total: 6, label: BilingualText(verbatim: ""))))
    guard case .ended(let summary)? = seen.last else {
      Issue.record("the last event is no end")
      return
    }
    #expect(summary.worked == 6)
  }

  @Test func `a cancelled run stops between batches and keeps what is written`() async throws {
    let store = store
    let task = Task {
      try await StageRunner(
        store: store,
        report: { event in
          if case .advanced(_, 2, _, _) = event { withUnsafeCurrentTask { $0?.cancel() } }
        }
      ).run(NumberStage())
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try results() == ["2"])
  }
}
