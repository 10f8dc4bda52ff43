import Records
import TestSupport
import Testing

@testable import Generation

/// Derived pairs without a model, and those that failed and are tried once more.
@Suite struct DerivedAgainTests {
  private func producer(
    _ chunks: [Chunk], _ change: (inout GenerationOptions) -> Void, script: @escaping @Sendable (ChatRequest) -> String
  ) throws -> PairProducer {
    var options = GenerationOptions()
    change(&options)
    return PairProducer(
      model: ScriptedModel(script), templates: try Samples.templates(),
      retriever: ScriptedRetriever(hits: chunks.map(\.id)), options: options, document: chunks,
      locate: { Samples.evidence($0, $1) })
  }

  @Test(
    arguments: [
      ("The archive in Leeds was opened by Agnes Holloway on 4 May 1998.", "4 May 1998"),
      ("施設課の佐藤美咲さんが毎週金曜日に会議室を点検します。", "毎週金曜日"),
    ])
  func `where rules come first, a fact is turned round without a model, and names what was asked for`(
    text: String, answer: String
  ) async throws {
    let made = try await producer([Samples.chunk(text)]) {
      $0.statements = .first
      $0.forms = [.reversed]
      $0.candidates.maximumPerChunk = 1
    } script: { _ in
      Issue.record("the model was asked")
      return ""
    }.produce(for: [Samples.chunk(text)])
    let turned = made.pairs.filter { pair in
      pair.generator.isOfStatement && pair.variantOf != nil
        && made.pairs.contains { $0.id == pair.variantOf && $0.answer != pair.answer }
    }
    #expect(turned.contains { $0.question.contains(answer) }, "\(made.pairs.map(\.question))")
  }

  @Test func `a derived pair that failed is asked for again with a sample, and takes the failed one's place`()
    async throws
  {
    let script: @Sendable (ChatRequest) -> String = { request in
      if request.fields == ["question", "answer", "quote"] {
        let quote = request.temperature > 0 ? "receipts are required for amounts above £20" : "made up"
        return #"{"question": "May claims above £20 be made without receipts?", "answer": "no", "quote": "\#(quote)"}"#
      }
      return request.prompt.hasSuffix("yes or no alone.") ? "No" : Diligent.script(request)
    }
    let producer = try producer(
      [Samples.expenses],
      {
        $0.skill = .instructions
        $0.types = GenerationOptions().types + [.yesNo]
      }, script: script)
    let first = try await producer.produce(for: [Samples.expenses])
    #expect(!first.pairs.contains { $0.type == .yesNo })
    let drop = try #require(first.drops.first { $0.reason == "not-grounded" })
    let tried = try #require(first.tried.first)
    let again = try await producer.retry([ContentHash(hex: drop.item)], in: Samples.expenses, after: tried)
    let now = PairSelection(gates: GateOptions()).select(again)
    let pair = try #require(now.pairs.first { $0.type == .yesNo })
    #expect(pair.evidence.first?.quote == "receipts are required for amounts above £20")
    #expect(!now.drops.contains { $0.item == drop.item })
    #expect(Set(first.pairs.map(\.id)).isSubset(of: now.pairs.map(\.id)))
  }

  @Test func `what a model does not write as it was asked to is a drop with its reason`() async throws {
    let producer = try producer(
      [Samples.expenses],
      {
        $0.skill = .instructions
        $0.types = GenerationOptions().types + [.yesNo, .comparison]
        $0.forms = [.reversed]
        $0.translates = true
        $0.candidates.maximumPerChunk = 2
      },
      script: { request in
        request.fields.isEmpty ? Diligent.script(request) : "I would rather not write JSON."
      })
    let made = try await producer.produce(for: [Samples.expenses])
    #expect(!made.pairs.contains { !$0.type.isPlain || $0.language == .ja })
    // One of each kind, and a translation of every fact.
    #expect(made.drops.filter { $0.reason == "broken-object" && $0.outcome == .dropped }.count == 2)
    let facts = Set(made.pairs.map(\.fact)).count
    let others = made.drops.filter { $0.reason == "derived-failed" && $0.outcome == .changed }
    #expect(facts > 0 && others.filter { $0.detail.en.contains("broken-object") }.count == facts)
    #expect(others.contains { $0.detail.en.contains("not-reversed") } || made.pairs.contains { $0.variantOf != nil })
  }

  @Test func `the preview shows every prompt that a model which follows instructions gets`() throws {
    let producer = try producer(
      [Samples.expenses],
      {
        $0.skill = .instructions
        $0.types = QuestionType.allCases
        $0.forms = [.reversed]
        $0.personas = ["auditor"]
        $0.translates = true
      }, script: { _ in "" })
    let shown = Set(producer.preview(of: Samples.expenses).map(\.purpose))
    let unseen = Set(PromptTemplates.Prompt.allCases.map(\.rawValue)).subtracting(shown)
    #expect(unseen == ["closed-book"])
  }
}
