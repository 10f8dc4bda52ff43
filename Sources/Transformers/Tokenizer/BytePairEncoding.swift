internal import Synchronization

/// Byte-level BPE (Sennrich et al. 2016 over the bytes of GPT-2): merges the pair of lowest rank, leftmost first, until
/// none is left.
struct BytePairEncoding: Sendable {
  /// Token of each single byte, or −1 where the vocabulary has none (the byte is then left out, as in the reference).
  let byteTokens: [Int32]
  let merges: MergeTable
  /// Whole words that are tokens as they are, where the file says `ignore_merges`.
  let wholeWords: [[UInt8]: Int32]
  private let cache = WordCache()

  init(byteTokens: [Int32], merges: MergeTable, wholeWords: [[UInt8]: Int32] = [:]) {
    self.byteTokens = byteTokens
    self.merges = merges
    self.wholeWords = wholeWords
  }

  /// Appends the tokens of one word.
  func encode(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    if word.count == 1 {
      let id = byteTokens[Int(word[0])]
      if id >= 0 { ids.append(id) }
      return
    }
    guard word.count <= WordCache.longestWord else { return ids.append(contentsOf: merged(word)) }
    let key = Array(word)
    if let known = cache[key] { return ids.append(contentsOf: known) }
    let tokens = wholeWords[key].map { [$0] } ?? merged(word)
    cache[key] = tokens
    ids.append(contentsOf: tokens)
  }

  private func merged(_ word: UnsafeBufferPointer<UInt8>) -> [Int32] {
    if !wholeWords.isEmpty, let whole = wholeWords[Array(word)] { return [whole] }
    var tokens: [Int32] = []
    tokens.reserveCapacity(word.count)
    for byte in word where byteTokens[Int(byte)] >= 0 { tokens.append(byteTokens[Int(byte)]) }
    return tokens.count <= 24 ? mergedBySearch(tokens) : mergedByHeap(tokens)
  }

  /// For short words: look for the best pair anew each time.
  private func mergedBySearch(_ start: [Int32]) -> [Int32] {
    var tokens = start
    while tokens.count > 1 {
      var best: (rank: UInt32, result: Int32, index: Int)?
      for index in 0..<(tokens.count - 1) {
        if let merge = merges.find(tokens[index], tokens[index + 1]), merge.rank < best?.rank ?? .max {
          best = (merge.rank, merge.result, index)
        }
      }
      guard let best else { break }
      tokens[best.index] = best.result
      tokens.remove(at: best.index + 1)
    }
    return tokens
  }

  /// For long words (Japanese has no spaces): a linked list of tokens and a heap of pairs by (rank, place).
  private func mergedByHeap(_ start: [Int32]) -> [Int32] {
    var tokens = start
    var next = Array(1...start.count)
    var previous = Array(-1..<(start.count - 1))
    let end = start.count
    var heap = MergeHeap()
    func push(_ index: Int) {
      guard index >= 0, next[index] < end, let merge = merges.find(tokens[index], tokens[next[index]]) else { return }
      heap.push(UInt64(merge.rank) << 32 | UInt64(index))
    }
    for index in 0..<(end - 1) { push(index) }
    while let entry = heap.pop() {
      let index = Int(entry & 0xFFFF_FFFF)
      // Stale entries: a token has been merged away, or has become another.
      guard tokens[index] >= 0, next[index] < end,
        let merge = merges.find(tokens[index], tokens[next[index]]), UInt64(merge.rank) == entry >> 32
      else { continue }
      let eaten = next[index]
      tokens[index] = merge.result
      tokens[eaten] = -1
      next[index] = next[eaten]
      if next[eaten] < end { previous[next[eaten]] = index }
      push(previous[index])
      push(index)
    }
    return tokens.filter { $0 >= 0 }
  }
}

/// A binary heap, smallest first.
private struct MergeHeap {
  private var items: [UInt64] = []

  mutating func push(_ item: UInt64) {
    items.append(item)
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard items[child] < items[parent] else { break }
      items.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> UInt64? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    guard !items.isEmpty else { return first }
    items[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child] < items[least] {
        least = child
      }
      guard least != parent else { return first }
      items.swapAt(least, parent)
      parent = least
    }
  }
}

/// Words already merged. Full, it starts again: texts that follow one another share their words.
private final class WordCache: Sendable {
  static let longestWord = 48
  private static let capacity = 1 << 16
  private let words = Mutex<[[UInt8]: [Int32]]>([:])

  subscript(word: [UInt8]) -> [Int32]? {
    get { words.withLock { $0[word] } }
    set {
      words.withLock {
        if $0.count >= Self.capacity { $0.removeAll(keepingCapacity: true) }
        $0[word] = newValue
      }
    }
  }
}
