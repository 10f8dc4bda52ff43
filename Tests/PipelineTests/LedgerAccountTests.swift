import Foundation
import Generation
import Records
import TestSupport
import Testing

@testable import Pipeline
@testable import Storage

/// The ledger adds up: whatever came in went on or has a reason.
struct LedgerAccountTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TinyCorpus.write(to: folder)
    try TinyCorpus.writeTemplates(to: folder)
    // Nothing to ask about, and a question for two documents.
    try folder.write("# 目次\n\n以下のとおりです。", to: "corpora/empty.md")
  }

  private func generate(_ session: Session) async throws {
    try await session.runner.run(
      GenerateStage(
        session.configuration.generate, seed: 0, store: session.store,
        templates: try PromptTemplates(directory: session.workspace.templates), model: CodewordModel(),
        modelIdentity: "codeword"))
  }

  private func accounts(_ session: Session) throws -> [LedgerAccount.Subject: LedgerAccount] {
    Dictionary(uniqueKeysWithValues: try session.store.read { try $0.ledgerAccounts() }.map { ($0.subject, $0) })
  }

  @Test func `after a whole run nothing is unaccounted for, and what comes later is not curated yet`() async throws {
    let session = try Session(
      workspace: try Workspace(root: folder.url), configuration: .withoutStatements,
      counter: .init(counter: WordCounter(), identity: "words"))
    try await session.ingest()
    try await generate(session)
    var all: [ReviewedPair] = []
    try session.store.read { try $0.eachPair { all.append($0) } }
    try session.store.write {
      try $0.append(ReviewEvent(pair: all[0].id, action: .reject, reviewer: "aki", time: 1, reason: "wrong"))
    }
    try await session.curate()
    let done = try accounts(session)
    let (chunks, facts, pairs) = (try #require(done[.chunks]), try #require(done[.facts]), try #require(done[.pairs]))
    #expect([chunks, facts, pairs].allSatisfy { $0.unaccounted == 0 }, "\(done)")
    #expect(chunks.total == (try session.store.read { try WorkspaceStatus($0).chunks }))
    #expect(chunks.losses.contains { $0.reason == "no-candidates" } && chunks.kept > 0)
    #expect(pairs.total == all.count && pairs.losses.contains { $0.reason == "rejected" && $0.count == 1 })
    #expect(pairs.kept == (try session.store.read { try $0.splitSizes(dataset: 1) }).values.reduce(0, +))
    #expect(done[.imported] == nil)
    // Every fact with pairs wants four rewordings; what is not there has an entry of its own. One was reviewed.
    let rewordings = try #require(done[.rewordings])
    let open = all.filter { $0.original.fact != all[0].original.fact }
    #expect(rewordings.unaccounted == 0 && rewordings.total == 4 * (facts.kept - 1), "\(rewordings)")
    #expect(rewordings.kept == open.count { $0.original.variantOf != nil } && rewordings.kept > 0)
    #expect(rewordings.losses.contains { $0.reason == "wording-missing" })

    let chart = String(decoding: LedgerAccount.chart(Array(done.values), .ja), as: UTF8.self)
    #expect(chart.hasPrefix("<svg") && chart.contains("ペア: \(all.count)") && chart.contains("rejected"))

    try folder.write("The archive is open from 10:00 to 16:00. Its keeper is Mabel Thorne.", to: "corpora/archive.txt")
    try await session.ingest()
    let later = try #require(try accounts(session)[.chunks])
    #expect(later.unaccounted == 0 && later.losses.contains { $0.reason == "not-asked" && $0.count == 1 })
    try await generate(session)
    let asked = try #require(try accounts(session)[.chunks])
    #expect(asked.unaccounted == 0 && !asked.losses.contains { $0.reason == "not-asked" })
    let waiting = try #require(try accounts(session)[.pairs])
    #expect(waiting.unaccounted == 0 && waiting.losses.contains { $0.reason == "not-curated" })
    try await session.curate()
    #expect(try accounts(session).values.allSatisfy { $0.unaccounted == 0 })

    // A reason that went missing is missed: what there was is counted apart from what became of it.
    try session.store.write {
      _ = try $0.run(
        """
        DELETE FROM ledger WHERE rowid =
          (SELECT min(rowid) FROM ledger WHERE stage = 'generate' AND outcome = 'dropped' AND item <> chunk)
        """)
    }
    #expect(try accounts(session)[.facts]?.unaccounted == 1)
  }
}
