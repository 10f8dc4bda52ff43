import Foundation
import Generation
import Records
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// A passage that a server cannot take costs itself alone; a server that fails at everything stops the run and blames no
/// passage. Either way the ledger adds up.
struct EndpointLossTests {
  let workspace: EndpointWorkspace

  init() throws { workspace = try EndpointWorkspace() }

  private func chunkAccount(_ session: Session) throws -> LedgerAccount {
    try #require(try session.store.read { try $0.ledgerAccounts() }.first { $0.subject == .chunks })
  }

  private static let blames = Set(Unanswered.Reason.allCases.map(\.rawValue))

  @Test(arguments: [
    (400, "request-refused"), (422, "request-refused"), (500, "request-failed"), (413, "request-too-long"),
  ])
  func `one passage that the server cannot take is in the ledger, the others go on, and it is mended alone`(
    status: Int, reason: String
  ) async throws {
    let isWell = Mutex(false)
    let server = try LocalServer { _, request in
      let isPoisoned = CodewordServer.prompt(request).contains("The company library lends")
      return isPoisoned && !isWell.withLock { $0 }
        ? .reply(status: status, body: #"{"error":{"message":"grammar stack empty"}}"#) : CodewordServer.answer(request)
    }
    defer { server.stop() }
    let session = try workspace.session(server.name())
    try await session.ingest()
    let summary = try await session.generate()
    #expect(summary.worked == summary.total)
    let lost = try workspace.drops(session).filter { Self.blames.contains($0.reason) }
    #expect(!lost.isEmpty && lost.allSatisfy { $0.reason == reason && $0.document == "corpora/library.txt" })
    #expect(
      lost.allSatisfy { $0.detail.en.contains("grammar stack empty") && $0.detail.ja.contains("grammar stack empty") })
    let account = try chunkAccount(session)
    #expect(account.unaccounted == 0 && account.losses.contains { $0.reason == reason && $0.count == 1 })
    // What holds no fact is none of the server's doing.
    #expect(account.kept == account.total - account.losses.map(\.count).reduce(0, +))
    isWell.withLock { $0 = true }
    let chunk = try #require(lost.first?.chunk)
    let retried = try await session.retry(chunk.hex)
    #expect(retried.tried == lost.count && retried.mended > 0)
    #expect(try !workspace.drops(session).contains { Self.blames.contains($0.reason) })
    #expect(try chunkAccount(session).kept == account.kept + 1)
    #expect(try await session.generate().worked == 0)
  }

  @Test(arguments: [400, 500])
  func `a server that takes nothing any more blames no passage, and those that it did not come to are not asked yet`(
    status: Int
  ) async throws {
    let dead = Mutex(false)
    let server = try LocalServer { number, request in
      if number == 60 { dead.withLock { $0 = true } }
      return dead.withLock { $0 }
        ? .reply(status: status, body: #"{"error":{"message":"unloaded"}}"#) : CodewordServer.answer(request)
    }
    defer { server.stop() }
    let session = try workspace.session(server.name())
    try await session.ingest()
    let before = try chunkAccount(session)
    #expect(before.unaccounted == 0 && before.kept == 0)
    #expect(before.losses.map(\.reason) == ["not-asked"] && before.losses.first?.count == before.total)
    let stopped = try await #require(throws: GenerationStopped.self) { try await session.generate() }
    #expect(stopped.cause.en.contains("unloaded") && stopped.done > 0)
    #expect(try !workspace.drops(session).contains { Self.blames.contains($0.reason) })
    let account = try chunkAccount(session)
    #expect(account.unaccounted == 0)
    #expect(account.losses.first { $0.reason == "not-asked" }?.count == stopped.total - stopped.done)
    dead.withLock { $0 = false }
    try await session.generate()
    #expect(try chunkAccount(session).losses.allSatisfy { $0.reason != "not-asked" })
    let name = LedgerAccount.name(of: "not-asked", .en)
    #expect(name.contains("not asked yet") && LedgerAccount.name(of: "not-asked", .ja).contains("未着手"))
  }
}
