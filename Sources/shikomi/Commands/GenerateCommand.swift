import Pipeline
import Records
import Storage

enum GenerateCommand: Command {
  static let name = GenerateStage.name
  static let summary = GenerateStage.summary
  static let sections = ["", GenerateStage.name, GateStage.name]

  static func run(_ invocation: Invocation) async throws {
    let session = try invocation.session()
    let lock = try WorkspaceLock(session.workspace)
    defer { withExtendedLifetime(lock) {} }
    let stage = try await session.generate()
    let counts = try session.store.read { try $0.ledgerCounts().filter { $0.stage == GenerateStage.name } }
    let total = try session.store.read { try $0.countPairs() }
    try invocation.print(stage) {
      ClosingSummary.fates(kept: total, counts, invocation.language)
    }
  }
}
