import Foundation
import Preparation
import Records
import Testing

@Suite struct DeduplicatorTests {
  private let document = RandomPairs.document("a.pdf")

  private func reasons(_ pairs: [QAPair], threshold: Double = Deduplicator.usualThreshold) -> [String] {
    Deduplicator(threshold: threshold).deduplicate(pairs).dropped.map(\.reason)
  }

  @Test func `the same wording goes, however it is written`() {
    let first = RandomPairs.pair("有給休暇は何日ですか？", in: document)
    let second = RandomPairs.pair("有給休暇は 何日ですか", in: document, fact: "other")
    let (kept, dropped) = Deduplicator().deduplicate([first, second])
    #expect(kept == [first])
    #expect(dropped.map(\.reason) == ["exact-duplicate"])
    #expect(dropped[0].item == second.id.hex)
    #expect(dropped[0].detail.en.contains(first.id.short))
    #expect(
      reasons([RandomPairs.pair("ＰＤＦの上限は", in: document), RandomPairs.pair("pdfの上限は", in: document)]) == [
        "exact-duplicate"
      ])
  }

  @Test func `the same wording with another answer is named as such`() {
    let pairs = [
      RandomPairs.pair("上限はいくらですか", "5万円", in: document), RandomPairs.pair("上限はいくらですか", "3万円", in: document),
    ]
    #expect(reasons(pairs) == ["duplicate-with-other-answer"])
  }

  @Test func `almost the same wording of another fact with the same answer goes, rewordings of one fact stay`() {
    let original = RandomPairs.pair("本社で働く社員の年次有給休暇は入社後に何日与えられますか", in: document, fact: "f")
    let almost = RandomPairs.pair("本社で働く社員の年次有給休暇は入社後に何日与えられますかね", in: document, fact: "f", variantOf: original)
    let reworded = RandomPairs.pair("入社するとどれだけの年休をもらえますか", in: document, fact: "f", variantOf: original)
    #expect(Deduplicator().deduplicate([original, almost, reworded]).kept == [original, almost, reworded])
    var twin = almost
    twin.fact = ContentHash(of: ["g"])
    twin.variantOf = nil
    let (kept, dropped) = Deduplicator().deduplicate([original, twin, reworded])
    #expect(kept == [original, reworded])
    #expect(dropped.map(\.reason) == ["near-duplicate"])
    #expect(reasons([original, twin, reworded], threshold: 0.99).isEmpty)
  }

  @Test(arguments: [
    (
      "What is the daily allowance for trips to other countries?",
      "What is the daily allowance for trips to other countries, please?", Language.en, true
    ),
    (
      "What is the daily allowance for trips to other countries?", "How much may one spend on a journey abroad?", .en,
      false
    ),
    ("出張の日当の上限はいくらですか", "出張の日当の上限はいくらでしょうか", .ja, true), ("出張の日当の上限はいくらですか", "海外への旅費はどこまで出ますか", .ja, false),
  ])
  func `likeness is one of five characters in Japanese and of three words in English`(
    left: String, right: String, language: Language, isLike: Bool
  ) {
    let document = RandomPairs.document("b.pdf", language)
    let pairs = [RandomPairs.pair(left, in: document, fact: "f"), RandomPairs.pair(right, in: document, fact: "g")]
    #expect(reasons(pairs) == (isLike ? ["near-duplicate"] : []))
  }

  @Test func `questions that differ in a number or in the answer stay`() {
    let numbers = (3...9).map { RandomPairs.pair("就業規則の本則の第\($0)条が定める社員の休暇の上限は何日ですか", in: document) }
    #expect(reasons(numbers).isEmpty)
    let cities = [("東京都", "1万円"), ("大阪府", "9千円")].map {
      RandomPairs.pair("国内出張の規程における\($0.0)での宿泊費の一泊あたりの上限額はいくらですか", $0.1, in: document)
    }
    #expect(reasons(cities, threshold: 0.5).isEmpty)
  }

  @Test func `questions about different things stay, be their answers the same`() {
    func at(_ start: Int, _ pair: QAPair) -> QAPair {
      var pair = pair
      pair.evidence[0].start = start
      pair.evidence[0].end = start + 10
      return pair
    }
    let heads = (["総務部長", "経理部長", "人事部長", "営業部長", "製造部長"] as [String]).map {
      RandomPairs.pair("\($0)が単独で承認できる一件あたりの支出の上限はいくらですか", "50万円", in: document, fact: $0)
    }
    #expect(reasons(heads.enumerated().map { at($0 * 40, $1) }).isEmpty)
    let english = RandomPairs.document("b.pdf", .en)
    let sites = (["Osaka", "Leeds", "Oslo", "Turin"] as [String]).map {
      RandomPairs.pair(
        "What is the usual calibration interval of pressure gauges at the \($0) site?", "12 months", in: english,
        fact: $0)
    }
    #expect(reasons(sites.enumerated().map { at($0 * 40, $1) }).isEmpty)
    let terms = (["正社員", "地域社員"] as [String]).map {
      RandomPairs.pair("就業規則の第2条の「\($0)」とは、何を指しますか", "期間を定めずに雇う者", in: document, fact: $0)
    }
    #expect(reasons(terms.enumerated().map { at($0 * 40, $1) }).isEmpty)
  }

  @Test func `a word in the place of another one is a rewording where one sentence answers both`() {
    let first = RandomPairs.pair("本社の社員が国内の出張で泊まるときの宿泊費の一泊あたりの上限額は東京都内でいくらですか", "1万円", in: document, fact: "f")
    var second = RandomPairs.pair("本社の社員が国内の出張で泊まるときの宿泊費の一泊あたりの限度額は東京都内でいくらですか", "1万円", in: document, fact: "g")
    second.evidence = first.evidence
    #expect(reasons([first, second]) == ["near-duplicate"])
  }

  @Test func `of two twins the one that a person accepted stays`() {
    let first = RandomPairs.pair("Who approves travel?", "the manager", in: document)
    let second = RandomPairs.pair("Who approves travel", "the manager", in: document, status: .accepted)
    #expect(Deduplicator().deduplicate([first, second]).kept.map(\.id) == [second.id])
  }

  @Test func `a variant whose original goes becomes a variant of the twin`() {
    let twin = RandomPairs.pair("期限はいつですか", in: document, fact: "f", status: .accepted)
    let original = RandomPairs.pair("期限はいつですか？", in: document, fact: "f")
    let variant = RandomPairs.pair("何日までに出しますか", in: document, fact: "f", variantOf: original)
    let kept = Deduplicator().deduplicate([original, variant, twin]).kept
    #expect(kept.first { $0.id == variant.id }?.variantOf == twin.id)
  }

  @Test func `what is kept does not hold twins, and every drop names one that is kept`() {
    var random = SeededRandom(seed: 3)
    let topics = (0..<40).map { "第\($0)の届出" }
    let ends = ["は何日ですか", "は何日ですか？", "は何日でしょうか", "の期限は", "は何日ですか。"]
    let pairs = (0..<300).map { _ in
      RandomPairs.pair(topics.randomElement(using: &random)! + ends.randomElement(using: &random)!, in: document)
    }
    let unique = Dictionary(pairs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }).values
      .sorted { $0.id < $1.id }
    let (kept, dropped) = Deduplicator().deduplicate(unique)
    #expect(kept.count + dropped.count == unique.count)
    #expect(!dropped.isEmpty)
    #expect(dropped.allSatisfy { drop in kept.contains { drop.detail.en.contains($0.id.short) } })
    #expect(Deduplicator().deduplicate(kept).dropped.isEmpty)
  }
}
