import Records
import Testing

@testable import Evaluation

@Suite struct VerdictTests {
  /// A test set on which two arms were compared once a document, with these differences of F1.
  private static func track(
    _ values: [(arm: String, baseline: String, values: [Double])], split: DatasetSplit = .testReworded
  ) -> TrackComparison {
    var differences = values.map { entry in
      PairedDifference(
        arm: entry.arm, baseline: entry.baseline, values: entry.values,
        groups: entry.values.indices.map { "document \($0)" }, seed: 7)
    }
    PairedDifference.correct(&differences)
    let documents = values.first?.values.count ?? 0
    return TrackComparison(
      track: split, questions: documents, documents: documents, arms: [], differences: differences, retrieval: nil,
      items: [])
  }

  private static let clear = (0..<12).map { 0.4 + Double($0 % 3) * 0.05 }
  private static let undecided = (0..<12).map { $0 % 2 == 0 ? 0.3 : -0.28 }

  @Test func `a tuned model that wins is recommended`() {
    let verdict = Verdict(tracks: [Self.track([("lora", "rag", Self.clear)])])
    #expect(verdict.finding == .armBetter)
    #expect(
      verdict.headline.en
        == "On reworded questions about documents used in training, the fine-tuned model serves you better than retrieval with the base model."
    )
    #expect(
      verdict.headline.ja
        == "学習に使った文書についての言い換えの質問では、元のモデルで検索（RAG）を使うよりも、ファインチューニングしたモデルのほうが適しています。")
    #expect(verdict.sentences[0].en.contains("LoRA answers better than retrieval (RAG) (F1 difference 45.0 points"))
    #expect(verdict.sentences[0].ja.contains("LoRAのほうが検索（RAG）よりも良い回答でした（F1の差は45.0ポイント"))
  }

  @Test func `retrieval that wins is recommended, and its lead is told as a positive number`() {
    let verdict = Verdict(tracks: [Self.track([("lora", "rag", Self.clear.map { -$0 })])])
    #expect(verdict.finding == .baselineBetter)
    #expect(verdict.headline.en.contains("retrieval (RAG) serves you better than fine-tuning alone"))
    #expect(verdict.headline.ja.hasSuffix("ファインチューニングだけの場合よりも検索（RAG）のほうが適しています。"))
    #expect(
      verdict.sentences[0].en.contains(
        "retrieval (RAG) answers better than LoRA (F1 difference 45.0 points, 95 % interval 42"))
    #expect(!["-45", "−45"].contains { verdict.sentences[0].ja.contains($0) })
  }

  @Test func `an undecided result says no evidence of a difference, and what could go unnoticed`() {
    let verdict = Verdict(tracks: [Self.track([("lora", "rag", Self.undecided)])])
    #expect(verdict.finding == .noEvidence)
    #expect(verdict.headline.en.hasPrefix("No evidence of a difference between fine-tuning and retrieval"))
    #expect(verdict.headline.ja.contains("差があるという証拠はありません"))
    #expect(verdict.sentences[0].en.contains("no evidence of a difference between LoRA and retrieval (RAG)"))
    #expect(verdict.sentences[0].en.contains("points can go unnoticed"))
    #expect(verdict.sentences[0].ja.contains("差があるという証拠はありません") && verdict.sentences[0].ja.contains("見逃すことがあります"))
  }

  @Test func `an interval without zero that is no evidence says why`() throws {
    let values = (0..<12).map { $0 % 2 == 0 ? 0.227 : -0.027 }
    let arms = ["lora", "lora+rag", "few-shot", "oracle"].map { (arm: $0, baseline: "rag", values: values) }
    let track = Self.track(arms)
    let first = try #require(track.differences.first)
    try #require(first.estimate.lower > 0 && first.pValue < 0.05 && first.adjustedPValue >= 0.05)
    let sentence = Verdict(tracks: [track]).sentences[0]
    #expect(sentence.en.contains("The interval alone excludes zero") && sentence.en.contains("(Holm), p is 0."))
    #expect(sentence.ja.contains("信頼区間だけを見れば0を含みません"))
    let undecided = Verdict(tracks: [Self.track([("lora", "rag", Self.undecided)])]).sentences[0]
    #expect(!undecided.en.contains("Holm"))
  }

  @Test func `identical answers are no evidence of a difference`() {
    let verdict = Verdict(tracks: [Self.track([("lora", "rag", Array(repeating: 0, count: 12))])])
    #expect(verdict.finding == .noEvidence)
    #expect(!verdict.sentences[0].en.contains("unnoticed"), "no error is known, so none is named")
  }

  @Test func `the clearest result on five documents is too few to tell, with the number needed`() {
    let verdict = Verdict(tracks: [Self.track([("lora", "rag", Array(repeating: 0.9, count: 5))])])
    #expect(verdict.finding == .tooFewDocuments)
    #expect(verdict.headline.en.contains("the test has 5 independent documents and needs at least 6"))
    #expect(verdict.headline.ja.contains("文書が足りないため") && verdict.headline.ja.contains("5件で、少なくとも6件必要"))
    #expect(
      verdict.sentences[0].en.contains("too few documents to tell whether LoRA or retrieval (RAG) answers better"))
    #expect(verdict.sentences[0].ja.contains("文書が足りないため"))
  }

  @Test func `one document is counted in the singular`() {
    let verdict = Verdict(tracks: [Self.track([("lora", "rag", [0.9])])])
    #expect(verdict.headline.en.contains("1 independent document and"))
    #expect(verdict.sentences[0].en.contains("1 question on 1 independent document)"))
  }

  @Test func `arms that were not compared are not judged`() {
    let verdict = Verdict(tracks: [Self.track([("rag", "base", Self.clear)])])
    #expect(verdict.finding == .notCompared && verdict.together == .notCompared)
    #expect(verdict.headline.en.contains("were not compared"))
    #expect(verdict.headline.ja.contains("比較できませんでした"))
    #expect(verdict.sentences[0].en.contains("retrieval (RAG) answers better than the base model"))
    #expect(Verdict(tracks: []).finding == .notCompared)
  }

  @Test func `both together are praised where they beat retrieval alone`() {
    let verdict = Verdict(
      tracks: [Self.track([("lora", "rag", Self.undecided), ("lora+rag", "rag", Self.clear)])])
    #expect(verdict.together == .armBetter)
    #expect(verdict.headline.en.hasSuffix("Both together answer better than retrieval alone."))
    #expect(verdict.headline.ja.hasSuffix("両方を併用すると、検索だけの場合よりも良い回答になります。"))
  }

  @Test func `documents trained on decide, the unseen ones stand beside`() {
    let verdict = Verdict(tracks: [
      Self.track([("lora", "rag", Self.clear)]),
      Self.track([("lora", "rag", Self.clear.map { -$0 })], split: .testUnseen),
    ])
    #expect(verdict.finding == .armBetter)
    #expect(verdict.sentences.count == 2)
    #expect(verdict.sentences[1].en.hasPrefix("On questions about documents not used in training: retrieval"))
    #expect(verdict.sentences[1].ja.hasPrefix("学習に使っていない文書についての質問：検索"))
  }
}
