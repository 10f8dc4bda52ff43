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
    var configuration = Configuration()
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
      #expect(pair.pair.answer == evidence.quote)
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
    await #expect(throws: NothingToCurate.self) { try await session.curate() }
    for pair in try pairs(session).prefix(9) { try review(session, pair, .accept) }
    try await session.curate()
    let sizes = try session.store.read { try $0.splitSizes(dataset: 1) }
    #expect(sizes.values.reduce(0, +) <= 9)
    #expect(sizes.values.reduce(0, +) > 0)
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
    #expect(results[0].count == 6)
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
