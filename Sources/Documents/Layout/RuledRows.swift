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
    for row in 0..<grid.rows {
      starts.append(cells.count)
      cells += split(row) ?? [plain(row)]
    }
    starts.append(cells.count)
    for cell in grid.cells {
      let (first, end) = (starts[cell.row], starts[cell.row + cell.rows])
      guard cell.columns > 1 || cell.rows > 1 else { continue }
      spans.append(CellSpan(row: first, column: cell.column, rows: end - first, columns: cell.columns))
    }
    guard cells.count >= 2 else { return nil }
    return TableGrid(cells: cells, spans: spans, rect: grid.rect, columnEdges: grid.xs, page: page, frame: frame)
      .withoutEmptyLines()
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

  private func holdsRows(_ cells: [Int]) -> Bool {
    let many = cells.filter { contents[$0].lines.count >= Self.fewestFigures }
    guard many.count >= 2 else { return false }
    let figures = many.count { cell in contents[cell].words.allSatisfy(TableGrid.isFigure) }
    if figures >= 1, many.contains(where: { areAligned($0, with: many) }) { return true }
    guard let most = many.map({ contents[$0].lines.count }).max(), most >= Self.fewestShortLines else { return false }
    let short = many.filter { cell in
      let room = grid.rect(of: grid.cells[cell]).width
      return contents[cell].lines.count == most
        && contents[cell].lines.allSatisfy { $0.rect.width < Self.shortLine * room }
    }
    return short.count >= 2 && short.count * 2 >= cells.count && areAligned(short[0], with: short)
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
