/// Text on its way to the model.
struct NormalizedText {
  /// Valid UTF-8.
  var bytes: [UInt8]
  /// Whether the text was the first section of the original one.
  let startsOriginal: Bool
  /// How many of the first bytes stand where the original text begins: what `prepend_scheme: first` asks. They may be several
  /// characters, where the first one was multiplied, or none, where it was taken away.
  var beginning: Int

  /// - Parameter startsOriginal: Whether nothing stands before the text.
  init(bytes: [UInt8], startsOriginal: Bool) {
    self.bytes = bytes
    self.startsOriginal = startsOriginal
    beginning = bytes.withUnsafeBufferPointer { Self.beginning(of: $0, startsOriginal: startsOriginal) }
  }

  /// The same of a text that no step has changed: its first character.
  static func beginning(of bytes: UnsafeBufferPointer<UInt8>, startsOriginal: Bool) -> Int {
    startsOriginal ? bytes.first.map { min(UTF8Scalar.length($0), bytes.count) } ?? 0 : 0
  }

  /// Puts something else in place of each character, by itself.
  mutating func rewrite(_ step: (UnsafeBufferPointer<UInt8>) -> [UInt8]) {
    let rewritten = bytes.withUnsafeBufferPointer { bytes in
      beginning = Self.count(beginning, of: bytes, after: step)
      return step(bytes)
    }
    bytes = rewritten
  }

  /// How many bytes the first `count` ones become.
  static func count(
    _ count: Int, of bytes: UnsafeBufferPointer<UInt8>, after step: (UnsafeBufferPointer<UInt8>) -> [UInt8]
  ) -> Int {
    count > 0 ? step(UnsafeBufferPointer(rebasing: bytes[..<min(count, bytes.count)])).count : 0
  }
}
