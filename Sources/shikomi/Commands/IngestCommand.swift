import Foundation
import Pipeline
import Records
import Storage

enum IngestCommand: Command {
  static let name = IngestStage.name
  static let summary = IngestStage.summary
  static let operands = [
    Operand(
      "PATH", .many, en: "files to read again (default: whatever is new or changed)",
      ja: "読み直すファイル（省略時は新しいもの、変わったもの）")
  ]
  static let sections = ["", IngestStage.name]

  static func run(_ invocation: Invocation) async throws {
    let session = try invocation.session()
    let lock = try WorkspaceLock(session.workspace)
    defer { withExtendedLifetime(lock) {} }
    let before = try session.store.read { try $0.latestRevision() }
    try await session.ingest(only: invocation.operands.map { URL(fileURLWithPath: $0) })
    let status = try session.store.read { transaction in
      var status = try WorkspaceStatus(transaction)
      status.revisions = try transaction.revisions(after: before)
      return status
    }
    let remarks = try ClosingSummary.remarks(session.store)
    try invocation.print(status) { ClosingSummary.corpus(status, remarks, invocation.language) }
  }
}
