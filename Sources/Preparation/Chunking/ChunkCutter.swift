import Records

/// Makes the chunks of one document, group by group.
struct ChunkCutter {
  let chunker: Chunker
  let clean: CleanDocument
  let document: Document
  let bytes: [UInt8]
  private(set) var chunks: [Chunk] = []

  init(chunker: Chunker, clean: CleanDocument, document: Document, bytes: [UInt8]) {
    self.chunker = chunker
    self.clean = clean
    self.document = document
    self.bytes = bytes
  }

  /// Sections that share a chunk, or one section that may need several.
  mutating func cut(_ group: [ChunkSection]) {
    let units = group.flatMap(\.units)
    let path = commonPath(group)
    for part in parts(units) { add(units[part], path: path) }
  }

  /// Ranges of units, each within the budget, of about the same size.
  private func parts(_ units: [ChunkUnit]) -> [Range<Int>] {
    guard let first = units.first, let last = units.last else { return [] }
    let total = chunker.tokens(bytes[first.start..<last.end])
    let count = (total + chunker.maximumTokens - 1) / chunker.maximumTokens
    guard count > 1 else { return [0..<units.count] }
    let goal = (total + count - 1) / count
    let wholes = wholes(units)
    var parts: [Range<Int>] = []
    var start = 0
    var next = 0
    while next < wholes.count {
      var end = next + 1
      var size = tokens(units, start..<wholes[next].upperBound)
      // Headings, and what leads to a table or code, stay with what follows them, where both fit.
      while end < wholes.count, size < goal || leadsOn(units, wholes[end - 1].upperBound - 1) {
        let larger = tokens(units, start..<wholes[end].upperBound)
        guard larger <= chunker.maximumTokens else { break }
        size = larger
        end += 1
      }
      parts.append(start..<wholes[end - 1].upperBound)
      next = end
      guard next < wholes.count else { break }
      start = overlapStart(units, before: wholes[next], after: start)
    }
    return parts
  }

  /// Whether a unit says little without the one behind it: a heading; the item, the caption or `as follows:` above a
  /// table or code.
  private func leadsOn(_ units: [ChunkUnit], _ index: Int) -> Bool {
    if units[index].kind == .heading { return true }
    guard index + 1 < units.count, units[index + 1].block != units[index].block else { return false }
    guard units[index + 1].kind == .row || units[index + 1].kind == .line else { return false }
    switch document.blocks[units[index].block].kind {
    case .listItem, .caption: return true
    case .paragraph: return bytes[..<units[index].end].last == UInt8(ascii: ":") || text(units[index]).hasSuffix("：")
    default: return false
    }
  }

  private func text(_ unit: ChunkUnit) -> String { String(decoding: bytes[unit.start..<unit.end], as: UTF8.self) }

  /// What is never cut within a part: an article, or an item with its code, that fits into a chunk; or else a single unit.
  private func wholes(_ units: [ChunkUnit]) -> [Range<Int>] {
    var wholes: [Range<Int>] = []
    var index = 0
    while index < units.count {
      var end = index + 1
      if let article = units[index].article {
        while end < units.count, units[end].article == article { end += 1 }
        if end > index + 1, tokens(units, index..<end) > chunker.maximumTokens { end = index + 1 }
      } else if units[index].kind != .heading, leadsOn(units, index), units[index + 1].kind == .line {
        while end < units.count, units[end].block == units[index + 1].block { end += 1 }
        if tokens(units, index..<end) > chunker.maximumTokens { end = index + 1 }
      }
      wholes.append(index..<end)
      index = end
    }
    return wholes
  }

  /// Where the next part begins: some sentences back, if they and what it begins with fit the budget.
  private func overlapStart(_ units: [ChunkUnit], before whole: Range<Int>, after previous: Int) -> Int {
    let next = whole.lowerBound
    guard units[next].kind == .sentence else { return next }
    var start = next
    while start - 1 > previous, next - start < chunker.overlapSentences, units[start - 1].kind == .sentence,
      units[start - 1].block == units[next].block,
      tokens(units, start - 1..<whole.upperBound) <= chunker.maximumTokens
    {
      start -= 1
    }
    return start
  }

  private func tokens(_ units: [ChunkUnit], _ range: Range<Int>) -> Int {
    chunker.tokens(bytes[units[range.lowerBound].start..<units[range.upperBound - 1].end])
  }

  private mutating func add(_ units: ArraySlice<ChunkUnit>, path: [String]) {
    guard let first = units.first, let last = units.last else { return }
    let range = trimmed(first.start..<last.end)
    guard !range.isEmpty else { return }
    let text = String(decoding: bytes[range], as: UTF8.self)
    var context = path
    if let header = first.tableHeader { context.append(header) }
    if let label = first.rowHeader { context.append(label + Chunk.restOfRow) }
    var chunk = Chunk(
      document: document.id, path: document.source.path, index: chunks.count, text: text, start: range.lowerBound,
      end: range.upperBound, pages: clean.pages(of: range, in: document), tokenCount: chunker.counter.count(text),
      context: context, language: language(of: text))
    chunk.section = clean.section(around: range)
    chunks.append(chunk)
  }

  /// Title and the headings that all sections of a chunk stand under.
  private func commonPath(_ group: [ChunkSection]) -> [String] {
    var path = group.first?.path ?? []
    for section in group.dropFirst() {
      path = Array(zip(path, section.path).prefix { $0 == $1 }.map(\.0))
    }
    let title = document.title
    return title.isEmpty || path.first == title ? path : [title] + path
  }

  /// The document's language, but where a passage of a bilingual document is plainly in the other.
  private func language(of text: String) -> Language {
    var japanese = 0
    var letters = 0
    for scalar in text.unicodeScalars where scalar.isAlphabetic {
      letters += 1
      if scalar.isJapanese { japanese += 1 }
    }
    switch document.language {
    case .ja: return japanese == 0 && letters >= 40 ? .en : .ja
    case .en: return japanese * 2 > letters ? .ja : .en
    }
  }

  /// Without white space at both ends, the ideographic space (E3 80 80) included.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      if bytes[low].isASCIIWhitespace {
        low += 1
      } else if high - low >= 3, bytes[low..<low + 3].elementsEqual([0xE3, 0x80, 0x80]) {
        low += 3
      } else {
        break
      }
    }
    while high > low {
      if bytes[high - 1].isASCIIWhitespace {
        high -= 1
      } else if high - low >= 3, bytes[high - 3..<high].elementsEqual([0xE3, 0x80, 0x80]) {
        high -= 3
      } else {
        break
      }
    }
    return low..<high
  }
}
