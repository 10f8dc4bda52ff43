import Records

/// What a chunk is made of and never cuts: a heading, a sentence, a list item, a table row, a line of code; a clause only
/// where one of these is far too long for a chunk.
struct ChunkUnit {
  enum Kind { case heading, sentence, listItem, row, line, clause }

  var kind: Kind
  /// UTF-8 offsets in the clean text, half open.
  var start: Int
  var end: Int
  /// Index of the block in `Document.blocks`.
  var block: Int
  /// For a row that does not stand with its table's header: the header's rows.
  var tableHeader: String?
  /// For a row below the first one of a cell that covers several: that cell's text, and those beside it.
  var rowHeader: String?
  /// Units of one article (条) have the same number; nil for what belongs to none.
  var article: Int?
}

/// Cuts a document's blocks into units.
struct ChunkUnits {
  let clean: CleanDocument
  let document: Document
  let bytes: [UInt8]
  let counter: any TokenCounter
  let maximumTokens: Int

  /// The units of the whole text, in order, and warnings about those that had to be cut.
  func all() -> (units: [ChunkUnit], warnings: [DocumentWarning]) {
    let cutter = ClauseCutter(counter: counter, maximumTokens: maximumTokens)
    var units: [ChunkUnit] = []
    var warnings: [DocumentWarning] = []
    for unit in Articles(document: document, clean: clean).numbered(whole()) {
      guard let cut = cutter.cut(text(unit.start..<unit.end)) else {
        units.append(unit)
        continue
      }
      units += cut.pieces.map { piece in
        var clause = unit
        if unit.kind != .heading { clause.kind = .clause }
        clause.start = unit.start + piece.lowerBound
        clause.end = unit.start + piece.upperBound
        return clause
      }
      warnings.append(cut.warning(page: clean.pages(of: unit.start..<unit.end, in: document).first))
    }
    return (units, warnings + CutWarnings(units: self).about(units))
  }

  private func whole() -> [ChunkUnit] {
    var units: [ChunkUnit] = []
    var index = 0
    while index < clean.segments.count {
      let first = clean.segments[index]
      var end = first.start + first.length
      // A block that lost something in its middle has several segments, side by side in the clean text.
      while index + 1 < clean.segments.count, clean.segments[index + 1].block == first.block {
        index += 1
        end = clean.segments[index].start + clean.segments[index].length
      }
      units += self.units(of: first.block, first.start..<end)
      index += 1
    }
    return units
  }

  private func units(of block: Int, _ range: Range<Int>) -> [ChunkUnit] {
    switch document.blocks[block].kind {
    case .heading:
      return [ChunkUnit(kind: .heading, start: range.lowerBound, end: range.upperBound, block: block)]
    case .table: return rows(of: block, range)
    case .code:
      return lines(range).map { ChunkUnit(kind: .line, start: $0.lowerBound, end: $0.upperBound, block: block) }
    case .listItem:
      // An item beyond the budget is an article of rules rather than an item: it is cut between its sentences.
      guard counter.count(text(range)) > maximumTokens else {
        return [ChunkUnit(kind: .listItem, start: range.lowerBound, end: range.upperBound, block: block)]
      }
      return sentences(of: block, range)
    case .paragraph, .caption, .footnote, .formula, .header, .footer: return sentences(of: block, range)
    }
  }

  private func sentences(of block: Int, _ range: Range<Int>) -> [ChunkUnit] {
    SentenceSplitter.split(text(range), language: document.language).map { sentence in
      ChunkUnit(
        kind: .sentence, start: range.lowerBound + sentence.lowerBound, end: range.lowerBound + sentence.upperBound,
        block: block)
    }
  }

  /// The header rows stay with the first row below them: alone they say nothing. The rows after it carry them along.
  private func rows(of block: Int, _ range: Range<Int>) -> [ChunkUnit] {
    let lines = lines(range)
    let count = document.blocks[block].headerRows ?? 0
    let labels = RowHeaders(document.blocks[block], lines: lines.count)
    let hasHeader = count > 0 && lines.count > count
    let header = hasHeader ? text(lines[0].lowerBound..<lines[count - 1].upperBound) : nil
    return lines.indices.dropFirst(hasHeader ? count : 0).map { row in
      let isFirst = hasHeader && row == count
      var unit = ChunkUnit(
        kind: .row, start: lines[isFirst ? 0 : row].lowerBound, end: lines[row].upperBound, block: block)
      unit.tableHeader = isFirst ? nil : header
      unit.rowHeader = labels.above(row)
      return unit
    }
  }

  /// Lines without their line ends; empty ones belong to the line before.
  private func lines(_ range: Range<Int>) -> [Range<Int>] {
    bytes[range].split(separator: 0x0A, omittingEmptySubsequences: true).map { $0.startIndex..<$0.endIndex }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// The cells of a table that cover several rows: what is written in the first of them holds for the others.
private struct RowHeaders {
  private var labels: [Int: [(column: Int, text: String)]] = [:]

  /// Nothing where the text has other lines than the table rows, since cleaning took some.
  init(_ block: Block, lines: Int) {
    guard let rows = block.rows, rows.count == lines else { return }
    for span in block.spans ?? [] where span.rows > 1 && span.row >= block.headerRows ?? 0 {
      guard rows.indices.contains(span.row), rows[span.row].indices.contains(span.column) else { continue }
      let text = rows[span.row][span.column]
      guard !text.isEmpty else { continue }
      for row in (span.row + 1)..<max(span.row + 1, min(rows.count, span.row + span.rows)) {
        labels[row, default: []].append((span.column, text))
      }
    }
  }

  /// What stands in the cells that reach down to a row, left to right; nil where none does.
  func above(_ row: Int) -> String? {
    labels[row].map { $0.sorted { $0.column < $1.column }.map(\.text).joined(separator: " | ") }
  }
}
