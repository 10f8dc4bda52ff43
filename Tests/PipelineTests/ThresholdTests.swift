import Foundation
import Generation
import Preparation
import Records
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// Thresholds are changed after generation: other pairs, and no model is asked.
struct ThresholdTests {
  /// Counts what it is asked, and reads a part of the answers back only in part, so that round trips have scores between.
  private final class CountingModel: ChatModel {
    let name = "counting"
    private let calls = Mutex(0)
    var requests: Int { calls.withLock { $0 } }

    func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
      calls.withLock { $0 += requests.count }
      let replies = try await CodewordModel().answer(requests)
      return zip(requests, replies).map { request, reply in
        guard request.spanOf != nil, let start = reply.spanStart, reply.text.utf8.count % 2 == 0,
          let cut = reply.text.split(separator: " ").first.map(String.init) ?? reply.text.first.map(String.init)
        else { return reply }
        let short = reply.text.contains(" ") ? cut : String(reply.text.prefix((reply.text.count + 1) / 2))
        return ChatReply(text: short, spanStart: start, spanEnd: start + short.utf8.count)
      }
    }
  }

  let folder: TemporaryFolder
  private let model = CountingModel()

  init() throws {
    folder = try TemporaryFolder()
    try TinyCorpus.write(to: folder)
    try TinyCorpus.writeTemplates(to: folder)
  }

  private func session(_ change: (inout Configuration) -> Void = { _ in }) throws -> Session {
    var configuration = Configuration.withoutStatements
    configuration.general.model = "counting"
    change(&configuration)
    return try Session(
      workspace: try Workspace(root: folder.url), configuration: configuration,
      counter: .init(counter: WordCounter(), identity: "words"), models: ModelShelf(standing: ["counting": model]))
  }

  private func pairs(_ session: Session) throws -> [ReviewedPair] {
    var out: [ReviewedPair] = []
    try session.store.read { try $0.eachPair { out.append($0) } }
    return out
  }

  private func drops(_ session: Session, _ stage: String) throws -> [Drop] {
    var out: [Drop] = []
    try session.store.read { try $0.eachDrop(stage: stage) { out.append($0) } }
    return out
  }

  private func parts(_ session: Session) throws -> [Data] {
    let frozen = try FrozenDataset(session)
    return try DatasetSplit.allCases.map { try Data(contentsOf: frozen.file($0)) }
  }

  @Test func `other thresholds give other pairs without a call of the model, and the first ones the first bytes`()
    async throws
  {
    let usual = try session()
    try await usual.ingest()
    try await usual.generate()
    try await usual.curate()
    let (first, firstDrops, firstParts) = (try pairs(usual), try drops(usual, "generate"), try parts(usual))
    let asked = model.requests
    #expect(asked > 0)
    #expect(try drops(usual, "gates").isEmpty)

    let lenient = try session { $0.gates.roundTrip = 0.1 }
    try await lenient.curate()
    let more = try pairs(lenient)
    #expect(model.requests == asked)
    #expect(Set(more.map(\.id)).isStrictSuperset(of: first.map(\.id)))
    let back = try drops(lenient, "gates")
    #expect(Set(back.map(\.reason)) == ["threshold-lets-in"] && back.allSatisfy { $0.outcome == .changed })
    #expect(Set(back.map(\.item)) == Set(more.map(\.id.hex)).subtracting(first.map(\.id.hex)))
    #expect(try lenient.latestDataset().name == "v2" && parts(lenient) != firstParts)
    #expect(try lenient.store.read { try $0.ledgerAccounts() }.allSatisfy { $0.unaccounted == 0 })

    let strict = try session { $0.gates.roundTrip = 1 }
    try await strict.curate()
    let fewer = try pairs(strict)
    #expect(model.requests == asked)
    #expect(Set(fewer.map(\.id)).isStrictSubset(of: first.map(\.id)))
    #expect(fewer.allSatisfy { $0.pair.scores["roundTrip", default: 1] == 1 })
    let gone = try drops(strict, "gates")
    #expect(gone.contains { $0.reason == "threshold-keeps-out" && $0.detail.en.contains("roundTrip 0.") })
    #expect(gone.allSatisfy { $0.detail.flaws == [] })
    #expect(try strict.store.read { try $0.ledgerAccounts() }.allSatisfy { $0.unaccounted == 0 })

    try await usual.curate()
    #expect(model.requests == asked)
    #expect(try pairs(usual) == first)
    #expect(try drops(usual, "generate") == firstDrops)
    #expect(try drops(usual, "gates").isEmpty)
    #expect(try usual.latestDataset().name == "v4" && parts(usual) == firstParts)
    // What was frozen in between stands as it was.
    #expect(try SplitCertificate.verify(usual.workspace.datasets.appendingPathComponent("v2")).isEmpty)
  }

  @Test func `generating again under other thresholds asks only about what is new`() async throws {
    try await session().ingest()
    try await session().generate()
    let asked = model.requests
    let strict = try session { $0.gates.roundTrip = 1 }
    try await strict.generate()
    #expect(model.requests == asked)
    #expect(try pairs(strict).allSatisfy { $0.pair.scores["roundTrip", default: 1] == 1 })
    try folder.write("The gym opens at 6:30. A locker costs GBP 4 a month.\n", to: "corpora/gym.txt")
    try await strict.ingest()
    try await strict.generate()
    #expect(model.requests > asked)
  }

  @Test func `what a person has accepted stays, whatever the thresholds`() async throws {
    let usual = try session()
    try await usual.ingest()
    try await usual.generate()
    let doubtful = try #require(try pairs(usual).first { ($0.pair.scores["roundTrip"] ?? 1) < 1 })
    try usual.store.write {
      try $0.append(ReviewEvent(pair: doubtful.id, action: .accept, reviewer: "aki", time: 1))
    }
    let strict = try session { $0.gates.roundTrip = 1 }
    try await strict.applyThresholds()
    #expect(try pairs(strict).contains { $0.id == doubtful.id })
    #expect(try !drops(strict, "gates").contains { $0.item == doubtful.id.hex })
    try await strict.curate()
    #expect(try strict.store.read { try $0.ledgerAccounts() }.allSatisfy { $0.unaccounted == 0 })
  }

  @Test func `every gate has a threshold, and limits of length count too`() async throws {
    let usual = try session()
    try await usual.ingest()
    try await usual.generate()
    let all = try pairs(usual)
    // What is made from a pair by rule is asked about by the gates that apply to it.
    let plain = all.filter { $0.pair.type.isPlain && !$0.pair.generator.template.hasPrefix("explanation") }
    #expect(plain.count > 10)
    #expect(
      plain.allSatisfy {
        Set(GateName.allCases.map(\.rawValue)).subtracting($0.pair.scores.keys) == ["focus", "judge"]
      })
    #expect(all.flatMap(\.pair.scores.values).allSatisfy { (0...1).contains($0) })
    let short = try session { $0.gates.words = 3...14 }
    try await short.applyThresholds()
    let kept = try pairs(short).filter { $0.pair.language == .en }
    #expect(kept.allSatisfy { $0.pair.question.split(separator: " ").count <= 14 })
    #expect(kept.count < all.count { $0.pair.language == .en })
    #expect(try drops(short, "generate").contains { $0.detail.en.contains("[too-long: ") })
    let asked = model.requests
    let deaf = try session { $0.gates.rank = 50 }
    try await deaf.applyThresholds()
    #expect(try pairs(deaf).count >= all.count && model.requests == asked)
  }

  /// Says no to every third question, and yes in one order alone to every seventh.
  private final class Sceptic: ChatModel {
    let name = "sceptic"
    private let calls = Mutex(0)
    var requests: Int { calls.withLock { $0 } }

    func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
      calls.withLock { $0 += requests.count }
      return requests.map { request in
        let prompt = request.messages[0].content
        let question = prompt.split(separator: "\n").first { $0.hasPrefix("Question: ") || $0.hasPrefix("質問: ") } ?? ""
        let number = Int(ContentHash(of: [String(question)]).hex.prefix(6), radix: 16) ?? 0
        let isPassageFirst = prompt.hasPrefix("Passage") || prompt.hasPrefix("文章")
        return ChatReply(text: number % 3 == 0 || (number % 7 == 0 && isPassageFirst) ? "no" : "yes")
      }
    }
  }

  @Test func `a judge is asked where one is configured, once a pair, and thresholds decide about what it said`()
    async throws
  {
    let sceptic = Sceptic()
    func open(_ change: (inout Configuration) -> Void = { _ in }) throws -> Session {
      var configuration = Configuration()
      configuration.general.model = "counting"
      change(&configuration)
      return try Session(
        workspace: try Workspace(root: folder.url), configuration: configuration,
        counter: .init(counter: WordCounter(), identity: "words"),
        models: ModelShelf(standing: ["counting": model, "sceptic": sceptic]))
    }
    let without = try open()
    try await without.ingest()
    try await without.generate()
    let all = try pairs(without)
    #expect(sceptic.requests == 0 && all.allSatisfy { $0.pair.scores["judge"] == nil })
    let asked = model.requests

    let judged = try open { $0.gates.judgeModel = "sceptic" }
    let error = await #expect(throws: (any Error).self) { try await judged.curate() }
    #expect((error as? any ExplainedError)?.text.en.contains("judge-not-asked") == true)
    #expect(sceptic.requests == 0)
    try await judged.generate()
    #expect(sceptic.requests == 2 * all.count && model.requests == asked)
    let good = try pairs(judged)
    #expect(good.count < all.count && good.allSatisfy { $0.pair.scores["judge"] == 1 })
    let reasons = try drops(judged, "generate").map(\.detail.en).joined()
    #expect(reasons.contains("judge"))
    #expect(
      try judged.store.read { try $0.ledgerAccounts() }.filter { $0.subject == .facts }.allSatisfy {
        $0.unaccounted == 0
      })

    let lenient = try open {
      $0.gates.judgeModel = "sceptic"
      $0.gates.judge = 0.5
    }
    try await lenient.curate()
    #expect(try pairs(lenient).count >= good.count)
    try await without.curate()
    #expect(try pairs(without).map(\.id) == all.map(\.id))
    try await judged.generate()
    #expect(sceptic.requests == 2 * all.count)
    #expect(try pairs(judged).map(\.id) == good.map(\.id))
  }

  @Test func `settings of an earlier program are read, and wrong ones are refused with what is expected`() throws {
    var configuration = Configuration.withoutStatements
    try configuration.apply("{ generate: { roundTrip: 0.7, retrievalRank: 3 } }", file: "studio.json")
    #expect(configuration.gates.roundTrip == 0.7 && configuration.gates.rank == 3)
    try configuration.apply("{ gates: { questionWords: [4, 30], questionCharacters: '8-80' } }", file: "studio.json")
    #expect(configuration.gates.words == 4...30 && configuration.gates.characters == 8...80)
    for text in [
      "{ gates: { grounded: 0 } }", "{ gates: { roundTrip: 1.5 } }", "{ gates: { retrievalRank: 51 } }",
      "{ gates: { questionWords: [9, 3] } }", "{ gates: { questionWords: '0-9' } }",
    ] {
      let error = #expect(throws: ConfigurationError.self) { try configuration.apply(text, file: "studio.json") }
      #expect(error?.text.flaws == [], "\(text)")
    }
  }
}
