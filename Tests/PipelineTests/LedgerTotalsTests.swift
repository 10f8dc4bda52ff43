import Foundation
import Generation
import Records
import TestSupport
import Testing

@testable import Pipeline
@testable import Storage

/// Totals add up at any time: after each step of any order of steps, repeated or refused, whatever was there has a fate.
struct LedgerTotalsTests {
  static let sections = [
    "# Leave\n\nEvery employee has 20 days of leave a year. Unused days lapse in March.",
    "# Travel\n\nTrips of more than 100 km are paid at GBP 0.45 a km. Claims are made within 30 days.",
    "# Parking\n\nThe car park has 48 spaces. A permit costs GBP 35 a month.",
  ]
  static let files = [
    "one.csv": """
    question,answer
    How many spaces does the car park at the office have?,48 spaces
    How many days of leave does every employee have a year?,20 days
    How many days of leave does every employee have a year?,20 days
    How high is the mountain behind the office in metres?,3776 m
    """,
    "two.csv": """
    question,answer
    How many days of leave does every employee have a year?,20 days
    How many spaces does the car park at the office have?,48 spaces
    Who is the librarian of the company library?,Beatrice Okafor
    It?,48 spaces
    """,
    "three.csv": """
    question,answer
    Who is the librarian of the company library?,Beatrice Okafor
    How long is the lending period of the company library?,21 days
    How many spaces does the car park at the office have?,48 spaces
    """,
  ]
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TinyCorpus.writeTemplates(to: folder)
    try library("The lending period is 21 days. The librarian is Beatrice Okafor.\n")
    try rules(Self.sections)
  }

  private func library(_ text: String) throws { try folder.write(text, to: "corpora/library.txt") }
  private func rules(_ sections: [String]) throws {
    try folder.write(sections.joined(separator: "\n\n") + "\n", to: "corpora/rules.md")
  }

  private func session(_ change: (inout Configuration) -> Void = { _ in }) throws -> Session {
    var configuration = Configuration.withoutStatements
    configuration.ingest.chunkTokens = 24
    configuration.gates.rank = 50
    change(&configuration)
    return try Session(
      workspace: try Workspace(root: folder.url), configuration: configuration,
      counter: .init(counter: WordCounter(), identity: "words"))
  }

  @discardableResult
  private func generate(_ session: Session) async throws -> StageSummary {
    let stage = GenerateStage(
      session.configuration.generate, seed: session.configuration.general.seed, store: session.store,
      templates: try PromptTemplates(directory: session.workspace.templates), model: CodewordModel(),
      modelIdentity: "codeword", gates: session.configuration.gates)
    let summary = try await session.runner.run(stage)
    try session.noteChunksLeft(stage)
    try await session.applyThresholds()
    return summary
  }

  private func take(_ name: String, _ text: String, _ session: Session) async throws {
    let records = try ImportFormat(guessing: name, text).read(text, file: name)
    var chunks: [Chunk] = []
    try session.store.read { try $0.eachChunk { chunks.append($0) } }
    let templates = try PromptTemplates(directory: session.workspace.templates)
    try await session.runner.run(
      ImportStage(
        records, name: name, chunks: chunks,
        gates: { Gates(options: GateOptions(), templates: templates, reader: nil, retriever: $0.index) },
        store: session.store, dependencies: [ContentHash(of: [text]).hex], thresholds: session.configuration.gates))
    try await session.applyThresholds()
  }

  private func account(_ subject: LedgerAccount.Subject, _ session: Session) throws -> LedgerAccount {
    try #require(try session.store.read { try $0.ledgerAccounts() }.first { $0.subject == subject })
  }

  private func losses(_ subject: LedgerAccount.Subject, _ session: Session) throws -> [String: Int] {
    Dictionary(uniqueKeysWithValues: try account(subject, session).losses.map { ($0.reason, $0.count) })
  }

  private func check(_ session: Session, _ steps: [String]) throws {
    for account in try session.store.read({ try $0.ledgerAccounts() }) {
      let counts = [account.total, account.kept] + account.losses.map(\.count) + account.remarks.map(\.count)
      #expect(counts.allSatisfy { $0 >= 0 }, "\(account) after \(steps)")
      #expect(account.unaccounted == 0, "\(account) after \(steps)")
    }
  }

  @Test(arguments: [
    (["one.csv", "two.csv", "three.csv"], 4, 2), (["three.csv", "two.csv", "one.csv", "one.csv", "two.csv"], 3, 3),
  ])
  func `records that several files repeat are in the ledger by their reason, in any order`(
    names: [String], left: Int, repeated: Int
  ) async throws {
    let session = try session()
    try await session.ingest()
    for name in names {
      try await take(name, try #require(Self.files[name]), session)
      try check(session, names)
    }
    let imported = try account(.imported, session)
    #expect(imported.total == 11 && imported.kept == 4)
    #expect(try losses(.imported, session)["import-repeated"] == 5)
    #expect(try session.store.read { try $0.countPairs() } == 4)
    // The file that gave a pair first has it; when it gives it no more, the next one has: only what no other file gives is
    // gone, as the lending period of three.csv.
    try await take(names[0], "question,answer\nWhat is this?,30 days\n", session)
    try check(session, names + ["changed"])
    #expect(try session.store.read { try $0.countPairs() } == left)
    #expect(try losses(.imported, session)["import-repeated"] == repeated)
    // A detail names the one who has the pair.
    var details: [BilingualText] = []
    try session.store.read { try $0.eachDrop(stage: "import", reason: "import-repeated") { details.append($0.detail) } }
    #expect(
      details.allSatisfy {
        $0.flaws == [] && ($0.en.contains("is there already, from ") || $0.en.contains("The file has the pair"))
      }, "\(details)")
  }

  @Test func `a pair that generation makes too is generation's, and comes back to its file without it`() async throws {
    let session = try session()
    try await session.ingest()
    try await generate(session)
    var pairs: [QAPair] = []
    try session.store.read { try $0.eachPair { pairs.append($0.pair) } }
    let text = pairs.prefix(3).map { "{\"question\": \"\($0.question)\", \"answer\": \"\($0.answer)\"}" }
      .joined(separator: "\n")
    try await take("again.jsonl", text, session)
    try check(session, ["generate", "again"])
    let repeated = try #require(try losses(.imported, session)["import-repeated"])
    #expect(try account(.imported, session).kept == 0 && repeated > 0)
    // Nothing passes any more but what the file gives.
    let none = try self.session { $0.generate.types = ["yes-no"] }
    try await generate(none)
    try check(none, ["generate", "again", "other types"])
    #expect(try account(.imported, none).kept >= repeated)
    #expect(try losses(.imported, none)["import-repeated"] == nil)
    try await generate(try self.session())
    try check(try self.session(), ["generate", "again", "other types", "first types"])
    #expect(try account(.imported, session).kept == 0)
  }

  @Test func `a limit on chunks that are done asks nothing twice and takes nothing out of the ledger`() async throws {
    let session = try session()
    try await session.ingest()
    try await generate(session)
    let whole = try session.store.read { try $0.ledgerAccounts() }
    let few = try self.session { $0.generate.chunkLimit = 2 }
    #expect(try await generate(few).worked == 0)
    #expect(try session.store.read { try $0.ledgerAccounts() } == whole)
    // What is made otherwise takes its chunk along, and the chunks beside it are asked about again, as they were before.
    let other = try self.session {
      $0.generate.chunkLimit = 1
      $0.general.seed = 9
    }
    #expect(try await generate(other).worked == 1)
    try check(session, ["whole", "one otherwise"])
    #expect(try await generate(session).worked > 0)
    #expect(try session.store.read { try $0.ledgerAccounts() } == whole)
  }

  @Test func `what was not curated stands under that reason, also after a refused curate`() async throws {
    let session = try session()
    try await session.ingest()
    try await generate(session)
    let all = try session.store.read { try $0.countPairs() }
    #expect(try losses(.pairs, session) == ["not-curated": all])
    let strict = try self.session { $0.curate.reviewed = true }
    await #expect(throws: NothingToCurate.self) { try await strict.curate() }
    #expect(try losses(.pairs, session) == ["not-curated": all])
    #expect(try account(.pairs, session).unaccounted == 0)
    try await session.curate()
    let (kept, why) = (try account(.pairs, session).kept, try losses(.pairs, session))
    #expect(kept > 0 && why["not-curated"] == nil)
    // The dataset is there as it was: so are the reasons of what it left out.
    await #expect(throws: NothingToCurate.self) { try await strict.curate() }
    #expect(try account(.pairs, session).kept == kept)
    #expect(try losses(.pairs, session) == why)
    try folder.write(
      "The archive is open from 10:00 to 16:00. Its keeper is Mabel Thorne.\n", to: "corpora/archive.txt")
    try await session.ingest()
    try await generate(session)
    let newer = try session.store.read { try $0.countPairs() } - all
    #expect(newer > 0)
    #expect(try losses(.pairs, session)["not-curated"] == newer)
    try check(session, ["newer"])
    // A reason that went missing is missed.
    let lost = try session.store.write {
      try $0.run(
        """
        DELETE FROM ledger WHERE number = (SELECT min(number) FROM ledger WHERE stage = 'curate' AND outcome = 'dropped')
        """)
    }
    #expect(lost == (why.isEmpty ? 0 : 1))
    #expect(try account(.pairs, session).unaccounted == lost)
  }

  @Test func `what a purge takes out of the store is told beside the sum`() async throws {
    let session = try session()
    try await session.ingest()
    for (name, text) in Self.files { try await take(name, text, session) }
    try await generate(session)
    try await session.curate()
    let before = try account(.pairs, session)
    #expect(before.remarks.isEmpty)
    let source = try #require(
      try session.store.read { try $0.documents() }.first { $0.source.path == "corpora/library.txt" }
    ).source
    let taken = try session.store.read { try $0.countPairs(PairFilter(document: source.sha256)) }
    let report = try #require(try session.purge([source]))
    #expect(report.pairs == taken && taken > 0)
    try check(session, ["purge"])
    let after = try account(.pairs, session)
    #expect(after.total == before.total - taken)
    #expect(after.remarks.map(\.code) == [.goneSince])
    #expect(after.remarks[0].count == before.kept - after.kept && after.kept < before.kept)
    let data = String(decoding: try JSONEncoder().encode(after), as: UTF8.self)
    #expect(data.contains("\"unaccounted\":0") && data.contains("gone-since"))
    let chart = String(decoding: LedgerAccount.chart([after], .en), as: UTF8.self)
    #expect(chart.contains("purged, or made otherwise") && !chart.contains("without a record"))
    // A passage that goes is told too.
    try rules([Self.sections[1]])
    try await session.ingest()
    try check(session, ["purge", "change"])
    #expect(try account(.pairs, session).remarks.contains { $0.code == .staleSince && $0.count > 0 })
  }

  /// What may happen to a workspace.
  private enum Step: CaseIterable {
    case one, two, three, other, again, generate, generateOtherwise, curate, refuse, thresholds, review, reject, change
    case restore, remove, purge, move, generateFew, newerVersion, olderVersion
  }

  @Test(arguments: 1...12)
  func `totals add up after every step, whatever the order`(seed: UInt64) async throws {
    var random = SeededRandom(seed: seed)
    var session = try session()
    try await session.ingest()
    var steps: [String] = []
    for _ in 0..<14 {
      let step = try #require(Step.allCases.randomElement(using: &random))
      steps.append("\(step)")
      try await take(step, &session, &random)
      try check(session, steps)
    }
    try folder.write("The gate is locked at 22:00.\n", to: "corpora/gate.txt")
    try await session.ingest()
    try await generate(session)
    _ = try? await session.curate()
    try check(session, steps + ["the end"])
  }

  private func take(_ step: Step, _ session: inout Session, _ random: inout SeededRandom) async throws {
    switch step {
    case .one: try await take("one.csv", try #require(Self.files["one.csv"]), session)
    case .two: try await take("two.csv", try #require(Self.files["two.csv"]), session)
    case .three: try await take("three.csv", try #require(Self.files["three.csv"]), session)
    case .other: try await take("one.csv", try #require(Self.files["three.csv"]), session)
    case .again:
      var lines = ""
      try session.store.read {
        try $0.eachPair(PairFilter(limit: 6)) {
          lines += "{\"question\": \"\($0.original.question)\", \"answer\": \"\($0.original.answer)\"}\n"
        }
      }
      if !lines.isEmpty { try await take("again.jsonl", lines, session) }
    case .generate: try await generate(session)
    case .generateOtherwise: try await generate(try self.session { $0.general.seed = 7 })
    case .generateFew:
      let limit = Int.random(in: 1...3, using: &random)
      try await generate(
        try self.session {
          $0.generate.chunkLimit = limit
          $0.general.seed = Bool.random(using: &random) ? 7 : $0.general.seed
        })
    case .newerVersion:
      try folder.write(
        (Self.sections + ["Lockers are free."]).joined(separator: "\n\n") + "\n", to: "corpora/rules-v2.md")
      try await session.ingest()
    case .olderVersion:
      try? FileManager.default.removeItem(at: folder.url.appendingPathComponent("corpora/rules-v2.md"))
      try await session.ingest()
    case .curate: _ = try? await session.curate()
    case .refuse: _ = try? await self.session { $0.curate.reviewed = true }.curate()
    case .thresholds:
      let isStrict = Bool.random(using: &random)
      session = try self.session { if isStrict { $0.gates.selfContained = 0.99 } }
      try await session.applyThresholds()
    case .review, .reject:
      var all: [ReviewedPair] = []
      try session.store.read { try $0.eachPair { all.append($0) } }
      guard let pair = all.randomElement(using: &random) else { return }
      try session.store.write {
        try $0.append(
          ReviewEvent(pair: pair.id, action: step == .review ? .accept : .reject, reviewer: "aki", time: 1))
      }
    case .change:
      try rules([Self.sections[2], "# New\n\nA locker costs GBP 4 a month.", Self.sections[0]])
      try await session.ingest()
    case .restore:
      try rules(Self.sections)
      try library("The lending period is 21 days. The librarian is Beatrice Okafor.\n")
      try await session.ingest()
    case .remove:
      try? FileManager.default.removeItem(at: folder.url.appendingPathComponent("corpora/library.txt"))
      try await session.ingest()
    case .purge:
      let sources = try session.store.read { try $0.findDocuments("corpora/library.txt") }
      _ = try session.purge(sources)
    case .move:
      let from = folder.url.appendingPathComponent("corpora/rules.md")
      let data = try Data(contentsOf: from)
      try FileManager.default.removeItem(at: from)
      try data.write(to: folder.url.appendingPathComponent("corpora/moved.md"))
      try await session.ingest()
      try FileManager.default.removeItem(at: folder.url.appendingPathComponent("corpora/moved.md"))
      try data.write(to: from)
      try await session.ingest()
    }
  }
}
