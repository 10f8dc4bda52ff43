import Records

/// Columns of running text, as a page has them. The next page's text stands in the same ones, however few lines of it are
/// left for each: so few that by themselves they would be rows of a table.
struct RunningColumns {
  private struct Span {
    var x0: Double
    var x1: Double
    var size: Double
  }

  /// From left to right; none, or two and more.
  private var spans: [Span] = []

  /// Lines from which a column says how wide columns are.
  private static let fewestLines = 8
  /// How unlike columns may be in width.
  private static let leastAlike = 0.7
  /// Share of a column's width that the lines of the first one fill, but for the last of them.
  private static let leastFill = 0.6
  /// Ems by which lines begin right of their column's edge, and reach over its end.
  private static let indent = 2.5
  private static let overhang = 1.5

  init() {}

  /// The columns among a page's parts.
  init(_ regions: [[LineSegment]]) {
    var found: [Span] = []
    for region in regions {
      let rows = Row.rows(of: region.filter(\.isFree))
      guard rows.count >= Self.fewestLines, let width = Columns.width(rows),
        Columns.isRunningText(rows, width: width), Self.areWhole(rows)
      else { continue }
      let span = Span(
        x0: rows.map(\.rect.x0).min() ?? 0, x1: rows.map(\.rect.x1).max() ?? 0, size: rows[rows.count / 2].size)
      if let same = found.firstIndex(where: { abs($0.x0 - span.x0) < span.size }) {
        // Text across the page begins where its first column does.
        found[same].x1 = min(found[same].x1, span.x1)
      } else {
        found.append(span)
      }
    }
    found.sort { $0.x0 < $1.x0 }
    let widths = found.map { $0.x1 - $0.x0 }
    guard found.count >= 2, zip(found, found.dropFirst()).allSatisfy({ $0.x1 < $1.x0 }),
      let narrowest = widths.min(), let widest = widths.max(), narrowest >= Self.leastAlike * widest
    else { return }
    spans = found
  }

  /// The lines of each column, from left to right, where all of some lines go on in them.
  func parts(of segments: [LineSegment]) -> [[LineSegment]]? {
    guard spans.count >= 2, segments.allSatisfy(\.isFree) else { return nil }
    var parts = [[LineSegment]](repeating: [], count: spans.count)
    for segment in segments {
      let reach = Self.overhang * segment.size
      guard
        let column = spans.firstIndex(where: {
          $0.x0 - 0.5 * segment.size < segment.rect.x0 && $0.x1 + reach > segment.rect.x1
        })
      else { return nil }
      var segment = segment
      segment.edge = max(spans[column].x1, segment.rect.x1)
      parts[column].append(segment)
    }
    // Columns are filled from the left.
    let filled = parts.prefix { !$0.isEmpty }.count
    guard filled >= 2, parts[filled...].allSatisfy(\.isEmpty) else { return nil }
    let columns = parts[..<filled].map { Row.rows(of: SegmentBuilder.joined($0, .wide)) }
    guard zip(columns, spans).allSatisfy({ Self.beginAtEdge($0, of: $1) && Self.areWhole($0) }),
      Self.isRunning(columns[0], in: spans[0])
    else { return nil }
    return Array(parts[..<filled])
  }

  private static func areWhole(_ rows: [Row]) -> Bool {
    rows.count { row in
      SegmentBuilder.joined(row.segments, .wide).count == 1 || StretchedLines.isStretched(row)
    } * 4 >= rows.count * 3
  }

  private static func beginAtEdge(_ rows: [Row], of span: Span) -> Bool {
    rows.count { $0.rect.x0 - span.x0 < indent * span.size } * 4 >= rows.count * 3
  }

  /// Whether lines are as long as text in their column makes them; a table's first cells are shorter.
  private static func isRunning(_ rows: [Row], in span: Span) -> Bool {
    let full = rows.count > 1 ? rows.dropLast() : rows[...]
    return full.reduce(0) { $0 + $1.rect.width } >= leastFill * (span.x1 - span.x0) * Double(full.count)
  }
}
