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

  /// Character value → byte, for the 324 values that the alphabet reaches.
  private static let bytes: [UInt32: UInt8] = {
    var table: [UInt32: UInt8] = [:]
    for (byte, scalar) in scalars.enumerated() { table[scalar.value] = UInt8(byte) }
    return table
  }()

  /// The bytes that a vocabulary entry stands for, or nil where it has a character outside the alphabet.
  public static func bytes(of token: String) -> [UInt8]? {
    var out: [UInt8] = []
    out.reserveCapacity(token.utf8.count)
    for scalar in token.unicodeScalars {
      guard let byte = bytes[scalar.value] else { return nil }
      out.append(byte)
    }
    return out
  }

  /// The vocabulary entry for some bytes.
  public static func token(of bytes: some Sequence<UInt8>) -> String {
    var out = String.UnicodeScalarView()
    for byte in bytes { out.append(scalars[Int(byte)]) }
    return String(out)
  }

  private static func isPrintable(_ byte: UInt32) -> Bool {
    (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte)
  }
}
