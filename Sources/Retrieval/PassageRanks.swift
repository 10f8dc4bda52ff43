import Foundation
public import Records

/// Whether queries find their own passage among the best of a whole corpus, as `BM25Index` ranks, without an index of it.
///
/// The corpus is read three times and never held: once to count how many passages hold each of the queries' terms, once
/// for the scores of the queries' own passages, and once, in blocks, for passages with a better score. Of a block it is
/// known what each term gives a passage at most: terms that together cannot lift one above a query's own passage propose
/// none (MaxScore: Turtle and Flood 1995, by blocks: Ding and Suel 2011), so that most blocks cost a query one sum.
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
    /// Each of them once, the most common first, with how often the query has it.
    var distinct: [(term: Int32, times: Float)] = []
    var better = 0
  }

  private let k1: Double
  private let b: Double
  private var numbers: [UInt64: Int32] = [:]
  private var asked: [Asked] = []
  private var holders: [Int32] = []
  private var idfs: [Double] = []
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
    ranks.weigh()
    try ranks.scoreOwn(corpus)
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

  /// After counting: every term's weight, and each query's terms by it.
  private mutating func weigh() {
    idfs = holders.map { log(1 + (Double(passages) - Double($0) + 0.5) / (Double($0) + 0.5)) }
    for query in asked.indices {
      let times = Dictionary(asked[query].terms.map { ($0, Float(1)) }, uniquingKeysWith: +)
      asked[query].distinct = times.map { (term: $0.key, times: $0.value) }.sorted {
        (idfs[Int($0.term)], $0.term) < (idfs[Int($1.term)], $1.term)
      }
    }
  }

  private func penalty(_ length: Int) -> Double {
    let mean = max(1, Double(tokens) / max(1, Double(passages)))
    return k1 * (1 - b + b * Double(length) / mean)
  }

  private func share(_ term: Int32, _ frequency: Int32, _ penalty: Double) -> Float {
    let frequency = Double(frequency)
    return Float(idfs[Int(term)] * frequency * (k1 + 1) / (frequency + penalty))
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

  // MARK: Comparing

  private mutating func compare(_ block: [(id: ContentHash, text: String)], _ rank: Int) {
    guard !block.isEmpty else { return }
    let postings = Postings(block.map { counts($0.text) }, terms: numbers.count)
    let penalties = postings.lengths.map(penalty)
    let most = postings.most { share($0, $1, penalties[Int($2)]) }
    var stamp = [Int32](repeating: -1, count: block.count)
    for query in asked.indices where asked[query].score > 0 && asked[query].better < rank {
      let needed = needed(asked[query], most)
      guard !needed.isEmpty else { continue }
      asked[query].better += better(than: asked[query], needed, Int32(query), postings, penalties, block, &stamp)
    }
  }

  /// The terms of which a better passage of the block must hold one: the others together stay below the query's own
  /// passage.
  private func needed(_ one: Asked, _ most: [Float]) -> ArraySlice<(term: Int32, times: Float)> {
    var sum: Float = 0
    for place in one.distinct.indices {
      // A hundred-thousandth more, for what rounding adds.
      sum += most[Int(one.distinct[place].term)] * one.distinct[place].times * 1.00001
      if sum >= one.score { return one.distinct[place...] }
    }
    return []
  }

  private func better(
    than one: Asked, _ needed: ArraySlice<(term: Int32, times: Float)>, _ mark: Int32, _ postings: Postings,
    _ penalties: [Double], _ block: [(id: ContentHash, text: String)], _ stamp: inout [Int32]
  ) -> Int {
    var found = 0
    for (term, _) in needed {
      for posting in postings.range(of: term) {
        let passage = Int(postings.passages[posting])
        guard stamp[passage] != mark else { continue }
        stamp[passage] = mark
        let score = one.terms.reduce(Float(0)) { sum, term in
          postings.frequency(of: term, in: Int32(passage)).map { sum + share(term, $0, penalties[passage]) } ?? sum
        }
        // Ties go by id, as the index ranks them.
        if score > one.score || score == one.score && block[passage].id < one.passage { found += 1 }
      }
    }
    return found
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

  /// For every term the most that it gives one of the passages; 0 where none holds it.
  func most(_ share: (_ term: Int32, _ frequency: Int32, _ passage: Int32) -> Float) -> [Float] {
    (0..<Int32(starts.count - 1)).map { term in
      range(of: term).reduce(Float(0)) { max($0, share(term, frequencies[$1], passages[$1])) }
    }
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
