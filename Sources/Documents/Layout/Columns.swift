import Records

/// Reading order of a page's body: splits it at gutters into columns, again and again (an XY cut that asks for gutters
/// first, because a heading over both columns would hide them from a cut through the whole page).
enum Columns {
  /// Ems of white between columns.
  private static let narrowestGutter = SegmentBuilder.Width.narrow.rawValue
  /// Lines that each side must have.
  private static let fewestLines = 3
  /// How much of its side's width text must fill; cells of a table leave more room.
  private static let leastFill = 0.6
  private static let deepestSplit = 6
  /// Lines that each side of short lines must have, and the share of them that may stand at the other side's heights.
  private static let fewestIndependentLines = 8
  private static let mostAligned = 0.75

  private struct Gutter {
    var x0: Double
    var x1: Double
    var y0: Double
    var y1: Double
  }

  /// The body's parts in reading order; each is a column or a full-width stretch.
  static func regions(of segments: [LineSegment], depth: Int = 0) -> [[LineSegment]] {
    guard !segments.isEmpty else { return [] }
    if depth == 0, let parts = AddressBlocks.parts(of: segments) {
      // The blocks are whole; what stands around them may have columns.
      return parts.enumerated().flatMap { number, part in
        number == 1 || number == 2 ? [part] : regions(of: part, depth: 1)
      }
    }
    guard depth < deepestSplit, segments.count >= 2 * fewestLines, var gutter = bestGutter(segments) else {
      return SideHeads.regions(of: segments) ?? [segments]
    }
    gutter.y0 = start(of: gutter, segments)
    var above: [LineSegment] = []
    var left: [LineSegment] = []
    var right: [LineSegment] = []
    var below: [LineSegment] = []
    for segment in segments {
      if segment.rect.midY < gutter.y0 {
        above.append(segment)
      } else if segment.rect.midY > gutter.y1 {
        below.append(segment)
      } else if segment.rect.midX < gutter.x0 {
        left.append(segment)
      } else {
        right.append(segment)
      }
    }
    guard !left.isEmpty, !right.isEmpty else { return [segments] }
    let end = endOfColumns(left, right)
    below += left.filter { $0.rect.midY > end }
    left.removeAll { $0.rect.midY > end }
    let parts = SideBar.ordered(above: above, left: left, right: right, below: below)
    return parts.flatMap { regions(of: $0, depth: depth + 1) }
  }

  /// Where columns begin. A short line at the left goes on with the full one above them, and a box beside which they do
  /// not begin stands above them.
  private static func start(of gutter: Gutter, _ segments: [LineSegment]) -> Double {
    var start = gutter.y0
    for segment in segments where segment.panel != nil && segment.rect.y0 < start && segment.rect.y1 > start {
      start = max(start, segment.rect.y1)
    }
    let inside = segments.filter { $0.rect.midY >= gutter.y0 && $0.rect.midY <= gutter.y1 }
    guard let first = inside.min(by: { $0.rect.midY < $1.rect.midY }), first.rect.midX < gutter.x0,
      let above = segments.filter({ $0.rect.midY < gutter.y0 }).max(by: { $0.rect.midY < $1.rect.midY }),
      above.rect.x1 > gutter.x1, abs(above.rect.x0 - first.rect.x0) < 0.5 * first.size,
      abs(above.size - first.size) < 0.3, first.rect.midY - above.rect.midY < 1.8 * first.size,
      !inside.contains(where: { $0.rect.midX > gutter.x0 && $0.rect.y0 < first.rect.y1 }),
      !FlowLine(Row([above])).endsSentence
    else { return start }
    return max(start, first.rect.y1)
  }

  /// Where the columns end, if short lines follow below both: the left one's last line breaks off in its sentence, which
  /// goes on at the right, and what stands below it comes after a wider gap.
  private static func endOfColumns(_ left: [LineSegment], _ right: [LineSegment]) -> Double {
    let rows = Row.rows(of: left)
    guard rows.count > fewestLines, let bottom = right.map(\.rect.midY).max(),
      let first = Row.rows(of: right).first.map(FlowLine.init), first.marker == nil
    else { return .infinity }
    let steps = zip(rows, rows.dropFirst()).map { $1.rect.midY - $0.rect.midY }.sorted()
    let pitch = steps[steps.count / 3]
    let edge = rows.map(\.rect.x1).max() ?? 0
    for (row, next) in zip(rows, rows.dropFirst()).dropFirst() where next.rect.midY > bottom {
      guard next.rect.midY - row.rect.midY > 1.15 * pitch else { continue }
      let last = FlowLine(row)
      guard !last.endsSentence, edge - row.rect.x1 < 3 * last.size, abs(last.size - first.size) < 0.6,
        last.isBold == first.isBold
      else { continue }
      return (row.rect.midY + next.rect.midY) / 2
    }
    return .infinity
  }

  private static func bestGutter(_ segments: [LineSegment]) -> Gutter? {
    let byHeight = segments.sorted { $0.rect.midY < $1.rect.midY }
    var best: (gutter: Gutter, lines: Int)?
    var seen: Set<[Int]> = []
    for (index, segment) in byHeight.enumerated() {
      guard let neighbour = rightNeighbour(of: index, in: byHeight),
        neighbour.rect.x0 - segment.rect.x1 >= narrowestGutter * segment.size
      else { continue }
      let gutter = extended(from: index, between: segment.rect.x1, and: neighbour.rect.x0, in: byHeight)
      let key = [Int(gutter.x0), Int(gutter.x1), Int(gutter.y0), Int(gutter.y1)]
      guard seen.insert(key).inserted, let lines = linesIfColumns(gutter, byHeight) else { continue }
      if lines > best?.lines ?? 0 { best = (gutter, lines) }
    }
    return best?.gutter
  }

  private static func rightNeighbour(of index: Int, in segments: [LineSegment]) -> LineSegment? {
    let rect = segments[index].rect
    var nearest: LineSegment?
    for other in segments where other.rect.x0 >= rect.x1 && rect.overlapsInHeight(other.rect) {
      if other.rect.x0 < nearest?.rect.x0 ?? .infinity { nearest = other }
    }
    return nearest
  }

  /// Follows the white stretch upwards and downwards until a segment blocks it.
  private static func extended(
    from index: Int, between left: Double, and right: Double, in segments: [LineSegment]
  ) -> Gutter {
    var gutter = Gutter(x0: left, x1: right, y0: segments[index].rect.y0, y1: segments[index].rect.y1)
    let size = segments[index].size
    func admits(_ segment: LineSegment) -> Bool {
      var x0 = gutter.x0
      var x1 = gutter.x1
      if segment.rect.midX < (x0 + x1) / 2 { x0 = max(x0, segment.rect.x1) } else { x1 = min(x1, segment.rect.x0) }
      // Quotation marks and hyphens may hang into the gutter, and a heading's size says nothing about its width.
      guard x1 - x0 >= 0.7 * narrowestGutter * min(segment.size, size) else { return false }
      (gutter.x0, gutter.x1) = (x0, x1)
      return true
    }
    for segment in segments[index...] {
      guard admits(segment) else { break }
      gutter.y1 = max(gutter.y1, segment.rect.y1)
    }
    for segment in segments[..<index].reversed() {
      guard admits(segment) else { break }
      gutter.y0 = min(gutter.y0, segment.rect.y0)
    }
    return gutter
  }

  /// The number of lines of the shorter side, where both sides look like running text.
  private static func linesIfColumns(_ gutter: Gutter, _ segments: [LineSegment]) -> Int? {
    let inside = segments.filter { $0.rect.midY >= gutter.y0 && $0.rect.midY <= gutter.y1 }
    let left = Row.rows(of: inside.filter { $0.rect.midX < gutter.x0 })
    let right = Row.rows(of: inside.filter { $0.rect.midX >= gutter.x0 })
    let below = segments.first { $0.rect.midY > gutter.y1 }
    if SideBar.isFlowedAround(left, right, below: below) { return min(left.count, right.count) }
    if areTiers(left, right) { return min(left.count, right.count) }
    guard left.count >= fewestLines, right.count >= fewestLines, let a = width(left), let b = width(right),
      min(a, b) >= 0.4 * max(a, b),
      isRunningText(left, width: a) && isRunningText(right, width: b) || areIndependent(left, right)
    else { return nil }
    return min(left.count, right.count)
  }

  /// Ems that the lines of a tier are long, on average, at least.
  private static let shortestTier = 8.0

  /// Whether two sides are tiers of vertical writing, as books and poems have them: its lines stand at the same places in
  /// both, as the cells of a table do, but nobody sets tables of sentences vertically.
  private static func areTiers(_ left: [Row], _ right: [Row]) -> Bool {
    guard left.count >= fewestLines, right.count >= fewestLines, left[0].segments[0].frame.turn == .downwards else {
      return false
    }
    return [left, right].allSatisfy { rows in
      let ems = rows.reduce(0) { $0 + $1.rect.width / max($1.size, 1) }
      let whole = rows.count { $0.segments.count == 1 && $0.segments[0].words.contains { $0.first.isWide } }
      return whole * 5 >= rows.count * 4 && ems >= shortestTier * Double(rows.count)
    }
  }

  /// Whether two sides of short lines (an index, a form, the pages of a spread) have lines at heights of their own: the
  /// cells of a table's row stand at one height.
  private static func areIndependent(_ left: [Row], _ right: [Row]) -> Bool {
    let (few, many) = left.count <= right.count ? (left, right) : (right, left)
    // Labels in the middle of their row of a table are far fewer than the lines beside them.
    guard few.count >= fewestIndependentLines, few.count * 2 >= many.count,
      ![left, right].contains(where: { side in side.count { $0.segments.count > 1 } * 4 > side.count })
    else { return false }
    let heights = many.map(\.rect.midY)
    let aligned = few.count { row in
      let tolerance = 0.2 * row.rect.height
      return heights.contains { abs($0 - row.rect.midY) < tolerance }
    }
    return Double(aligned) < mostAligned * Double(few.count)
  }

  static func width(_ rows: [Row]) -> Double? {
    guard let first = rows.first else { return nil }
    return rows.dropFirst().reduce(first.rect) { $0.union($1.rect) }.width
  }

  private static func isRunningText(_ rows: [Row], width: Double) -> Bool {
    var filled = 0.0
    var characters = 0
    var ems = 0.0
    for row in rows {
      for segment in row.segments {
        filled += segment.rect.width
        characters += segment.glyphCount
        ems += segment.rect.width / max(segment.size, 1)
      }
    }
    let lines = Double(rows.count)
    // Ten ems are ten Japanese characters or about twenty Latin ones.
    return filled / lines >= leastFill * width && ems / lines >= 10 && Double(characters) / lines >= 8
  }
}

extension Rect {
  func overlapsInHeight(_ other: Rect) -> Bool { min(y1, other.y1) > max(y0, other.y0) }
}
