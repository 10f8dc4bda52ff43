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
  ///
  /// - Parameter before: The columns of the page before.
  static func regions(
    of segments: [LineSegment], depth: Int = 0, after before: RunningColumns = RunningColumns()
  ) -> [[LineSegment]] {
    guard !segments.isEmpty else { return [] }
    if depth == 0, let parts = AddressBlocks.parts(of: segments) {
      // The blocks are whole; what stands around them may have columns.
      return parts.enumerated().flatMap { number, part in
        number == 1 || number == 2 ? [part.map(\.inAddress)] : regions(of: part, depth: 1, after: before)
      }
    }
    guard depth < deepestSplit, segments.count >= 2 * fewestLines, var gutter = bestGutter(segments) else {
      return before.parts(of: segments) ?? SideHeads.regions(of: segments) ?? [segments]
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
    let end = min(endOfColumns(left, right), heading(below: left, right, above: below))
    below += left.filter { $0.rect.midY > end }
    left.removeAll { $0.rect.midY > end }
    let parts = SideBar.ordered(above: above, left: left, right: right, below: below)
    return parts.flatMap { regions(of: $0, depth: depth + 1, after: before) }
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

  /// How much further above a heading the line before stands than lines usually do.
  private static let leastAboveHeading = 1.3

  /// Where the columns end, if a heading stands below both: over what goes on across the page, or, where the columns end
  /// alike, over shorter lines.
  private static func heading(
    below left: [LineSegment], _ right: [LineSegment], above below: [LineSegment]
  ) -> Double {
    let rows = Row.rows(of: left)
    guard rows.count > fewestLines, let bottom = right.map(\.rect.y1).max(),
      let start = rows.firstIndex(where: { $0.rect.y0 > bottom }), start > 0
    else { return .infinity }
    let steps = zip(rows, rows.dropFirst()).map { $1.rect.midY - $0.rect.midY }.sorted()
    let pitch = steps[steps.count / 3]
    for index in start..<rows.count {
      let (row, before) = (rows[index], rows[index - 1])
      guard row.rect.midY - before.rect.midY > leastAboveHeading * pitch,
        below.isEmpty ? index == start && bottom - before.rect.y1 < pitch : index == rows.count - 1
      else { continue }
      let (line, last) = (FlowLine(row), FlowLine(before))
      if !line.endsSentence,
        line.size > 1.08 * last.size || line.isBold && !last.isBold || line.isGothic && !last.isGothic
      {
        return (before.rect.y1 + row.rect.y0) / 2
      }
    }
    return .infinity
  }

  /// The gutter between the longest columns.
  private static func bestGutter(_ segments: [LineSegment]) -> Gutter? {
    let places = segments.indices.map { SegmentPlace(segments[$0], at: $0) }.sorted { $0.rect.midY < $1.rect.midY }
    let tallest = places.lazy.map(\.rect.height).max() ?? 0
    var best: (gutter: Gutter, lines: Int)?
    var seen: Set<Sides> = []
    var work = 0
    for index in places.indices {
      let place = places[index]
      guard let neighbour = rightNeighbour(of: index, in: places, tallest: tallest),
        neighbour.x0 - place.rect.x1 >= narrowestGutter * place.size
      else { continue }
      let gutter = extended(from: index, between: place.rect.x1, and: neighbour.x0, in: places)
      let sides = Sides(gutter, places)
      // To look at the lines of both sides takes time: not where they cannot be more than those of the best one.
      guard sides.fewer > best?.lines ?? 0, seen.insert(sides).inserted, work < mostWork else { continue }
      work += sides.range.count
      guard let lines = linesIfColumns(gutter, sides, places, segments), lines > best?.lines ?? 0 else { continue }
      best = (gutter, lines)
    }
    return best?.gutter
  }

  /// Segments that are looked at on both sides of gutters, at most: many times those of a page that somebody reads.
  private static let mostWork = 400_000

  /// The segments beside a gutter, in order of their height. Which stand at the left follows from how many do.
  private struct Sides: Hashable {
    var range: Range<Int>
    var left: Int

    init(_ gutter: Gutter, _ places: [SegmentPlace]) {
      let start = places.partitionPoint { $0.rect.midY < gutter.y0 }
      let end = places.partitionPoint { $0.rect.midY <= gutter.y1 }
      range = start..<max(start, end)
      left = places[range].count { $0.rect.midX < gutter.x0 }
    }

    var fewer: Int { min(left, range.count - left) }
  }

  private static func rightNeighbour(of index: Int, in places: [SegmentPlace], tallest: Double) -> Rect? {
    let rect = places[index].rect
    let reach = (rect.height + tallest) / 2
    var nearest: Rect?
    func look(at other: Rect) {
      if other.x0 >= rect.x1, other.x0 < nearest?.x0 ?? .infinity, rect.overlapsInHeight(other) { nearest = other }
    }
    var other = index - 1
    while other >= 0, rect.midY - places[other].rect.midY <= reach {
      look(at: places[other].rect)
      other -= 1
    }
    other = index + 1
    while other < places.count, places[other].rect.midY - rect.midY <= reach {
      look(at: places[other].rect)
      other += 1
    }
    return nearest
  }

  /// Follows the white stretch upwards and downwards until a segment blocks it.
  private static func extended(
    from index: Int, between left: Double, and right: Double, in places: [SegmentPlace]
  ) -> Gutter {
    var gutter = Gutter(x0: left, x1: right, y0: places[index].rect.y0, y1: places[index].rect.y1)
    let size = places[index].size
    func admits(_ place: SegmentPlace) -> Bool {
      var x0 = gutter.x0
      var x1 = gutter.x1
      if place.rect.midX < (x0 + x1) / 2 { x0 = max(x0, place.rect.x1) } else { x1 = min(x1, place.rect.x0) }
      // Quotation marks and hyphens may hang into the gutter, and a heading's size says nothing about its width.
      guard x1 - x0 >= 0.7 * narrowestGutter * min(place.size, size) else { return false }
      (gutter.x0, gutter.x1) = (x0, x1)
      return true
    }
    for place in places[index...] {
      guard admits(place) else { break }
      gutter.y1 = max(gutter.y1, place.rect.y1)
    }
    for place in places[..<index].reversed() {
      guard admits(place) else { break }
      gutter.y0 = min(gutter.y0, place.rect.y0)
    }
    return gutter
  }

  /// The number of lines of the shorter side, where both sides look like running text.
  private static func linesIfColumns(
    _ gutter: Gutter, _ sides: Sides, _ places: [SegmentPlace], _ segments: [LineSegment]
  ) -> Int? {
    let inside = places[sides.range]
    let left = Row.rows(of: inside.filter { $0.rect.midX < gutter.x0 }.map { segments[$0.index] })
    let right = Row.rows(of: inside.filter { $0.rect.midX >= gutter.x0 }.map { segments[$0.index] })
    let below = sides.range.upperBound < places.count ? segments[places[sides.range.upperBound].index] : nil
    if SideBar.isFlowedAround(left, right, below: below) { return min(left.count, right.count) }
    if areTiers(left, right) { return min(left.count, right.count) }
    guard left.count >= fewestLines, right.count >= fewestLines, let a = width(left), let b = width(right),
      min(a, b) >= 0.4 * max(a, b),
      isText(left, width: a) && isText(right, width: b)
        && !CellRows.areTable(left, right, gutter: gutter.x1 - gutter.x0) || areIndependent(left, right)
        || areFlowing(left, right)
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

  /// Whether lines are running text, in one column or several.
  private static func isText(_ rows: [Row], width: Double) -> Bool {
    isRunningText(rows, width: width) || areColumns(rows)
  }

  /// White across several columns, from which they are rows of a table, and lines of a side of columns at most.
  private static let mostBands = 1
  private static let mostLines = 300

  /// Whether lines are several columns of running text. Where these have lines at heights of their own, each of them
  /// fills a part of the width alone.
  private static func areColumns(_ rows: [Row]) -> Bool {
    guard rows.count <= mostLines else { return false }
    let columns = parted(rows)
    guard columns.count >= 2,
      columns.allSatisfy({ column in
        column.count >= fewestLines && width(column).map { isRunningText(column, width: $0) } ?? false
      })
    else { return false }
    // Rows of a table begin and end together.
    var bottom = rows[0].rect.y1
    var bands = 0
    for row in rows.dropFirst() {
      if row.rect.y0 - bottom > 0.3 * row.rect.height { bands += 1 }
      bottom = max(bottom, row.rect.y1)
    }
    return bands <= mostBands
  }

  /// The lines of each column that white parts all the way down.
  private static func parted(_ rows: [Row]) -> [[Row]] {
    var sides: [[LineSegment]] = []
    var reach = -Double.infinity
    for segment in rows.flatMap(\.segments).sorted(by: { $0.rect.x0 < $1.rect.x0 }) {
      if segment.rect.x0 - reach >= narrowestGutter * segment.size { sides.append([]) }
      sides[sides.count - 1].append(segment)
      reach = max(reach, segment.rect.x1)
    }
    return sides.map { Row.rows(of: $0) }
  }

  /// Whether both sides are columns of text, each filled by itself.
  private static func areFlowing(_ left: [Row], _ right: [Row]) -> Bool {
    guard left.count <= mostLines, right.count <= mostLines else { return false }
    return FlowingColumns.are(parted(left) + parted(right))
  }

  static func isRunningText(_ rows: [Row], width: Double) -> Bool {
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

extension LineSegment {
  fileprivate var inAddress: LineSegment {
    var segment = self
    segment.standing = .inAddress
    return segment
  }
}

extension Rect {
  func overlapsInHeight(_ other: Rect) -> Bool { min(y1, other.y1) > max(y0, other.y0) }
}
