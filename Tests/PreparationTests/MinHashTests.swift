import Foundation
import Records
import Testing

@testable import Preparation

@Suite struct MinHashTests {
  /// Texts in families: each member has some of its first member's words replaced.
  private func sets(seed: UInt64) -> [Shingles] {
    var random = SeededRandom(seed: seed)
    return (0..<12).flatMap { family -> [Shingles] in
      let words = (0..<60).map { "w\(family)x\($0)" }
      return (0..<5).map { member in
        let text = words.map { Int.random(in: 0..<40, using: &random) < member ? "n\(random.next() % 100_000)" : $0 }
        return Shingles(document: text.joined(separator: " "), .en)
      }
    }
  }

  @Test(arguments: [0.5, 0.65, 0.8]) func `what is found is right, and hardly anything is missed`(threshold: Double) {
    let sets = sets(seed: 4)
    let found = MinHash(threshold: threshold).matches(sets)
    var exact: Set<[Int]> = []
    for left in sets.indices {
      for right in sets.indices where right > left && sets[left].jaccard(sets[right]) >= threshold {
        exact.insert([left, right])
      }
    }
    #expect(found.allSatisfy { exact.contains([$0.left, $0.right]) })
    #expect(found.allSatisfy { $0.similarity == sets[$0.left].jaccard(sets[$0.right]) })
    #expect(exact.count >= 10)
    #expect(Double(found.count) >= 0.95 * Double(exact.count))
  }

  @Test(arguments: [0.5, 0.65, 0.8, 1]) func `by rare pieces nothing is missed and nothing is wrong`(threshold: Double)
  {
    // A common tail, so that unrelated sets share some pieces; sizes from nothing to some tens.
    var random = SeededRandom(seed: 5)
    var sets = sets(seed: 4)
    for length in 0..<40 {
      let words = (0..<length % 9).map { _ in "r\(random.next() % 30)" } + ["must", "be", "paid", "by", "which", "day"]
      sets.append(Shingles(question: words.joined(separator: " "), .en))
    }
    sets.append(Shingles(question: "", .ja))
    var exact: [MinHash.Match] = []
    for left in sets.indices {
      for right in sets.indices where right > left {
        let similarity = sets[left].jaccard(sets[right])
        if similarity >= threshold { exact.append(MinHash.Match(left: left, right: right, similarity: similarity)) }
      }
    }
    #expect(exact.count >= 5)
    var pieces = RarePieces(threshold: threshold)
    #expect(pieces.matches(sets) == exact)
  }

  @Test func `two sets that meet in many bands are told of once, in order`() {
    let sets = sets(seed: 9)
    let hash = MinHash(threshold: 0.5)
    let candidates = hash.candidates(sets.map(hash.signature)).map { [$0.left, $0.right] }
    #expect(Set(candidates).count == candidates.count && candidates.count > 10)
    #expect(candidates.allSatisfy { $0[0] < $0[1] })
    #expect(candidates == candidates.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
    #expect(hash.matches(sets) == hash.matches(sets))
  }

  @Test func `a question asked very often is compared once`() {
    let document = RandomPairs.document("often.md", .en)
    let pairs = (0..<3000).map {
      RandomPairs.pair("What is the limit for taxis?", "\($0)", in: document, fact: "f\($0)")
    }
    let wordings = QuestionWordings(pairs)
    #expect(wordings.count == 1)
    let result = Deduplicator().deduplicate(pairs)
    #expect(result.kept.count == 1 && result.dropped.count == 2999)
    #expect(result.dropped.allSatisfy { $0.reason == "duplicate-with-other-answer" })
  }

  @Test func `a text without letters is like nothing`() {
    let empty = Shingles(question: "？！", .ja)
    #expect(empty.values.isEmpty)
    #expect(empty.jaccard(empty) == 0)
    #expect(MinHash(threshold: 0.5).matches([empty, empty]).isEmpty)
  }
}
