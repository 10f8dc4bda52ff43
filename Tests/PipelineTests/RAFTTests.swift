import Foundation
import Generation
import Preparation
import Records
import Storage
import TestSupport
import Testing

@testable import Pipeline

/// Training prompts with the gold passage among distractors.
struct RAFTTests {
  private let base: DatasetTests

  init() throws { base = try DatasetTests() }

  private func curated(_ change: @escaping (inout Configuration) -> Void = { _ in }) async throws -> Session {
    let session = try base.session {
      $0.ingest.chunkTokens = 40
      change(&$0)
    }
    try await session.ingest()
    _ = try await base.generate(session)
    try await session.curate()
    return session
  }

  private func raft(_ session: Session, _ part: DatasetSplit, _ options: RAFTExamples.Options) throws -> RAFTExamples {
    try RAFTExamples(
      options, try FrozenDataset(session), part, session.store,
      try PromptTemplates(directory: session.workspace.templates))
  }

  @Test func `no passage of an unseen document stands in a training prompt, and the gold one in its share`()
    async throws
  {
    let session = try await curated()
    let dataset = try FrozenDataset(session)
    let unseen = Set(try dataset.examples(.testUnseen).flatMap { $0.evidence.map(\.sha256) })
    let training = Set(try dataset.examples(.train).flatMap { $0.evidence.map(\.sha256) })
    try #require(!unseen.isEmpty && !training.isEmpty)
    let examples = try dataset.examples(.train)
    let all = try raft(session, .train, .init(distractors: 3, goldShare: 1))
    let none = try raft(session, .train, .init(distractors: 3, goldShare: 0))
    let some = try raft(session, .train, .init(distractors: 3, goldShare: 0.6))
    var withGold = 0
    for example in examples {
      let gold = Set(example.evidence.map(\.chunk))
      let shown = all.passages(for: example)
      #expect(gold.isSubset(of: Set(shown.map(\.id))) && shown.count == gold.count + 3)
      #expect(shown.allSatisfy { training.contains($0.document) && !unseen.contains($0.document) })
      let without = none.passages(for: example)
      #expect(without.count == 4 && gold.isDisjoint(with: without.map(\.id)))
      // A distractor does not hold what it is to distract from.
      #expect(without.allSatisfy { passage in !example.evidence.contains { passage.text.contains($0.quote) } })
      if gold.isSubset(of: Set(some.passages(for: example).map(\.id))) { withGold += 1 }
    }
    let share = Double(withGold) / Double(examples.count)
    #expect(abs(share - 0.6) < 0.2, "\(share) of \(examples.count)")
  }

  @Test func `the order of the passages says nothing, and the same seed gives the same prompts`() async throws {
    let session = try await curated()
    let examples = try FrozenDataset(session).examples(.train)
    let options = RAFTExamples.Options(distractors: 3, goldShare: 1, seed: 3)
    let first = try raft(session, .train, options)
    let places = examples.compactMap { example in
      first.passages(for: example).firstIndex { $0.id == example.evidence.first?.chunk }
    }
    #expect(Set(places) == [0, 1, 2, 3])
    let again = try raft(session, .train, options)
    #expect(examples.map(first.conversation) == examples.map(again.conversation))
    let other = try raft(session, .train, .init(distractors: 3, goldShare: 1, seed: 4))
    #expect(examples.map(first.conversation) != examples.map(other.conversation))
  }

  @Test func `an export holds the passages in its training prompts and asks test questions as they are`() async throws {
    let session = try await curated { $0.export.raft = true }
    try await session.export(formats: ["openai"])
    let dataset = try FrozenDataset(session)
    let folder = session.workspace.output.appendingPathComponent("export/\(dataset.version.name)/openai")
    func lines(_ part: DatasetSplit) throws -> [String] {
      try String(contentsOf: folder.appendingPathComponent(part.fileName), encoding: .utf8).split(separator: "\n").map(
        String.init)
    }
    let train = try lines(.train)
    #expect(train.count == (try dataset.examples(.train)).count)
    #expect(train.allSatisfy { $0.contains("Passage:") || $0.contains("文章:") })
    #expect(try lines(.testUnseen).allSatisfy { !$0.contains("Passage:") && !$0.contains("文章:") })
    #expect(
      try SplitCertificate.verify(session.workspace.datasets.appendingPathComponent(dataset.version.name)).isEmpty)
  }
}

/// Pairs whose answer rests on two quotes, and such without an answer, on their way to a dataset.
struct TwoQuotesTests {
  private let base: DatasetTests

  init() throws { base = try DatasetTests() }

  @Test func `a pair with two quotes is split, certified and exported with both`() async throws {
    try base.folder.write(
      "# Tools\n\n| Tool | Price |\n| --- | --- |\n| Hammer | £12 |\n| Drill | £85 |\n| Saw | £19 |\n\nTools are lent for 3 days.\n",
      to: "corpora/tools.md")
    let session = try base.session { $0.generate.forms = ["explanation"] }
    try await session.ingest()
    _ = try await base.generate(session)
    let made = try base.pairs(session).map(\.pair).filter { $0.type == .comparison }
    try #require(!made.isEmpty)
    for pair in made {
      #expect(pair.evidence.count == 2)
      for evidence in pair.evidence {
        let chunk = try #require(try session.store.read { try $0.chunk(evidence.chunk) })
        #expect(Array(chunk.text.utf8)[evidence.start..<evidence.end].elementsEqual(evidence.quote.utf8))
      }
    }
    try await session.curate()
    let dataset = try FrozenDataset(session)
    #expect(
      try SplitCertificate.verify(session.workspace.datasets.appendingPathComponent(dataset.version.name)).isEmpty)
    let frozen = try DatasetSplit.allCases.flatMap { try dataset.examples($0) }.filter { $0.type == .comparison }
    #expect(!frozen.isEmpty && frozen.allSatisfy { $0.evidence.count == 2 })
    try await session.export(formats: ["raw"])
    let folder = session.workspace.output.appendingPathComponent("export/\(dataset.version.name)/raw")
    var text = ""
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      text += (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }
    for pair in frozen { #expect(pair.evidence.allSatisfy { text.contains($0.quote) }) }
    // A rewording is held out of training for the facts that have one; what explains a fact is no rewording of it.
    let explained = Set(
      try base.pairs(session).filter { $0.pair.generator.template.hasPrefix("explanation") }.map(\.id))
    #expect(!explained.isEmpty)
    #expect(try dataset.examples(.testReworded).allSatisfy { !explained.contains($0.id) })
  }

  @Test func `what was wanted and cannot be asked of the model stands in the ledger`() async throws {
    let session = try Session(
      workspace: try Workspace(root: base.folder.url),
      configuration: {
        var configuration = Configuration()
        configuration.general.model = "codeword"
        configuration.generate.skill = "questions"
        configuration.generate.translations = true
        return configuration
      }(), counter: .init(counter: WordCounter(), identity: "words"),
      models: ModelShelf(standing: ["codeword": CodewordModel()]))
    try await session.ingest()
    try await session.generate()
    var found: [Drop] = []
    try session.store.read {
      try $0.eachDrop(stage: GenerateStage.name, reason: "needs-instructions") { found.append($0) }
    }
    #expect(found.map(\.item).sorted() == ["translations", "types", "unanswered"])
    #expect(found.allSatisfy { $0.outcome == .changed && $0.detail.flaws == [] })
    // Rules' own questions are not read back by a model that writes worse ones, and that is said too.
    #expect(try session.store.read { try $0.ledgerCounts() }.contains { $0.reason == "not-read-back" })
    // Nothing is curated yet.
    let accounts = try session.store.read { try $0.ledgerAccounts() }.filter { $0.subject != .pairs }
    #expect(accounts.allSatisfy { $0.unaccounted == 0 })
    // A session again that finds nothing to do keeps it.
    #expect(try await session.generate().worked == 0)
    #expect(try session.store.read { try $0.ledgerCounts() }.contains { $0.reason == "needs-instructions" })
  }
}
