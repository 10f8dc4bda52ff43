import PageContent
import Records

/// Boxes with a ground or frame of their own around text: notes, warnings, side bars. What stands in one is read
/// together, and not line by line with the text beside it.
struct Panels {
  /// Boxes with text in them, none within another.
  private(set) var boxes: [Rect] = []

  /// Lines that a box holds at least: the ground of a heading has one.
  private static let fewestLines = 2
  /// Share of a page's text that a box may hold, and of its area: one with nearly all of it is the page's own ground.
  private static let mostText = 0.7
  private static let mostArea = 0.4
  /// Points by which text may reach over the box's edge.
  private static let overhang = 2.0
  /// Points that a box is away from its neighbour at least: rows of a table lie closer.
  private static let leastApart = 3.0
  /// Share of a box's lines that may stand level with lines beside it: a table's shaded column has all of them so.
  private static let mostLevel = 0.5
  /// Boxes beyond which a page is a drawing.
  private static let mostBoxes = 60

  init(_ grounds: [RuleBox], _ ruled: RuledTables, in frame: PageFrame, around segments: [LineSegment]) {
    guard segments.count > Self.fewestLines else { return }
    let page = frame.width * frame.height
    let all = grounds.map { frame.turned($0) }
    let found = Self.distinct(all + ruled.others.compactMap(Self.frame))
      .filter { page == 0 || $0.width * $0.height < Self.mostArea * page }
    guard !found.isEmpty, found.count <= Self.mostBoxes else { return }
    let letters = segments.reduce(0) { $0 + $1.glyphCount }
    let fitting = found.filter { box in
      // A box that lies against another of its width or height is a row or cell of a table.
      !all.contains { Self.adjoins($0, box) } && Self.holdsText(box, of: segments, letters, besides: found)
    }
    boxes = fitting.filter { box in !fitting.contains { $0 != box && $0.contains(box) } }
  }

  /// Boxes once each: a ground and its frame are one, and a page's drawing may fill it twice.
  private static func distinct(_ boxes: [Rect]) -> [Rect] {
    var result: [Rect] = []
    for box in boxes where box.height > 12 && box.width > 30 {
      let isKnown = result.contains {
        abs($0.x0 - box.x0) < leastApart && abs($0.x1 - box.x1) < leastApart && abs($0.y0 - box.y0) < leastApart
          && abs($0.y1 - box.y1) < leastApart
      }
      if !isKnown { result.append(box) }
    }
    return result
  }

  /// A closed frame of four lines.
  private static func frame(_ lines: RuleLines) -> Rect? {
    guard lines.horizontal.count == 2, lines.vertical.count == 2,
      let top = lines.horizontal.map(\.position).min(), let bottom = lines.horizontal.map(\.position).max(),
      let left = lines.vertical.map(\.position).min(), let right = lines.vertical.map(\.position).max(),
      lines.horizontal.allSatisfy({ $0.covered(left, right) > 0.9 * (right - left) }),
      lines.vertical.allSatisfy({ $0.covered(top, bottom) > 0.9 * (bottom - top) })
    else { return nil }
    return Rect(x0: left, y0: top, x1: right, y1: bottom)
  }

  /// Lines that each of several boxes holds at least: cells of a table hold fewer.
  private static let fewestOfSeveral = 3

  /// Whether two boxes stand beside each other, and apart.
  private static func isBeside(_ other: Rect, _ box: Rect) -> Bool {
    let apart = max(other.x0 - box.x1, box.x0 - other.x1)
    let shared = min(other.y1, box.y1) - max(other.y0, box.y0)
    return apart > leastApart && shared > 0.6 * max(other.height, box.height)
  }

  private static func adjoins(_ other: Rect, _ box: Rect) -> Bool {
    func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) < leastApart }
    guard other != box else { return false }
    let isUnder = isClose(other.y0, box.y1) || isClose(other.y1, box.y0)
    let isBeside = isClose(other.x0, box.x1) || isClose(other.x1, box.x0)
    return isUnder && isClose(other.x0, box.x0) && isClose(other.x1, box.x1)
      || isBeside && isClose(other.y0, box.y0) && isClose(other.y1, box.y1)
  }

  private static func holdsText(
    _ box: Rect, of segments: [LineSegment], _ letters: Int, besides others: [Rect]
  ) -> Bool {
    var inside: [LineSegment] = []
    var beside: [LineSegment] = []
    for segment in segments {
      if box.holds(segment.rect) {
        inside.append(segment)
      } else if segment.rect.x0 < box.x1 - overhang, segment.rect.x1 > box.x0 + overhang,
        segment.rect.y0 < box.y1 - overhang, segment.rect.y1 > box.y0 + overhang
      {
        return false
      } else if segment.rect.midY > box.y0, segment.rect.midY < box.y1 {
        beside.append(segment)
      }
    }
    let rows = Row.rows(of: SegmentBuilder.joined(inside, .wide))
    // What holds cells is a row of a table, every second one of which has a ground.
    guard rows.count >= fewestLines, rows.count(where: { $0.segments.count == 1 }) * 2 > rows.count,
      !rows.contains(where: { $0.segments.count >= 3 && !$0.segments.contains(where: \.isTable) }),
      Double(inside.reduce(0) { $0 + $1.glyphCount }) < mostText * Double(letters)
    else { return false }
    // Boxes beside each other, as slides have them: their lines are level because both begin alike.
    let isOneOfSeveral = rows.count >= fewestOfSeveral
    let siblings = isOneOfSeveral ? others.filter { isBeside($0, box) } : []
    let heights = beside.filter { line in !siblings.contains { $0.holds(line.rect) } }.map(\.rect.midY)
    let level = rows.count { row in heights.contains { abs($0 - row.rect.midY) < 0.15 * row.rect.height } }
    return Double(level) <= mostLevel * Double(rows.count)
  }

  /// The box that a segment stands in.
  func box(around segment: LineSegment) -> Rect? { boxes.first { $0.holds(segment.rect) } }
}

extension Panels {
  /// A page's parts in reading order, boxes among them; each is a column, a stretch over the whole width, or in a box.
  static func regions(of segments: [LineSegment], after before: RunningColumns = RunningColumns()) -> [[LineSegment]] {
    guard segments.contains(where: { $0.panel != nil }) else { return Columns.regions(of: segments, after: before) }
    var rest: [LineSegment] = []
    var inside: [Rect: [LineSegment]] = [:]
    for segment in segments {
      if let panel = segment.panel { inside[panel, default: []].append(segment) } else { rest.append(segment) }
    }
    // Columns go around a box as around a table.
    for (box, inside) in inside.sorted(by: { ($0.key.y0, $0.key.x0) < ($1.key.y0, $1.key.x0) }) {
      rest.append(LineSegment(inside, in: box))
    }
    return Columns.regions(of: rest, after: before).flatMap { parts(of: $0, inside) }
  }

  private static func parts(of region: [LineSegment], _ inside: [Rect: [LineSegment]]) -> [[LineSegment]] {
    let boxes = region.compactMap(\.panel)
    guard let highest = boxes.min(by: { $0.y0 < $1.y0 }) else { return region.isEmpty ? [] : [region] }
    // Of boxes beside each other the left one comes first.
    let box = boxes.filter { $0.midY > highest.y0 && $0.y0 < highest.midY }.min { $0.x0 < $1.x0 } ?? highest
    let others = region.filter { $0.panel != box }
    let beside = Beside(box, others)
    let before = others.filter { $0.rect.midY < beside.end }.map { segment in
      var segment = segment
      if let edge = beside.edge, segment.rect.midY > box.y0, segment.rect.x1 <= edge { segment.edge = edge }
      return segment
    }
    return parts(of: before, inside) + own(inside[box] ?? [], box)
      + parts(of: others.filter { $0.rect.midY >= beside.end }, inside)
  }

  /// Lines in a box from which they say themselves where they are broken.
  private static let fewestBroken = 4

  /// Ems that all lines leave free where they were ended on purpose, however many they are.
  private static let leastFree = 5.0

  /// What stands in a box; a few lines, and lines that are all short, could go as near to the right edge as they stand to
  /// the left one.
  private static func own(_ inside: [LineSegment], _ box: Rect) -> [[LineSegment]] {
    let regions = Columns.regions(of: inside.map(\.boxed))
    guard regions.count == 1, let left = inside.map(\.rect.x0).min(), let right = inside.map(\.rect.x1).max() else {
      return regions
    }
    let edge = box.x1 - (left - box.x0)
    guard inside.count < fewestBroken || edge - right > leastFree * inside[0].size else { return regions }
    return [
      regions[0].map { segment in
        var segment = segment
        segment.edge = max(right, edge - segment.size)
        return segment
      }
    ]
  }

  /// The text that goes around a box.
  private struct Beside {
    /// Where it ends: a paragraph may go on below the box. The box's upper edge, where nothing stands beside it.
    var end: Double
    /// Where its lines are broken, if the box is at their right.
    var edge: Double?

    init(_ box: Rect, _ segments: [LineSegment]) {
      end = box.y0
      let rows = Row.rows(of: segments.filter { $0.panel == nil && $0.rect.midY > box.y0 })
      // The line under a box may still be broken for it.
      let count = rows.prefix {
        $0.rect.midY < box.y1 || $0.rect.y0 < box.y1 + $0.rect.height && $0.rect.x1 < box.x0
      }.count
      guard count > 0, rows[0].rect.midY < box.y1 else { return }
      if rows[..<count].allSatisfy({ $0.rect.x1 < box.x0 }) { edge = rows[..<count].map(\.rect.x1).max() }
      let steps = zip(rows, rows.dropFirst()).map { $1.rect.midY - $0.rect.midY }.sorted()
      let pitch = steps.isEmpty ? 0 : steps[steps.count / 3]
      var last = rows[count - 1]
      for row in rows[count...] {
        guard row.rect.midY - last.rect.midY <= 1.25 * pitch, !FlowLine(last).endsSentence else { break }
        last = row
      }
      end = last.rect.y1
    }
  }
}

extension Rect {
  /// Whether another one lies within, but for a little overhang.
  fileprivate func holds(_ other: Rect) -> Bool {
    other.x0 >= x0 - 2 && other.x1 <= x1 + 2 && other.midY > y0 && other.midY < y1
      && other.y0 >= y0 - 0.3 * other.height
      && other.y1 <= y1 + 0.3 * other.height
  }

  fileprivate func contains(_ other: Rect) -> Bool {
    x0 <= other.x0 + 1 && x1 >= other.x1 - 1 && y0 <= other.y0 + 1 && y1 >= other.y1 - 1
  }
}

extension LineSegment {
  /// A box's place among lines: its words, its whole area.
  fileprivate init(_ inside: [LineSegment], in box: Rect) {
    self.init(words: inside.flatMap(\.words), page: inside[0].page, frame: inside[0].frame)
    rect = box
    panel = box
  }

  fileprivate var boxed: LineSegment {
    var segment = self
    segment.panel = nil
    segment.standing = .inBox
    return segment
  }
}
