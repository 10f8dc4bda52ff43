public import Records

/// Joins a document's blocks into one text without furniture. Nothing is rewritten: every byte of the result is a byte
/// of a block (or a line break between blocks), and every byte left out is named.
public enum Cleaner {
  static let rules: [any CleaningRule] = [RunningFurniture(), ContentsLines(), InvisibleCharacters()]

  /// The document's own words, with the way back to its blocks.
  public static func clean(_ document: Document) -> CleanDocument {
    var text: [UInt8] = []
    var segments: [CleanSegment] = []
    var removed: [Removal] = []
    var headings: [(title: String, level: Int, start: Int)] = []
    var previous: Block.Kind?
    for (index, block) in document.blocks.enumerated() {
      let bytes = Array(block.text.utf8)
      let (kept, spans) = divide(block, bytes)
      removed += spans.map { span in
        Removal(
          rule: span.rule, block: block.id, start: span.range.lowerBound, end: span.range.upperBound,
          text: String(decoding: bytes[span.range], as: UTF8.self))
      }
      guard !kept.isEmpty else { continue }
      if let previous {
        text += (previous == .listItem && block.kind == .listItem ? "\n" : "\n\n").utf8
      }
      let start = text.count
      for range in kept {
        segments.append(
          CleanSegment(start: text.count, block: index, blockStart: range.lowerBound, length: range.count))
        text += bytes[range]
      }
      if block.kind == .heading {
        headings.append((String(decoding: text[start...], as: UTF8.self), block.level ?? 1, start))
      }
      previous = block.kind
    }
    return CleanDocument(
      document: document.id, text: String(decoding: text, as: UTF8.self), segments: segments,
      sections: sections(headings, end: text.count), removed: removed)
  }

  /// What stays of a block and what goes. A block of which only white space would stay goes whole.
  private static func divide(_ block: Block, _ bytes: [UInt8]) -> (kept: [Range<Int>], removed: [CleaningSpan]) {
    var removed: [CleaningSpan] = []
    var position = 0
    var kept: [Range<Int>] = []
    let found = rules.flatMap { $0.removals(in: block) }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    // Two rules may name the same bytes (a zero-width space in a footer): the first to begin has them.
    for span in found where span.range.lowerBound >= position {
      if span.range.lowerBound > position { kept.append(position..<span.range.lowerBound) }
      removed.append(span)
      position = span.range.upperBound
    }
    if position < bytes.count { kept.append(position..<bytes.count) }
    if kept.allSatisfy({ bytes[$0].allSatisfy(\.isASCIIWhitespace) }) {
      removed += kept.map { CleaningSpan(rule: "blank", range: $0) }
      return ([], removed.sorted { $0.range.lowerBound < $1.range.lowerBound })
    }
    return (kept, removed)
  }

  /// Each heading's section ends where the next heading of the same or a higher level begins.
  private static func sections(_ headings: [(title: String, level: Int, start: Int)], end: Int) -> [Section] {
    headings.enumerated().map { index, heading in
      let next = headings[(index + 1)...].first { $0.level <= heading.level }
      return Section(title: heading.title, level: heading.level, start: heading.start, end: next?.start ?? end)
    }
  }
}

extension UInt8 {
  /// Space, tab, line feed, carriage return.
  var isASCIIWhitespace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
