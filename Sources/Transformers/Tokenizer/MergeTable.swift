/// Which pairs of tokens merge, how early, and into what: a hash table with open addressing.
struct MergeTable: Sendable {
  private var keys: [UInt64]
  private var values: [UInt64]
  private let mask: Int
  /// No pair of ids has this key: ids are below 2³¹.
  private static let empty = UInt64.max

  /// A table for `count` merges.
  init(capacity count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    keys = Array(repeating: Self.empty, count: size)
    values = Array(repeating: 0, count: size)
    mask = size - 1
  }

  /// Notes a merge; a later merge of the same pair replaces it, as in the reference.
  mutating func insert(_ left: Int32, _ right: Int32, rank: UInt32, result: Int32) {
    let key = Self.key(left, right)
    var slot = Self.hash(key) & mask
    while keys[slot] != Self.empty, keys[slot] != key { slot = (slot + 1) & mask }
    keys[slot] = key
    values[slot] = UInt64(rank) << 32 | UInt64(UInt32(bitPattern: result))
  }

  /// Rank and result of a pair.
  @inline(__always)
  func find(_ left: Int32, _ right: Int32) -> (rank: UInt32, result: Int32)? {
    let key = Self.key(left, right)
    return keys.withUnsafeBufferPointer { keys in
      var slot = Self.hash(key) & mask
      while keys[slot] != key {
        if keys[slot] == Self.empty { return nil }
        slot = (slot + 1) & mask
      }
      let value = values[slot]
      return (UInt32(value >> 32), Int32(bitPattern: UInt32(truncatingIfNeeded: value)))
    }
  }

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
