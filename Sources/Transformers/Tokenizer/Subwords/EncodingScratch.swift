internal import Synchronization

/// Memory that encoding works in: one user at a time, kept from text to text.
final class EncodingScratch {
  /// Whether words may become control tokens.
  let findsSpecial: Bool
  /// Words and their tokens.
  let cache = WordCache()
  /// The tokens of a word while they merge.
  let symbols = GrowingBuffer<Int32>()
  /// The merge of each pair of neighbours.
  let merges = GrowingBuffer<UInt64>()
  /// Neighbours of each token in long words.
  let next = GrowingBuffer<Int32>()
  let previous = GrowingBuffer<Int32>()
  /// Merges to come, a heap.
  let heap = GrowingBuffer<UInt64>()
  /// Best paths to each place.
  let paths = GrowingBuffer<PathNode>()

  init(findsSpecial: Bool) { self.findsSpecial = findsSpecial }

  /// Appends the tokens of a word that has come before; of another those that `encode` appends, which are kept.
  @inline(__always)
  func recall(
    _ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], encode: (inout [Int32]) -> Void
  ) {
    guard word.count <= WordCache.longestWord else { return encode(&ids) }
    let hash = ByteHash.of(word)
    if cache.append(word, hash: hash, to: &ids) { return }
    let before = ids.count
    encode(&ids)
    cache.insert(word, hash: hash, ids[before...])
  }
}

/// Control tokens that stand in a model's vocabulary.
struct SpecialIDs: Sendable {
  private let range: ClosedRange<Int32>
  private let members: [Bool]

  init(_ ids: Set<Int32>) {
    range = (ids.min() ?? 0)...(ids.max() ?? 0)
    var members = [Bool](repeating: false, count: range.count)
    for id in ids { members[Int(id - range.lowerBound)] = true }
    self.members = members
  }

  @inline(__always)
  func contains(_ id: Int32) -> Bool { range.contains(id) && members[Int(id - range.lowerBound)] }
}

/// The best way to a place of a text.
struct PathNode {
  /// Sum of the scores.
  var score: Double
  /// Where its last piece begins, or −1 where nothing ends here.
  var start: Int32
  /// Its last piece.
  var id: Int32
}

/// A buffer that is made larger when more is asked for; its contents are lost then.
final class GrowingBuffer<Element: BitwiseCopyable> {
  private(set) var pointer: UnsafeMutablePointer<Element>
  private var capacity = 256

  init() { pointer = .allocate(capacity: 256) }

  deinit { pointer.deallocate() }

  /// Memory for `count` elements.
  @inline(__always)
  func reserve(_ count: Int) -> UnsafeMutablePointer<Element> {
    if count > capacity { grow(to: count, keeping: 0) }
    return pointer
  }

  /// Makes room while the first `used` elements stay.
  func grow(to count: Int, keeping used: Int) {
    guard count > capacity else { return }
    var larger = capacity
    while larger < count { larger *= 2 }
    let made = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    made.update(from: pointer, count: used)
    pointer.deallocate()
    pointer = made
    capacity = larger
  }
}

/// Hands out scratch memory: as many pieces as threads encode at once.
final class ScratchPool: Sendable {
  // Unused pieces only, each with one owner: whoever takes it out of the list.
  private struct Idle: @unchecked Sendable {
    // Proof: reached through the mutex alone, and never by two at once.
    var scratches: [EncodingScratch] = []
  }

  private let idle = Mutex(Idle())
  private let findsSpecial: Bool

  /// - Parameter findsSpecial: Whether words may become control tokens: what is cached depends on it.
  init(findsSpecial: Bool) { self.findsSpecial = findsSpecial }

  func use<Result>(_ body: (EncodingScratch) -> Result) -> Result {
    let taken = idle.withLock { $0.scratches.popLast().map { Box($0) } }
    let scratch = taken?.scratch ?? EncodingScratch(findsSpecial: findsSpecial)
    defer {
      let box = Box(scratch)
      idle.withLock { $0.scratches.append(box.scratch) }
    }
    return body(scratch)
  }

  /// Carries a piece through the lock. Proof: one owner at a time, as above.
  private struct Box: @unchecked Sendable {
    let scratch: EncodingScratch
    init(_ scratch: EncodingScratch) { self.scratch = scratch }
  }
}

/// Words already encoded. Full, it starts again: texts that follow one another share their words.
final class WordCache {
  private struct Slot: BitwiseCopyable {
    var hash: UInt64
    var keyStart: UInt32
    var idStart: UInt32
    var keyCount: UInt32
    var idCount: UInt32
  }

  /// Longer words rarely come again.
  static let longestWord = 64
  private static let slotCount = 1 << 16
  private static let ways = 4
  private static let keyCapacity = 1 << 20
  private static let idCapacity = 1 << 19
  private var slots: UnsafeMutablePointer<Slot>
  private let keys: UnsafeMutablePointer<UInt8>
  private let ids: UnsafeMutablePointer<Int32>
  private var keysUsed = 0
  private var idsUsed = 0

  init() {
    slots = .allocate(capacity: Self.slotCount + Self.ways)
    keys = .allocate(capacity: Self.keyCapacity)
    ids = .allocate(capacity: Self.idCapacity)
    clear()
  }

  deinit {
    slots.deallocate()
    keys.deallocate()
    ids.deallocate()
  }

  private func clear() {
    slots.initialize(
      repeating: Slot(hash: 0, keyStart: 0, idStart: 0, keyCount: 0, idCount: 0), count: Self.slotCount + Self.ways)
    keysUsed = 0
    idsUsed = 0
  }

  /// Appends a word's tokens where they are known.
  @inline(__always)
  func append(_ word: UnsafeBufferPointer<UInt8>, hash: UInt64, to out: inout [Int32]) -> Bool {
    let first = Int(truncatingIfNeeded: hash >> 8) & (Self.slotCount - 1)
    for way in 0..<Self.ways {
      let slot = slots[first + way]
      guard slot.hash == hash, slot.keyCount == word.count, ByteHash.equal(keys, Int(slot.keyStart), word) else {
        continue
      }
      if slot.idCount == 1 {
        out.append(ids[Int(slot.idStart)])
      } else {
        out.append(contentsOf: UnsafeBufferPointer(start: ids + Int(slot.idStart), count: Int(slot.idCount)))
      }
      return true
    }
    return false
  }

  /// Notes a word.
  func insert(_ word: UnsafeBufferPointer<UInt8>, hash: UInt64, _ tokens: ArraySlice<Int32>) {
    guard let base = word.baseAddress else { return }
    if keysUsed + word.count > Self.keyCapacity || idsUsed + tokens.count > Self.idCapacity { clear() }
    guard tokens.count <= Self.idCapacity else { return }
    let first = Int(truncatingIfNeeded: hash >> 8) & (Self.slotCount - 1)
    var place = first
    for way in 0..<Self.ways where slots[first + way].keyCount == 0 {
      place = first + way
      break
    }
    (keys + keysUsed).update(from: base, count: word.count)
    for (offset, token) in tokens.enumerated() { ids[idsUsed + offset] = token }
    slots[place] = Slot(
      hash: hash, keyStart: UInt32(keysUsed), idStart: UInt32(idsUsed), keyCount: UInt32(word.count),
      idCount: UInt32(tokens.count))
    keysUsed += word.count
    idsUsed += tokens.count
  }
}
