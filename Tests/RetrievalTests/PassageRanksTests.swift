import Records
import TestSupport
import Testing

@testable import Retrieval

/// Ranks over a corpus that is read in blocks are those of an index of it.
struct PassageRanksTests {
  /// Passages of a few words each, many of them alike, and queries that share words with several.
  private func corpus(_ seed: UInt64) -> (chunks: [(id: ContentHash, text: String)], queries: [PassageRanks.Query]) {
    var random = SeededRandom(seed: seed, name: "passage ranks")
    let words = ["deposit", "ledger", "annual", "leave", "the", "of", "有給休暇", "出張旅費", "の", "申請", "kl-210", "limit"]
    func text(_ count: Int) -> String {
      (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined(separator: " ")
    }
    let chunks = (0..<300).map { (id: ContentHash(of: ["chunk", String($0)]), text: text(4 + $0 % 9)) }
    let queries = (0..<120).map { number in
      let own = chunks[number * 2]
      // Every third one says what its passage says.
      let asked = number.isMultiple(of: 3) ? own.text : text(1 + number % 6)
      return PassageRanks.Query(text: number.isMultiple(of: 17) ? "nothing known" : asked, passage: own.id)
    }
    return (chunks, queries)
  }

  @Test(arguments: [(1, 7), (2, 64), (3, 300), (4, 8192)] as [(UInt64, Int)])
  func `whatever the block, a passage is found where the index has it among its hits`(seed: UInt64, block: Int) throws {
    let (chunks, queries) = corpus(seed)
    let index = BM25Index(chunks: chunks)
    for rank in [1, 5, 20] {
      let expected = queries.map { query in index.search(query.text, k: rank).contains { $0.chunk == query.passage } }
      let found = try PassageRanks.found(
        queries, within: rank, of: { visit in for chunk in chunks { try visit(chunk.id, chunk.text) } },
        blockSize: block)
      #expect(found == expected)
      #expect(found.contains(true) && found.contains(false))
    }
  }

  @Test func `a passage that is not in the corpus is not found`() throws {
    let (chunks, _) = corpus(5)
    let query = PassageRanks.Query(text: "annual leave", passage: ContentHash(of: ["elsewhere"]))
    #expect(
      try PassageRanks.found(
        [query], within: 300, of: { visit in for chunk in chunks { try visit(chunk.id, chunk.text) } }) == [false])
  }
}
