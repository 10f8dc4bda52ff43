import Records

/// Parts columns where a table has no lines between them: ruled in its header alone, or with lines between rows and a
/// single one between columns.
struct RuledColumns {
  let grid: RuledGrid
  /// What stands in each of the grid's cells.
  let contents: [RuledCell]

  /// Cells of a column that fall apart at the same places, before a column is taken apart there: their number, and
  /// their share.
  private static let fewestParted = 2
  private static let partedShare = 0.6

  /// The grid with all columns; nil where the lines have them all.
  func finer() -> RuledGrid? {
    let inner = (0..<grid.columns).flatMap(innerSeparators)
    let finer = grid.withColumns(at: inner)
    var changed = !inner.isEmpty
    let cells = finer.cells.flatMap { cell -> [CellSpan] in
      guard cell.columns > 1 else { return [cell] }
      let parts = parts(of: cell, in: finer, inner: inner)
      changed = changed || parts.count > 1
      return parts
    }
    return changed ? finer.with(cells) : nil
  }

  /// Where the text of a column's cells falls apart.
  private func innerSeparators(_ column: Int) -> [Double] {
    let filled = grid.cells.indices.filter {
      grid.cells[$0].column == column && grid.cells[$0].columns == 1 && !contents[$0].lines.isEmpty
    }
    let parted = filled.filter { cell in
      contents[cell].lines.count { $0.segments.count > 1 && !Self.isSpread($0) } * 2 > contents[cell].lines.count
    }
    let lines = parted.flatMap { contents[$0].lines }
    guard lines.count >= Self.fewestParted,
      Double(parted.count) >= Self.partedShare * Double(filled.count)
    else { return [] }
    return (TableGrid.separators(of: lines[...]) ?? []).filter { areAligned(lines, at: $0) }
  }

  /// Share of lines whose text behind a place begins, ends or stands alike, as cells do and words behind a space do not.
  private static let alignedShare = 0.75

  private func areAligned(_ lines: [Row], at place: Double) -> Bool {
    let behind = lines.compactMap { line in
      line.segments.flatMap { TableGrid.cellRects(of: $0) }.filter { $0.midX > place }.min { $0.x0 < $1.x0 }
    }
    guard behind.count >= Self.fewestParted else { return false }
    let size = lines.first?.size ?? 0
    return [behind.map(\.x0), behind.map(\.midX), behind.map(\.x1)].contains { places in
      let middle = places.sorted()[places.count / 2]
      return Double(places.count { abs($0 - middle) < 0.6 * size }) >= Self.alignedShare * Double(places.count)
    }
  }

  /// A cell over several columns, cut where its lines have white between them; at columns that the text alone has
  /// shown, cut wherever no line crosses.
  private func parts(of cell: CellSpan, in finer: RuledGrid, inner: [Double]) -> [CellSpan] {
    let area = finer.rect(of: cell)
    guard let index = grid.cell(x: area.midX, y: area.midY) else { return [cell] }
    let lines = contents[index].lines
    guard !lines.isEmpty else { return [cell] }
    var parts: [CellSpan] = []
    var start = cell.column
    for column in (cell.column + 1)..<(cell.column + cell.columns) {
      let x = finer.xs[column]
      let isInner = inner.contains(x)
      guard isInner ? !lines.contains(where: { Self.crosses($0, x) }) : lines.allSatisfy({ Self.isParted($0, at: x) })
      else { continue }
      parts.append(CellSpan(row: cell.row, column: start, rows: cell.rows, columns: column - start))
      start = column
    }
    return parts + [
      CellSpan(row: cell.row, column: start, rows: cell.rows, columns: cell.column + cell.columns - start)
    ]
  }

  private static func crosses(_ line: Row, _ x: Double) -> Bool {
    if isSpread(line) { return line.rect.x0 < x && line.rect.x1 > x }
    return line.segments.contains { segment in
      TableGrid.cellRects(of: segment).contains { $0.x0 < x - 1 && $0.x1 > x + 1 }
    }
  }

  /// Letters of one word set far apart, such as 中 堅 企 業.
  private static func isSpread(_ line: Row) -> Bool {
    line.segments.allSatisfy { $0.words.allSatisfy { $0.glyphs.count == 1 && $0.first.isJapanese } }
  }

  /// Whether a line has text on both sides of a place, and white between them.
  private static func isParted(_ line: Row, at x: Double) -> Bool {
    line.rect.x0 < x && line.rect.x1 > x && !crosses(line, x)
  }
}

extension RuledGrid {
  /// The grid with more columns; cells that hold such a place go over it.
  func withColumns(at places: [Double]) -> RuledGrid {
    guard !places.isEmpty else { return self }
    let all = (xs + places).sorted()
    let cells = cells.map { cell in
      let first = all.firstIndex(of: xs[cell.column]) ?? 0
      let end = all.firstIndex(of: xs[cell.column + cell.columns]) ?? all.count - 1
      return CellSpan(row: cell.row, column: first, rows: cell.rows, columns: end - first)
    }
    return RuledGrid(xs: all, ys: ys, cells: cells)
  }

  /// The grid with other cells, which must cover it as those before did.
  func with(_ cells: [CellSpan]) -> RuledGrid { RuledGrid(xs: xs, ys: ys, cells: cells) }
}
