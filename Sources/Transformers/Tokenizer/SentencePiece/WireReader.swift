/// Reads the wire format of Protocol Buffers: fields by number, as they stand.
struct WireReader {
  /// A field's value.
  enum Value {
    case integer(UInt64)
    case bytes(Range<Int>)
    case fixed32(UInt32)
    case fixed64(UInt64)
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index: Int
  private let end: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  private func truncated() -> TokenizerFileError {
    .malformed(
      nil, en: "is no SentencePiece model: it is cut off or damaged at byte \(index)",
      ja: "SentencePiece のモデルとして読めません（\(index) バイト目で途切れているか、壊れています）")
  }

  /// The next field, nil at the end.
  mutating func next() throws(TokenizerFileError) -> (field: Int, value: Value)? {
    guard index < end else { return nil }
    let tag = try varint()
    let field = Int(truncatingIfNeeded: tag >> 3)
    guard field > 0, field < 1 << 29 else { throw truncated() }
    switch tag & 7 {
    case 0: return (field, .integer(try varint()))
    case 1: return (field, .fixed64(try fixed(8)))
    case 2:
      let count = try varint()
      guard count <= UInt64(end - index) else { throw truncated() }
      let start = index
      index += Int(count)
      return (field, .bytes(start..<index))
    case 5: return (field, .fixed32(UInt32(try fixed(4))))
    default: throw truncated()
    }
  }

  private mutating func varint() throws(TokenizerFileError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard index < end else { throw truncated() }
      let byte = bytes[index]
      index += 1
      if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
      if byte < 0x80 { return value }
    }
    throw truncated()
  }

  private mutating func fixed(_ count: Int) throws(TokenizerFileError) -> UInt64 {
    guard index + count <= end else { throw truncated() }
    var value: UInt64 = 0
    for offset in 0..<count { value |= UInt64(bytes[index + offset]) << (8 * UInt64(offset)) }
    index += count
    return value
  }
}
