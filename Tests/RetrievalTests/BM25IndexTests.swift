import Foundation
import Records
import Retrieval
import Testing

@Suite struct BM25IndexTests {
  private func id(_ name: String) -> ContentHash { ContentHash(of: [name]) }

  private func index(_ texts: [String]) -> BM25Index {
    BM25Index(chunks: texts.map { (id($0), $0) })
  }

  @Test func `scores are Lucene's formula`() {
    let texts = ["red apple apple", "green pear", "red pear plum plum"]
    let hits = index(texts).search("apple red", k: 3)
    func share(_ tf: Double, _ df: Double, _ length: Double) -> Double {
      log(1 + (3 - df + 0.5) / (df + 0.5)) * tf * 1.9 / (tf + 0.9 * (0.6 + 0.4 * length / 3))
    }
    #expect(hits.map(\.chunk) == [id(texts[0]), id(texts[2])])
    #expect(abs(hits[0].score - (share(2, 1, 3) + share(1, 2, 3))) < 1e-5)
    #expect(abs(hits[1].score - share(1, 2, 4)) < 1e-5)
  }

  @Test func `Japanese and English questions find their passage in one index`() {
    let texts = [
      "年次有給休暇は6か月後に10日与える。", "出張の日当は3,000円とする。", "The per-diem for travel is 3,000 yen.",
      "Laptops are replaced after 4 years.",
    ]
    let index = index(texts)
    #expect(index.search("有給休暇は何日ですか", k: 1).first?.chunk == id(texts[0]))
    #expect(index.search("日当はいくら", k: 1).first?.chunk == id(texts[1]))
    #expect(index.search("When are laptops replaced?", k: 1).first?.chunk == id(texts[3]))
  }

  @Test func `ties are broken by id, and passages without a common term are no hits`() {
    let ids = ["x", "y", "z"].map(id)
    let index = BM25Index(chunks: ids.map { ($0, "同じ文") } + [(id("w"), "別")])
    #expect(index.search("同じ", k: 10).map(\.chunk) == ids.sorted())
    #expect(index.search("同じ", k: 2).map(\.chunk) == Array(ids.sorted().prefix(2)))
  }

  @Test func `an empty index, an empty query and k of zero give nothing`() {
    #expect(index([]).search("x", k: 3).isEmpty)
    #expect(index(["x"]).search("", k: 3).isEmpty)
    #expect(index(["x"]).search("x", k: 0).isEmpty)
  }

  @Test func `the best k are the head of the whole ranking`() {
    var random = SeededRandom(seed: 5)
    let words = (0..<30).map { "w\($0)" }
    let texts = (0..<400).map { number in
      "t\(number) " + (0..<12).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
    }
    let index = index(texts)
    for query in ["w1 w2 w3", "w7", "w29 w0 w0 w4 w5"] {
      let all = index.search(query, k: texts.count)
      #expect(all == all.sorted { $0.score == $1.score ? $0.chunk < $1.chunk : $0.score > $1.score })
      for k in [1, 5, 10, 100] { #expect(index.search(query, k: k) == Array(all.prefix(k))) }
    }
  }

  @Test func `the order in which passages are indexed does not matter`() {
    let texts = (0..<50).map { "passage \($0 % 7) and \($0 % 5) and \($0)" }
    let forward = index(texts).search("passage 3 and 2", k: 50)
    let backward = index(texts.reversed()).search("passage 3 and 2", k: 50)
    #expect(forward == backward)
  }
}
