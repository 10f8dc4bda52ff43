/// The sentence that a stretch of a passage stands in.
enum SentenceAround {
  /// The text between the sentence ends (or line ends) around a range.
  static func text(of range: Range<Int>, in text: String) -> String {
    let bytes = Array(text.utf8)
    func ends(_ index: Int) -> Bool {
      if bytes[index] == 0x0A { return true }
      if bytes[index] == 0x2E, index + 1 < bytes.count, bytes[index + 1] == 0x20 { return true }
      // The last byte of 。 in UTF-8 (E3 80 82).
      return index >= 2 && bytes[index] == 0x82 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xE3
    }
    var lower = min(max(0, range.lowerBound), bytes.count)
    while lower > 0, !ends(lower - 1) { lower -= 1 }
    var upper = min(max(lower, range.upperBound), bytes.count)
    while upper < bytes.count, !ends(upper) { upper += 1 }
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }
}
