import Foundation
public import Records

/// Whether queries find their own passage among the best of a whole corpus, as `BM25Index` ranks, without an index of it.
///
/// The corpus is read three times and never held: once to count how many passages hold each of the queries' terms, once
/// for the scores of the queries' own passages, and once, in blocks, for passages with a better score. Terms so common
/// that all of them together cannot lift a passage above a query's own one propose none (MaxScore: Turtle and Flood
/// 1995), so that a query costs what its rare terms cost.
public struct PassageRanks {
  /// What is looked for, and the passage that it should find.
  public struct Query: Sendable {
    var text: String
    var passage: ContentHash

    /// Names both.
    public init(text: String, passage: ContentHash) {
      self.text = text
      self.passage = passage
    }
  }

  /// Calls its argument with every passage of the corpus, each time in the same order.
  public typealias Corpus = (_ visit: (ContentHash, String) throws -> Void) throws -> Void

  private struct Asked {
    /// Terms in the order of the text, repetitions included.
    var terms: [Int32]
    var passage: ContentHash
    var score: Float = 0
    /// Of the terms those that a better passage must hold one of.
    var needed: [Int32] = []
    var better = 0
  }

  private let k1: Double
  private let b: Double
  private var numbers: [UInt64: Int32] = [:]
  private var asked: [Asked] = []
  private var holders: [Int32] = []
  private var passages = 0
  private var tokens = 0

  /// For every query whether its passage is among the first `rank`.
  ///
  /// - Parameter blockSize: Passages that are held at once.
  public static func found(
    _ queries: [Query], within rank: Int, of corpus: Corpus, blockSize: Int = 8192, k1: Double = 0.9, b: Double = 0.4
  ) throws -> [Bool] {
    var ranks = PassageRanks(queries, k1: k1, b: b)
    try corpus { _, text in ranks.count(text) }
    try ranks.scoreOwn(corpus)
    ranks.chooseNeeded()
    var block: [(id: ContentHash, text: String)] = []
    try corpus { id, text in
      block.append((id, text))
      guard block.count == blockSize else { return }
      ranks.compare(block, rank)
      block.removeAll(keepingCapacity: true)
    }
    ranks.compare(block, rank)
    return ranks.asked.map { $0.score > 0 && $0.better < rank }
  }

  private init(_ queries: [Query], k1: Double, b: Double) {
    self.k1 = k1
    self.b = b
    asked.reserveCapacity(queries.count)
    for query in queries {
      let terms = TextTerms.keys(of: query.text).map { key -> Int32 in
        if let known = numbers[key] { return known }
        let number = Int32(numbers.count)
        numbers[key] = number
        return number
      }
      asked.append(Asked(terms: terms, passage: query.passage))
    }
    holders = [Int32](repeating: 0, count: numbers.count)
  }

  // MARK: Counting

  private mutating func count(_ text: String) {
    let (counts, length) = counts(text)
    passages += 1
    tokens += length
    for term in counts.keys { holders[Int(term)] += 1 }
  }

  /// How often each of the queries' terms stands in a text, and how many terms it has in all.
  private func counts(_ text: String) -> (counts: [Int32: Int32], length: Int) {
    let keys = TextTerms.keys(of: text)
    var counts: [Int32: Int32] = [:]
    for key in keys { if let term = numbers[key] { counts[term, default: 0] += 1 } }
    return (counts, keys.count)
  }

  // MARK: Scores

  private func idf(_ term: Int32) -> Double {
    let held = Double(holders[Int(term)])
    return log(1 + (Double(passages) - held + 0.5) / (held + 0.5))
  }

  private func penalty(_ length: Int) -> Double {
    let mean = max(1, Double(tokens) / max(1, Double(passages)))
    return k1 * (1 - b + b * Double(length) / mean)
  }

  private func share(_ term: Int32, _ frequency: Int32, _ penalty: Double) -> Float {
    let frequency = Double(frequency)
    return Float(idf(term) * frequency * (k1 + 1) / (frequency + penalty))
  }

  private mutating func scoreOwn(_ corpus: Corpus) throws {
    let queries = Dictionary(grouping: asked.indices, by: { asked[$0].passage })
    try corpus { id, text in
      guard let own = queries[id] else { return }
      let (counts, length) = counts(text)
      let penalty = penalty(length)
      for query in own {
        asked[query].score = asked[query].terms.reduce(Float(0)) { sum, term in
          counts[term].map { sum + share(term, $0, penalty) } ?? sum
        }
      }
    }
  }

  /// The rarest terms, until the others together stay below the own passage's score.
  private mutating func chooseNeeded() {
    for query in asked.indices where asked[query].score > 0 {
      let repeats = Dictionary(asked[query].terms.map { ($0, 1) }, uniquingKeysWith: +)
      let bounds = repeats.map { (term: $0.key, bound: idf($0.key) * (k1 + 1) * Double($0.value)) }
        .sorted { ($0.bound, $0.term) < ($1.bound, $1.term) }
      var sum = 0.0
      // A millionth more, for what rounding adds.
      let common = bounds.prefix { one in
        sum += one.bound * 1.000_001
        return sum < Double(asked[query].score)
      }
      asked[query].needed = bounds.dropFirst(common.count).map(\.term)
    }
  }

  // MARK: Comparing

  private mutating func compare(_ block: [(id: ContentHash, text: String)], _ rank: Int) {
    guard !block.isEmpty else { return }
    let postings = Postings(block.map { counts($0.text) }, terms: numbers.count)
    let penalties = postings.lengths.map(penalty)
    var stamp = [Int32](repeating: -1, count: block.count)
    for query in asked.indices where asked[query].score > 0 && asked[query].better < rank {
      let one = asked[query]
      for term in one.needed {
        for posting in postings.range(of: term) {
          let passage = Int(postings.passages[posting])
          guard stamp[passage] != Int32(query) else { continue }
          stamp[passage] = Int32(query)
          let score = one.terms.reduce(Float(0)) { sum, term in
            postings.frequency(of: term, in: Int32(passage)).map { sum + share(term, $0, penalties[passage]) } ?? sum
          }
          // Ties go by id, as the index ranks them.
          if score > one.score || score == one.score && block[passage].id < one.passage { asked[query].better += 1 }
        }
        if asked[query].better >= rank { break }
      }
    }
  }
}

/// Of some passages, which hold each term, and how often.
private struct Postings {
  private var starts: [Int32]
  private(set) var passages: [Int32]
  private var frequencies: [Int32]
  let lengths: [Int]

  init(_ counted: [(counts: [Int32: Int32], length: Int)], terms: Int) {
    lengths = counted.map(\.length)
    var starts = [Int32](repeating: 0, count: terms + 1)
    for passage in counted { for term in passage.counts.keys { starts[Int(term) + 1] += 1 } }
    for term in 0..<terms { starts[term + 1] += starts[term] }
    let total = Int(starts[terms])
    passages = [Int32](repeating: 0, count: total)
    frequencies = [Int32](repeating: 0, count: total)
    var next = starts
    for (passage, counted) in counted.enumerated() {
      for (term, frequency) in counted.counts {
        let place = Int(next[Int(term)])
        passages[place] = Int32(passage)
        frequencies[place] = frequency
        next[Int(term)] += 1
      }
    }
    self.starts = starts
  }

  func range(of term: Int32) -> Range<Int> { Int(starts[Int(term)])..<Int(starts[Int(term) + 1]) }

  func frequency(of term: Int32, in passage: Int32) -> Int32? {
    var range = range(of: term)
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      if passages[middle] == passage { return frequencies[middle] }
      range = passages[middle] < passage ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }
}
