import Records

/// Writes numbers and texts into a flat byte array, little endian.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func write(_ value: UInt8) { bytes.append(value) }

  mutating func write(_ value: UInt16) {
    bytes.append(UInt8(truncatingIfNeeded: value))
    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
  }

  mutating func write(_ value: UInt32) {
    write(UInt16(truncatingIfNeeded: value))
    write(UInt16(truncatingIfNeeded: value >> 16))
  }

  mutating func write(_ value: Float) { write(value.bitPattern) }

  mutating func write(_ value: Double) { write(Float(value)) }

  /// Room for `count` bytes at the end, to be filled at once.
  mutating func write(count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: count))
    bytes.withUnsafeMutableBytes { fill(UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
  }

  mutating func write(_ text: String) {
    write(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }
}

/// Reads what `ByteWriter` wrote. The bytes come from a process that may have been subverted by its input, so every
/// length is checked and every end is an error, never a trap.
struct ByteReader {
  private let bytes: [UInt8]
  private var position: Int

  init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    position = start
  }

  var remaining: Int { bytes.count - position }

  mutating func byte() throws -> UInt8 {
    guard remaining >= 1 else {
      throw ProtocolError.malformed(BilingualText(en: "a page ends early", ja: "途中で切れたページ"))
    }
    position += 1
    return bytes[position - 1]
  }

  mutating func uint16() throws -> UInt16 {
    guard remaining >= 2 else {
      throw ProtocolError.malformed(BilingualText(en: "a page ends early", ja: "途中で切れたページ"))
    }
    position += 2
    return UInt16(bytes[position - 2]) | UInt16(bytes[position - 1]) << 8
  }

  mutating func uint32() throws -> UInt32 {
    let low = try uint16()
    return UInt32(low) | UInt32(try uint16()) << 16
  }

  /// How many things of at least `size` bytes follow: room is made for so many, so there must be that much to read.
  mutating func count(ofSize size: Int) throws -> Int {
    let count = Int(try uint32())
    guard count <= remaining / size else {
      throw ProtocolError.malformed(BilingualText(en: "a list ends early", ja: "途中で切れた一覧"))
    }
    return count
  }

  /// A finite number: a box at infinity would make every later comparison meaningless.
  mutating func float() throws -> Float {
    let value = Float(bitPattern: try uint32())
    guard value.isFinite else {
      throw ProtocolError.malformed(BilingualText(en: "a coordinate is not a number", ja: "数でない座標"))
    }
    return value
  }

  /// All bytes that are left, at once.
  mutating func rest<Result>(_ read: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    defer { position = bytes.count }
    return try bytes.withUnsafeBytes { try read(UnsafeRawBufferPointer(rebasing: $0[position...])) }
  }

  mutating func string() throws -> String {
    let count = Int(try uint32())
    guard count <= remaining else {
      throw ProtocolError.malformed(BilingualText(en: "a text ends early", ja: "途中で切れた文字列"))
    }
    position += count
    return String(decoding: bytes[(position - count)..<position], as: UTF8.self)
  }
}
