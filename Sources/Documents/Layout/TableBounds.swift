import Records

/// Where a table that nothing rules begins and ends.
extension TableGrid {
  /// Whether a line is set larger than the one under it, and stands off: a title whose words stand far apart.
  static func isTitle(_ row: Row, above next: Row, gap: Double) -> Bool {
    let (size, below) = (row.segments.map(\.size).min() ?? 0, next.segments.map(\.size).max() ?? 0)
    return size > 1.15 * below && gap > 0.8 * below && !isHeader(row, above: next)
  }

  /// Whether the cells of a row, of which there are three or more, begin where those of another do, in letters of one size.
  static func isLevel(_ row: Row, with other: Row) -> Bool {
    row.segments.count >= fewestLevel && row.segments.count == other.segments.count
      && zip(row.segments, other.segments).allSatisfy {
        abs($0.rect.x0 - $1.rect.x0) < 0.3 * $0.size && abs($0.size - $1.size) < 0.05 * $0.size
      }
  }

  private static let fewestLevel = 3

  /// Rows with cells that either of two tables has at least.
  private static let fewestRows = 3

  /// Whether another table begins with a row: well apart from the one above, and with columns that the two would not
  /// have together; `run` already has that row.
  static func isOtherTable(_ row: Int, in rows: [Row], below above: TableRun.Shape, _ run: TableRun, gap: Double)
    -> Bool
  {
    let height = min(rows[row].rect.height, rows[row - 1].rect.height)
    guard gap > widestInTable * height, above.filled >= fewestRows, gap > 1.3 * above.usualGap else { return false }
    let below = rows[row...].prefix(fewestRows + 1)
    guard below.count(where: { $0.segments.count >= 2 }) >= fewestRows, let own = TableRun(below).columnGaps else {
      return false
    }
    var both = run
    for row in below.dropFirst() { both.add(row) }
    return both.columnGaps?.count ?? 0 < max(own.count, above.columns)
  }

  /// Whether a line below a table is text in which there happens to be a gap: well apart from the rows, and across their
  /// columns.
  static func isTextBelow(
    _ row: Int, in rows: [Row], below above: TableRun.Shape, gap: Double, _ joint: Int
  ) -> Bool {
    guard gap > widestInTable * rows[row].rect.height, above.filled >= fewestRows, above.columns >= 2,
      joint < above.columns, gap > 1.8 * above.widestGap
    else { return false }
    return row + 1 >= rows.count || rows[row + 1].segments.count < 2
      || rows[row + 1].rect.y0 - rows[row].rect.y1 > widestInTable * rows[row].rect.height
  }

  /// Line heights of white above what closes a text.
  private static let leastAboveClosing = 0.8

  /// Line heights of white between rows of one table, beside which another may begin.
  private static let widestInTable = 1.3

  /// Whether a line names the rows below it (`Fasteners`, `西日本`): a few words at the left edge, between rows of the
  /// same columns, as far from them as they are from each other.
  static func namesGroup(_ row: Int, in rows: [Row], below above: TableRun, _ columns: [ColumnGap]) -> Bool {
    guard row + 2 < rows.count, rows[row].segments.count == 1, rows[row - 1].segments.count >= 2,
      rows[row + 1].segments.count >= 2 || rows[row + 2].segments.count >= 2
    else { return false }
    let line = rows[row]
    let below = rows[(row + 1)...].prefix(fewestRows + 1)
    guard !columns.isEmpty, abs(line.rect.x0 - above.rect.x0) < 2 * line.size,
      line.rect.width < 0.5 * above.rect.width, abs(line.size - rows[row + 1].size) < 0.15 * line.size,
      !FlowLine(line).endsSentence
    else { return false }
    var both = above
    both.add(line)
    for row in below { both.add(row) }
    guard let joint = both.columnGaps, joint.count >= 2, joint.count >= columns.count,
      TableRun(below).columnGaps?.count == joint.count
    else { return false }
    let steps = zip(below, below.dropFirst()).map { $1.rect.midY - $0.rect.midY }
    guard let usual = steps.max() else { return false }
    return line.rect.midY - rows[row - 1].rect.midY < 1.3 * usual
      && rows[row + 1].rect.midY - line.rect.midY < 1.3 * usual
  }

  /// Whether a line is the first of a cell whose row's other cells stand level with the second: close to it, closer than
  /// rows are, and where its column begins.
  static func beginsCell(_ row: Int, in rows: [Row], of table: ArraySlice<Row>, _ separators: [Double]) -> Bool {
    let line = rows[row].rect
    let column = separators.count { $0 < line.x0 }
    guard rows[row].segments.count == 1, column > 0, column == separators.count || line.x1 <= separators[column],
      rows[row + 1].segments.contains(where: { abs($0.rect.x0 - line.x0) < 0.5 * rows[row].size }),
      let threshold = rowGap(zip(table, table.dropFirst()).map { $1.rect.y0 - $0.rect.y1 })
    else { return false }
    return rows[row + 1].rect.y0 - line.y1 < threshold
  }

  /// Whether cells begin below each of two or more words, or stand below their middles: in a calendar's first week there
  /// are fewer of them.
  private static func isHeader(_ row: Row, above next: Row) -> Bool {
    guard row.segments.count >= 2, next.segments.count >= 2, next.segments.count <= row.segments.count else {
      return false
    }
    if row.segments.count == next.segments.count,
      zip(row.segments, next.segments).allSatisfy({ abs($0.rect.x0 - $1.rect.x0) < 0.5 * $1.size })
    {
      return true
    }
    return row.segments.count >= 3
      && next.segments.allSatisfy { cell in
        row.segments.contains { abs($0.rect.midX - cell.rect.midX) < 0.5 * cell.size }
      }
  }

  /// Whether a line says in what the figures of the table below it are: `（単位：千円）`, `Unit: EUR`. It is no row of it.
  static func statesUnit(_ row: Row) -> Bool {
    let text = row.text.drop { $0 == "(" || $0 == "（" }
    guard let word = unitWords.first(where: { text.hasPrefix($0) }) else { return false }
    return text.dropFirst(word.count).first { $0 != " " && $0 != "　" }.map { $0 == ":" || $0 == "：" } ?? false
  }

  private static let unitWords = ["単位", "Units", "Unit"]

  /// Whether a row well below two or more closes a text and is none of them: single letters set apart at the right
  /// (`以　上`).
  static func closesText(_ row: Row, below above: TableRun, gap: Double) -> Bool {
    guard row.segments.count >= 2, row.rect.x0 > above.rect.midX, above.filled >= 2,
      gap > leastAboveClosing * row.rect.height
    else { return false }
    return row.segments.allSatisfy { segment in
      let first = segment.words[0].first
      return segment.glyphCount == 1 && first.isJapanese && first.isAlphabetic
    }
  }

  /// Whether a line in smaller type is a note under the table.
  static func isNote(_ row: Row, below first: Row) -> Bool {
    guard let size = row.segments.map(\.size).max(), let own = first.segments.map(\.size).max(), size < 0.88 * own
    else { return false }
    let text = row.text
    return ListMarker(text)?.kind == .note || ListMarker.isNoteNumber(String(text.prefix { $0 != " " }))
  }
}
