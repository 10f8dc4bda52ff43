/// Which pairs of tokens merge, how early, and into what: a hash table with open addressing.
struct MergeTable: Sendable {
  /// A pair, and rank and result in one number that orders by rank.
  private struct Slot: Sendable {
    var key: UInt64
    var value: UInt64
  }

  private var slots: [Slot]
  private var mask: Int
  private var count = 0
  /// No pair of ids has this key: ids are below 2³¹.
  private static let empty = UInt64.max
  /// What `find` says of a pair that does not merge: it is behind every merge.
  static let none = UInt64.max
  /// The half of a merge that orders it.
  static let rankBits: UInt64 = 0xFFFF_FFFF_0000_0000

  /// A table for `count` merges.
  init(capacity count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    slots = Array(repeating: Slot(key: Self.empty, value: Self.none), count: size)
    mask = size - 1
  }

  /// Notes a merge; a later merge of the same pair replaces it, as in the reference.
  mutating func insert(_ left: Int32, _ right: Int32, rank: UInt32, result: Int32) {
    if count * 2 >= slots.count { grow() }
    place(Slot(key: Self.key(left, right), value: UInt64(rank) << 32 | UInt64(UInt32(bitPattern: result))))
  }

  private mutating func place(_ entry: Slot) {
    var slot = Self.hash(entry.key) & mask
    while slots[slot].key != Self.empty, slots[slot].key != entry.key { slot = (slot + 1) & mask }
    if slots[slot].key == Self.empty { count += 1 }
    slots[slot] = entry
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(key: Self.empty, value: Self.none), count: old.count * 2)
    mask = slots.count - 1
    count = 0
    for entry in old where entry.key != Self.empty { place(entry) }
  }

  /// Rank (upper half) and result (lower half) of a pair, or `none`.
  @inline(__always)
  func find(_ left: Int32, _ right: Int32) -> UInt64 {
    let key = Self.key(left, right)
    return slots.withUnsafeBufferPointer { slots in
      var slot = Self.hash(key) & mask
      while slots[slot].key != key {
        if slots[slot].key == Self.empty { return Self.none }
        slot = (slot + 1) & mask
      }
      return slots[slot].value
    }
  }

  /// The token that a merge makes.
  @inline(__always)
  static func result(_ merge: UInt64) -> Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: merge)) }

  @inline(__always)
  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private static func hash(_ key: UInt64) -> Int {
    let mixed = (key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 20)
  }
}
