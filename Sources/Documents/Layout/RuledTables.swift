import PageContent
import Records

/// Finds the tables that lines rule, and takes their words out of the text around them.
struct RuledTables {
  /// The tables, from top to bottom.
  private(set) var tables: [TableGrid] = []
  /// The words outside of them.
  private(set) var rest: [Word]
  /// Groups of lines that meet and are no grid.
  private(set) var others: [RuleLines] = []

  /// Cells with text that a table has at least.
  private static let fewestCells = 4
  /// Share of its cells with text: a chart's grid and a form's boxes for single letters stand empty.
  private static let leastFilled = 0.3
  /// Letters in a table's average cell, at least: boxes around single letters are a drawing.
  private static let fewestLetters = 1.0

  init(_ words: [Word], _ rules: PageRules?, page: Int, frame: PageFrame) {
    rest = words
    guard let rules, !rules.lines.isEmpty else { return }
    let lines = RuleLines(rules, in: frame)
    var grids: [RuledGrid] = []
    for group in lines.groups() {
      if let grid = RuledGrid(group) { grids.append(grid) } else { others.append(group) }
    }
    // The innermost table first: what it takes, a frame around it does not get.
    for grid in grids.sorted(by: { $0.rect.width * $0.rect.height < $1.rect.width * $1.rect.height }) {
      var inside = Self.split(rest, at: grid)
      let isOpen = Self.isOpen(inside.cells, inside.rest, grid, in: frame)
      guard isOpen || Self.isTable(inside.cells, grid) else { continue }
      var contents = inside.cells.map { RuledCell($0, page: page, frame: frame) }
      var cells = grid
      if let finer = RuledColumns(grid: grid, contents: contents).finer() {
        cells = finer
        inside = Self.split(rest, at: finer)
        contents = inside.cells.map { RuledCell($0, page: page, frame: frame) }
      }
      let rows = RuledRows(grid: cells, contents: contents, page: page, frame: frame)
      guard let table = rows.table() ?? (isOpen ? rows.openRow() : nil) else { continue }
      tables.append(table)
      rest = inside.rest
    }
    tables.sort { $0.rect.y0 < $1.rect.y0 }
    for index in tables.indices { TableHeader.find(in: &tables[index], areas: rules.areas.map { frame.turned($0) }) }
  }

  /// The words of each cell, and those that stand in none; a word that crosses a line is cut there.
  private static func split(_ words: [Word], at grid: RuledGrid) -> (cells: [[Word]], rest: [Word]) {
    var cells = [[Word]](repeating: [], count: grid.cells.count)
    var rest: [Word] = []
    let area = grid.rect
    for word in words {
      guard word.rect.midY >= area.y0, word.rect.midY <= area.y1, word.rect.x1 > area.x0, word.rect.x0 < area.x1 else {
        rest.append(word)
        continue
      }
      for (cell, part) in parts(of: word, in: grid) {
        if let cell { cells[cell].append(part) } else { rest.append(part) }
      }
    }
    return (cells, rest)
  }

  private static func parts(of word: Word, in grid: RuledGrid) -> [(cell: Int?, word: Word)] {
    let first = grid.cell(x: word.rect.x0 + 0.5, y: word.rect.midY)
    if first == grid.cell(x: word.rect.x1 - 0.5, y: word.rect.midY), first != nil { return [(first, word)] }
    var parts: [(cell: Int?, word: Word)] = []
    for glyph in word.glyphs {
      let cell = grid.cell(x: glyph.rect.midX, y: word.rect.midY)
      if let last = parts.indices.last, parts[last].cell == cell {
        parts[last].word.glyphs.append(glyph)
        parts[last].word.rect = parts[last].word.rect.union(glyph.rect)
      } else {
        var part = word
        part.glyphs = [glyph]
        part.rect = glyph.rect
        // Readings count letters from the word's beginning.
        if !parts.isEmpty { part.readings = [] }
        parts.append((cell, part))
      }
    }
    return parts.count == 1 ? [(parts[0].cell, word)] : parts
  }

  private static func isTable(_ words: [[Word]], _ grid: RuledGrid) -> Bool {
    let filled = words.count { !$0.isEmpty }
    let letters = words.reduce(0) { $0 + $1.reduce(0) { $0 + $1.glyphs.count } }
    return filled >= fewestCells && Double(filled) >= leastFilled * Double(words.count)
      && Double(letters) > fewestLetters * Double(filled) && spreads(words, grid)
  }

  /// Share of the page's height at its top and bottom where running headers and footers stand.
  private static let margin = 0.14

  /// Whether a single row of filled cells is the first or the last thing of the page: then the rest of its table may stand
  /// on the page before or after.
  private static func isOpen(_ cells: [[Word]], _ others: [Word], _ grid: RuledGrid, in frame: PageFrame) -> Bool {
    guard grid.rows == 1, cells.count >= 2, cells.allSatisfy({ !$0.isEmpty }) else { return false }
    let letters = cells.reduce(0) { $0 + $1.reduce(0) { $0 + $1.glyphs.count } }
    guard Double(letters) > fewestLetters * Double(cells.count) else { return false }
    let (top, bottom) = (margin * frame.frameHeight, (1 - margin) * frame.frameHeight)
    return others.allSatisfy { $0.rect.midY < grid.rect.y1 || $0.rect.midY > bottom }
      || others.allSatisfy { $0.rect.midY > grid.rect.y0 || $0.rect.midY < top }
  }

  /// Whether text stands in two columns and two rows at least.
  private static func spreads(_ words: [[Word]], _ grid: RuledGrid) -> Bool {
    let filled = grid.cells.indices.filter { !words[$0].isEmpty }.map { grid.cells[$0] }
    return Set(filled.map(\.column)).count >= 2 && (Set(filled.map(\.row)).count >= 2 || grid.rows == 1)
  }
}

extension PageFrame {
  func turned(_ box: RuleBox) -> Rect {
    turned(Rect(x0: Double(box.x0), y0: Double(box.y0), x1: Double(box.x1), y1: Double(box.y1)))
  }
}

/// The text of one cell, line by line.
struct RuledCell: Sendable {
  var lines: [Row]

  init(_ words: [Word], page: Int, frame: PageFrame) {
    let segments = SegmentBuilder.joined(SegmentBuilder.segments(of: words, page: page, frame: frame), .wide)
    lines = segments.isEmpty ? [] : Row.rows(of: segments)
  }

  var words: [[Word]] { lines.map { $0.segments.flatMap(\.words) } }
}

extension LineSegment {
  /// A table's place among lines: its words in reading order, its whole area.
  init(_ table: TableGrid) {
    self.init(words: table.cells.flatMap { $0.flatMap { $0.flatMap { $0 } } }, page: table.page, frame: table.frame)
    rect = table.rect
    self.table = table
  }
}

extension TableGrid {
  /// The same without rows and columns in which nothing stands: lines drawn double, or ruled for the looks.
  func withoutEmptyLines() -> TableGrid {
    let rows = cells.indices.filter { row in cells[row].contains { !$0.isEmpty } }
    let columns = (cells.first ?? []).indices.filter { column in cells.contains { !$0[column].isEmpty } }
    guard rows.count < cells.count || columns.count < cells[0].count else { return self }
    var result = self
    result.rowPages = rows.map { rowPages[$0] }
    result.cells = rows.map { row in columns.map { cells[row][$0] } }
    result.spans = spans.compactMap { span in
      let inRows = rows.indices.filter { span.row..<(span.row + span.rows) ~= rows[$0] }
      let inColumns = columns.indices.filter { span.column..<(span.column + span.columns) ~= columns[$0] }
      guard let row = inRows.first, let column = inColumns.first, inRows.count > 1 || inColumns.count > 1 else {
        return nil
      }
      return CellSpan(row: row, column: column, rows: inRows.count, columns: inColumns.count)
    }
    result.columnEdges = columns.map { columnEdges[$0] } + [columnEdges[columnEdges.count - 1]]
    return result
  }
}
