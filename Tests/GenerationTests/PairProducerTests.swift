import Foundation
import Records
import Testing

@testable import Generation

@Suite struct PairProducerTests {
  private func producer(
    _ model: ScriptedModel, retriever: (any Retriever)? = nil, options: GenerationOptions = GenerationOptions()
  ) throws -> PairProducer {
    PairProducer(
      model: model, templates: try Samples.templates(), retriever: retriever, options: options,
      locate: { Samples.evidence($0, $1) })
  }

  private func produce(
    _ chunks: [Chunk], options: GenerationOptions = GenerationOptions(),
    script: @escaping @Sendable (ChatRequest) -> String = Diligent.script
  ) async throws -> ProducedPairs {
    try await producer(ScriptedModel(script), options: options).produce(for: chunks)
  }

  @Test func `every pair quotes its chunk word for word and has a rewording`() async throws {
    let produced = try await produce(Samples.all)
    #expect(produced.pairs.count >= 40)
    let chunks = Dictionary(uniqueKeysWithValues: Samples.all.map { ($0.id, $0) })
    for pair in produced.pairs {
      let evidence = try #require(pair.evidence.first)
      let chunk = try #require(chunks[evidence.chunk])
      #expect(evidence.quote == pair.answer)
      #expect(Array(chunk.text.utf8)[evidence.start..<evidence.end].elementsEqual(pair.answer.utf8))
      #expect(pair.language == chunk.language)
      #expect((1...5).contains(pair.difficulty))
      #expect(pair.scores["grounded"] == 1)
      #expect(pair.scores["roundTrip"] == 1)
    }
    for (_, wordings) in Dictionary(grouping: produced.pairs, by: \.fact) {
      let originals = wordings.filter { $0.variantOf == nil }
      #expect(originals.count == 1)
      #expect(wordings.count == 2)
      for rewording in wordings where rewording.variantOf != nil {
        #expect(rewording.variantOf == originals.first?.id)
        #expect(rewording.answer == originals.first?.answer)
        #expect(!QuestionText.same(rewording.question, originals.first?.question ?? ""))
      }
    }
    #expect(Set(produced.pairs.map(\.id)).count == produced.pairs.count)
    #expect(Set(produced.pairs.map(\.language)) == [.ja, .en])
  }

  @Test func `every candidate is in a pair or in a drop with a reason`() async throws {
    // Asks well of some answers and badly of others.
    let script: @Sendable (ChatRequest) -> String = { request in
      if request.isReading { return Diligent.read(request) }
      let answer = request.field("Answer: ", "答え: ")
      switch answer.utf8.count % 4 {
      case 0: return ""
      case 1: return "What is in this document about the robot and the travel rules?"
      default: return Diligent.script(request)
      }
    }
    let produced = try await produce(Samples.all, script: script)
    var expected: Set<ContentHash> = []
    for chunk in Samples.all {
      for candidate in AnswerCandidates.find(in: chunk) { expected.insert(Fact(chunk: chunk, candidate: candidate).id) }
    }
    let paired = Set(produced.pairs.map(\.fact))
    let dropped = produced.drops.filter { $0.outcome == .dropped }
    #expect(paired.union(dropped.map { ContentHash(hex: $0.item) }) == expected)
    #expect(paired.count + dropped.count == expected.count)
    #expect(Set(dropped.map(\.reason)).isSuperset(of: ["no-question", "deixis"]))
    for drop in produced.drops {
      #expect(Gates.reasonCodes.contains(drop.reason), "\(drop.reason)")
      #expect(drop.stage == "generate" && drop.document == "corpora/sample.md" && !drop.detail.en.isEmpty)
    }
  }

  @Test func `a chunk without candidates is a drop`() async throws {
    let produced = try await produce([Samples.chunk("よろしくおねがいします。")])
    #expect(produced.pairs.isEmpty)
    #expect(produced.drops.map(\.reason) == ["no-candidates"])
  }

  @Test func `what a chunk gives does not depend on its company nor on the size of batches`() async throws {
    let together = try await produce(Samples.all)
    var apart = ProducedPairs()
    var small = GenerationOptions()
    small.batch = 3
    for chunk in Samples.all {
      let produced = try await produce([chunk], options: small)
      apart.pairs += produced.pairs
      apart.drops += produced.drops
      apart.tried += produced.tried
    }
    #expect(apart == together)
  }

  /// Reads no more than a passage of so many bytes.
  private struct ShortSighted: ChatModel {
    let name = "short-sighted"
    let limit: Int

    func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
      requests.map { request in
        let size = request.prompt.utf8.count
        guard size < limit else { return ChatReply(text: "", promptTokens: size, contextLimit: limit) }
        return ChatReply(text: Diligent.script(request))
      }
    }
  }

  @Test func `a passage that the model cannot read whole has a reason of its own, with tokens and limit`() async throws
  {
    let model = ShortSighted(limit: 400)
    let producer = PairProducer(
      model: model, templates: try Samples.templates(), retriever: nil, locate: { Samples.evidence($0, $1) })
    let produced = try await producer.produce(for: [Samples.expenses])
    let candidates = AnswerCandidates.find(in: Samples.expenses)
    #expect(produced.pairs.isEmpty && produced.drops.count == candidates.count)
    for drop in produced.drops {
      #expect(drop.reason == "passage-too-long" && drop.outcome == .dropped)
      #expect(drop.detail.en.contains("fewer than 400 fit") && drop.detail.ja.contains("400 トークン未満"))
      #expect(drop.detail.en.firstMatch(of: /has ([0-9]+) tokens/).flatMap { Int($0.1) } ?? 0 >= 400)
    }
  }

  @Test func `one chunk's requests stand together`() async throws {
    let model = ScriptedModel(Diligent.script)
    _ = try await producer(model).produce(for: Samples.all)
    for call in model.calls {
      let order = call.map { request in Samples.all.firstIndex { request.prompt.contains($0.text) } ?? -1 }
      #expect(order == order.sorted())
      #expect(!order.contains(-1))
    }
  }

  @Test func `the first try is greedy, a further one is sampled with a seed of its own`() async throws {
    let model = ScriptedModel { request in
      guard !request.isReading, !request.isRewording else { return Diligent.script(request) }
      return request.temperature == 0 ? "Bad." : Diligent.script(request)
    }
    let produced = try await producer(model).produce(for: [Samples.expenses])
    #expect(!produced.pairs.isEmpty)
    let sampled = model.requests.filter { $0.temperature > 0 && !$0.isRewording }
    #expect(Set(sampled.map(\.seed)).count == sampled.count)
    let original = try #require(produced.pairs.first { $0.variantOf == nil })
    #expect(original.generator.model == "scripted")
    #expect(original.generator.template.hasPrefix("write-question.en@"))
    #expect(sampled.map(\.seed).contains(original.generator.seed))
  }

  @Test func `a good rewording by the model is taken, and a bad one makes room for a rule`() async throws {
    let good = try await produce([Samples.expenses]) { request in
      request.isRewording && !request.isReading
        ? request.field("Question: ").replacingOccurrences(of: "What is known as", with: "What goes by the name of")
        : Diligent.script(request)
    }
    let byModel = good.pairs.filter { $0.variantOf != nil }
    #expect(!byModel.isEmpty)
    #expect(byModel.allSatisfy { $0.generator.template.hasPrefix("reword-question.en@") })
    #expect(!good.drops.contains { $0.reason == "rewording-failed" })
    let bad = try await produce([Samples.expenses])
    let byRule = bad.pairs.filter { $0.variantOf != nil }
    #expect(byRule.count == byModel.count)
    #expect(byRule.allSatisfy { $0.generator.template == "rewording.en" && $0.generator.model == "rules" })
    let told = bad.drops.filter { $0.reason == "rewording-failed" }
    #expect(told.count == byRule.count)
    #expect(told.allSatisfy { $0.outcome == .changed && $0.detail.en.contains("same-wording") })
  }

  @Test func `a fact without a rewording is dropped, or kept where that is allowed`() async throws {
    // Reads the first wording well and every other one badly.
    let script: @Sendable (ChatRequest) -> String = { request in
      guard request.isReading else { return Diligent.script(request) }
      return request.field("Question: ").hasPrefix("What is known as") ? Diligent.read(request) : ""
    }
    let strict = try await produce([Samples.expenses], script: script)
    #expect(strict.pairs.isEmpty)
    #expect(Set(strict.drops.map(\.reason)) == ["no-rewording"])
    #expect(strict.drops.allSatisfy { $0.outcome == .dropped && $0.detail.en.contains("round-trip-empty") })
    var lenient = GenerationOptions()
    lenient.requiresRewording = false
    let kept = try await produce([Samples.expenses], options: lenient, script: script)
    #expect(kept.pairs.count == strict.drops.count)
    #expect(kept.drops.count { $0.reason == "no-rewording" } == kept.pairs.count)
    // The one rewording that was wanted is told too.
    #expect(kept.drops.count { $0.reason == "wording-failed" } == kept.pairs.count)
    #expect(kept.drops.count == 2 * kept.pairs.count && kept.drops.allSatisfy { $0.outcome == .changed })
  }

  @Test func `two answers with one question keep only the better`() async throws {
    let same = "What do the travel rules say about claims?"
    let produced = try await produce([Samples.expenses]) { request in
      guard request.isReading else { return same }
      return "within 30 days of the trip. The daily allowance in Europe is GBP 45.50"
    }
    #expect(Set(produced.pairs.map(\.fact)).count <= 1)
    #expect(
      Set(produced.drops.map(\.reason)).isSubset(of: [
        "duplicate-question", "round-trip-failed", "rewording-failed", "no-rewording",
      ]))
  }

  @Test func `a question that does not find its chunk is dropped with that reason`() async throws {
    let model = ScriptedModel(Diligent.script)
    let produced = try await producer(model, retriever: ScriptedRetriever(hits: [Samples.robot.id]))
      .produce(for: [Samples.expenses])
    #expect(produced.pairs.isEmpty)
    #expect(Set(produced.drops.map(\.reason)) == ["retrieval-rank"])
    #expect(model.requests.allSatisfy { !$0.isReading })
  }

  @Test func `the ledger speaks both languages`() async throws {
    let produced = try await produce([Samples.rules], options: GenerationOptions()) { _ in "" }
    #expect(produced.drops.allSatisfy { $0.reason == "no-question" })
    #expect(produced.drops.allSatisfy { $0.detail.en.hasPrefix("The model wrote no question.") })
    #expect(produced.drops.allSatisfy { $0.detail.ja.hasPrefix("モデルが質問を書きませんでした。") })
    #expect(!produced.drops.isEmpty)
  }

  @Test func `a model that loses an answer is an error, not a wrong pairing`() async throws {
    struct Forgetful: ChatModel {
      let name = "forgetful"
      func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] { [] }
    }
    let producer = PairProducer(
      model: Forgetful(), templates: try Samples.templates(), retriever: nil, locate: { Samples.evidence($0, $1) })
    let count = AnswerCandidates.find(in: Samples.expenses).count
    await #expect(throws: ChatModelError.wrongCount(model: "forgetful", asked: count, answered: 0)) {
      try await producer.produce(for: [Samples.expenses])
    }
  }

  @Test func `options survive being written and read`() throws {
    var options = GenerationOptions()
    options.gates.rank = 3
    options.seed = 99
    let data = try JSONLines.line(options)
    #expect(try JSONDecoder().decode(GenerationOptions.self, from: data) == options)
  }
}
