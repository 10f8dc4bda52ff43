import Records

/// Headings that stand at the left of their text, as manuals and profiles have them: two columns, and yet no table.
enum SideHeads {
  private static let fewest = 2
  /// Ems that a heading is long at most, and a line of the text on average at least.
  private static let longest = 14.0
  private static let shortestText = 12.0
  /// Lines of text that a heading has on average: a table's row has one or two.
  private static let leastLines = 2.5
  /// Ems from one line of a heading to the next.
  private static let widestPitch = 1.8
  /// Ems of white between headings and text.
  private static let narrowestGap = 1.0

  /// The parts of a region in reading order, each heading before its text; nil where there are none.
  static func regions(of segments: [LineSegment]) -> [[LineSegment]]? {
    guard segments.count >= fewest * 3, let left = segments.map(\.rect.x0).min() else { return nil }
    let heads = heads(in: segments, at: left)
    guard heads.count >= fewest, let edge = heads.map(\.rect.x1).max(), let top = heads.first?.rect.y0 else {
      return nil
    }
    let rest = segments.filter { $0.rect.midY > top && !($0.rect.x0 < edge) }
    guard let start = rest.map(\.rect.x0).min(), start - edge >= narrowestGap * heads[0].size,
      // Nothing goes over both from the first heading on.
      !segments.contains(where: { $0.rect.midY > top && $0.rect.x0 < edge && $0.rect.x1 > start }),
      isText(rest, of: heads)
    else { return nil }
    let above = segments.filter { $0.rect.midY <= top }
    var parts: [[LineSegment]] = above.isEmpty ? [] : [above]
    let tops = heads.map { $0.rect.y0 - 0.5 * $0.size }
    let beside = segments.filter { $0.rect.midY > top && $0.rect.x0 < edge }
    for index in heads.indices {
      let end = index + 1 < tops.count ? tops[index + 1] : .infinity
      func isIn(_ segment: LineSegment) -> Bool { segment.rect.midY > tops[index] && segment.rect.midY < end }
      parts.append(
        beside.filter(isIn).map { segment in
          var segment = segment
          segment.standing = .beside
          return segment
        })
      let own = rest.filter(isIn)
      if !own.isEmpty { parts.append(own) }
    }
    return parts
  }

  /// The first lines of headings, from top to bottom: short, at the left edge, and level with the text at their right.
  private static func heads(in segments: [LineSegment], at left: Double) -> [LineSegment] {
    let rects = segments.map(\.rect)
    let starts = segments.filter { segment in
      guard segment.rect.x0 - left < segment.size, segment.rect.width <= longest * segment.size, segment.isFree else {
        return false
      }
      let (start, middle) = (segment.rect.x1 + narrowestGap * segment.size, segment.rect.midY)
      let reach = middle + 0.5 * segment.size
      return rects.contains { $0.x0 >= start && $0.y0 < reach && $0.y1 > middle }
    }
    var heads: [LineSegment] = []
    var last: LineSegment?
    for start in starts.sorted(by: { $0.rect.y0 < $1.rect.y0 }) {
      // A heading may go on in a second line.
      if last.map({ start.rect.midY - $0.rect.midY > widestPitch * start.size }) ?? true { heads.append(start) }
      last = start
    }
    return heads
  }

  /// Whether what stands at the right is text, several lines to each heading: the headings are set in another face, or the
  /// text has lists, boxes or tables, as no table's cell has them.
  private static func isText(_ rest: [LineSegment], of heads: [LineSegment]) -> Bool {
    let lines = Row.rows(of: rest.filter(\.isFree))
    guard Double(lines.count) >= leastLines * Double(heads.count) else { return false }
    let ems = lines.reduce(0) { $0 + $1.rect.width / max($1.size, 1) }
    guard ems >= shortestText * Double(lines.count),
      lines.count(where: { $0.segments.count == 1 }) * 5 >= lines.count * 4
    else { return false }
    let items = lines.count { row in row.text.first.map { !$0.isLetter } ?? false && ListMarker(row.text) != nil }
    if items >= 2 || rest.contains(where: { !$0.isFree }) { return true }
    func share(_ segments: [LineSegment], _ property: KeyPath<Face, Bool>) -> Double {
      let all = segments.reduce(0) { $0 + $1.glyphCount }
      return Double(segments.reduce(0) { $0 + ($1.commonFace[keyPath: property] ? $1.glyphCount : 0) })
        / Double(max(all, 1))
    }
    return [\Face.isBold, \Face.isGothic].contains { share(heads, $0) > 0.8 && share(rest, $0) < 0.3 }
  }
}
