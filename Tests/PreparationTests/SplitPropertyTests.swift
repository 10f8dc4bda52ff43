import Foundation
import Records
import Testing

@testable import Preparation

/// What must hold of any split, tried on corpora made by chance; likeness is worked out here by comparing all with all.
@Suite struct SplitPropertyTests {
  @Test(arguments: 0..<8) func `nothing crosses from train into test-unseen`(seed: Int) throws {
    let corpus = RandomCorpus(seed: seed, documents: 22)
    let kept = Deduplicator().deduplicate(corpus.pairs).kept
    let result = Splitter(options: SplitOptions(seed: UInt64(seed))).split(kept, documents: corpus.documents)
    let learned = Array(result[.train]) + Array(result[.testReworded])
    #expect(!result[.train].isEmpty && !result[.testReworded].isEmpty && !result[.testUnseen].isEmpty)

    let facts = Set(learned.map(\.fact))
    #expect(result[.testUnseen].allSatisfy { !facts.contains($0.fact) })
    let trained = result[.train].map { Shingles(question: $0.question, $0.language) }
    for asked in Array(result[.testUnseen]) + Array(result[.testReworded]) {
      let question = Shingles(question: asked.question, asked.language)
      #expect(trained.allSatisfy { question.jaccard($0) < 0.8 }, "\(asked.question)")
    }
    #expect(result[.testReworded].allSatisfy { facts.contains($0.fact) })
    let cited = Set(learned.map { corpus.sentences[$0.id]! })
    for sentence in Set(result[.testUnseen].map { corpus.sentences[$0.id]! }) {
      #expect(!cited.contains(sentence), "\(sentence)")
    }
    let passages = Dictionary(uniqueKeysWithValues: corpus.documents.map { ($0.path, pieces(of: $0)) })
    let learnedPaths = Set(learned.map(\.documentPath))
    for unseen in Set(result[.testUnseen].map(\.documentPath)) {
      for path in learnedPaths {
        #expect(!share(passages[unseen]!, passages[path]!), "\(unseen) and \(path) have a passage in common")
        #expect(DocumentStem.stem(of: unseen) != DocumentStem.stem(of: path))
      }
    }
  }

  private func pieces(of document: SplitDocument) -> [Shingles] {
    document.passages.map { Shingles(document: document.text(at: $0.range), document.language) }
  }

  private func share(_ left: [Shingles], _ right: [Shingles]) -> Bool {
    left.contains { one in right.contains { one.jaccard($0) >= 0.8 } }
  }

  @Test func `the corpora hold what a split can trip over`() {
    let corpora = (0..<4).map { RandomCorpus(seed: $0, documents: 22) }
    #expect(corpora.map(\.sharedPassages).reduce(0, +) > 4)
    #expect(corpora.map(\.sharedSentences).reduce(0, +) > 4)
    let results = corpora.map { Splitter().split($0.pairs, documents: $0.documents) }
    let reasons = results.flatMap(\.groups).flatMap(\.reasons).map(\.en).joined(separator: "\n")
    #expect(reasons.contains("has a passage of"))
    #expect(reasons.contains("share the evidence"))
    #expect(reasons.contains("is a translation of"))
    #expect(results.contains { !$0.dropped.isEmpty })
  }

  @Test(arguments: 0..<3) func `the same seed gives the same bytes, in whatever order pairs and documents come`(
    seed: Int
  ) throws {
    let corpus = RandomCorpus(seed: seed, documents: 22)
    var random = SeededRandom(seed: UInt64(seed), name: "order")
    func files(_ pairs: [QAPair], _ documents: [SplitDocument]) throws -> [DatasetFile] {
      let result = Splitter(options: SplitOptions(seed: UInt64(seed))).split(pairs, documents: documents)
      return try DatasetFolder.files(result, version: "v1")
    }
    let first = try files(corpus.pairs, corpus.documents)
    let second = try files(
      corpus.pairs.shuffled(using: &random), corpus.documents.shuffled(using: &random))
    #expect(first == second)
  }

  @Test(arguments: 0..<3) func `added documents move no group that they do not join`(seed: Int) throws {
    var corpus = RandomCorpus(seed: seed, documents: 22)
    let splitter = Splitter(options: SplitOptions(seed: UInt64(seed)))
    let before = splitter.split(corpus.pairs, documents: corpus.documents)
    for number in 0..<8 { corpus.add("added\(number).pdf", number.isMultiple(of: 2) ? .ja : .en) }
    let after = splitter.split(corpus.pairs, documents: corpus.documents, history: SplitHistory([before.groups]))
    let members = Dictionary(uniqueKeysWithValues: after.groups.map { ($0.documents, $0.place) })
    for group in before.groups { #expect(members[group.documents] == group.place) }
    #expect(after.moves.isEmpty)
  }

  @Test func `where a new document joins two groups, what was unseen is learned from now on, and the card says so`()
    throws
  {
    var corpus = RandomCorpus(seed: 3, documents: 22)
    let splitter = Splitter()
    let before = splitter.split(corpus.pairs, documents: corpus.documents)
    func japanese(_ place: DatasetSplit) throws -> SplitDocument {
      let paths = before.groups.filter { $0.place == place && $0.languages == [.ja] }.flatMap(\.documents).map(\.path)
      return try #require(corpus.documents.first { paths.contains($0.path) })
    }
    let (learned, unseen) = (try japanese(.train), try japanese(.testUnseen))
    corpus.add("bridge.pdf", .ja, takingOver: [learned, unseen])
    let after = splitter.split(corpus.pairs, documents: corpus.documents, history: SplitHistory([before.groups]))
    let move = try #require(after.moves.first { $0.document == unseen.path })
    #expect(move.from == .testUnseen && move.to == .train)
    let files = try DatasetFolder.files(after, version: "v2")
    let card = String(decoding: try #require(files.first { $0.name == "README.md" }).data, as: UTF8.self)
    #expect(card.contains("| `\(unseen.path)` | test_unseen | train |"))
    #expect(card.contains("groups win, then stability"))
    // All others stand where they stood.
    let moved = Set(after.moves.map(\.document))
    let places = Dictionary(
      uniqueKeysWithValues: after.groups.flatMap { group in group.documents.map { ($0.path, group.place) } })
    for group in before.groups {
      for document in group.documents where !moved.contains(document.path) {
        #expect(places[document.path] == group.place)
      }
    }
  }

  @Test func `kinds of files and questions are held out about by their shares`() {
    // Sixty groups of one language, a third of them slides that ask for lists: without strata a seed could hold out none.
    let documents = (0..<60).map { RandomPairs.document($0 < 20 ? "s\($0).pptx" : "t\($0).pdf") }
    for seed in 0..<10 {
      let pairs = documents.enumerated().flatMap { number, document in
        (0..<2).map { RandomPairs.pair("\(document.path)の\($0)は", in: document, type: number < 20 ? .list : .number) }
      }
      let result = Splitter(options: SplitOptions(seed: UInt64(seed))).split(pairs, documents: documents)
      let unseen = result.groups.filter { $0.place == .testUnseen }
      let slides = unseen.count { $0.stratum == "pptx, list" }
      #expect(unseen.count == 13)
      #expect(4...5 ~= slides, "seed \(seed): \(slides)")
    }
  }
}
