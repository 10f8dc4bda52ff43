/// From byte strings to ids: a hash table with open addressing over one run of bytes. Made once, then only read.
struct ByteMap: Sendable {
  /// All keys, one behind the other.
  private var bytes: [UInt8] = []
  /// Key `n` ends at `ends[n]`.
  private var ends: [UInt32] = []
  private var values: [Int32] = []
  /// The number of a key plus one, or 0; beside it the upper half of its hash.
  private var slots: [UInt64]
  private var mask: Int

  /// A map for about `count` keys.
  init(capacity count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    mask = size - 1
    ends.reserveCapacity(count)
    values.reserveCapacity(count)
  }

  var count: Int { values.count }

  /// Notes a key; a later value replaces an earlier one. False where there was an earlier one.
  @discardableResult
  mutating func insert(_ key: UnsafeBufferPointer<UInt8>, _ value: Int32) -> Bool {
    let hash = ByteHash.of(key)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if equals(number, key) {
          values[number] = value
          return false
        }
      }
      slot = (slot + 1) & mask
    }
    bytes.append(contentsOf: key)
    ends.append(UInt32(bytes.count))
    values.append(value)
    slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(values.count)
    if values.count * 2 > slots.count { grow() }
    return true
  }

  /// Calls `body` with every key and value.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>, Int32) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for number in ends.indices {
        let end = Int(ends[number])
        body(UnsafeBufferPointer(rebasing: bytes[start..<end]), values[number])
        start = end
      }
    }
  }

  @discardableResult
  mutating func insert(_ key: [UInt8], _ value: Int32) -> Bool {
    key.withUnsafeBufferPointer { insert($0, value) }
  }

  /// The value of a key.
  @inline(__always)
  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int32? {
    let hash = ByteHash.of(key)
    return slots.withUnsafeBufferPointer { slots in
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 {
        if slots[slot] >> 32 == hash >> 32 {
          let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
          if equals(number, key) { return values[number] }
        }
        slot = (slot + 1) & mask
      }
      return nil
    }
  }

  func find(_ key: [UInt8]) -> Int32? { key.withUnsafeBufferPointer { find($0) } }

  func find(_ key: String) -> Int32? {
    var key = key
    return key.withUTF8 { find($0) }
  }

  @inline(__always)
  private func equals(_ number: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = number == 0 ? 0 : Int(ends[number - 1])
    guard Int(ends[number]) - start == key.count else { return false }
    return bytes.withUnsafeBufferPointer { ByteHash.equal($0.baseAddress, start, key) }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    mask = slots.count - 1
    var start = 0
    for number in ends.indices {
      let end = Int(ends[number])
      let hash = bytes[start..<end].withUnsafeBufferPointer { ByteHash.of($0) }
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
      start = end
    }
  }
}

/// Hashes and compares short runs of bytes, eight at a time.
enum ByteHash {
  @inline(__always)
  static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return 0x51_7CC1_B727_220A }
    var hash = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    while index + 8 <= bytes.count {
      hash = mix(hash ^ base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    let rest = bytes.count - index
    if rest >= 4 {
      let low = UInt64(base.loadUnaligned(fromByteOffset: index, as: UInt32.self))
      let high = UInt64(base.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
      hash = mix(hash ^ (low | high << 32))
    } else if rest > 0 {
      let first = UInt64(bytes[index])
      let middle = UInt64(bytes[index + rest / 2])
      let last = UInt64(bytes[bytes.count - 1])
      hash = mix(hash ^ (first | middle << 8 | last << 16))
    }
    return hash ^ hash >> 29
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }

  /// Whether the bytes from `start` on are those of `key`.
  @inline(__always)
  static func equal(_ base: UnsafePointer<UInt8>?, _ start: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base, let other = key.baseAddress else { return key.isEmpty }
    let left = UnsafeRawPointer(base + start)
    let right = UnsafeRawPointer(other)
    var index = 0
    while index + 8 <= key.count {
      if left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        != right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      {
        return false
      }
      index += 8
    }
    while index < key.count {
      if base[start + index] != other[index] { return false }
      index += 1
    }
    return true
  }
}
