import Records

/// A table that no lines rule, whose labels stand beside the middle of their values: cells of several lines, at heights of
/// their own. Only the white above and below tells which lines belong together.
enum PairedRows {
  private static let fewestRows = 3
  private static let fewestLines = 6
  /// Ems of white between the columns.
  private static let narrowestGutter = 0.8
  /// How much further than lines of a cell rows are from each other, at least, in ems.
  private static let leastApart = 0.2
  /// How unlike the distances of lines within cells may be, in ems.
  private static let mostUneven = 0.12

  /// A table in place of the lines that make it; nil where there is none.
  static func joined(_ segments: [LineSegment]) -> [LineSegment]? {
    guard segments.count >= 2 * fewestRows + fewestRows else { return nil }
    let open = segments.filter { $0.table == nil && $0.panel == nil }
    let sizes = Dictionary(open.map { (Int(($0.size * 2).rounded()), 1) }, uniquingKeysWith: +)
    guard let usual = sizes.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }).map({ Double($0.key) / 2 }) else {
      return nil
    }
    let free = open.filter { abs($0.size - usual) < 0.08 * usual }
    guard let right = column(free, besides: nil),
      let left = column(free.filter { $0.rect.x1 < right[0].rect.x0 - narrowestGutter * $0.size }, besides: right)
    else { return nil }
    // Aligned lines are found as rows anyhow.
    guard !left.allSatisfy({ line in right.contains { abs($0.rect.midY - line.rect.midY) < 0.2 * line.size } }),
      let values = groups(right), let labels = groups(left), let rows = pairs(labels, values), rows.count >= fewestRows,
      rows.contains(where: { $0.label.count > 1 })
    else { return nil }
    let lines = rows.flatMap { $0.label + $0.value }
    let rect = lines.dropFirst().reduce(lines[0].rect) { $0.union($1.rect) }
    // Nothing else stands among them.
    let inside = segments.filter { $0.rect.midY > rect.y0 && $0.rect.midY < rect.y1 }
    guard inside.count == lines.count else { return nil }
    let edge = ((left.map(\.rect.x1).max() ?? rect.x0) + right[0].rect.x0) / 2
    var grid = TableGrid(
      cells: rows.map { [$0.label.map(\.words), $0.value.map(\.words)] }, spans: [], rect: rect,
      columnEdges: [rect.x0, edge, rect.x1], page: lines[0].page, frame: lines[0].frame)
    grid.isRuled = false
    return segments.filter { $0.rect.midY <= rect.y0 || $0.rect.midY >= rect.y1 } + [LineSegment(grid)]
  }

  /// The lines that begin where most do, from top to bottom.
  private static func column(_ segments: [LineSegment], besides other: [LineSegment]?) -> [LineSegment]? {
    var counts: [Int: Int] = [:]
    for segment in segments { counts[Int(segment.rect.x0.rounded()), default: 0] += 1 }
    let near = counts.keys.map { ($0, (counts[$0] ?? 0) + (counts[$0 + 1] ?? 0)) }
    // Values have more lines than their labels; of columns with as many the right one.
    guard let (edge, count) = near.max(by: { ($0.1, $0.0) < ($1.1, $1.0) }),
      count >= (other == nil ? fewestLines : fewestRows)
    else { return nil }
    let lines = segments.filter { abs($0.rect.x0 - Double(edge)) < 0.5 * $0.size }.sorted {
      $0.rect.midY < $1.rect.midY
    }
    return lines
  }

  /// Lines as far from each other as lines of a cell are, parted where they are further; nil where that is not to be told.
  private static func groups(_ lines: [LineSegment]) -> [[LineSegment]]? {
    let steps = zip(lines, lines.dropFirst()).map { $1.rect.midY - $0.rect.midY }
    guard let least = steps.min(), least > 0 else { return nil }
    let size = lines[0].size
    var groups = [[lines[0]]]
    for (line, step) in zip(lines.dropFirst(), steps) {
      if step < least + mostUneven * size {
        groups[groups.count - 1].append(line)
      } else if step >= least + leastApart * size {
        groups.append([line])
      } else {
        return nil
      }
    }
    return groups
  }

  /// Each label with the value that it stands beside, where each has exactly one.
  private static func pairs(
    _ labels: [[LineSegment]], _ values: [[LineSegment]]
  ) -> [(label: [LineSegment], value: [LineSegment])]? {
    guard labels.count == values.count else { return nil }
    for (label, value) in zip(labels, values) {
      let (a, b) = (Row(label).rect, Row(value).rect)
      let overhang = 0.3 * label[0].size
      let isWithin =
        a.y0 > b.y0 - overhang && a.y1 < b.y1 + overhang || b.y0 > a.y0 - overhang && b.y1 < a.y1 + overhang
      guard isWithin else { return nil }
    }
    return zip(labels, values).map { ($0, $1) }
  }
}
