/// Pairs of characters that stand side by side in some token.
struct CharacterPairs: Sendable {
  private var slots: [UInt64]
  private var count = 0

  init() { slots = Array(repeating: 0, count: 1 << 12) }

  /// Calls `body` with the parts of a word between which nothing can be joined, in order.
  @inline(__always)
  func forEachPart(of word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var start = 0
    var (before, index) = UTF8Scalar.read(word, 0)
    while index < word.count {
      let (value, next) = UTF8Scalar.read(word, index)
      if !contains(before, value) {
        body(UnsafeBufferPointer(rebasing: word[start..<index]))
        start = index
      }
      before = value
      index = next
    }
    body(UnsafeBufferPointer(rebasing: word[start...]))
  }

  /// Notes all neighbours in a token.
  mutating func insert(_ token: UnsafeBufferPointer<UInt8>) {
    guard token.count > 1 else { return }
    var (before, index) = UTF8Scalar.read(token, 0)
    while index < token.count {
      let (value, next) = UTF8Scalar.read(token, index)
      insert(Self.key(before, value))
      before = value
      index = next
    }
  }

  /// Zero is no key: it marks an empty slot.
  @inline(__always)
  private static func key(_ left: UInt32, _ right: UInt32) -> UInt64 { UInt64(left + 1) << 32 | UInt64(right) }

  @inline(__always)
  private static func hash(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 24) }

  private mutating func insert(_ key: UInt64) {
    var slot = Self.hash(key) & (slots.count - 1)
    while slots[slot] != 0 {
      if slots[slot] == key { return }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = key
    count += 1
    guard count * 2 > slots.count else { return }
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    count = 0
    for key in old where key != 0 { insert(key) }
  }

  @inline(__always)
  func contains(_ left: UInt32, _ right: UInt32) -> Bool {
    let key = Self.key(left, right)
    return slots.withUnsafeBufferPointer { slots in
      var slot = Self.hash(key) & (slots.count - 1)
      while slots[slot] != 0 {
        if slots[slot] == key { return true }
        slot = (slot + 1) & (slots.count - 1)
      }
      return false
    }
  }
}
