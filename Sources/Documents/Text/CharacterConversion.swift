import Glibc

/// The C library's converter between character sets.
enum CharacterConversion {
  /// Text in UTF-8, and how many bytes of the source are none in its character set.
  struct Result {
    var bytes: [UInt8]
    var invalid: Int
  }

  /// U+FFFD in UTF-8: what stands for a byte that cannot be read.
  private static let replacement: [CChar] = [0xEF, 0xBF, 0xBD].map { CChar(bitPattern: $0) }

  /// The bytes as UTF-8, with U+FFFD for each byte that is not valid in the named set; nil where the set is not known
  /// here.
  ///
  /// - Parameter length: How many bytes from an index on make up a character that is none in the set; one if not given.
  static func toUTF8(
    _ bytes: [UInt8], from name: String, length: ([UInt8], Int) -> Int = { _, _ in 1 }
  ) -> Result? { convert(bytes, from: name, to: "UTF-8", length) }

  /// The text in a named set; nil where it holds a character that the set lacks.
  static func bytes(of text: String, in name: String) -> [UInt8]? {
    guard let result = convert(Array(text.utf8), from: "UTF-8", to: name), result.invalid == 0 else { return nil }
    return result.bytes
  }

  private static func convert(
    _ bytes: [UInt8], from source: String, to target: String, _ length: ([UInt8], Int) -> Int = { _, _ in 1 }
  ) -> Result? {
    guard let converter = iconv_open(target, source), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    // No character of these sets takes more than three times its bytes.
    var output = [CChar](repeating: 0, count: bytes.count * 3 + 16)
    var input = bytes.map { CChar(bitPattern: $0) }
    let capacity = output.count
    var invalid = 0
    let written = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var fromLeft = source.count
        var to = target.baseAddress
        var toLeft = target.count
        while iconv(converter, &from, &fromLeft, &to, &toLeft) == Int(bitPattern: UInt.max), fromLeft > 0 {
          guard errno != E2BIG, toLeft >= replacement.count else { break }
          invalid += 1
          for byte in replacement {
            to?.pointee = byte
            to = to?.advanced(by: 1)
          }
          toLeft -= replacement.count
          let skipped = min(fromLeft, length(bytes, bytes.count - fromLeft))
          from = from?.advanced(by: skipped)
          fromLeft -= skipped
        }
        return capacity - toLeft
      }
    }
    return Result(bytes: output[..<written].map { UInt8(bitPattern: $0) }, invalid: invalid)
  }
}
