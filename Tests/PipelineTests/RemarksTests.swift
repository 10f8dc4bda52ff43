import Foundation
import Generation
import Preparation
import Records
import Storage
import TestSupport
import Testing

@testable import Pipeline

/// What a person should look at before a dataset is used is shown where they see it, and nothing is left out for it.
struct RemarksTests {
  private let dataset: DatasetTests

  init() throws {
    dataset = try DatasetTests()
    try dataset.folder.write(
      "The lending period is 28 days since the autumn. Ask Nadia Brennan at 03-1234-5678.\n", to: "corpora/notice.txt")
  }

  private static let csv = """
    question,answer,document
    How long is the lending period of the company library?,21 days,corpora/library.txt
    How long is the lending period in the company library?,28 days,corpora/notice.txt
    Whom does one ask about the lending period?,Nadia Brennan at 03-1234-5678,corpora/notice.txt
    """

  private func curated(_ csv: String = csv, pairs: Int = 3, _ change: (inout Configuration) -> Void = { _ in })
    async throws -> Session
  {
    let session = try dataset.session {
      $0.gates.rank = 50
      change(&$0)
    }
    try await session.ingest()
    _ = try await dataset.generate(session)
    var chunks: [Chunk] = []
    try session.store.read { try $0.eachChunk { chunks.append($0) } }
    let templates = try PromptTemplates(directory: session.workspace.templates)
    let file = try ImportFormat.csv.read(csv, file: "qa.csv")
    let stage = try ImportStage(
      file, name: "qa.csv", chunks: chunks,
      gates: { Gates(options: GateOptions(), templates: templates, reader: nil, retriever: $0.index) },
      store: session.store, dependencies: [], thresholds: session.configuration.gates)
    let summary = try await session.runner.run(stage)
    #expect(summary.kept == pairs, "\(summary.drops)")
    try await session.curate()
    return session
  }

  @Test func `documents that contradict one another stand side by side in card, file, ledger and store`() async throws {
    let session = try await curated()
    let folder = try FrozenDataset(session).folder
    let file = try Data(contentsOf: folder.appendingPathComponent(DatasetRemarks.contradictionsFile))
    let found = try JSONLines.decode(Contradiction.self, from: file)
    let one = try #require(found.first { $0.right.answer == "28 days" })
    #expect(one.left.document == "corpora/library.txt" && one.left.answer == "21 days" && one.left.quote == "21 days")
    #expect(one.right.document == "corpora/notice.txt" && one.similarity >= ContradictionFinder.usualThreshold)
    let card = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(card.contains("Documents that contradict one another / 文書どうしの食い違い"))
    #expect(card.contains("**\(found.count) question") && card.contains("答えが異なる質問が\(found.count)件"))
    #expect(card.contains("**21 days**") && card.contains("**28 days**"))
    #expect(try SplitCertificate.verify(folder).isEmpty)
    var drops: [Drop] = []
    try session.store.read { try $0.eachDrop(stage: "curate", reason: "contradiction") { drops.append($0) } }
    #expect(drops.count == found.count)
    #expect(drops.allSatisfy { $0.outcome == .changed && $0.detail.flaws == [] })
    let others = try session.store.read { try $0.contradictions(of: one.left.pair) }
    #expect(others.map(\.id) == [one.right.pair])
    var filter = PairFilter()
    filter.isContradicted = true
    let contradicted = try session.store.read { [filter] in try $0.countPairs(filter) }
    #expect(contradicted == Set(found.flatMap { [$0.left.pair, $0.right.pair] }).count)
    // Both sides are in the dataset, unless the split holds one of them back.
    let kept = try DatasetSplit.allCases.flatMap { try FrozenDataset(session).examples($0).map(\.id) }
    #expect(kept.contains(one.left.pair) || kept.contains(one.right.pair))
    #expect(try session.store.read { try $0.ledgerAccounts() }.allSatisfy { $0.unaccounted == 0 })
    // A document that is purged takes what was said about it along.
    let library = try #require(
      try session.store.read { try $0.documents() }.first { $0.source.path.hasSuffix("notice.txt") })
    _ = try session.store.write { try $0.purge(library.source) }
    #expect(try session.store.read { try $0.contradictionCount() } == 0)
  }

  @Test func `personal data is flagged in the card and for the reviewer, without the card repeating it`() async throws {
    let session = try await curated()
    let folder = try FrozenDataset(session).folder
    let card = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(card.contains("phone number / 電話番号") && card.contains("Export is refused"))
    #expect(!card.contains("03-1234-5678"))
    var drops: [Drop] = []
    try session.store.read { try $0.eachDrop(stage: "curate", reason: "personal-data") { drops.append($0) } }
    #expect(!drops.isEmpty)
    #expect(drops.allSatisfy { $0.detail.flaws == [] && !$0.detail.en.contains("1234") })
    var pair: QAPair?
    try session.store.read { transaction in
      try transaction.eachPair { if $0.pair.answer.contains("1234") { pair = $0.pair } }
    }
    let findings = PairScreening(names: ["Nadia Brennan"]).findings(in: try #require(pair))
    #expect(Set(findings.map(\.kind)) == ["phone", "name"])
  }

  @Test func `a password that its passage alone announces is flagged, refused and masked`() async throws {
    let secret = "Tora2026xyz"
    try dataset.folder.write(
      "Guests may use the wireless network. The password for it is \(secret) until March.\n", to: "corpora/wireless.txt"
    )
    let csv = """
      question,answer,document
      What do guests type to join the wireless network?,\(secret),corpora/wireless.txt
      """
    let session = try await curated(csv, pairs: 1) { $0.export.maskPersonalData = true }
    var pair: QAPair?
    try session.store.read { transaction in
      try transaction.eachPair { if $0.pair.question.hasPrefix("What do guests type") { pair = $0.pair } }
    }
    let one = try #require(pair)
    #expect(one.answer == secret && one.evidence.map(\.quote) == [secret])
    var flagged: [String] = []
    try session.store.read { try $0.eachDrop(stage: "curate", reason: "personal-data") { flagged.append($0.item) } }
    #expect(flagged.contains(one.id.hex))
    let chunk = try #require(try session.store.read { try $0.chunk(one.evidence[0].chunk) })
    #expect(PairScreening().findings(in: one, passage: chunk).map(\.text) == [secret])
    for folder in try await session.export(formats: ["openai", "raw"]) {
      for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(!text.contains(secret), "\(file.lastPathComponent)")
      }
    }
    let open = try dataset.session()
    let refusal = await #expect(throws: PersonalDataInExport.self) { try await open.export(formats: ["openai"]) }
    #expect(refusal?.text.en.contains("key or password") == true)
  }

  @Test func `thresholds decide about imported pairs too`() async throws {
    let session = try await curated()
    func count(_ session: Session) throws -> Int {
      try session.store.read { try $0.ledgerAccounts() }.first { $0.subject == .imported }?.kept ?? 0
    }
    let strict = try dataset.session { $0.gates.selfContained = 0.99 }
    try await strict.applyThresholds()
    var drops: [Drop] = []
    try strict.store.read { try $0.eachDrop(stage: "import") { drops.append($0) } }
    #expect(try count(strict) + drops.count == 3)
    #expect(drops.map(\.reason).contains("vague"))
    try await session.applyThresholds()
    #expect(try count(session) == 3)
    drops = []
    try session.store.read { try $0.eachDrop(stage: "import") { drops.append($0) } }
    #expect(drops.isEmpty)
  }
}
