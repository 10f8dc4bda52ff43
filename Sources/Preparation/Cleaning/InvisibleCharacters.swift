import Records

/// Control characters, soft hyphens, zero-width spaces and byte order marks: nobody sees them, every tokenizer does.
struct InvisibleCharacters: BlockRule {
  func removals(in block: Block) -> [(rule: String, range: Range<Int>)] {
    var spans: [(rule: String, range: Range<Int>)] = []
    var offset = 0
    for scalar in block.text.unicodeScalars {
      let length = UTF8.width(scalar)
      if isInvisible(scalar.value) {
        if let last = spans.last, last.range.upperBound == offset {
          spans[spans.count - 1].range = last.range.lowerBound..<offset + length
        } else {
          spans.append(("invisible-characters", offset..<offset + length))
        }
      }
      offset += length
    }
    return spans
  }

  /// Joiners (U+200C, U+200D) stay: they change how letters and emoji look.
  private func isInvisible(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F...0x9F, 0xAD, 0x200B, 0x2060, 0xFEFF: true
    default: false
    }
  }
}
