/// The sentence that a stretch of a passage stands in.
enum SentenceAround {
  /// The text between the sentence ends (or line ends) around a range.
  static func text(of range: Range<Int>, in text: String) -> String {
    let bytes = Array(text.utf8)
    var lower = min(max(0, range.lowerBound), bytes.count)
    while lower > 0, !ends(bytes, lower - 1) { lower -= 1 }
    var upper = min(max(lower, range.upperBound), bytes.count)
    while upper < bytes.count, !ends(bytes, upper) { upper += 1 }
    // What ends a Japanese sentence is three bytes, of which the last was found.
    if upper < bytes.count, bytes[upper] == 0x82, upper - 2 >= max(lower, range.upperBound) { upper -= 2 }
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  /// The sentence or line before the one that a range stands in; empty where it is the first.
  static func before(_ range: Range<Int>, in text: String) -> String {
    let bytes = Array(text.utf8)
    var place = min(max(0, range.lowerBound), bytes.count)
    while place > 0, !ends(bytes, place - 1) { place -= 1 }
    // Back over white space and full stops, to a byte of the sentence before.
    func isEnd(_ index: Int) -> Bool { ends(bytes, index) || bytes[index] == 0x2E }
    while place > 0, isEnd(place - 1) || [0x20, 0x0D, 0x09].contains(bytes[place - 1]) {
      place -= bytes[place - 1] == 0x82 ? 3 : 1
    }
    return place > 0 ? self.text(of: place - 1..<place, in: text) : ""
  }

  /// UTF-8 offsets of the sentence, without list mark and white space around it.
  static func range(of range: Range<Int>, in text: String) -> Range<Int> {
    let bytes = Array(text.utf8)
    var found = whole(range, bytes)
    func isBlank(_ index: Int) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) }
    while found.lowerBound < range.lowerBound, isBlank(found.lowerBound) {
      found = found.lowerBound + 1..<found.upperBound
    }
    for mark in ["- ", "* ", "• ", "・", "　"] {
      let mark = Array(mark.utf8)
      if found.count > mark.count, found.lowerBound + mark.count <= range.lowerBound,
        bytes[found.lowerBound..<(found.lowerBound + mark.count)].elementsEqual(mark)
      {
        found = found.lowerBound + mark.count..<found.upperBound
      }
    }
    while found.upperBound > range.upperBound, isBlank(found.upperBound - 1) {
      found = found.lowerBound..<found.upperBound - 1
    }
    return found
  }

  /// From the last sentence's or line's end to this one's, its own full stop included.
  private static func whole(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    var lower = range.lowerBound
    while lower > 0, !ends(bytes, lower - 1) { lower -= 1 }
    var upper = max(lower, range.upperBound)
    while upper < bytes.count, upper == lower || !ends(bytes, upper - 1), bytes[upper] != 0x0A { upper += 1 }
    return lower..<upper
  }

  /// Whether a sentence or a line ends with a byte.
  private static func ends(_ bytes: [UInt8], _ index: Int) -> Bool {
    if bytes[index] == 0x0A { return true }
    if bytes[index] == 0x2E, index + 1 < bytes.count, bytes[index + 1] == 0x20 { return true }
    // The last byte of 。 in UTF-8 (E3 80 82).
    return index >= 2 && bytes[index] == 0x82 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xE3
  }
}
