import Foundation
public import Records
import Tensors

/// Whether queries find their own passage among the best of a whole corpus, as `BM25Index` ranks, without an index of it.
///
/// The corpus is read once and its terms are kept in a scratch file; queries are looked at in batches, so that memory
/// does not grow with either. For a batch the passages are gone through three times: to count how many hold each of the
/// queries' terms, for the scores of the queries' own passages, and, in blocks, for passages with a better score. Of a
/// block it is known what each term gives a passage at most: terms that together cannot lift one above a query's own
/// passage propose none (MaxScore: Turtle and Flood 1995, by blocks: Ding and Suel 2011), and what the others propose is
/// left as soon as what is still to come cannot lift it.
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

  /// Queries by their terms, in a scratch file: a query takes some thirty bytes of memory.
  public struct Queries: Sendable {
    let terms = Scratch()
    var starts: [Int] = [0]
    var passages: [HashKey] = []

    /// None yet.
    public init() {}

    /// Adds a query.
    ///
    /// - Parameter passage: What it should find.
    public mutating func append(_ text: String, passage: ContentHash) {
      terms.append(TextTerms.keys(of: text))
      starts.append(terms.count / MemoryLayout<UInt64>.size)
      passages.append(HashKey(passage))
    }

    var count: Int { passages.count }

    func terms(of range: Range<Int>) -> [UInt64] {
      terms.values(
        UInt64.self, at: starts[range.lowerBound] * MemoryLayout<UInt64>.size,
        count: starts[range.upperBound] - starts[range.lowerBound])
    }
  }

  /// Calls its argument with every passage of the corpus.
  public typealias Corpus = (_ visit: (ContentHash, String) throws -> Void) throws -> Void

  /// For every query whether its passage is among the first `rank`.
  public static func found(
    _ queries: [Query], within rank: Int, of corpus: Corpus, blockSize: Int = 8192, k1: Double = 0.9, b: Double = 0.4
  ) throws -> [Bool] {
    var list = Queries()
    for query in queries { list.append(query.text, passage: query.passage) }
    return try found(list, within: rank, of: corpus, blockSize: blockSize, k1: k1, b: b)
  }

  /// For every query whether its passage is among the first `rank`.
  ///
  /// - Parameters:
  ///   - blockSize: Passages that are compared at once, at most 32,768.
  ///   - batchSize: Queries that are held at once.
  public static func found(
    _ queries: Queries, within rank: Int, of corpus: Corpus, blockSize: Int = 8192, batchSize: Int = 1 << 15,
    k1: Double = 0.9, b: Double = 0.4
  ) throws -> [Bool] {
    guard queries.count > 0 else { return [] }
    let passages = try PassageTerms(corpus, blockSize: blockSize)
    let formula = BM25Formula(k1: k1, b: b, passages: passages.count, tokens: passages.tokens)
    return stride(from: 0, to: queries.count, by: batchSize).flatMap { start in
      RankedBatch(queries, start..<min(start + batchSize, queries.count), passages, formula).found(within: rank)
    }
  }
}

/// How much a term gives a passage.
struct BM25Formula {
  let k1: Double
  let b: Double
  let passages: Int
  let tokens: Int

  func idf(_ holders: Int32) -> Double { log(1 + (Double(passages) - Double(holders) + 0.5) / (Double(holders) + 0.5)) }

  func penalty(_ length: Int32) -> Double {
    let mean = max(1, Double(tokens) / max(1, Double(passages)))
    return k1 * (1 - b + b * Double(length) / mean)
  }

  func share(_ idf: Double, _ frequency: Int32, _ penalty: Double) -> Float {
    let frequency = Double(frequency)
    return Float(idf * frequency * (k1 + 1) / (frequency + penalty))
  }
}

/// The terms of a corpus's passages, in a scratch file, block by block.
struct PassageTerms {
  /// Some passages: their ids, and the terms of each, ascending.
  struct Block {
    var ids: [HashKey]
    var lengths: [Int32]
    var terms: [UInt64]
  }

  private let scratch = Scratch()
  /// Where each block begins, how many passages it has, and how many terms.
  private var blocks: [(start: Int, passages: Int, terms: Int)] = []
  private(set) var count = 0
  private(set) var tokens = 0

  init(_ corpus: PassageRanks.Corpus, blockSize: Int) throws {
    var pending: [(id: HashKey, text: String)] = []
    try corpus { id, text in
      pending.append((HashKey(id), text))
      guard pending.count == blockSize else { return }
      add(pending)
      pending.removeAll(keepingCapacity: true)
    }
    if !pending.isEmpty { add(pending) }
  }

  private mutating func add(_ passages: [(id: HashKey, text: String)]) {
    var terms = [[UInt64]](repeating: [], count: passages.count)
    terms.withUnsafeMutableBufferPointer { terms in
      // Each item writes to a place of its own.
      nonisolated(unsafe) let terms = terms
      Parallel.forEach(passages.count) { terms[$0] = TextTerms.keys(of: passages[$0].text).sorted() }
    }
    let all = terms.reduce(0) { $0 + $1.count }
    blocks.append((scratch.count, passages.count, all))
    scratch.append(passages.flatMap { [$0.id.high, $0.id.low] })
    scratch.append(terms.map { Int32($0.count) })
    for terms in terms { scratch.append(terms) }
    count += passages.count
    tokens += all
  }

  func eachBlock(_ body: (Block) -> Void) {
    for (start, passages, terms) in blocks {
      let words = scratch.values(UInt64.self, at: start, count: 2 * passages)
      body(
        Block(
          ids: (0..<passages).map { HashKey(high: words[2 * $0], low: words[2 * $0 + 1]) },
          lengths: scratch.values(Int32.self, at: start + 16 * passages, count: passages),
          terms: scratch.values(UInt64.self, at: start + 20 * passages, count: terms)))
    }
  }
}
