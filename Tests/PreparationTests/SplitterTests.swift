import Foundation
import Records
import Testing

@testable import Preparation

@Suite struct SplitterTests {
  private func split(
    _ documents: [SplitDocument], seed: UInt64 = 0, previous: [[SplitGroup]] = [], groups: [[String]] = []
  ) -> SplitResult {
    let pairs = documents.flatMap { RandomPairs.pairs(in: $0, facts: 4) }
    return Splitter(options: SplitOptions(seed: seed, groups: groups))
      .split(pairs, documents: documents, history: SplitHistory(previous))
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

  @Test func `a rewording that is held out is no near-duplicate of anything trained on, and the certificate says so`()
    throws
  {
    let document = RandomPairs.document("rules.pdf", .en)
    let topics = (0..<30).map { "topic\($0) budget\($0) of region\($0) office\($0)" }
    let pairs = topics.flatMap { topic -> [QAPair] in
      let original = RandomPairs.pair("What is the yearly limit for the \(topic)?", topic, in: document, fact: topic)
      let framed = "Please tell me: what is the yearly limit for the \(topic)?"
      let other = "How much may be spent on \(topic) within twelve months?"
      // Every third fact has a frame around its question alone, which is no other wording.
      let rewordings = topic.contains("3") ? [framed] : [framed, other]
      return [original]
        + rewordings.map { RandomPairs.pair($0, topic, in: document, fact: topic, variantOf: original) }
    }
    #expect(Deduplicator().deduplicate(pairs).kept.count == pairs.count)
    let result = Splitter(options: SplitOptions(seed: 3, unseenShare: 0, validationShare: 0, rewordedShare: 1))
      .split(pairs, documents: [document])
    let asked = result[.testReworded].map(\.question)
    #expect(asked.count == topics.filter { !$0.contains("3") }.count)
    #expect(asked.allSatisfy { $0.hasPrefix("How much may be spent") })
    #expect(result[.train].contains { $0.question.hasPrefix("Please tell me") })
    #expect(result.dropped.isEmpty)
    let files = try DatasetFolder.files(result, version: "v1")
    let data = try #require(files.first { $0.name == SplitCertificate.fileName }).data
    let certificate = try JSONDecoder().decode(SplitCertificate.self, from: data)
    let search = try #require(
      certificate.searches.first { $0.part == .testReworded && $0.among == .train && $0.subject == .question })
    #expect(search.leaked == 0 && search.searched == asked.count)
    #expect(search.highest < search.threshold && search.threshold == Deduplicator.usualThreshold)
    #expect(certificate.options.questionPieces == .usual)
  }

  @Test func `a certificate that does not say how questions were cut is one of an earlier program`() throws {
    var options = try JSONSerialization.jsonObject(with: JSONEncoder().encode(SplitOptions())) as? [String: Any] ?? [:]
    options["questionPieces"] = nil
    options["questionThreshold"] = 0.8
    let read = try JSONDecoder().decode(SplitOptions.self, from: JSONSerialization.data(withJSONObject: options))
    #expect(read.questionPieces == .pairs && read.questionThreshold == 0.8)
    let group = #"{"name": "a", "place": "train", "documents": [], "languages": [], "reasons": ["a is a copy of b"]}"#
    let reasons = try JSONDecoder().decode(SplitGroup.self, from: Data(group.utf8)).reasons
    #expect(reasons == [BilingualText(verbatim: "a is a copy of b")])
  }

  @Test(arguments: 0..<5) func `adding documents moves no group`(seed: Int) {
    let corpus = RandomPairs.corpus(28)
    let before = split(corpus, seed: UInt64(seed))
    let added = corpus + (0..<12).map { RandomPairs.document("new\($0).md", .en) }
    let after = split(added, seed: UInt64(seed), previous: [before.groups])
    let (old, new) = (places(before), places(after))
    #expect(old.allSatisfy { new[$0.key] == $0.value })
    #expect(new.count == old.count + 12)
  }

  @Test(arguments: 0..<40) func `no version between, however small, lets a document change its place`(seed: Int) {
    // Documents come, are edited (same path) and moved (same content), and versions hold some of them or one alone.
    var random = SeededRandom(seed: UInt64(seed), name: "history")
    struct Known {
      var document: SplitDocument
      var place: DatasetSplit?
      var isChanged = false
    }
    var known: [Known] = []
    var versions: [[SplitGroup]] = []
    for version in 0..<10 {
      for number in 0..<Int.random(in: version == 0 ? 3...9 : 0...3, using: &random) {
        known.append(Known(document: RandomPairs.document("v\(version)-\(number).md", number % 2 == 0 ? .ja : .en)))
      }
      // One change between two placements: after two nothing would tell that it is the same document.
      for index in known.indices where !known[index].isChanged && Int.random(in: 0..<4, using: &random) == 0 {
        let old = known[index].document
        if Bool.random(using: &random) {
          known[index].document.sha256 = ContentHash(of: [old.sha256.hex, "edited"])
        } else {
          known[index].document.path = "corpora/moved-\(version)-\(index).md"
        }
        known[index].isChanged = true
      }
      let isSmall = version % 3 == 1
      let chosen = known.indices.shuffled(using: &random).prefix(isSmall ? 1 : Int.random(in: 2...40, using: &random))
      let result = split(chosen.map { known[$0].document }, previous: versions)
      let places = places(result)
      for index in chosen {
        let place = places[known[index].document.path]
        #expect(place != nil)
        if let before = known[index].place { #expect(place == before, "version \(version)") }
        known[index].place = place
        known[index].isChanged = false
      }
      versions.append(result.groups)
    }
  }

  @Test func `a file that takes a moved one's name does not take its place along`() throws {
    let corpus = RandomPairs.corpus(28)
    let before = split(corpus)
    let unseen = try #require(before.groups.first { $0.place == .testUnseen && $0.documents.count == 1 }).documents[0]
    let trained = try #require(before.groups.first { $0.place == .train && $0.documents.count == 1 }).documents[0]
    var moved = corpus
    for index in moved.indices where moved[index].sha256 == unseen.sha256 { moved[index].path = trained.path }
    for index in moved.indices where moved[index].sha256 == trained.sha256 { moved[index].path = unseen.path }
    let after = places(split(moved, previous: [before.groups]))
    #expect(after[trained.path] == .testUnseen && after[unseen.path] == .train)
  }

  @Test func `a new translation joins the group and its place`() {
    let corpus = RandomPairs.corpus(28) + [RandomPairs.document("rules.en.md", .en)]
    let before = split(corpus)
    let after = split(corpus + [RandomPairs.document("rules.ja.pdf", .ja)], previous: [before.groups])
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
    let reasons = result.groups.flatMap(\.reasons).map(\.en).joined(separator: "\n")
    for reason in [
      "is worded like", "is a translation of", "is a copy of", "has evidence in both", "the configuration",
    ] {
      #expect(reasons.contains(reason))
    }
  }

  @Test func `a passage that stands in many documents joins them all, each once, and no other`() {
    var random = SeededRandom(seed: 12)
    func words(_ count: Int) -> [String] { (0..<count).map { _ in String(random.next() % 100_000_000, radix: 36) } }
    let common = words(120)
    var documents: [SplitDocument] = []
    for number in 0..<40 {
      // Every other one has the passage, with a word of its own in it.
      var passage = number.isMultiple(of: 2) ? common : words(120)
      passage[number] = "own\(number)"
      let text = passage.joined(separator: " ") + "\n" + words(200).joined(separator: " ")
      let length = passage.joined(separator: " ").utf8.count
      documents.append(
        SplitDocument(
          path: "corpora/p\(number).txt", sha256: ContentHash(of: [text]), language: .en, text: text,
          passages: [
            SplitDocument.Passage(chunk: ContentHash(of: ["a\(number)"]), range: 0..<length),
            SplitDocument.Passage(chunk: ContentHash(of: ["b\(number)"]), range: length + 1..<text.utf8.count),
          ]))
    }
    let groups = split(documents).groups
    #expect(groups.count == 21)
    let joined = groups.filter { $0.documents.count > 1 }
    #expect(joined.map(\.documents.count) == [20])
    #expect(joined[0].reasons.count == 19)
    #expect(joined[0].reasons.allSatisfy { $0.en.contains("has a passage of") })
  }

  @Test func `lists of one storage are one list after the other, and so are others`() {
    let pairs = RandomPairs.corpus(4).flatMap { RandomPairs.pairs(in: $0, facts: 3) }
    let list = PairList(pairs)
    let parts = [list.selecting([3, 1]), PairList([]), list.selecting([0])]
    #expect(Array(PairList.joined(parts)) == [pairs[3], pairs[1], pairs[0]])
    #expect(PairList.joined(parts).storage === list.storage)
    #expect(Array(PairList.joined([list.selecting([2]), PairList([pairs[5]])])) == [pairs[2], pairs[5]])
    #expect(PairList.joined([]).isEmpty)
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

  @Test(arguments: 0..<12) func `a document with most of the pairs is trained on`(seed: Int) {
    let handbook = RandomPairs.document("handbook.pdf")
    let others = (0..<6).map { RandomPairs.document("o\($0).pdf") }
    let pairs = RandomPairs.pairs(in: handbook, facts: 80) + others.flatMap { RandomPairs.pairs(in: $0, facts: 6) }
    let result = Splitter(options: SplitOptions(seed: UInt64(seed))).split(pairs, documents: [handbook] + others)
    #expect(result.groups.first { $0.documents.contains { $0.path == handbook.path } }?.place == .train)
    #expect(!result[.testUnseen].isEmpty && !result[.validation].isEmpty)
  }
}
