import Foundation
import Records
import Testing

@testable import Generation

/// What a request without an answer costs: the fact that it was made for, with the server's words, until it is tried again.
@Suite struct UnansweredTests {
  /// Refuses some requests, and answers the others properly.
  private struct RefusingModel: ChatModel {
    let name = "refusing"
    var refuses: @Sendable (ChatRequest) -> Bool

    func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
      var replies = try await ScriptedModel(Diligent.script).answer(requests)
      for (place, request) in requests.enumerated() where refuses(request) {
        replies[place] = ChatReply(text: "")
        replies[place].unanswered = Unanswered(.refused, "HTTP 400: not this one")
      }
      return replies
    }
  }

  private func producer(_ refuses: @escaping @Sendable (ChatRequest) -> Bool) throws -> PairProducer {
    var options = GenerationOptions()
    options.retries = 2
    return PairProducer(
      model: RefusingModel(refuses: refuses), templates: try Samples.templates(), retriever: nil, options: options,
      locate: { Samples.evidence($0, $1) })
  }

  @Test(arguments: [false, true])
  func `a passage whose requests are refused gives drops with the server's words, and is mended alone`(
    onlyReading: Bool
  ) async throws {
    let refuses: @Sendable (ChatRequest) -> Bool = {
      $0.prompt.contains("GBP 45.50") && (!onlyReading || $0.isReading)
    }
    let produced = try await producer(refuses).produce(for: [Samples.expenses, Samples.robot])
    #expect(produced.pairs.allSatisfy { $0.evidence.first?.chunk == Samples.robot.id } && !produced.pairs.isEmpty)
    let refused = produced.drops.filter { $0.chunk == Samples.expenses.id }
    #expect(!refused.isEmpty && refused.allSatisfy { $0.reason == "request-refused" && $0.outcome == .dropped })
    #expect(refused.allSatisfy { $0.detail.en.contains("not this one") && $0.item != Samples.expenses.id.hex })
    let tried = try #require(produced.tried.first { $0.chunk == Samples.expenses.id })
    let ids = Set(refused.map { ContentHash(hex: $0.item) })
    let again = try await producer(refuses).retry(ids, in: Samples.expenses, after: tried)
    let selection = PairSelection()
    #expect(selection.select(again).pairs.isEmpty && selection.select(again).drops.count == refused.count)
    let mended = selection.select(try await producer { _ in false }.retry(ids, in: Samples.expenses, after: again))
    let whole = try await producer { _ in false }.produce(for: [Samples.expenses])
    #expect(Set(mended.pairs.map(\.fact)) == Set(whole.pairs.map(\.fact)) && !mended.pairs.isEmpty)
    #expect(!mended.drops.contains { $0.reason == "request-refused" })
  }

  @Test func `a request that is refused is not made again in the same run`() async throws {
    let asked = MeteredModel(RefusingModel { $0.prompt.contains("GBP 45.50") })
    var options = GenerationOptions()
    options.retries = 2
    let producer = PairProducer(
      model: asked, templates: try Samples.templates(), retriever: nil, options: options,
      locate: { Samples.evidence($0, $1) })
    _ = try await producer.produce(for: [Samples.expenses])
    #expect(asked.usage.calls == producer.factCount(in: Samples.expenses))
  }

  @Test func `a rewording that was refused leaves the pair, and says why it is missing`() async throws {
    var options = GenerationOptions()
    options.requiresRewording = false
    options.templateRewordings = 0
    let producer = PairProducer(
      model: RefusingModel { $0.isRewording && !$0.isReading }, templates: try Samples.templates(), retriever: nil,
      options: options, locate: { Samples.evidence($0, $1) })
    let produced = try await producer.produce(for: [Samples.expenses])
    #expect(!produced.pairs.isEmpty && produced.pairs.allSatisfy { !$0.question.isEmpty && $0.variantOf == nil })
    let missing = produced.drops.filter { $0.reason == "wording-failed" }
    #expect(missing.count == Set(produced.pairs.map(\.fact)).count)
    #expect(missing.allSatisfy { $0.detail.en.contains("request-refused: HTTP 400: not this one") })
  }

  @Test func `a judge that was not answered has said nothing of the pair`() async throws {
    let judge = Judge(
      model: RefusingModel { $0.prompt.contains("GBP 45.50") },
      prompts: try JudgePrompts(directory: Samples.templateDirectory))
    let items = [("GBP 45.50", Samples.expenses.text), ("3.5 kg", Samples.robot.text)].map {
      Judge.Item(passage: $1, question: "What is it?", answer: $0, language: .en)
    }
    let measures = try await judge.measure(items)
    #expect(measures[0] == Judge.notAsked && measures[1] != Judge.notAsked)
  }
}
