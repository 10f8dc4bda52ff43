import Foundation
import Preparation
import Records
import Testing

@Suite struct ContradictionTests {
  private let old = RandomPairs.document("rules-2019.pdf")
  private let new = RandomPairs.document("rules-2024.pdf")

  private func find(_ pairs: [QAPair]) -> [Contradiction] {
    ContradictionFinder { $0.answer != $1.answer }.contradictions(in: pairs)
  }

  @Test func `near-same questions with other answers in two documents stand side by side, once for two facts`() throws {
    let pairs = [
      RandomPairs.pair("有給休暇の繰り越しは何年まで認められますか", "1年", in: old, fact: "a"),
      RandomPairs.pair("有給休暇の繰り越しは、何年まで認められますかね", "1年", in: old, fact: "a"),
      RandomPairs.pair("有給休暇の繰り越しは何年まで認められますか？", "2年", in: new, fact: "b"),
      RandomPairs.pair("社用車の返却は何時までですか", "18時", in: new, fact: "c"),
    ]
    let found = try #require(find(pairs).first)
    #expect(find(pairs).count == 1)
    #expect([found.left.document, found.right.document] == ["corpora/rules-2019.pdf", "corpora/rules-2024.pdf"])
    #expect([found.left.answer, found.right.answer] == ["1年", "2年"] && found.similarity == 1)
    #expect(found.left.quote == "1年" && found.right.page == 1)
    #expect(find(pairs.reversed()) == find(pairs))
  }

  @Test func `the same document, the same answer, another number or another language is no contradiction`() {
    let english = RandomPairs.document("rules.txt", .en)
    for pairs in [
      [RandomPairs.pair("上限は何日ですか", "5日", in: old), RandomPairs.pair("上限は何日ですか？", "6日", in: old)],
      [
        RandomPairs.pair("上限は何日ですか", "5日", in: old, fact: "a"),
        RandomPairs.pair("上限は何日ですか", "5日", in: new, fact: "b"),
      ],
      [RandomPairs.pair("第3条の届出の期限は何日以内ですか", "5日", in: old), RandomPairs.pair("第4条の届出の期限は何日以内ですか", "6日", in: new)],
      [RandomPairs.pair("PDF?", "5日", in: old), RandomPairs.pair("PDF?", "6 days", in: english)],
    ] { #expect(find(pairs).isEmpty, "\(pairs.map(\.question))") }
  }

  @Test func `deduplication keeps both sides of a contradiction, and one of each that agree`() {
    let pairs = [
      RandomPairs.pair("繰り越しは何年までですか", "1年", in: old, fact: "a"),
      RandomPairs.pair("繰り越しは何年までですか", "2年", in: new, fact: "b"),
      RandomPairs.pair("繰り越しは何年までですか？", "2年", in: RandomPairs.document("copy.pdf"), fact: "c"),
    ]
    let (kept, dropped) = Deduplicator().deduplicate(pairs)
    #expect(kept.map(\.answer) == ["1年", "2年"])
    #expect(dropped.map(\.reason) == ["exact-duplicate"])
  }
}
