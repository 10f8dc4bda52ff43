/// The heart of byte-pair encoding (Sennrich et al. 2016): merges the pair of lowest rank, leftmost first, until none is left.
enum PairMerging {
  /// Up to this many tokens the best pair is looked for anew each time; beyond, a heap keeps the pairs.
  static let longestSearch = 96

  /// Merges `scratch.symbols[0 ..< count]` and appends what is left.
  @inline(__always)
  static func merge(_ count: Int, _ merges: MergeTable, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    if count <= 1 {
      if count == 1 { ids.append(scratch.symbols.pointer[0]) }
    } else if count <= longestSearch {
      search(count, merges, scratch, into: &ids)
    } else {
      heap(count, merges, scratch, into: &ids)
    }
  }

  static func search(_ count: Int, _ merges: MergeTable, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    let tokens = scratch.symbols.pointer
    let pairs = scratch.merges.reserve(count)
    var count = count
    for index in 0..<(count - 1) { pairs[index] = merges.find(tokens[index], tokens[index + 1]) }
    while count > 1 {
      var best = pairs[0]
      var place = 0
      for index in 1..<max(1, count - 1) where pairs[index] < best {
        best = pairs[index]
        place = index
      }
      guard best != MergeTable.none else { break }
      tokens[place] = MergeTable.result(best)
      count -= 1
      // Close the gap.
      let tail = count - place - 1
      if tail > 0 {
        (tokens + place + 1).update(from: tokens + place + 2, count: tail)
        (pairs + place).update(from: pairs + place + 1, count: tail)
        pairs[place] = merges.find(tokens[place], tokens[place + 1])
      }
      if place > 0 { pairs[place - 1] = merges.find(tokens[place - 1], tokens[place]) }
    }
    ids.append(contentsOf: UnsafeBufferPointer(start: tokens, count: count))
  }

  static func heap(_ count: Int, _ merges: MergeTable, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    let tokens = scratch.symbols.pointer
    let next = scratch.next.reserve(count)
    let previous = scratch.previous.reserve(count)
    for index in 0..<count {
      next[index] = Int32(index + 1)
      previous[index] = Int32(index - 1)
    }
    let end = Int32(count)
    var queue = MergeQueue(scratch.heap)
    for index in 0..<(count - 1) {
      let merge = merges.find(tokens[index], tokens[index + 1])
      if merge != MergeTable.none { queue.push(merge & MergeTable.rankBits | UInt64(index)) }
    }
    while let entry = queue.pop() {
      let index = Int(entry & 0xFFFF_FFFF)
      // Stale entries: a token has been merged away, or has become another.
      guard tokens[index] >= 0, next[index] < end else { continue }
      let merge = merges.find(tokens[index], tokens[Int(next[index])])
      guard merge != MergeTable.none, merge >> 32 == entry >> 32 else { continue }
      let eaten = Int(next[index])
      tokens[index] = MergeTable.result(merge)
      tokens[eaten] = -1
      next[index] = next[eaten]
      if next[eaten] < end {
        previous[Int(next[eaten])] = Int32(index)
        let right = merges.find(tokens[index], tokens[Int(next[eaten])])
        if right != MergeTable.none { queue.push(right & MergeTable.rankBits | UInt64(index)) }
      }
      if previous[index] >= 0 {
        let left = Int(previous[index])
        let merge = merges.find(tokens[left], tokens[index])
        if merge != MergeTable.none { queue.push(merge & MergeTable.rankBits | UInt64(left)) }
      }
    }
    for index in 0..<count where tokens[index] >= 0 { ids.append(tokens[index]) }
  }
}

/// A binary heap in scratch memory, smallest first.
struct MergeQueue {
  private let buffer: GrowingBuffer<UInt64>
  private var count = 0

  init(_ buffer: GrowingBuffer<UInt64>) { self.buffer = buffer }

  mutating func push(_ item: UInt64) {
    buffer.grow(to: count + 1, keeping: count)
    let items = buffer.pointer
    var child = count
    count += 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard item < items[parent] else { break }
      items[child] = items[parent]
      child = parent
    }
    items[child] = item
  }

  mutating func pop() -> UInt64? {
    guard count > 0 else { return nil }
    let items = buffer.pointer
    let first = items[0]
    count -= 1
    guard count > 0 else { return first }
    let moved = items[count]
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < count else { break }
      if child + 1 < count, items[child + 1] < items[child] { child += 1 }
      guard items[child] < moved else { break }
      items[parent] = items[child]
      parent = child
    }
    items[parent] = moved
    return first
  }
}
