import Foundation
import Generation
import Preparation
import Records
import Storage
import TestSupport
import Testing

@testable import Pipeline

/// What a changed folder costs, and what becomes of chunks, pairs and reviews.
struct RevisionTests {
  let folder: TemporaryFolder
  /// One section a chunk.
  static let sections = [
    "# Leave\n\nEvery employee has 20 days of leave a year. Unused days lapse in March.",
    "# Travel\n\nTrips of more than 100 km are paid at GBP 0.45 a km. Claims are made within 30 days.",
    "# Parking\n\nThe car park has 48 spaces. A permit costs GBP 35 a month.",
  ]

  init() throws {
    folder = try TemporaryFolder()
    try TinyCorpus.writeTemplates(to: folder)
    try folder.write("The lending period is 21 days. The librarian is Beatrice Okafor.\n", to: "corpora/library.txt")
    try write(Self.sections)
  }

  func write(_ sections: [String], to path: String = "corpora/rules.md") throws {
    try folder.write(sections.joined(separator: "\n\n") + "\n", to: path)
  }

  func session(chunkTokens: Int = 24, asksByRules: Bool = false) throws -> Session {
    var configuration = asksByRules ? Configuration() : Configuration.withoutStatements
    configuration.ingest.chunkTokens = chunkTokens
    return try Session(
      workspace: try Workspace(root: folder.url), configuration: configuration,
      counter: .init(counter: WordCounter(), identity: "words"))
  }

  @discardableResult
  func generate(_ session: Session) async throws -> StageSummary {
    let stage = GenerateStage(
      session.configuration.generate, seed: session.configuration.general.seed, store: session.store,
      templates: try PromptTemplates(directory: session.workspace.templates), model: CodewordModel(),
      modelIdentity: "codeword")
    return try await session.runner.run(stage)
  }

  /// Ingested, generated, and one pair about leave and one about travel accepted.
  func reviewed() async throws -> (session: Session, leave: ContentHash, travel: ContentHash) {
    let session = try session()
    try await session.ingest()
    try await generate(session)
    let leave = try #require(try pairs(session).first { $0.pair.evidence[0].quote.contains("20 days") })
    let travel = try #require(try pairs(session).first { $0.pair.evidence[0].quote.contains("100 km") })
    for pair in [leave, travel] { try review(session, pair.id, .accept) }
    return (session, leave.id, travel.id)
  }

  func review(_ session: Session, _ pair: ContentHash, _ action: ReviewEvent.Action) throws {
    try session.store.write {
      try $0.append(ReviewEvent(pair: pair, action: action, reviewer: "aki", time: 1, reason: "wrong"))
    }
  }

  func pairs(_ session: Session) throws -> [ReviewedPair] {
    var out: [ReviewedPair] = []
    try session.store.read { try $0.eachPair { out.append($0) } }
    return out
  }

  func status(_ session: Session, _ pair: ContentHash) throws -> PairStatus? {
    try session.store.read { try $0.pair(pair) }?.pair.status
  }

  func ledger(_ session: Session, _ reason: String? = nil) throws -> [Drop] {
    var out: [Drop] = []
    try session.store.read { try $0.eachDrop(stage: "ingest", reason: reason) { out.append($0) } }
    return out
  }

  func difference(_ session: Session) throws -> RevisionDifference? {
    try session.store.read { try $0.revisions(after: 0) }.last?.difference
  }

  /// Every pair that is not stale quotes a passage in use, word for word.
  func checkEvidence(_ session: Session) throws {
    var current: [ContentHash: Chunk] = [:]
    try session.store.read { try $0.eachChunk { current[$0.id] = $0 } }
    for pair in try pairs(session) where !pair.isStale {
      let evidence = try #require(pair.pair.evidence.first)
      let chunk = try #require(current[evidence.chunk], "\(pair.pair.question)")
      #expect(chunk.document == evidence.sha256 && chunk.path == evidence.document)
      #expect(Array(chunk.text.utf8)[evidence.start..<evidence.end].elementsEqual(evidence.quote.utf8))
    }
  }

  @Test func `only files that are new or look changed are opened, and only new contents are parsed`() async throws {
    for index in 0..<20 {
      try folder.write("Room \(index) has \(index + 2) seats.\n", to: "corpora/rooms/\(index).txt")
    }
    let session = try session()
    try await session.ingest()
    func opened() throws -> Int { try session.store.read { try CorporaScan(session.workspace, $0) }.openedCount }
    #expect(try opened() == 0)
    try folder.write("Room 7 has 70 seats.\n", to: "corpora/rooms/7.txt")
    try FileManager.default.moveItem(
      at: folder.appending("corpora/rooms/8.txt"), to: folder.appending("corpora/rooms/eight.txt"))
    try FileManager.default.removeItem(at: folder.appending("corpora/rooms/9.txt"))
    #expect(try opened() == 2)
    #expect(try await session.ingest().worked == 1)
    #expect(try opened() == 0)
    #expect(try await session.ingest().worked == 0)
  }

  @Test func `a moved file keeps chunks, pairs and reviews, and its new path is shown everywhere`() async throws {
    try folder.write(Data([0x82, 0xB1, 0x82, 0xF1, 0x0A]), to: "corpora/memo.txt")
    let (session, leave, _) = try await reviewed()
    let warned = try ledger(session).filter { $0.document == "corpora/memo.txt" }
    for name in ["rules.md", "memo.txt"] {
      try FileManager.default.createDirectory(at: folder.appending("corpora/hr"), withIntermediateDirectories: true)
      try FileManager.default.moveItem(
        at: folder.appending("corpora/\(name)"), to: folder.appending("corpora/hr/\(name)"))
    }
    #expect(try await session.ingest().worked == 0)
    #expect(try await generate(session).worked == 0)
    #expect(try status(session, leave) == .accepted)
    #expect(try session.store.read { try $0.pair(leave) }?.pair.evidence[0].document == "corpora/hr/rules.md")
    #expect(try ledger(session).count == warned.count)
    for drop in try ledger(session) {
      #expect(drop.document == "corpora/hr/memo.txt" && drop.item.hasPrefix("corpora/hr/memo.txt"))
    }
    #expect(try session.store.read { try $0.findDocument("hr/rules.md") } != nil)
    try checkEvidence(session)
  }

  @Test func `a file that was renamed and changed at once keeps the pairs whose evidence stands`() async throws {
    let long = (1...8).map {
      "# Rule \($0)\n\nForm number \($0 * 7) goes to office \($0) before the end of each month."
    }
    try write(Self.sections + long)
    let (session, leave, travel) = try await reviewed()
    try FileManager.default.removeItem(at: folder.appending("corpora/rules.md"))
    try write(
      [Self.sections[0].replacing("20 days", with: "25 days")] + Self.sections[1...] + long, to: "corpora/r2.md")
    try await session.ingest()
    #expect(try status(session, travel) == .accepted)
    #expect(try status(session, leave) == .stale)
    let reasons = try session.store.read { try $0.ledgerCounts() }.map(\.reason)
    #expect(reasons.contains("new-version") && !reasons.contains("file-gone"))
    // Another look finds nothing new, and another file is no successor.
    try folder.write("Something else altogether, and not much of it.\n", to: "corpora/other.txt")
    try await session.ingest()
    #expect(try status(session, travel) == .accepted)
    try FileManager.default.removeItem(at: folder.appending("corpora/r2.md"))
    try folder.write((1...40).map { "Sentence \($0) of another text." }.joined(separator: " "), to: "corpora/new.txt")
    try await session.ingest()
    #expect(try status(session, travel) == .stale)
  }

  @Test func `two files that swap their names keep their own pairs`() async throws {
    let (session, leave, _) = try await reviewed()
    let files = FileManager.default
    try files.moveItem(at: folder.appending("corpora/rules.md"), to: folder.appending("corpora/c.md"))
    try files.moveItem(at: folder.appending("corpora/library.txt"), to: folder.appending("corpora/rules.md"))
    try files.moveItem(at: folder.appending("corpora/c.md"), to: folder.appending("corpora/library.txt"))
    #expect(try await session.ingest().worked == 0)
    #expect(try session.store.read { try $0.pair(leave) }?.pair.evidence[0].document == "corpora/library.txt")
    #expect(try pairs(session).allSatisfy { !$0.isStale })
    try checkEvidence(session)
  }

  @Test func `a removed file is named, its pairs are stale and nothing is generated from it, until it is back`()
    async throws
  {
    let (session, leave, _) = try await reviewed()
    let before = try pairs(session)
    let text = try Data(contentsOf: folder.appending("corpora/rules.md"))
    try FileManager.default.removeItem(at: folder.appending("corpora/rules.md"))
    #expect(try await session.ingest().worked == 0)
    let gone = try ledger(session, "file-gone")
    #expect(gone.map(\.item) == ["corpora/rules.md"] && gone[0].detail.flaws == [])
    #expect(gone[0].detail.en.contains("3 chunks"))
    #expect(try status(session, leave) == .stale)
    #expect(try pairs(session).count == before.count)
    #expect(try await generate(session).worked == 0)
    let hits = try await session.retriever().retrieve("days of leave", k: 5)
    for hit in hits {
      #expect(try session.store.read { try $0.chunk(hit.chunk) }?.path == "corpora/library.txt")
    }
    try folder.write(text, to: "corpora/rules.md")
    #expect(try await session.ingest().worked == 0)
    #expect(try pairs(session) == before)
    #expect(try ledger(session).isEmpty)
    #expect(try await generate(session).worked == 0)
  }

  @Test func `of two files with the same content one can go, and the other stands for it`() async throws {
    let (session, leave, _) = try await reviewed()
    try write(Self.sections, to: "corpora/z-copy.md")
    #expect(try await session.ingest().worked == 0)
    #expect(try ledger(session, "same-content").map(\.item) == ["corpora/z-copy.md"])
    try FileManager.default.removeItem(at: folder.appending("corpora/rules.md"))
    #expect(try await session.ingest().worked == 0)
    #expect(try status(session, leave) == .accepted)
    #expect(try session.store.read { try $0.pair(leave) }?.pair.evidence[0].document == "corpora/z-copy.md")
    #expect(try ledger(session).isEmpty)
  }

  @Test func `a changed section makes its own pairs stale and leaves those of the others as they are`() async throws {
    let (session, leave, travel) = try await reviewed()
    let parking = try pairs(session).filter { $0.pair.evidence[0].quote.contains("48 spaces") }.map(\.id)
    var sections = Self.sections
    sections[1] = "# Travel\n\nTrips are paid by the company. Claims are made within 30 days."
    sections.insert("# Canteen\n\nLunch costs GBP 4.", at: 1)
    try write(sections)
    #expect(try await session.ingest().worked == 1)
    let found = try #require(try difference(session))
    #expect(found.added == 1 && found.removed == 0 && found.changed == 1 && found.unchanged == 2)
    #expect(found.pairsKept > 0 && found.pairsStale > 0)
    let named = try ledger(session, "new-version")
    #expect(named.map(\.item) == ["corpora/rules.md"] && named[0].detail.flaws == [])
    #expect(named[0].detail.en.contains("1 chunks added, 0 removed, 1 changed, 2 unchanged"))
    #expect(try status(session, leave) == .accepted)
    #expect(try status(session, travel) == .stale)
    for pair in parking { #expect(try status(session, pair) == .unreviewed) }
    // What stands in a sentence that was not touched is kept, though its chunk has changed.
    let claims = try pairs(session).filter { $0.pair.evidence[0].quote.contains("30 days") }
    #expect(!claims.isEmpty && claims.allSatisfy { !$0.isStale })
    try checkEvidence(session)
  }

  @Test func `evidence that its own section has lost does not stand in another one's same words`() async throws {
    func products(_ months: [Int]) -> [String] {
      zip([("FM-80", "Leeds"), ("FM-90", "York"), ("KL-210", "Hull")], months).map { meter, months in
        "# \(meter.0) meter\n\n\(meter.1) makes the meter in a small plant. The warranty period is \(months) months."
      }
    }
    try write(products([24, 24, 24]))
    let session = try session(asksByRules: true)
    try await session.ingest()
    try await generate(session)
    func warranties() throws -> [String: [PairStatus]] {
      var out: [String: [PairStatus]] = [:]
      for pair in try pairs(session) where pair.pair.evidence[0].quote.contains("24 months") {
        let chunk = try session.store.read { try $0.chunk(pair.pair.evidence[0].chunk) }
        out[chunk?.context.last ?? "", default: []].append(pair.pair.status)
      }
      return out
    }
    let before = try warranties()
    #expect(Set(before.keys) == ["FM-80 meter", "FM-90 meter", "KL-210 meter"])
    #expect(before.values.allSatisfy { !$0.contains(.stale) })
    try write(products([36, 24, 24]))
    try await session.ingest()
    let after = try warranties()
    #expect(after.filter { $0.key != "FM-80 meter" } == before.filter { $0.key != "FM-80 meter" })
    #expect(after["FM-80 meter"]?.allSatisfy { $0 == .stale } == true)
    // A sentence that stands once may move under another heading.
    try write(["# Meters\n\nAll are sold by post."] + products([36, 24, 12]))
    try await session.ingest()
    let sentence = " The warranty period is 24 months."
    let without = products([36, 24, 12]).map { $0.replacingOccurrences(of: sentence, with: "") }
    try write(["# Meters\n\nAll are sold by post.\(sentence)"] + without)
    try await session.ingest()
    #expect(try warranties()["Meters"]?.isEmpty == false)
  }

  @Test func `generating after a change keeps ids and reviews, and doubles nothing`() async throws {
    let (session, leave, travel) = try await reviewed()
    let before = try pairs(session)
    var sections = Self.sections
    sections[1] = "# Travel\n\nTrips are paid by the company. Claims are made within 30 days."
    try write(sections)
    try await session.ingest()
    try await generate(session)
    let after = try pairs(session)
    let questions = after.filter { !$0.isStale }.map { $0.pair.question + $0.pair.evidence[0].chunk.hex }
    #expect(Set(questions).count == questions.count)
    #expect(try status(session, leave) == .accepted && status(session, travel) == .stale)
    // Whatever is asked about the untouched sections is the same pair as before.
    let untouched = before.filter { $0.pair.evidence[0].quote.contains("48 spaces") || $0.id == leave }
    for pair in untouched { #expect(after.contains { $0.id == pair.id }) }
    for pair in after {
      if let base = pair.pair.variantOf { #expect(after.contains { $0.id == base }) }
    }
    try checkEvidence(session)
  }

  @Test func `the old version brings its pairs back to life, and the newest is taken up again`() async throws {
    let (session, leave, travel) = try await reviewed()
    let before = try pairs(session)
    try write([Self.sections[0], "# Travel\n\nNo trips any more."])
    try await session.ingest()
    try await generate(session)
    #expect(try status(session, travel) == .stale && status(session, leave) == .accepted)
    try write(Self.sections)
    #expect(try await session.ingest().worked == 0)
    #expect(try status(session, travel) == .accepted && status(session, leave) == .accepted)
    try await generate(session)
    #expect(Set(try pairs(session).filter { !$0.isStale }.map(\.id)).isSuperset(of: before.map(\.id)))
    try checkEvidence(session)
    // A third version with the old travel section finds the pairs of the first again.
    try write([Self.sections[0], "# Travel\n\nNo trips any more."])
    try await session.ingest()
    try write([Self.sections[1], "# Canteen\n\nLunch costs GBP 4."])
    try await session.ingest()
    #expect(try status(session, travel) == .accepted && status(session, leave) == .stale)
    try checkEvidence(session)
  }

  @Test func `a version that cannot be read leaves the pairs waiting for the next`() async throws {
    let (session, leave, _) = try await reviewed()
    try folder.write(Data(), to: "corpora/rules.md")
    try await session.ingest()
    #expect(try status(session, leave) == .stale)
    try folder.write(Data([0, 1, 2, 0, 255]), to: "corpora/rules.md")
    try await session.ingest()
    try write(Self.sections + ["# Canteen\n\nLunch costs GBP 4."])
    try await session.ingest()
    #expect(try status(session, leave) == .accepted)
    #expect(try difference(session)?.added == 1)
  }

  @Test func `another way of cutting keeps what people decided`() async throws {
    let (session, leave, travel) = try await reviewed()
    let coarse = try self.session(chunkTokens: 200)
    try await coarse.ingest()
    #expect(try status(coarse, leave) == .accepted && status(coarse, travel) == .accepted)
    try await generate(coarse)
    #expect(try status(coarse, leave) == .accepted && status(coarse, travel) == .accepted)
    try checkEvidence(coarse)
    try await session.ingest()
    try await generate(session)
    #expect(try status(session, leave) == .accepted && status(session, travel) == .accepted)
    try checkEvidence(session)
  }

  @Test func `a stale pair stays out of the dataset until somebody accepts it as it is`() async throws {
    let (session, leave, travel) = try await reviewed()
    try write([Self.sections[0], Self.sections[2]])
    try await session.ingest()
    try await generate(session)
    try await session.curate()
    var members = Set(
      try DatasetSplit.allCases.flatMap { split in
        try session.store.read { try $0.members(dataset: 1, split: split) }
      })
    #expect(members.contains(leave) && !members.contains(travel))
    try review(session, travel, .accept)
    #expect(try status(session, travel) == .accepted)
    try await session.curate()
    members = Set(
      try DatasetSplit.allCases.flatMap { split in
        try session.store.read { try $0.members(dataset: 2, split: split) }
      })
    #expect(members.contains(travel))
    let frozen = try FrozenDataset(try session.latestDataset(), in: session.workspace)
    #expect(try SplitCertificate.verify(frozen.folder).isEmpty)
    try review(session, travel, .undo)
    #expect(try status(session, travel) == .stale)
  }

  @Test func `a look that was not followed up by reading loses no version`() async throws {
    let (session, leave, _) = try await reviewed()
    try write(Self.sections + ["# Canteen\n\nLunch costs GBP 4."])
    // As a run does that is killed right after its look at the folder.
    let scan = try session.store.read { try CorporaScan(session.workspace, $0) }
    try session.store.write { try scan.record(in: $0) }
    #expect(try status(session, leave) == .stale)
    #expect(try await session.ingest().worked == 1)
    #expect(try status(session, leave) == .accepted)
    #expect(try difference(session)?.unchanged == 3)
  }
}
