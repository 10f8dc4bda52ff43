import Records

/// A table that no lines rule, whose labels stand beside the middle of their values: cells of several lines, at heights of
/// their own. Only the white above and below tells which lines belong together.
enum PairedRows {
  private static let fewestRows = 3
  private static let fewestLines = 6
  /// Ems of white between the columns.
  private static let narrowestGutter = 0.8
  /// The widest label as a share of the usual line of a value.
  private static let widest = 0.6
  /// How much further than lines of a cell rows are from each other, at least, in ems.
  private static let leastApart = 0.2
  /// How unlike the distances of lines within cells may be, in ems.
  private static let mostUneven = 0.12

  /// Puts a table in place of the lines that make it, if there is one.
  static func join(_ segments: inout [LineSegment]) {
    guard segments.count >= 3 * fewestRows, let usual = LineSegment.usualSize(of: segments.lazy.filter(\.isFree)) else {
      return
    }
    let free = segments.indices.filter { segments[$0].isFree && abs(segments[$0].size - usual) < 0.08 * usual }
      .map { SegmentPlace(segments[$0], at: $0) }
    guard let right = column(free, besides: nil),
      let left = column(free.filter { $0.rect.x1 < right[0].rect.x0 - narrowestGutter * $0.size }, besides: right)
    else { return }
    // Aligned lines are found as rows anyhow.
    guard !left.allSatisfy({ line in right.contains { abs($0.rect.midY - line.rect.midY) < 0.2 * line.size } }),
      let values = groups(right), let labels = groups(left), let rows = pairs(labels, values), rows.count >= fewestRows,
      rows.contains(where: { $0.label.count > 1 }), areLabels(left.map { segments[$0.index] }, beside: right)
    else { return }
    let lines = rows.flatMap { $0.label + $0.value }
    let rect = SegmentPlace.rect(of: lines)
    // Nothing else stands among them.
    let inside = segments.count { $0.rect.midY > rect.y0 && $0.rect.midY < rect.y1 }
    guard inside == lines.count else { return }
    let edge = ((left.map(\.rect.x1).max() ?? rect.x0) + right[0].rect.x0) / 2
    let first = segments[lines[0].index]
    var grid = TableGrid(
      cells: rows.map { [$0.label.map { segments[$0.index].words }, $0.value.map { segments[$0.index].words }] },
      spans: [], rect: rect, columnEdges: [rect.x0, edge, rect.x1], page: first.page, frame: first.frame)
    grid.isRuled = false
    segments.removeAll { $0.rect.midY > rect.y0 && $0.rect.midY < rect.y1 }
    segments.append(LineSegment(grid))
  }

  /// Whether lines are the labels of others, and not a column of text beside another: few sentences end in them, and they
  /// are clearly shorter.
  private static func areLabels(_ labels: [LineSegment], beside values: [SegmentPlace]) -> Bool {
    let ends = labels.count { FlowLine(Row([$0])).endsSentence }
    guard ends * 4 <= labels.count, let own = labels.map(\.rect.width).max() else { return false }
    let widths = values.map(\.rect.width).sorted()
    return own < widest * widths[widths.count / 2]
  }

  /// The lines that begin where most do, from top to bottom.
  private static func column(_ places: [SegmentPlace], besides other: [SegmentPlace]?) -> [SegmentPlace]? {
    var counts: [Int: Int] = [:]
    for place in places { counts[Int(place.rect.x0.rounded()), default: 0] += 1 }
    let near = counts.keys.map { ($0, (counts[$0] ?? 0) + (counts[$0 + 1] ?? 0)) }
    // Values have more lines than their labels; of columns with as many the right one.
    guard let (edge, count) = near.max(by: { ($0.1, $0.0) < ($1.1, $1.0) }),
      count >= (other == nil ? fewestLines : fewestRows)
    else { return nil }
    return places.filter { abs($0.rect.x0 - Double(edge)) < 0.5 * $0.size }.sorted { $0.rect.midY < $1.rect.midY }
  }

  /// Lines as far from each other as lines of a cell are, parted where they are further; nil where that is not to be told.
  private static func groups(_ lines: [SegmentPlace]) -> [[SegmentPlace]]? {
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
    _ labels: [[SegmentPlace]], _ values: [[SegmentPlace]]
  ) -> [(label: [SegmentPlace], value: [SegmentPlace])]? {
    guard labels.count == values.count else { return nil }
    for (label, value) in zip(labels, values) {
      let (a, b) = (SegmentPlace.rect(of: label), SegmentPlace.rect(of: value))
      let overhang = 0.3 * label[0].size
      let isWithin =
        a.y0 > b.y0 - overhang && a.y1 < b.y1 + overhang || b.y0 > a.y0 - overhang && b.y1 < a.y1 + overhang
      guard isWithin else { return nil }
    }
    return zip(labels, values).map { ($0, $1) }
  }
}
