import PageContent
import Records

/// Tells the rows of a table that nothing rules, with long texts in one column, from columns of text: its cells stand
/// level in several columns, and none of them goes on in the cell below.
enum CellRows {
  private static let fewestRows = 3
  /// Share of a side's rows that have several cells; columns of text may hold a small table.
  private static let mostlyParted = 0.8
  /// Share of these that stand level with a row of the other side.
  private static let mostlyLevel = 0.9
  /// How much wider than the white between cells the white between two tables is.
  private static let betweenTables = 1.8
  /// Share of level rows that go on with the line above them, from which they are text.
  private static let mostlyFlowing = 0.3
  /// Ems that a line of a column of text is long at least.
  private static let shortestLine = 8.0
  /// How far from the line above text goes on, in line heights.
  private static let widestInText = 0.8

  /// Whether the rows at both sides of a gutter are those of one table.
  static func areTable(_ left: [Row], _ right: [Row], gutter: Double) -> Bool {
    isParted(left, besides: right, gutter) || isParted(right, besides: left, gutter)
  }

  private static func isParted(_ own: [Row], besides other: [Row], _ gutter: Double) -> Bool {
    let parted = own.filter { $0.segments.count >= 2 }
    guard parted.count >= fewestRows, Double(parted.count) >= mostlyParted * Double(own.count),
      let gaps = TableRun(parted[...]).columnGaps, let widest = gaps.map({ $0.end - $0.start }).max(),
      gutter < betweenTables * widest
    else { return false }
    var next = 0
    var level: [Int] = []
    for row in parted {
      // Both sides are in order of their height.
      while next < other.count, other[next].rect.midY < row.rect.midY - 0.2 * row.rect.height { next += 1 }
      guard next < other.count, other[next].rect.midY < row.rect.midY + 0.2 * row.rect.height else { continue }
      level.append(next)
    }
    guard Double(level.count) >= mostlyLevel * Double(parted.count) else { return false }
    return !flows(other, at: level) && !flows(own, at: own.indices.filter { own[$0].segments.count >= 2 })
  }

  /// Whether rows go on with the text above them, as level lines of columns of text do.
  private static func flows(_ rows: [Row], at places: [Int]) -> Bool {
    let flowing = places.count { $0 > 0 && goesOn(rows[$0], below: rows[$0 - 1]) }
    return Double(flowing) > mostlyFlowing * Double(places.count)
  }

  private static func goesOn(_ row: Row, below above: Row) -> Bool {
    guard row.rect.y0 - above.rect.y1 < widestInText * row.rect.height else { return false }
    return row.segments.contains { segment in
      above.segments.contains { line in
        guard let end = line.words.last?.last, let start = segment.words.first?.first,
          abs(line.rect.x0 - segment.rect.x0) < 3 * segment.size, line.rect.width >= shortestLine * line.size,
          line.rect.x1 > segment.rect.x1 - 3 * segment.size
        else { return false }
        return !FlowLine.terminators.contains(end) && !start.isUppercase
      }
    }
  }
}
