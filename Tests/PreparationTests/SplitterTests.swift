import Foundation
import Preparation
import Records
import Testing

@Suite struct SplitterTests {
  private func split(
    _ documents: [SplitDocument], seed: UInt64 = 0, previous: [SplitGroup] = [], groups: [[String]] = []
  ) -> SplitResult {
    let pairs = documents.flatMap { RandomPairs.pairs(in: $0, facts: 4) }
    return Splitter(options: SplitOptions(seed: seed, groups: groups))
      .split(pairs, documents: documents, previous: previous)
  }

  private func places(_ result: SplitResult) -> [String: DatasetSplit] {
    Dictionary(uniqueKeysWithValues: result.groups.flatMap { group in group.documents.map { ($0.path, group.place) } })
  }

  @Test(arguments: 0..<8) func `no group and no fact of it is in two parts`(seed: Int) {
    let result = split(RandomPairs.corpus(28), seed: UInt64(seed))
    let places = places(result)
    for part in DatasetSplit.allCases {
      let place: DatasetSplit = part == .testReworded ? .train : part
      #expect(result[part].allSatisfy { places[$0.evidence[0].document] == place && $0.split == part.rawValue })
    }
    let trained = Set(result[.train].map(\.fact))
    #expect(result[.testReworded].allSatisfy { trained.contains($0.fact) })
    #expect(Set(result.groups.flatMap { $0.documents.map(\.path) }).count == result.groups.flatMap(\.documents).count)
    let all = DatasetSplit.allCases.flatMap { result[$0] }
    #expect(Set(all.map(\.id)).count == all.count)
    #expect(all.count + result.dropped.count == RandomPairs.corpus(28).count * 8)
  }

  @Test(arguments: 0..<8) func `twenty-eight documents give sensible sizes, both languages everywhere`(seed: Int) {
    let result = split(RandomPairs.corpus(28), seed: UInt64(seed))
    let counts = Dictionary(grouping: result.groups, by: \.place).mapValues(\.count)
    #expect(counts == [.train: 20, .validation: 2, .testUnseen: 6])
    for part in DatasetSplit.allCases {
      #expect(Set(result[part].map(\.language)) == [.ja, .en], "\(part)")
    }
    #expect(result[.testReworded].count >= 10)
  }

  @Test(arguments: [1, 2, 3, 4, 5]) func `few documents are divided as far as they go`(count: Int) {
    let result = split((0..<count).map { RandomPairs.document("d\($0).pdf") })
    let counts = Dictionary(grouping: result.groups, by: \.place).mapValues(\.count)
    #expect(counts[.train, default: 0] >= 1)
    #expect(counts[.testUnseen, default: 0] == (count < 2 ? 0 : 1))
    #expect(counts[.validation, default: 0] == (count < 3 ? 0 : 1))
  }

  @Test func `an empty corpus is an empty dataset`() {
    let result = split([])
    #expect(result.groups.isEmpty)
    #expect(DatasetSplit.allCases.allSatisfy { result[$0].isEmpty })
  }

  @Test(arguments: 0..<5) func `adding documents moves no group`(seed: Int) {
    let corpus = RandomPairs.corpus(28)
    let before = split(corpus, seed: UInt64(seed))
    let added = corpus + (0..<12).map { RandomPairs.document("new\($0).md", .en) }
    let after = split(added, seed: UInt64(seed), previous: before.groups)
    let (old, new) = (places(before), places(after))
    #expect(old.allSatisfy { new[$0.key] == $0.value })
    #expect(new.count == old.count + 12)
  }

  @Test func `a new translation joins the group and its place`() {
    let corpus = RandomPairs.corpus(28) + [RandomPairs.document("rules.en.md", .en)]
    let before = split(corpus)
    let after = split(corpus + [RandomPairs.document("rules.ja.pdf", .ja)], previous: before.groups)
    #expect(places(after)["corpora/rules.ja.pdf"] == places(before)["corpora/rules.en.md"])
    #expect(after.groups.first { $0.name == "corpora/rules" }?.documents.count == 2)
  }

  @Test func `the order of pairs and documents does not matter, the seed does`() {
    let documents = RandomPairs.corpus(28)
    let pairs = documents.flatMap { RandomPairs.pairs(in: $0, facts: 4) }
    let forward = Splitter().split(pairs, documents: documents)
    let backward = Splitter().split(pairs.reversed(), documents: documents.reversed())
    #expect(forward.groups == backward.groups)
    #expect(forward.parts == backward.parts)
    let other = Splitter(options: SplitOptions(seed: 7)).split(pairs, documents: documents)
    #expect(other.groups != forward.groups)
  }

  @Test func `versions, copies, translations, shared evidence and configured documents stay together`() throws {
    let text = (0..<200).map { "word\($0 * 7919 % 1009)" }.joined(separator: " ")
    var copy = RandomPairs.document("copy.pdf", .en)
    let original = RandomPairs.document("original.pdf", .en)
    copy.sha256 = original.sha256
    let documents = [
      RandomPairs.document("rules-2024.md", .en, text: text),
      RandomPairs.document("rules-2025.md", .en, text: text + " with one more line at its end"),
      RandomPairs.document("guide.ja.pdf"), RandomPairs.document("guide.en.txt", .en), copy, original,
      RandomPairs.document("x.pdf"), RandomPairs.document("y.pdf"), RandomPairs.document("p.pdf"),
      RandomPairs.document("q.pdf"), RandomPairs.document("alone.pdf"),
    ]
    var pairs = documents.flatMap { RandomPairs.pairs(in: $0, facts: 1) }
    var hop = RandomPairs.pair("xとyの違いは", in: documents[6])
    hop.evidence += RandomPairs.pair("", in: documents[7]).evidence
    pairs.append(hop)
    let options = SplitOptions(groups: [["corpora/p.pdf", "corpora/q.pdf", "corpora/missing.pdf"]])
    let result = Splitter(options: options).split(pairs, documents: documents)
    let names = result.groups.map { $0.documents.map { String($0.path.dropFirst(8)) } }
    #expect(
      Set(names) == [
        ["rules-2024.md", "rules-2025.md"], ["guide.en.txt", "guide.ja.pdf"], ["copy.pdf", "original.pdf"],
        ["x.pdf", "y.pdf"], ["p.pdf", "q.pdf"], ["alone.pdf"],
      ])
    let reasons = result.groups.flatMap(\.reasons).joined(separator: "\n")
    for reason in [
      "is worded like", "is a translation of", "is a copy of", "has evidence in both", "the configuration",
    ] {
      #expect(reasons.contains(reason))
    }
  }

  @Test func `a question worded as one in train is left out of the test`() {
    let documents = RandomPairs.corpus(28)
    var pairs = documents.flatMap { RandomPairs.pairs(in: $0, facts: 3) }
    pairs += documents.map { RandomPairs.pair("この規程の主管部署はどこですか", "総務部", in: $0, fact: $0.path) }
    let result = Splitter().split(pairs, documents: documents)
    #expect(!result.dropped.isEmpty)
    #expect(result.dropped.allSatisfy { $0.reason == "near-duplicate-across-splits" })
    for part in [DatasetSplit.validation, .testUnseen, .testReworded] {
      #expect(!result[part].contains { $0.answer == "総務部" && $0.language == .ja })
    }
  }
}
