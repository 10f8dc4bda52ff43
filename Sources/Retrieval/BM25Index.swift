import Foundation
public import Records

/// BM25 in Lucene's form over character bigrams and words: an inverted index in flat arrays, each posting with its share
/// of the score worked out beforehand.
///
/// score(q, d) = Σ idf(t) · tf · (k1 + 1) / (tf + k1 · (1 − b + b · |d| / mean |d|)),
/// idf(t) = ln(1 + (N − df + 0.5) / (df + 0.5)).
public struct BM25Index: Retriever {
  /// How fast a term's repetitions stop counting.
  public let k1: Double
  /// How much a long passage is held against it.
  public let b: Double

  private let ids: [ContentHash]
  /// Each passage's place in the order of ids, which decides ties.
  private let order: [Int32]
  private let table: TermTable
  /// The postings of term t are `starts[t]..<starts[t + 1]`, by passage.
  private let starts: [Int32]
  private let passages: [Int32]
  private let shares: [Float]

  /// Indexes passages. The defaults are those that hold for short passages in both languages.
  public init(chunks: [(id: ContentHash, text: String)], k1: Double = 0.9, b: Double = 0.4) {
    self.init(ids: chunks.map(\.id), keys: chunks.map { TextTerms.keys(of: $0.text) }, k1: k1, b: b)
  }

  /// Indexes chunks with their context: heading and table header help to find a passage.
  public init(_ chunks: [Chunk], k1: Double = 0.9, b: Double = 0.4) {
    self.init(chunks: chunks.map { ($0.id, $0.textWithContext) }, k1: k1, b: b)
  }

  /// Indexes passages whose terms are known.
  init(ids: [ContentHash], keys: [[UInt64]], k1: Double, b: Double) {
    self.ids = ids
    self.k1 = k1
    self.b = b
    var order = [Int32](repeating: 0, count: ids.count)
    for (place, passage) in ids.indices.sorted(by: { ids[$0] < ids[$1] }).enumerated() { order[passage] = Int32(place) }
    self.order = order

    let counts = TermCounts(keys)
    table = counts.table
    starts = counts.starts
    passages = counts.passages
    shares = counts.shares(lengths: keys.map(\.count), k1: k1, b: b)
  }

  /// How many passages are indexed.
  public var count: Int { ids.count }

  /// The best `k` passages, best first; ties by id.
  public func retrieve(_ query: String, k: Int) async throws -> [Hit] { search(query, k: k) }

  /// The best `k` passages, best first; ties by id. Passages that share no term with the query are no hits.
  public func search(_ query: String, k: Int) -> [Hit] {
    guard k > 0, !ids.isEmpty else { return [] }
    var scores = [Float](repeating: 0, count: ids.count)
    for key in TextTerms.keys(of: query) {
      guard let term = table.find(key) else { continue }
      for posting in Int(starts[term])..<Int(starts[term + 1]) {
        scores[Int(passages[posting])] += shares[posting]
      }
    }
    return best(k, scores).map { Hit(chunk: ids[$0], score: Double(scores[$0])) }
  }

  /// The `k` passages with the highest scores above 0.
  private func best(_ k: Int, _ scores: [Float]) -> [Int] {
    var best: [Int] = []
    best.reserveCapacity(k + 1)
    var least: Float = 0
    for (passage, score) in scores.enumerated() where score > 0 && (score >= least || best.count < k) {
      var place = best.count
      while place > 0, isBetter(passage, best[place - 1], scores) { place -= 1 }
      guard place < k else { continue }
      best.insert(passage, at: place)
      if best.count > k { best.removeLast() }
      if best.count == k { least = scores[best[k - 1]] }
    }
    return best
  }

  private func isBetter(_ left: Int, _ right: Int, _ scores: [Float]) -> Bool {
    scores[left] == scores[right] ? order[left] < order[right] : scores[left] > scores[right]
  }
}

/// How often each term stands in each passage.
private struct TermCounts {
  var table = TermTable()
  var starts: [Int32]
  var passages: [Int32]
  private var frequencies: [Int32]

  init(_ keys: [[UInt64]]) {
    // First by passage, as they come …
    var terms: [Int32] = []
    var counts: [Int32] = []
    var ends: [Int] = []
    var place: [Int] = []
    for passage in keys {
      let first = terms.count
      for key in passage {
        let term = table.insert(key)
        if term == place.count { place.append(-1) }
        if place[term] >= first {
          counts[place[term]] += 1
        } else {
          place[term] = terms.count
          terms.append(Int32(term))
          counts.append(1)
        }
      }
      ends.append(terms.count)
    }
    // … then by term, counted and placed.
    var starts = [Int32](repeating: 0, count: table.count + 1)
    for term in terms { starts[Int(term) + 1] += 1 }
    for term in 0..<table.count { starts[term + 1] += starts[term] }
    var next = starts
    passages = [Int32](repeating: 0, count: terms.count)
    frequencies = [Int32](repeating: 0, count: terms.count)
    var posting = 0
    for (passage, end) in ends.enumerated() {
      while posting < end {
        let term = Int(terms[posting])
        passages[Int(next[term])] = Int32(passage)
        frequencies[Int(next[term])] = counts[posting]
        next[term] += 1
        posting += 1
      }
    }
    self.starts = starts
  }

  /// Each posting's share of the score.
  func shares(lengths: [Int], k1: Double, b: Double) -> [Float] {
    let total = Double(lengths.count)
    let mean = max(1, Double(lengths.reduce(0, +)) / max(1, total))
    let penalty = lengths.map { k1 * (1 - b + b * Double($0) / mean) }
    var shares = [Float](repeating: 0, count: passages.count)
    for term in 0..<table.count {
      let postings = Int(starts[term])..<Int(starts[term + 1])
      let documents = Double(postings.count)
      let idf = log(1 + (total - documents + 0.5) / (documents + 0.5))
      for posting in postings {
        let frequency = Double(frequencies[posting])
        shares[posting] = Float(idf * frequency * (k1 + 1) / (frequency + penalty[Int(passages[posting])]))
      }
    }
    return shares
  }
}
