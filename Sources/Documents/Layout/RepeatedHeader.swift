import Records

/// The header of a table that is repeated on each of its pages stands where running headers do.
extension TableHeader {
  /// Columns that show a header, at least: a title and a page's number stand above the edges of much else.
  private static let fewestColumns = 3
  /// Rows below it that are looked at, and how many of them have a cell under each of its words.
  private static let rowsLookedAt = 8
  private static let fewestRows = 2
  /// Line heights of white under it, at most.
  private static let widestGap = 2.5
  private static let longestPageNumber = 3

  /// Whether a row names the columns of rows right under it: where each of its words begins, or ends, cells of theirs do.
  static func isRepeated(_ row: Row, above body: ArraySlice<Row>) -> Bool {
    guard row.segments.count >= fewestColumns, let next = body.first, !row.segments.contains(where: mayCountPages),
      next.rect.y0 - row.rect.y1 < widestGap * row.rect.height, abs(row.size - next.size) < 0.15 * next.size
    else { return false }
    let fitting = body.prefix(rowsLookedAt).count { below in
      below.segments.count >= row.segments.count && row.segments.allSatisfy { cell in isNamed(by: cell, in: below) }
    }
    return fitting >= min(fewestRows, body.count)
  }

  private static func mayCountPages(_ segment: LineSegment) -> Bool {
    segment.glyphCount <= longestPageNumber && segment.words.allSatisfy(\.isNumber)
  }

  private static func isNamed(by name: LineSegment, in row: Row) -> Bool {
    let tolerance = 0.3 * name.size
    return row.segments.contains {
      abs($0.rect.x0 - name.rect.x0) < tolerance || abs($0.rect.x1 - name.rect.x1) < tolerance
        || abs($0.rect.midX - name.rect.midX) < tolerance
    }
  }
}
