/// Learns a byte-level BPE vocabulary (GPT-2's form) from text.
///
/// Besides the usual rule, the most frequent pair next, a merge must give either whole characters of one kind of
/// writing or the beginning of one character: no token holds the end of one character and the start of another, none
/// crosses from kanji to kana or from a number to its unit, and digits stay single.
public struct BPETrainer: Sendable {
  /// Ids in all: special tokens, the 256 bytes and the merges.
  public var vocabularySize: Int
  /// Texts that are always one token, first in the vocabulary.
  public var specialTokens: [String]
  /// A pair seen less often than this is not merged.
  public var minimumCount: Int

  /// Makes a trainer.
  public init(
    vocabularySize: Int, specialTokens: [String] = TrainedTokenizer.chatTokens, minimumCount: Int = 2
  ) {
    self.vocabularySize = vocabularySize
    self.specialTokens = specialTokens
    self.minimumCount = minimumCount
  }

  /// Counts the texts and learns the merges. The same texts in any order give the same vocabulary.
  public func train(on texts: some Sequence<String>) -> TrainedTokenizer {
    var counts = RunCounts()
    for text in texts { counts.add(text) }
    var merging = Merging(counts, firstByte: Int32(specialTokens.count))
    let room = vocabularySize - specialTokens.count - 256
    let merges = merging.learn(atMost: max(0, room), minimumCount: minimumCount)
    let tokens = specialTokens.map { Array($0.utf8) } + merging.tokens
    return TrainedTokenizer(specialTokens: specialTokens, tokens: tokens, merges: merges)
  }
}

/// The state of learning: every distinct run as symbols, the pairs in them, and where each pair occurs.
private struct Merging {
  /// What a token's bytes are: whole characters, a character's first bytes, or one byte from a character's middle.
  private enum Wholeness {
    case whole
    case missing(Int)
    case middle
  }

  private struct Pair {
    var left: Int32
    var right: Int32
    var count: Int
    var words: [Int32]
  }

  private struct Candidate {
    var count: Int
    var left: Int32
    var right: Int32
    var pair: Int32

    func precedes(_ other: Candidate) -> Bool {
      if count != other.count { return count > other.count }
      if left != other.left { return left < other.left }
      return right < other.right
    }
  }

  private var symbols: [Int32]
  private var starts: [Int]
  private var lengths: [Int32]
  private var counts: [Int]
  private var kinds: [ScriptClass]
  private var wholeness: [Wholeness]
  /// Bytes of the tokens behind the special ones.
  private(set) var tokens: [[UInt8]] = (0...255).map { [UInt8($0)] }
  private var idOf: [[UInt8]: Int32] = [:]
  private var pairs: [Pair] = []
  private var pairIndex: [UInt64: Int32] = [:]
  private var heap: [Candidate] = []
  /// Pairs that gained since the heap last saw them.
  private var gained: [Int32] = []
  /// The symbol, as it was, before the one being rewritten.
  private var last: Int32 = 0
  private let firstByte: Int32

  init(_ runs: RunCounts, firstByte: Int32) {
    self.firstByte = firstByte
    symbols = runs.bytes.map { firstByte + Int32($0) }
    starts = runs.entries.map(\.start)
    lengths = runs.entries.map { Int32($0.length) }
    counts = runs.entries.map(\.count)
    kinds = runs.entries.map(\.kind)
    wholeness = (0..<Int(firstByte)).map { _ in .whole }
    for byte in 0..<256 {
      switch byte {
      case 0xC2...0xDF: wholeness.append(.missing(1))
      case 0xE0...0xEF: wholeness.append(.missing(2))
      case 0xF0...0xF4: wholeness.append(.missing(3))
      case 0x80...0xBF: wholeness.append(.middle)
      default: wholeness.append(.whole)
      }
    }
    countPairs()
    pushGained()
  }

  private mutating func countPairs() {
    for word in 0..<starts.count where lengths[word] > 1 {
      for place in starts[word]..<starts[word] + Int(lengths[word]) - 1 {
        add(counts[word], to: symbols[place], symbols[place + 1], word: word)
      }
    }
  }

  private mutating func pushGained() {
    for index in Set(gained).sorted() { push(Int(index)) }
    gained = []
  }

  /// How whole the joined token would be, or nil where the two must not be joined.
  private func joined(_ left: Int32, _ right: Int32, _ kind: ScriptClass) -> Wholeness? {
    switch (wholeness[Int(left)], wholeness[Int(right)]) {
    case (.missing(let bytes), .middle):
      return bytes == 1 ? .whole : .missing(bytes - 1)
    case (.whole, .whole):
      let length = tokens[Int(left - firstByte)].count + tokens[Int(right - firstByte)].count
      if kind == .punctuation { return left == firstByte + 0x20 ? .whole : nil }
      return length <= kind.longestToken ? .whole : nil
    default:
      return nil
    }
  }

  private mutating func add(_ count: Int, to left: Int32, _ right: Int32, word: Int) {
    guard joined(left, right, kinds[word]) != nil else { return }
    let key = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    if let index = pairIndex[key] {
      pairs[Int(index)].count += count
      guard count > 0 else { return }
      gained.append(index)
      if pairs[Int(index)].words.last != Int32(word) { pairs[Int(index)].words.append(Int32(word)) }
    } else if count > 0 {
      pairIndex[key] = Int32(pairs.count)
      gained.append(Int32(pairs.count))
      pairs.append(Pair(left: left, right: right, count: count, words: [Int32(word)]))
    }
  }

  /// Learns until there are `room` new tokens or no pair is frequent enough.
  mutating func learn(atMost room: Int, minimumCount: Int) -> [TrainedTokenizer.Merge] {
    var merges: [TrainedTokenizer.Merge] = []
    while tokens.count - 256 < room, let best = pop() {
      let pair = pairs[Int(best.pair)]
      guard pair.count == best.count else {
        push(Int(best.pair))
        continue
      }
      guard pair.count >= minimumCount else { break }
      apply(pair, index: Int(best.pair))
      merges.append(TrainedTokenizer.Merge(left: pair.left, right: pair.right))
    }
    return merges
  }

  private mutating func apply(_ pair: Pair, index: Int) {
    let merged = joinedToken(pair)
    pairs[index].words = []
    pairs[index].count = 0
    for word in pair.words { rewrite(Int(word), pair, as: merged) }
    pushGained()
  }

  /// The id of the pair's bytes; a second way to the same bytes gives the same token.
  private mutating func joinedToken(_ pair: Pair) -> Int32 {
    let bytes = tokens[Int(pair.left - firstByte)] + tokens[Int(pair.right - firstByte)]
    if let known = idOf[bytes] { return known }
    let id = firstByte + Int32(tokens.count)
    idOf[bytes] = id
    tokens.append(bytes)
    wholeness.append(pair.words.first.flatMap { joined(pair.left, pair.right, kinds[Int($0)]) } ?? .whole)
    return id
  }

  /// Joins the pair wherever it stands in a run, and moves the counts of the neighbouring pairs.
  private mutating func rewrite(_ word: Int, _ pair: Pair, as merged: Int32) {
    let start = starts[word]
    let end = start + Int(lengths[word])
    let count = counts[word]
    var write = start
    var read = start
    var previousJoined = false
    while read < end {
      let here = read + 1 < end && symbols[read] == pair.left && symbols[read + 1] == pair.right
      if read > start, here || previousJoined {
        forget(last, symbols[read], unless: pair, count: count, word: word)
      }
      last = here ? symbols[read + 1] : symbols[read]
      symbols[write] = here ? merged : symbols[read]
      read += here ? 2 : 1
      write += 1
      previousJoined = here
    }
    lengths[word] = Int32(write - start)
    for place in start..<max(start, write - 1) where symbols[place] == merged || symbols[place + 1] == merged {
      add(count, to: symbols[place], symbols[place + 1], word: word)
    }
  }

  private mutating func forget(_ left: Int32, _ right: Int32, unless pair: Pair, count: Int, word: Int) {
    if left == pair.left, right == pair.right { return }
    add(-count, to: left, right, word: word)
  }

  // A binary heap, the most frequent pair at its root; counts in it may be stale and are checked when taken out.

  private mutating func push(_ index: Int) {
    let pair = pairs[index]
    guard pair.count > 0 else { return }
    heap.append(Candidate(count: pair.count, left: pair.left, right: pair.right, pair: Int32(index)))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() -> Candidate? {
    guard let best = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return best }
    heap[0] = last
    var parent = 0
    while true {
      var first = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].precedes(heap[first]) {
        first = child
      }
      guard first != parent else { return best }
      heap.swapAt(parent, first)
      parent = first
    }
  }
}
