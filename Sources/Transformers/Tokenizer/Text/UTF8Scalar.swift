/// Reads and writes scalars in UTF-8 that is known to be valid.
enum UTF8Scalar {
  /// The scalar that begins at `index`, and the index behind it.
  @inline(__always)
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (value: UInt32, next: Int) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, index + 1) }
    func tail(_ offset: Int) -> UInt32 { UInt32(bytes[index + offset] & 0x3F) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | tail(1), index + 2) }
    if first < 0xF0 { return ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), index + 3) }
    return ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), index + 4)
  }

  /// The scalar that ends before `index`, and where it begins.
  @inline(__always)
  static func readBack(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (value: UInt32, start: Int) {
    var start = index - 1
    while start > 0, isContinuation(bytes[start]) { start -= 1 }
    return (read(bytes, start).value, start)
  }

  /// How many bytes the character takes that begins with a byte.
  @inline(__always)
  static func length(_ first: UInt8) -> Int { first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4 }

  /// Whether a byte continues a character.
  @inline(__always)
  static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// How many characters some bytes are.
  static func count(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { isContinuation($1) ? $0 : $0 + 1 } }

  /// Appends a scalar's bytes.
  @inline(__always)
  static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    if value < 0x80 { return bytes.append(UInt8(value)) }
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | value >> shift & 0x3F) }
    if value < 0x800 {
      bytes.append(UInt8(0xC0 | value >> 6))
    } else if value < 0x10000 {
      bytes.append(UInt8(0xE0 | value >> 12))
      bytes.append(tail(6))
    } else {
      bytes.append(UInt8(0xF0 | value >> 18))
      bytes.append(tail(12))
      bytes.append(tail(6))
    }
    bytes.append(tail(0))
  }
}
