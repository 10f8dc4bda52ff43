import Foundation
import Records
import Storage

/// Writes down a run: its resolved options, when it began and ended and how, in the store and under `output/runs/ID/`.
/// Its command holds the workspace's lock, so that an earlier run without an end is one that was killed.
public struct RunLog: Sendable {
  private let session: Session
  private let command: String

  /// Prepares the record of a command.
  public init(_ session: Session, command: String) {
    self.session = session
    self.command = command
  }

  /// Runs `body` and records how it ended.
  public func record<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
    for killed in try session.store.write({ try $0.closeKilledRuns() }) { try writeFile(killed) }
    let started = Date().timeIntervalSince1970
    var record = RunRecord(
      id: try nextIdentifier(), command: command, started: started,
      options: String(decoding: try JSONLines.line(session.configuration.resolved), as: UTF8.self))
    try save(record)
    do {
      let result = try await body()
      record.outcome = "done"
      record.ended = Date().timeIntervalSince1970
      try save(record)
      return result
    } catch {
      record.outcome = error is CancellationError ? "interrupted" : "failed"
      record.ended = Date().timeIntervalSince1970
      // The first error is the one to tell; the disk may be full.
      try? save(record)
      throw error
    }
  }

  /// `0001`, `0002`, …
  private func nextIdentifier() throws -> String {
    let count = try session.store.read { try $0.runs(limit: 1) }.first.flatMap { Int($0.id) } ?? 0
    let digits = String(count + 1)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private func save(_ record: RunRecord) throws {
    try session.store.write { try $0.save(record) }
    try writeFile(record)
    try AtomicFile.write(
      try encoder.encode(session.configuration.resolved), to: folder(record).appendingPathComponent("options.json"))
  }

  private func writeFile(_ record: RunRecord) throws {
    try AtomicFile.write(try encoder.encode(record), to: folder(record).appendingPathComponent("run.json"))
  }

  private func folder(_ record: RunRecord) -> URL { session.workspace.runs.appendingPathComponent(record.id) }

  private var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return encoder
  }
}
