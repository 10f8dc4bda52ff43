import Foundation
import Generation
import Preparation
import Records
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// From documents to a frozen dataset with a model without weights.
struct DatasetTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TinyCorpus.write(to: folder)
    try TinyCorpus.writeTemplates(to: folder)
  }

  func session(in folder: TemporaryFolder? = nil, _ change: (inout Configuration) -> Void = { _ in }) throws -> Session
  {
    var configuration = Configuration.withoutStatements
    change(&configuration)
    return try Session(
      workspace: try Workspace(root: (folder ?? self.folder).url), configuration: configuration,
      counter: .init(counter: WordCounter(), identity: "words"))
  }

  func generate(_ session: Session) async throws -> StageSummary {
    let stage = GenerateStage(
      session.configuration.generate, seed: session.configuration.general.seed, store: session.store,
      templates: try PromptTemplates(directory: session.workspace.templates), model: CodewordModel(),
      modelIdentity: "codeword")
    return try await session.runner.run(stage)
  }

  func pairs(_ session: Session) throws -> [ReviewedPair] {
    var out: [ReviewedPair] = []
    try session.store.read { try $0.eachPair { out.append($0) } }
    return out
  }

  func review(_ session: Session, _ pair: ReviewedPair, _ action: ReviewEvent.Action) throws {
    try session.store.write {
      try $0.append(ReviewEvent(pair: pair.id, action: action, reviewer: "aki", time: 1, reason: "wrong"))
    }
  }

  @Test func `every pair's evidence stands in its chunk, word for word`() async throws {
    let session = try session()
    try await session.ingest()
    let summary = try await generate(session)
    let pairs = try pairs(session)
    #expect(pairs.count >= 20)
    #expect(summary.kept == pairs.count)
    #expect(Set(pairs.map(\.pair.language)) == [.ja, .en])
    for pair in pairs {
      let evidence = try #require(pair.pair.evidence.first)
      let chunk = try #require(try session.store.read { try $0.chunk(evidence.chunk) })
      #expect(Array(chunk.text.utf8)[evidence.start..<evidence.end].elementsEqual(evidence.quote.utf8))
      if pair.pair.type.isPlain { #expect(pair.pair.answer == evidence.quote) }
    }
    #expect(try await generate(session).worked == 0)
  }

  @Test func `another document leaves the pairs of the earlier ones as they are`() async throws {
    let session = try session()
    try await session.ingest()
    _ = try await generate(session)
    let before = try pairs(session)
    try folder.write("The gym opens at 6:30. A locker costs GBP 4 a month.\n", to: "corpora/gym.txt")
    try await session.ingest()
    #expect(try await generate(session).worked == 1)
    let after = try pairs(session)
    #expect(after.count > before.count)
    #expect(after.filter { $0.pair.evidence.first?.document != "corpora/gym.txt" } == before)
  }

  @Test func `a changed document's reviewed pairs turn stale and are kept`() async throws {
    let session = try session()
    try await session.ingest()
    _ = try await generate(session)
    let pair = try #require(try pairs(session).first { $0.pair.evidence.first?.document == "corpora/library.txt" })
    try review(session, pair, .accept)
    try folder.write("The library is closed.\n", to: "corpora/library.txt")
    try await session.ingest()
    let after = try #require(try session.store.read { try $0.pair(pair.id) })
    #expect(after.pair.status == .stale)
    #expect(after.state.status == .accepted)
  }

  @Test func `curating freezes a version once, and again only when something has changed`() async throws {
    let session = try session()
    try await session.ingest()
    _ = try await generate(session)
    #expect(try await session.curate().worked > 0)
    let first = try session.latestDataset()
    #expect(first.name == "v1")
    #expect(try SplitCertificate.verify(FrozenDataset(first, in: session.workspace).folder).isEmpty)
    #expect(try await session.curate().worked == 0)
    try review(session, try #require(try pairs(session).first), .reject)
    try await session.curate()
    #expect(try session.latestDataset().name == "v2")
    var reasons: Set<String> = []
    try session.store.read { try $0.eachDrop(stage: "curate") { reasons.insert($0.reason) } }
    #expect(reasons.contains("rejected"))
  }

  @Test func `with --reviewed only accepted pairs count, and none is an error`() async throws {
    let session = try session { $0.curate.reviewed = true }
    try await session.ingest()
    _ = try await generate(session)
    let error = await #expect(throws: NothingToCurate.self) { try await session.curate() }
    #expect(error?.text.en.contains("has been accepted yet") == true)
    for pair in try pairs(session).prefix(9) { try review(session, pair, .accept) }
    try await session.curate()
    let sizes = try session.store.read { try $0.splitSizes(dataset: 1) }
    #expect(sizes.values.reduce(0, +) <= 9)
    #expect(sizes.values.reduce(0, +) > 0)
  }

  @Test func `too few accepted pairs are told with their number, and nothing is frozen`() async throws {
    let all = try session { $0.curate.unseenShare = 0.4 }
    try await all.ingest()
    _ = try await generate(all)
    try await all.curate()
    let frozen = try FrozenDataset(try all.latestDataset(), in: all.workspace)
    let unseen = Set(try frozen.examples(.testUnseen).map(\.id))
    for pair in try pairs(all).filter({ unseen.contains($0.id) }).prefix(2) { try review(all, pair, .accept) }
    // Both belong to documents that are tests for ever: nothing is left to train on.
    let reviewed = try session {
      $0.curate.reviewed = true
      $0.curate.unseenShare = 0.4
    }
    let error = await #expect(throws: NothingToCurate.self) { try await reviewed.curate() }
    #expect(error?.text.en.contains("Only 2 of the") == true)
    #expect(error?.text.flaws == [] && error?.isConfiguration == false)
    #expect(try reviewed.latestDataset().name == "v1")
    let folders = try FileManager.default.contentsOfDirectory(atPath: reviewed.workspace.datasets.path)
    #expect(folders.filter { !$0.hasPrefix(".") } == ["v1"])
  }

  @Test func `a small version in between, its folder gone or not, moves no document`() async throws {
    let session = try session()
    try await session.ingest()
    _ = try await generate(session)
    try await session.curate()
    func places(_ number: Int) throws -> [String: DatasetSplit] {
      let groups = try FrozenDataset(session, number: number).certificate.groups
      return Dictionary(
        uniqueKeysWithValues: groups.flatMap { group in group.documents.map { ($0.path, group.place) } })
    }
    let first = try places(1)
    #expect(Set(first.values) == [.train, .validation, .testUnseen])
    let trained = try FrozenDataset(session, number: 1).examples(.train).map(\.id)
    for pair in try pairs(session).filter({ trained.prefix(2).contains($0.id) }) { try review(session, pair, .accept) }
    let small = try self.session { $0.curate.reviewed = true }
    try await small.curate()
    #expect(try places(2).count == 1)
    try await session.curate()
    #expect(try session.latestDataset().name == "v3")
    #expect(try places(3) == first)
    // Whoever deletes the folders of old versions does not make the store forget.
    for name in ["v1", "v3"] {
      try FileManager.default.removeItem(at: session.workspace.datasets.appendingPathComponent(name))
    }
    try await session.curate()
    #expect(try session.latestDataset().name == "v4")
    #expect(try places(4) == first)
  }

  /// Writes nothing, whatever it is asked.
  private struct Silent: ChatModel {
    let name = "silent"
    func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] { requests.map { _ in ChatReply(text: "") } }
  }

  @Test func `where generation kept nothing, curating says so, with the reasons and what to do`() async throws {
    let session = try session()
    try await session.ingest()
    let before = await #expect(throws: WorkspaceError.self) { try await session.curate() }
    #expect(before?.text.en.contains("There is no pair yet") == true)
    let stage = GenerateStage(
      session.configuration.generate, seed: 7, store: session.store,
      templates: try PromptTemplates(directory: session.workspace.templates), model: Silent(), modelIdentity: "silent")
    let summary = try await session.runner.run(stage)
    #expect(summary.kept == 0)
    let error = await #expect(throws: NothingGenerated.self) { try await session.curate() }
    let text = try #require(error?.text)
    #expect(text.en.contains("kept none of \(summary.drops.values.reduce(0, +)) candidates"))
    #expect(text.en.contains("too-short") || text.en.contains("no-question"), "\(text.en)")
    #expect(text.en.contains("--generator") && text.en.contains("shikomi ledger --stage generate"))
    #expect(text.flaws == [])
  }

  @Test func `where no document gave any text, curating says so`() async throws {
    let empty = try TemporaryFolder()
    try empty.write(" \n", to: "corpora/blank.txt")
    let session = try session(in: empty)
    try await session.ingest()
    let error = await #expect(throws: NothingToAskAbout.self) { try await session.curate() }
    #expect(error?.text.en.contains("no-text 1") == true)
    #expect(error?.text.flaws == [])
  }

  @Test func `a run that was killed is marked as interrupted at the next start`() async throws {
    let session = try session()
    try session.store.write { try $0.save(RunRecord(id: "0001", command: "run", started: 1, options: "{}")) }
    #expect(try session.store.read { try WorkspaceStatus($0).lastRun?.outcome } == nil)
    try await RunLog(session, command: "run").record {}
    let runs = try session.store.read { try $0.runs() }
    #expect(runs.map(\.id) == ["0002", "0001"] && runs.map(\.outcome) == ["done", "interrupted"])
    let file = try Data(contentsOf: session.workspace.runs.appendingPathComponent("0001/run.json"))
    #expect(try JSONDecoder().decode(RunRecord.self, from: file).outcome == "interrupted")
    #expect(try session.store.read { try WorkspaceStatus($0).lastRun?.outcome } == "done")
    #expect(!WorkspaceLock.isHeld(session.workspace))
    let lock = try WorkspaceLock(session.workspace)
    #expect(WorkspaceLock.isHeld(session.workspace))
    withExtendedLifetime(lock) {}
  }

  @Test func `a version's folder that a killed run left behind is taken as it is`() async throws {
    let session = try session()
    try await session.ingest()
    _ = try await generate(session)
    try await session.curate()
    let files = try contents(of: session)
    // As if the process had been killed between renaming the folder and telling the store.
    try session.store.write { transaction in
      for dataset in try transaction.datasets() { try transaction.forgetDataset(dataset.number) }
    }
    try await session.curate()
    #expect(try session.latestDataset().name == "v1")
    #expect(try contents(of: session) == files)
  }

  @Test func `the same documents and seed give the same bytes in another workspace`() async throws {
    let other = try TemporaryFolder()
    try TinyCorpus.write(to: other)
    try TinyCorpus.writeTemplates(to: other)
    var results: [[String: Data]] = []
    for folder in [folder, other] {
      let session = try session(in: folder)
      try await session.ingest()
      _ = try await generate(session)
      try await session.curate()
      results.append(try contents(of: session))
    }
    #expect(results[0] == results[1])
    #expect(results[0].count == 7)
  }

  @Test func `few documents leave the tests empty, and curating says so in both languages and in the card`()
    async throws
  {
    let small = try TemporaryFolder()
    try TinyCorpus.writeTemplates(to: small)
    try small.write(
      "# Parking\n\nA visitor's card costs £12. The gate opens at 7:30. Bicycles stand in hall 4.\n",
      to: "corpora/parking.md")
    let quiet = try session(in: small)
    let notes = Mutex<[BilingualText]>([])
    let session = try Session(
      workspace: quiet.workspace, configuration: quiet.configuration,
      report: { event in
        if case .note(CurateStage.name, let text) = event { notes.withLock { $0.append(text) } }
      }, counter: .init(counter: WordCounter(), identity: "words"))
    try await session.ingest()
    _ = try await generate(session)
    try await session.curate()
    let note = try #require(notes.withLock { $0 }.first)
    #expect(note.flaws == [])
    #expect(note.en.hasPrefix("v1: No pair fell to ") && note.en.contains("test-unseen"))
    #expect(note.ja.hasPrefix("v1: ") && note.ja.contains("test-unseen"))
    let card = try Data(contentsOf: session.workspace.datasets.appendingPathComponent("v1/README.md"))
    #expect(String(decoding: card, as: UTF8.self).contains("No pair fell to "))
    // Nothing new is curated, and it is said again.
    try await session.curate()
    #expect(notes.withLock { $0 }.filter { $0 == note }.count == 2)
  }

  @Test func `exports hold the frozen wording in each form`() async throws {
    let session = try session()
    try await session.ingest()
    _ = try await generate(session)
    try await session.curate()
    let folders = try await session.export()
    #expect(folders.map(\.lastPathComponent) == ["openai", "alpaca", "prompt-completion", "raw"])
    for folder in folders {
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty == false)
    }
    let version = try session.latestDataset()
    let example = try #require(try FrozenDataset(version, in: session.workspace).examples(.train).first)
    let raw = try Data(contentsOf: folders[3].appendingPathComponent("pairs.jsonl"))
    let pair = try #require(try JSONLines.decode(QAPair.self, from: raw).first { $0.id == example.id })
    #expect(pair.question == example.messages.first?.content)
    #expect(pair.split == "train")
  }

  @Test func `a purged document is named with the version that learned from it`() async throws {
    let session = try session()
    try await session.ingest()
    _ = try await generate(session)
    try await session.curate()
    let source = try #require(try session.store.read { try $0.findDocument("parking.md") })
    let report = try session.store.write { try $0.purge(source) }
    #expect(report.datasets == ["v1"])
    #expect(report.pairs > 0)
    // Taken in again by name, it is asked about again.
    try await session.ingest(only: [folder.appending("corpora/parking.md")])
    #expect(try await generate(session).worked > 0)
    #expect(try pairs(session).contains { $0.pair.evidence.first?.document == "corpora/parking.md" })
  }

  private func contents(of session: Session) throws -> [String: Data] {
    let folder = session.workspace.datasets.appendingPathComponent("v1")
    var out: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      out[name] = try Data(contentsOf: folder.appendingPathComponent(name))
    }
    return out
  }
}
