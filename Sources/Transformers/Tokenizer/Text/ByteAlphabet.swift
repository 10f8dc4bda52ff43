/// GPT-2's printable alphabet: each byte has a character, so that byte sequences can be written in a JSON vocabulary.
public enum ByteAlphabet {
  /// The character of each byte.
  public static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 256
    return (0..<256).map { (byte: UInt32) in
      if isPrintable(byte) { return Unicode.Scalar(UInt8(byte)) }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? " "
    }
  }()

  /// Character value → byte, or −1, for the 324 values that the alphabet reaches.
  private static let bytes: [Int16] = {
    var table = [Int16](repeating: -1, count: 324)
    for (byte, scalar) in scalars.enumerated() { table[Int(scalar.value)] = Int16(byte) }
    return table
  }()

  /// The bytes that a vocabulary entry stands for, or nil where it has a character outside the alphabet.
  public static func bytes(of token: String) -> [UInt8]? {
    var token = token
    return token.withUTF8 { bytes(of: $0) }
  }

  /// The same for an entry's UTF-8.
  static func bytes(of token: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var out: [UInt8] = []
    out.reserveCapacity(token.count)
    var index = 0
    while index < token.count {
      let (value, next) = UTF8Scalar.read(token, index)
      guard value < 324, bytes[Int(value)] >= 0 else { return nil }
      out.append(UInt8(bytes[Int(value)]))
      index = next
    }
    return out
  }

  /// The vocabulary entry for some bytes.
  public static func token(of bytes: some Sequence<UInt8>) -> String {
    var out = String.UnicodeScalarView()
    for byte in bytes { out.append(scalars[Int(byte)]) }
    return String(out)
  }

  /// The UTF-8 of the vocabulary entry for some bytes.
  static func spelled(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    for byte in bytes { UTF8Scalar.append(scalars[Int(byte)].value, to: &out) }
    return out
  }

  private static func isPrintable(_ byte: UInt32) -> Bool {
    (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte)
  }
}
