import PageContent
import Records

/// Two blocks beside each other, each with a title of its own or a list, as slides have them. Their lines stand level, and
/// would be the rows of a table.
extension TableGrid {
  /// How much larger than the lines below a title is, at least.
  private static let leastLarger = 1.12
  /// Rows below the titles, or of two lists.
  private static let fewestBelow = 2
  private static let fewestItems = 2
  /// Line heights of white between rows.
  private static let widestApart = 2.2
  /// Share of lines that hold words: figures below a title are a table's column.
  private static let leastWorded = 0.8

  /// Where the two blocks that begin with a row end, and the place between them; nil where there are none.
  static func sideBySide(in rows: [Row], from start: Int) -> (end: Int, separator: Double)? {
    guard rows[start].segments.count == 2 else { return nil }
    let (left, right) = (rows[start].segments[0], rows[start].segments[1])
    var end = start + 1
    var gutter = (from: left.rect.x1, to: right.rect.x0)
    while end < rows.count {
      let gap = rows[end].rect.y0 - rows[end - 1].rect.y1
      guard gap < widestApart * rows[end].rect.height, rows[end].segments.count <= 2 else { break }
      var next = gutter
      for segment in rows[end].segments {
        if segment.rect.x0 < right.rect.x0 - 2 * right.size {
          next.from = max(next.from, segment.rect.x1)
        } else {
          next.to = min(next.to, segment.rect.x0)
        }
      }
      guard next.to - next.from > 1.5 * rows[end].size else { break }
      gutter = next
      end += 1
    }
    let separator = (gutter.from + gutter.to) / 2
    let below = Array(rows[(start + 1)..<end])
    guard areTitled(left, right, below, separator) || areLists(Array(rows[start..<end]), separator) else { return nil }
    return (end, separator)
  }

  /// Whether each of two lines is set larger than all those below it, which hold words on both sides.
  private static func areTitled(
    _ left: LineSegment, _ right: LineSegment, _ below: [Row], _ separator: Double
  ) -> Bool {
    guard below.count >= fewestBelow, abs(left.size - right.size) < 0.05 * left.size else { return false }
    let segments = below.flatMap(\.segments)
    let sides = [
      (left, segments.filter { $0.rect.midX < separator }), (right, segments.filter { $0.rect.midX > separator }),
    ]
    return sides.allSatisfy { title, lines in
      lines.count >= fewestBelow && lines.allSatisfy { title.size >= leastLarger * $0.size }
        && lines.contains { abs($0.rect.x0 - title.rect.x0) < 2.5 * title.size }
        && Double(lines.count(where: isWorded)) >= leastWorded * Double(lines.count)
    }
  }

  /// Whether every line begins with a bullet, or goes on with one that does.
  private static func areLists(_ rows: [Row], _ separator: Double) -> Bool {
    let segments = rows.flatMap(\.segments)
    return [segments.filter { $0.rect.midX < separator }, segments.filter { $0.rect.midX > separator }].allSatisfy {
      lines in
      let items = lines.filter { beginsItem($0) }
      guard items.count >= fewestItems, let edge = items.map(\.rect.x0).min(), beginsItem(lines[0]) else {
        return false
      }
      return lines.allSatisfy { beginsItem($0) || $0.rect.x0 > edge + 0.4 * $0.size }
    }
  }

  private static func beginsItem(_ segment: LineSegment) -> Bool {
    segment.words.first?.isAfterBullet == true || ListMarker(segment.text)?.kind == .bullet
  }

  private static func isWorded(_ segment: LineSegment) -> Bool {
    segment.words.reduce(0) { $0 + $1.glyphs.count { $0.scalar.isAlphabetic } } >= 4
  }
}
