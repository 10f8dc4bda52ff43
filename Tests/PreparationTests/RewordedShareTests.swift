import Records
import TestSupport
import Testing

@testable import Preparation

struct RewordedShareTests {
  private func example(_ fact: Int, _ wording: Int, _ answer: String = "10") -> TrainingExample {
    TrainingExample(
      messages: [
        Message(role: "user", content: "Question \(fact) \(wording)?"), Message(role: "assistant", content: answer),
      ], id: ContentHash(of: ["\(fact) \(wording)"]), language: .en, type: .number, fact: ContentHash(of: ["\(fact)"]),
      weight: 1, evidence: [])
  }

  @Test func `a share that was not reached says how many, and why`() throws {
    // Ten facts, six with one wording, four with two, of which one is held out.
    let trained = (0..<10).map { example($0, 0) } + (6..<9).map { example($0, 1) }
    let share = RewordedShare(trained: trained, reworded: [example(9, 1)], wanted: 0.3)
    #expect(share.facts == 10 && share.held == 1 && share.single == 6 && share.wantedFacts == 3)
    let text = try #require(share.text)
    #expect(text.flaws == [])
    #expect(text.en.contains("1 of the 10 trained facts") && text.en.contains("6 facts have one wording only"))
    #expect(text.ja.contains("10 件の事実") && text.ja.contains("1 件です（目標は割合 0.30、3 件）"))
  }

  @Test func `a share that was reached, or is not wanted, says nothing`() {
    let trained = (0..<10).map { example($0, 0) }
    let reworded = (0..<3).map { example($0, 1) }
    #expect(RewordedShare(trained: trained, reworded: reworded, wanted: 0.3).text == nil)
    #expect(RewordedShare(trained: trained, reworded: [], wanted: 0).text == nil)
    #expect(RewordedShare(trained: [], reworded: [], wanted: 0.3).text == nil)
  }

  @Test func `another answer of a fact is no second wording`() {
    let trained = [example(1, 0), example(1, 1, "because"), example(2, 0), example(2, 1)]
    #expect(RewordedShare(trained: trained, reworded: [], wanted: 1).single == 1)
  }

  @Test func `parts without a pair are named with what to do, and full ones are not`() throws {
    let all = [DatasetSplit.train: 9, .validation: 2, .testReworded: 2, .testUnseen: 3]
    #expect(ThinParts(counts: all, documents: 12).text == nil)
    let held: [DatasetSplit: Int] = [.train: 48, .validation: 12, .testReworded: 2, .testUnseen: 172]
    #expect(ThinParts(counts: held, documents: 7).text?.en.hasPrefix("Training has 48 of 234 pairs only") == true)
    let none = try #require(ThinParts(counts: [.train: 9], documents: 1).text)
    #expect(none.flaws == [])
    #expect(none.en.contains("test-unseen") && none.en.contains("Nothing measures") && none.en.contains("add some"))
    #expect(none.ja.contains("test-unseen") && none.ja.contains("測れません"))
    var some = all
    some[.testReworded] = 0
    let reworded = try #require(ThinParts(counts: some, documents: 12).text)
    #expect(reworded.en.hasPrefix("No pair fell to test-reworded.") && !reworded.en.contains("Nothing measures"))
    #expect(!reworded.en.contains("Whole groups"))
  }
}
