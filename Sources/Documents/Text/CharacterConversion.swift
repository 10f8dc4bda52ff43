import Glibc

/// The C library's converter between character sets.
enum CharacterConversion {
  /// The bytes as UTF-8; nil where they are not valid in the named set, or the set is not known here.
  static func toUTF8(_ bytes: [UInt8], from name: String) -> [UInt8]? {
    guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    // No character of these sets takes more than three times its bytes.
    var output = [CChar](repeating: 0, count: bytes.count * 3 + 16)
    var input = bytes.map { CChar(bitPattern: $0) }
    let capacity = output.count
    let written = input.withUnsafeMutableBufferPointer { source -> Int? in
      output.withUnsafeMutableBufferPointer { target -> Int? in
        var from = source.baseAddress
        var fromLeft = source.count
        var to = target.baseAddress
        var toLeft = target.count
        guard iconv(converter, &from, &fromLeft, &to, &toLeft) != Int(bitPattern: UInt.max) else { return nil }
        return capacity - toLeft
      }
    }
    return written.map { count in output[..<count].map { UInt8(bitPattern: $0) } }
  }
}
