import Records

/// Makes rows out of a ruled grid: where lines part only the columns, rows are found by what stands in them.
struct RuledRows {
  let grid: RuledGrid
  /// What stands in each of the grid's cells.
  let contents: [RuledCell]
  let page: Int
  let frame: PageFrame

  /// Lines of a column of figures that prove rows.
  private static let fewestFigures = 2
  /// Lines in several columns, as many in each, that prove rows where they leave room to their right.
  private static let fewestShortLines = 3
  private static let shortLine = 0.75

  /// Nil where nothing but one row comes out.
  func table() -> TableGrid? {
    var cells: [[[[Word]]]] = []
    var spans: [CellSpan] = []
    // Where each row of the grid begins among the table's rows.
    var starts: [Int] = []
    var wereSplit: [Bool] = []
    for row in 0..<grid.rows {
      starts.append(cells.count)
      let several = split(row)
      cells += several ?? [plain(row)]
      wereSplit.append(several != nil)
    }
    starts.append(cells.count)
    for cell in grid.cells {
      let (first, end) = (starts[cell.row], starts[cell.row + cell.rows])
      guard cell.columns > 1 || cell.rows > 1 else { continue }
      spans.append(CellSpan(row: first, column: cell.column, rows: end - first, columns: cell.columns))
    }
    guard cells.count >= 2 else { return nil }
    var table = TableGrid(
      cells: cells, spans: spans, rect: grid.rect, columnEdges: grid.xs, page: page, frame: frame)
    // One line under the first row, and none between the others.
    if grid.rows == 2, wereSplit == [false, true] { table.headerRows = 1 }
    return table.withoutEmptyLines()
  }

  /// A row by itself, which is a table's only if that goes on on another page.
  func openRow() -> TableGrid {
    var table = TableGrid(
      cells: [plain(0)], spans: [], rect: grid.rect, columnEdges: grid.xs, page: page, frame: frame)
    table.isOpen = true
    return table
  }

  /// The row as the lines have it: each cell's text in its first place.
  private func plain(_ row: Int) -> [[[Word]]] {
    (0..<grid.columns).map { column in
      let index = grid.cellAt[row * grid.columns + column]
      let cell = grid.cells[index]
      return cell.row == row && cell.column == column ? contents[index].words : []
    }
  }

  /// Several rows, where the cells of one row of the grid hold a line of each.
  private func split(_ row: Int) -> [[[[Word]]]]? {
    let inRow = grid.cells.indices.filter {
      grid.cells[$0].row <= row && grid.cells[$0].row + grid.cells[$0].rows > row
    }
    guard inRow.allSatisfy({ grid.cells[$0].rows == 1 }) else { return nil }
    let filled = inRow.filter { !contents[$0].lines.isEmpty }
    guard filled.count >= 2, holdsRows(filled) else { return nil }
    let segments = filled.flatMap { contents[$0].lines.flatMap(\.segments) }
    let separators = inRow.map { grid.xs[grid.cells[$0].column] }.dropFirst()
    let rows = TableGrid(Row.rows(of: segments)[...], Array(separators)).cells
    return rows.map { cells in
      var places = [[[Word]]](repeating: [], count: grid.columns)
      for (cell, lines) in zip(inRow, cells) { places[grid.cells[cell].column] = lines }
      return places
    }
  }

  /// Whether cells hold a line of each of several rows: figures under figures, short lines at the same heights, or
  /// white that runs through all cells.
  private func holdsRows(_ cells: [Int]) -> Bool {
    let many = cells.filter { contents[$0].lines.count >= Self.fewestFigures }
    guard many.count >= 2 else { return false }
    let hasFigures = many.contains { cell in
      // Where lines part other rows, two lines in one of them are two lines of its cells.
      contents[cell].lines.count >= (grid.rows > 3 ? Self.fewestShortLines : Self.fewestFigures)
        && contents[cell].words.allSatisfy(TableGrid.isFigure)
    }
    if hasFigures, many.contains(where: { areAligned($0, with: many) }) { return true }
    return hasShortLines(many, of: cells) || hasScatteredLines(many) || hasGaps(cells)
  }

  private func isShort(_ cell: Int) -> Bool {
    let room = grid.rect(of: grid.cells[cell]).width
    return contents[cell].lines.allSatisfy { $0.rect.width < Self.shortLine * room }
  }

  private func hasShortLines(_ many: [Int], of cells: [Int]) -> Bool {
    guard let most = many.map({ contents[$0].lines.count }).max(), most >= Self.fewestShortLines else { return false }
    let short = many.filter { contents[$0].lines.count == most && isShort($0) }
    return short.count >= 2 && short.count * 2 >= cells.count && areAligned(short[0], with: short)
  }

  /// Short lines that keep to the heights of another cell's lines, but leave out some that stand between them.
  private func hasScatteredLines(_ many: [Int]) -> Bool {
    many.contains { cell in
      let lines = contents[cell].lines
      guard lines.count >= Self.fewestShortLines, isShort(cell) else { return false }
      return many.contains { other in
        guard other != cell, areAligned(other, with: [cell]) else { return false }
        return zip(lines, lines.dropFirst()).contains { upper, lower in
          contents[other].lines.contains { $0.rect.y0 >= upper.rect.midY && $0.rect.y1 <= lower.rect.midY }
        }
      }
    }
  }

  /// Whether white of a second, larger kind runs through all cells, with text in several of them between.
  private func hasGaps(_ cells: [Int]) -> Bool {
    let lines = cells.flatMap { cell in contents[cell].lines.map { (cell: cell, rect: $0.rect) } }
      .sorted { $0.rect.y0 < $1.rect.y0 }
    var bands: [(bottom: Double, cells: Set<Int>)] = []
    var gaps: [Double] = []
    for line in lines {
      if let last = bands.indices.last, line.rect.y0 < bands[last].bottom + 0.1 * line.rect.height {
        bands[last].bottom = max(bands[last].bottom, line.rect.y1)
        bands[last].cells.insert(line.cell)
      } else {
        if let last = bands.last { gaps.append(line.rect.y0 - last.bottom) }
        bands.append((line.rect.y1, [line.cell]))
      }
    }
    guard let height = lines.map(\.rect.height).min() else { return false }
    // Lines of running text stand closer than rows with as much white as letters between them.
    guard let threshold = TableGrid.rowGap(gaps) ?? (gaps.allSatisfy({ $0 > 0.9 * height }) ? 0 : nil) else {
      return false
    }
    var rows: [Set<Int>] = []
    for (index, band) in bands.enumerated() {
      if index > 0, gaps[index - 1] < threshold {
        rows[rows.count - 1].formUnion(band.cells)
      } else {
        rows.append(band.cells)
      }
    }
    return rows.count >= Self.fewestShortLines && rows.count { $0.count >= 2 } * 5 >= rows.count * 4
  }

  /// Whether the lines of one cell stand at the heights of another's.
  private func areAligned(_ cell: Int, with others: [Int]) -> Bool {
    let heights = contents[cell].lines.map(\.rect.midY)
    return others.contains { other in
      guard other != cell else { return false }
      return contents[other].lines.allSatisfy { line in
        heights.contains { abs($0 - line.rect.midY) < 0.3 * line.rect.height }
      }
    }
  }
}
