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
    let candidates = hash.bandKeys(sets.count) { hash.signature(sets[$0]) }.meetings.map { [$0.left, $0.right] }
    #expect(Set(candidates).count == candidates.count && candidates.count > 10)
    #expect(candidates.allSatisfy { $0[0] < $0[1] })
    #expect(candidates == candidates.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
    #expect(hash.matches(sets) == hash.matches(sets))
  }

  @Test func `sketches find what is alike`() {
    let sets = sets(seed: 6)
    let hash = MinHash(threshold: 0.65)
    let met = Set(hash.bandKeys(sets.count) { hash.sketch(sets[$0]) }.meetings.map { [$0.left, $0.right] })
    var alike: Set<[Int]> = []
    for left in sets.indices {
      for right in sets.indices where right > left && sets[left].jaccard(sets[right]) >= 0.65 {
        alike.insert([left, right])
      }
    }
    #expect(alike.count >= 10)
    #expect(Double(alike.intersection(met).count) >= 0.95 * Double(alike.count))
  }

  @Test func `short texts that share a few pieces of many hardly ever meet`() {
    var random = SeededRandom(seed: 8)
    let sets = (0..<400).map { _ in
      let words = (0..<40).map { _ in String(random.next() % 10_000_000, radix: 36) }
      return Shingles(
        document: (words + "must be paid by which day of".split(separator: " ").map(String.init)).joined(
          separator: " "), .en)
    }
    #expect(sets[0].jaccard(sets[1]) > 0 && sets[0].jaccard(sets[1]) < 0.1)
    let hash = MinHash(threshold: 0.8)
    // Of 79,800.
    #expect(hash.bandKeys(sets.count) { hash.sketch(sets[$0]) }.meetings.count < 80)
  }

  @Test(arguments: [(1, 0.6), (16, 0.6), (56, 0.6), (18, 0.2), (18, 1e-6)])
  func `across a boundary nothing is missed, wherever it is and in however many parts`(
    boundary: Int, threshold: Double
  ) {
    let sets = sets(seed: 4)
    var exact: [MinHash.Match] = []
    for left in 0..<boundary {
      for right in boundary..<sets.count {
        let similarity = sets[left].jaccard(sets[right])
        if similarity >= threshold { exact.append(MinHash.Match(left: left, right: right, similarity: similarity)) }
      }
    }
    #expect(!exact.isEmpty)
    let kept = ShingleList()
    for set in sets { kept.append(set) }
    for entries in [64, 1 << 22] {
      var pieces = RarePieces(threshold: threshold, entriesPerPart: entries)
      #expect(pieces.matches(sets, across: boundary) == exact)
      pieces = RarePieces(threshold: threshold, entriesPerPart: entries)
      #expect(pieces.matches(kept, across: boundary) == exact)
      #expect(pieces.matches(kept, across: boundary, limit: 0) == nil)
    }
  }

  @Test func `sets are read in one go as one by one`() {
    let sets = sets(seed: 3)
    let kept = ShingleList()
    // More than one piece of the file.
    for _ in 0..<40 { for set in sets { kept.append(set) } }
    let joined = JoinedSets(first: kept, second: sets)
    var read: [[UInt64]] = []
    joined.each(of: 5..<joined.count) { index, set in
      #expect(index == read.count + 5)
      read.append(set.values)
    }
    #expect(read == (5..<joined.count).map { joined[$0].values })
  }

  @Test(arguments: [
    ("12,500円を３月31日に", ["12500", "3", "31"]), ("1️⃣ 25 e\u{301} 7", ["25", "7"]), ("5\u{301}6", ["6"]), ("", []),
    ("v2.10 (①)", ["1", "10", "2"]), ("３，０００", ["3000"]), ("42", ["42"]),
  ]) func `numbers are told from a text, whatever stands beside them`(text: String, numbers: [String]) {
    #expect(MatchingForm.numbers(of: text) == numbers)
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
