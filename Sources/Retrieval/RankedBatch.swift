import Foundation
import Records
import Tensors

/// Some queries of `PassageRanks`, all of which are held at once.
final class RankedBatch {
  /// A term of a query, and how often the query has it.
  private struct QueryTerm {
    var term: Int32
    var times: Float
  }

  private let formula: BM25Formula
  private let passages: PassageTerms
  private let own: [HashKey]
  private var numbers = TermTable()
  /// Terms of all queries in the order of their texts, repetitions included, and where each query's begin.
  private var terms: [Int32] = []
  private var starts: [Int] = [0]
  /// The same without repetitions, each query's most common first.
  private var distinct: [QueryTerm] = []
  private var distinctStarts: [Int] = [0]
  private var holders: [Int32] = []
  private var idfs: [Double] = []
  private var scores: [Float] = []
  private var better: [Int32] = []

  init(_ queries: PassageRanks.Queries, _ range: Range<Int>, _ passages: PassageTerms, _ formula: BM25Formula) {
    self.formula = formula
    self.passages = passages
    own = Array(queries.passages[range])
    let keys = queries.terms(of: range)
    terms.reserveCapacity(keys.count)
    for key in keys { terms.append(Int32(numbers.insert(key))) }
    starts = queries.starts[range.lowerBound...range.upperBound].map { $0 - queries.starts[range.lowerBound] }
    scores = [Float](repeating: 0, count: own.count)
    better = [Int32](repeating: 0, count: own.count)
  }

  /// For every query whether its passage is among the first `rank`.
  func found(within rank: Int) -> [Bool] {
    countHolders()
    weigh()
    scoreOwn()
    var postings = BlockPostings(terms: numbers.count)
    passages.eachBlock { block in
      postings.fill(block, numbers, idfs, formula)
      compare(block, postings, rank)
    }
    return scores.indices.map { scores[$0] > 0 && Int(better[$0]) < rank }
  }

  private func countHolders() {
    holders = [Int32](repeating: 0, count: numbers.count)
    passages.eachBlock { block in
      var place = 0
      for length in block.lengths {
        let end = place + Int(length)
        while place < end {
          let key = block.terms[place]
          if let number = numbers.find(key) { holders[number] += 1 }
          while place < end, block.terms[place] == key { place += 1 }
        }
      }
    }
  }

  /// After counting: every term's weight, and each query's terms by it.
  private func weigh() {
    idfs = holders.map(formula.idf)
    for query in own.indices {
      let times = Dictionary(terms[starts[query]..<starts[query + 1]].map { ($0, Float(1)) }, uniquingKeysWith: +)
      distinct += times.map { QueryTerm(term: $0.key, times: $0.value) }.sorted {
        (idfs[Int($0.term)], $0.term) < (idfs[Int($1.term)], $1.term)
      }
      distinctStarts.append(distinct.count)
    }
  }

  private func scoreOwn() {
    let order = own.indices.map(Int32.init).sorted { own[Int($0)] < own[Int($1)] }
    passages.eachBlock { block in
      var place = 0
      for (index, length) in block.lengths.enumerated() {
        let held = place..<place + Int(length)
        place = held.upperBound
        let id = block.ids[index]
        var asking = order.partitionPoint { own[Int($0)] < id }
        guard asking < order.count, own[Int(order[asking])] == id else { continue }
        var counts: [Int32: Int32] = [:]
        for key in block.terms[held] { if let number = numbers.find(key) { counts[Int32(number), default: 0] += 1 } }
        let penalty = formula.penalty(length)
        while asking < order.count, own[Int(order[asking])] == id {
          let query = Int(order[asking])
          scores[query] = terms[starts[query]..<starts[query + 1]].reduce(Float(0)) { sum, term in
            counts[term].map { sum + formula.share(idfs[Int(term)], $0, penalty) } ?? sum
          }
          asking += 1
        }
      }
    }
  }

  // MARK: Comparing

  /// Queries that one thread looks at in one go.
  private static let queriesPerItem = 2048

  private func compare(_ block: PassageTerms.Block, _ postings: BlockPostings, _ rank: Int) {
    let items = (own.count + Self.queriesPerItem - 1) / Self.queriesPerItem
    better.withUnsafeMutableBufferPointer { better in
      // Each item writes to the places of its own queries.
      nonisolated(unsafe) let better = better
      nonisolated(unsafe) let batch = self
      Parallel.forEach(items) { item in
        var sums = PassageSums(count: block.lengths.count)
        for query in item * Self.queriesPerItem..<min((item + 1) * Self.queriesPerItem, batch.own.count)
        where batch.scores[query] > 0 && Int(better[query]) < rank {
          better[query] += batch.better(than: query, block, postings, &sums)
        }
      }
    }
  }

  /// How many passages of the block score better than the query's own one.
  private func better(
    than query: Int, _ block: PassageTerms.Block, _ postings: BlockPostings, _ sums: inout PassageSums
  ) -> Int32 {
    let asked = distinct[distinctStarts[query]..<distinctStarts[query + 1]]
    // A hair less, for what rounding takes off a sum.
    let wanted = scores[query] * (1 - 1e-5 - 2e-7 * Float(asked.count))
    // What the terms up to one give at most; those of which a better passage must hold one begin where it reaches the
    // query's own score.
    var bound: Float = 0
    var first = asked.startIndex
    while first < asked.endIndex {
      let next = bound + postings.most(asked[first].term) * asked[first].times
      if next >= wanted { break }
      bound = next
      first += 1
    }
    guard first < asked.endIndex else { return 0 }
    for place in first..<asked.endIndex {
      sums.propose(postings, asked[place].term, asked[place].times)
    }
    defer { sums.clear() }
    // The others from the rarest on, while any passage may still be lifted that far.
    var place = first
    while place > asked.startIndex, !sums.isEmpty {
      if postings.count(of: asked[place - 1].term) > sums.count {
        sums.leave(below: wanted - bound)
        if sums.count <= Self.fewPassages { break }
      }
      place -= 1
      sums.lift(postings, asked[place].term, asked[place].times)
      bound -= postings.most(asked[place].term) * asked[place].times
    }
    sums.leave(below: wanted - max(0, bound) - abs(wanted) * 0.00001)
    return sums.passages.reduce(0) { found, passage in
      found + (isBetter(Int(passage), than: query, block, postings) ? 1 : 0)
    }
  }

  /// So few passages are scored one by one.
  private static let fewPassages = 4

  /// Exactly as the index scores; ties go by id, as it ranks them.
  private func isBetter(
    _ passage: Int, than query: Int, _ block: PassageTerms.Block, _ postings: BlockPostings
  ) -> Bool {
    let penalty = formula.penalty(block.lengths[passage])
    let score = terms[starts[query]..<starts[query + 1]].reduce(Float(0)) { sum, term in
      postings.frequency(of: term, in: Int32(passage)).map { sum + formula.share(idfs[Int(term)], $0, penalty) } ?? sum
    }
    return score > scores[query] || score == scores[query] && block.ids[passage] < own[query]
  }
}

/// What the passages of a block have of a query's terms so far.
private struct PassageSums {
  private var sums: [Float]
  /// Those that may be better, each once.
  private(set) var passages: [Int32] = []

  init(count: Int) { sums = [Float](repeating: 0, count: count) }

  var isEmpty: Bool { passages.isEmpty }
  var count: Int { passages.count }

  /// Adds a term to all passages that hold it.
  mutating func propose(_ postings: BlockPostings, _ term: Int32, _ times: Float) {
    for posting in postings.range(of: term) {
      let passage = Int(postings.passages[posting])
      if sums[passage] == 0 { passages.append(Int32(passage)) }
      sums[passage] += postings.shares[posting] * times
    }
  }

  /// Adds a term to those of the passages that hold it.
  mutating func lift(_ postings: BlockPostings, _ term: Int32, _ times: Float) {
    for posting in postings.range(of: term) {
      let passage = Int(postings.passages[posting])
      if sums[passage] > 0 { sums[passage] += postings.shares[posting] * times }
    }
  }

  /// Leaves all passages that are below a sum.
  mutating func leave(below least: Float) {
    var stays = 0
    for passage in passages {
      if sums[Int(passage)] < least {
        sums[Int(passage)] = 0
      } else {
        passages[stays] = passage
        stays += 1
      }
    }
    passages.removeLast(passages.count - stays)
  }

  /// As it was at first.
  mutating func clear() {
    for passage in passages { sums[Int(passage)] = 0 }
    passages.removeAll(keepingCapacity: true)
  }
}

/// Of a block's passages, which hold each term, how often, and what that gives them.
struct BlockPostings {
  private var starts: [Int32]
  private var counts: [Int32]
  private var greatest: [Float]
  /// Terms that the block has.
  private var held: [Int32] = []
  private(set) var passages: [Int32] = []
  private(set) var shares: [Float] = []
  private var frequencies: [Int32] = []

  init(terms: Int) {
    starts = [Int32](repeating: 0, count: terms)
    counts = starts
    greatest = [Float](repeating: 0, count: terms)
  }

  mutating func fill(
    _ block: PassageTerms.Block, _ numbers: TermTable, _ idfs: [Double], _ formula: BM25Formula
  ) {
    for term in held { (counts[Int(term)], greatest[Int(term)]) = (0, 0) }
    held.removeAll(keepingCapacity: true)
    // A term of a passage, and how often it stands there.
    var entries: [(term: Int32, passage: Int32, frequency: Int32)] = []
    var place = 0
    for (passage, length) in block.lengths.enumerated() {
      let end = place + Int(length)
      while place < end {
        let (key, first) = (block.terms[place], place)
        while place < end, block.terms[place] == key { place += 1 }
        guard let term = numbers.find(key) else { continue }
        entries.append((Int32(term), Int32(passage), Int32(place - first)))
        if counts[term] == 0 { held.append(Int32(term)) }
        counts[term] += 1
      }
    }
    var start: Int32 = 0
    for term in held {
      starts[Int(term)] = start
      start += counts[Int(term)]
      counts[Int(term)] = 0
    }
    passages = [Int32](repeating: 0, count: entries.count)
    frequencies = passages
    shares = [Float](repeating: 0, count: entries.count)
    let penalties = block.lengths.map(formula.penalty)
    for entry in entries {
      let term = Int(entry.term)
      let posting = Int(starts[term] + counts[term])
      counts[term] += 1
      passages[posting] = entry.passage
      frequencies[posting] = entry.frequency
      shares[posting] = formula.share(idfs[term], entry.frequency, penalties[Int(entry.passage)])
      greatest[term] = max(greatest[term], shares[posting])
    }
  }

  /// The most that a term gives one of the passages; 0 where none holds it.
  func most(_ term: Int32) -> Float { greatest[Int(term)] }

  func count(of term: Int32) -> Int { Int(counts[Int(term)]) }

  /// Ascending by passage.
  func range(of term: Int32) -> Range<Int> { Int(starts[Int(term)])..<Int(starts[Int(term)] + counts[Int(term)]) }

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
