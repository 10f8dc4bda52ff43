/// 128 bits by which a thing is known again among many: sixteen bytes in place of the hundred that a digest's digits take.
package struct HashKey: Hashable, Comparable, BitwiseCopyable {
  /// The first eight bytes.
  package var high: UInt64
  /// The next eight.
  package var low: UInt64

  /// The beginning of a digest, so that keys stand in the order of the digests; of a name that is none, bits of its own.
  package init(_ hash: ContentHash) {
    var hex = hash.hex
    let digits = hex.withUTF8 { bytes -> HashKey? in
      guard bytes.count == 64, let high = Self.number(bytes[0..<16]), let low = Self.number(bytes[16..<32]) else {
        return nil
      }
      return HashKey(high: high, low: low)
    }
    self = digits ?? HashKey(text: hex)
  }

  /// Of any text. Nobody has an interest in making two of them meet.
  package init(text: String) {
    var text = text
    self = text.withUTF8 { bytes in
      var key = HashKey(high: 3, low: UInt64(bytes.count))
      for byte in bytes { key.mix(UInt64(byte)) }
      return key
    }
  }

  /// Takes the bits as they are.
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Takes in another value: every bit of it moves every bit of the key.
  package mutating func mix(_ value: UInt64) {
    high = Self.finish(high ^ value)
    low = Self.finish(low &+ value &* 0x9E37_79B9)
  }

  /// SplitMix64's.
  private static func finish(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      switch digit {
      case 0x30...0x39: value = value << 4 | UInt64(digit - 0x30)
      case 0x61...0x66: value = value << 4 | UInt64(digit - 0x57)
      default: return nil
      }
    }
    return value
  }

  /// As the digests stand.
  package static func < (left: HashKey, right: HashKey) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}
