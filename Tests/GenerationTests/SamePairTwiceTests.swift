import Records
import TestSupport
import Testing

@testable import Generation

/// One question for one answer at one place is one pair, whoever worded it.
@Suite struct SamePairTwiceTests {
  @Test func `a persona that asks what a rewording asks gives no second pair, and the ledger says why`() throws {
    let chunk = Samples.expenses
    let origin = PairGenerator(model: "m", template: "t", seed: 0)
    func wording(_ question: String, isRewording: Bool = false) -> TriedWording {
      TriedWording(
        question: question, origin: origin, isRewording: isRewording, difficulty: 1,
        measures: [.selfContained: .sound])
    }
    let base = TriedFact(
      id: ContentHash(of: ["base"]), answer: "£20", type: .number, evidence: [Samples.evidence(chunk, 0..<4)],
      wordings: [
        wording("What is the largest claim for expenses without receipts?"),
        wording("Up to which amount are expenses paid without receipts?", isRewording: true),
      ])
    var persona = TriedFact(
      id: ContentHash(of: ["persona"]), answer: "£20", type: .number, evidence: base.evidence,
      wordings: [wording("Up to which amount are expenses paid without receipts?")])
    persona.base = base.id
    persona.form = .persona
    let tried = TriedChunk(chunk: chunk.id, path: chunk.path, language: .en, facts: [base, persona])
    let made = PairSelection().select(tried)
    #expect(made.pairs.count == 2 && Set(made.pairs.map(\.id)).count == 2)
    let drop = try #require(made.drops.first { $0.item == persona.id.hex })
    #expect(drop.reason == "derived-failed" && drop.outcome == .changed)
    #expect(drop.detail.en.contains("duplicate-question"))
  }
}
