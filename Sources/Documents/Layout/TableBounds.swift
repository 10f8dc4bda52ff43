import Records

/// Where a table that nothing rules begins and ends.
extension TableGrid {
  /// Whether a line is set larger than the one under it, and stands off: a title whose words stand far apart.
  static func isTitle(_ row: Row, above next: Row, gap: Double) -> Bool {
    let (size, below) = (row.segments.map(\.size).min() ?? 0, next.segments.map(\.size).max() ?? 0)
    return size > 1.15 * below && gap > 0.8 * below && !isHeader(row, above: next)
  }

  /// Rows with cells that either of two tables has at least.
  private static let fewestRows = 3

  /// Whether another table begins with a row: well apart from the one above, and with columns that the two would not
  /// have together.
  static func isOtherTable(_ row: Int, in rows: [Row], from start: Int, gap: Double) -> Bool {
    let height = min(rows[row].rect.height, rows[row - 1].rect.height)
    let above = rows[start..<row]
    guard gap > widestInTable * height, above.count(where: { $0.segments.count >= 2 }) >= fewestRows else {
      return false
    }
    let gaps = zip(above, above.dropFirst()).map { $1.rect.y0 - $0.rect.y1 }.sorted()
    guard gap > 1.3 * gaps[gaps.count / 2] else { return false }
    let below = rows[row...].prefix(fewestRows + 1)
    guard below.count(where: { $0.segments.count >= 2 }) >= fewestRows, let own = separators(of: below),
      let before = separators(of: above), let joint = separators(of: rows[start..<below.endIndex])
    else { return false }
    return joint.count < max(own.count, before.count)
  }

  /// Whether a line below a table is text in which there happens to be a gap: well apart from the rows, and across their
  /// columns.
  static func isTextBelow(_ row: Int, in rows: [Row], from start: Int, gap: Double, _ joint: Int) -> Bool {
    let above = rows[start..<row]
    guard above.count(where: { $0.segments.count >= 2 }) >= fewestRows, gap > widestInTable * rows[row].rect.height,
      let before = separators(of: above), before.count >= 2, joint < before.count
    else { return false }
    let gaps = zip(above, above.dropFirst()).map { $1.rect.y0 - $0.rect.y1 }.sorted()
    guard let widest = gaps.last, gap > 1.8 * widest else { return false }
    return row + 1 >= rows.count || rows[row + 1].segments.count < 2
      || rows[row + 1].rect.y0 - rows[row].rect.y1 > widestInTable * rows[row].rect.height
  }

  /// Line heights of white between rows of one table, beside which another may begin.
  private static let widestInTable = 1.3

  /// Whether a line names the rows below it (`Fasteners`, `西日本`): a few words at the left edge, between rows of the
  /// same columns, as far from them as they are from each other.
  static func namesGroup(_ row: Int, in rows: [Row], from start: Int) -> Bool {
    guard row + 2 < rows.count, rows[row].segments.count == 1, rows[row - 1].segments.count >= 2,
      rows[row + 1].segments.count >= 2 || rows[row + 2].segments.count >= 2
    else { return false }
    let line = rows[row]
    let above = rows[start..<row]
    let below = rows[(row + 1)...].prefix(fewestRows + 1)
    let table = above.dropFirst().reduce(rows[start].rect) { $0.union($1.rect) }
    guard abs(line.rect.x0 - table.x0) < 2 * line.size, line.rect.width < 0.5 * table.width,
      abs(line.size - rows[row + 1].size) < 0.15 * line.size, !FlowLine(line).endsSentence,
      let columns = separators(of: above), !columns.isEmpty, let joint = separators(of: rows[start..<below.endIndex]),
      joint.count >= 2, joint.count >= columns.count, separators(of: below)?.count == joint.count
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
      let threshold = rowGap(zip(table, table.dropFirst()).map { $1.rect.y0 - $0.rect.y1 }),
      rows[row + 1].rect.y0 - line.y1 < threshold
    else { return false }
    return rows[row + 1].segments.contains { abs($0.rect.x0 - line.x0) < 0.5 * rows[row].size }
  }

  /// Whether each of several words stands where a cell below begins.
  private static func isHeader(_ row: Row, above next: Row) -> Bool {
    row.segments.count >= 3 && row.segments.count == next.segments.count
      && zip(row.segments, next.segments).allSatisfy { abs($0.rect.x0 - $1.rect.x0) < 0.5 * $1.size }
  }

  /// Whether a line in smaller type is a note under the table.
  static func isNote(_ row: Row, below first: Row) -> Bool {
    guard let size = row.segments.map(\.size).max(), let own = first.segments.map(\.size).max(), size < 0.88 * own
    else { return false }
    let text = row.text
    return ListMarker(text)?.kind == .note || ListMarker.isNoteNumber(String(text.prefix { $0 != " " }))
  }
}
