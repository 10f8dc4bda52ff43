public import Records

/// Joins a document's blocks into one text without furniture. Nothing is rewritten: every byte of the result is a byte
/// of a block (or a line break between blocks), and every byte left out is named.
public enum Cleaner {
  /// In order of precedence: where two rules name the same bytes, the first has them.
  static let rules: [any CleaningRule] = [
    MarkedBlocks(), RunningFurniture(), StrayPageNumbers(), TableOfContents(), CoverPage(), SignatureLines(),
    RepeatedNotices(), InvisibleCharacters(),
  ]

  /// The names of all rules, with what they take out. `blank` cannot be switched off: white space is no text.
  public static let ruleNames: [(code: String, name: BilingualText)] = [
    ("watermark", BilingualText(en: "watermarks", ja: "透かし")),
    ("invisible-text", BilingualText(en: "text that is not drawn", ja: "表示されない文字列")),
    ("running-header", BilingualText(en: "running headers", ja: "ページのヘッダー")),
    ("running-footer", BilingualText(en: "running footers", ja: "ページのフッター")),
    ("page-number", BilingualText(en: "page numbers", ja: "ページ番号")),
    ("table-of-contents", BilingualText(en: "tables of contents", ja: "目次")),
    ("cover-page", BilingualText(en: "words of a cover page", ja: "表紙の語句")),
    ("signature-line", BilingualText(en: "lines to sign on", ja: "署名欄")),
    ("repeated-notice", BilingualText(en: "notices repeated in the document", ja: "文書内で繰り返される注記")),
    ("corpus-boilerplate", BilingualText(en: "notices repeated in other documents", ja: "ほかの文書と同じ注記")),
    ("invisible-characters", BilingualText(en: "characters that nobody sees", ja: "目に見えない文字")),
    ("blank", BilingualText(en: "white space alone", ja: "空白のみ")),
  ]

  /// The document's own words, with the way back to its blocks.
  public static func clean(_ document: Document, _ options: CleaningOptions = CleaningOptions()) -> CleanDocument {
    var text: [UInt8] = []
    var segments: [CleanSegment] = []
    var removed: [Removal] = []
    var headings: [(title: String, level: Int, start: Int)] = []
    var previous: Block.Kind?
    let spans = spans(in: document, options)
    for (index, block) in document.blocks.enumerated() {
      let bytes = Array(block.text.utf8)
      let (kept, gone) = divide(bytes, spans[index] ?? [])
      removed += gone.map { span in
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

  /// What the rules that are on name, by block.
  private static func spans(in document: Document, _ options: CleaningOptions) -> [Int: [CleaningSpan]] {
    var spans: [Int: [CleaningSpan]] = [:]
    for rule in rules {
      for span in rule.removals(in: document, options) where !options.off.contains(span.rule) && !span.range.isEmpty {
        let text = document.blocks[span.block].text.utf8.dropFirst(span.range.lowerBound).prefix(span.range.count)
        if !options.keeps(String(decoding: text, as: UTF8.self)) { spans[span.block, default: []].append(span) }
      }
    }
    return spans
  }

  /// What stays of a block and what goes. A block of which only white space would stay goes whole.
  private static func divide(
    _ bytes: [UInt8], _ spans: [CleaningSpan]
  ) -> (kept: [Range<Int>], removed: [CleaningSpan]) {
    var removed: [CleaningSpan] = []
    for span in spans where !removed.contains(where: { $0.range.overlaps(span.range) }) { removed.append(span) }
    removed.sort { $0.range.lowerBound < $1.range.lowerBound }
    var position = 0
    var kept: [Range<Int>] = []
    for span in removed {
      if span.range.lowerBound > position { kept.append(position..<span.range.lowerBound) }
      position = span.range.upperBound
    }
    if position < bytes.count { kept.append(position..<bytes.count) }
    if kept.allSatisfy({ bytes[$0].allSatisfy(\.isASCIIWhitespace) }) {
      removed += kept.map { CleaningSpan(rule: "blank", block: 0, range: $0) }
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
