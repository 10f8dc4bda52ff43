import Records

/// Boxes beside the text: what stands at the right of lines that are set around it.
enum SideBar {
  /// How wide the box is at most, as a share of the text beside it.
  private static let widest = 0.65
  /// The share of lines that must go on in the next one.
  private static let leastFlow = 0.6
  /// Ems that a line may leave free and still be full.
  private static let ragged = 6.0
  /// The same as a share of the text's width.
  private static let mostFree = 0.2
  /// Ems that the text beside the box is wide at least.
  private static let shortestLine = 14.0

  /// Whether the left side is text that goes around the right side. Its lines go on one after the other, as cells of a
  /// table do not; and they either are as wide as both below it, or it has lines of its own, one under the other.
  static func isFlowedAround(_ left: [Row], _ right: [Row], below: LineSegment?) -> Bool {
    guard left.count >= 3, right.count >= 2, let a = Columns.width(left), let b = Columns.width(right),
      b <= widest * a, a >= shortestLine * left[0].size
    else { return false }
    let end = left.map(\.rect.x1).max() ?? 0
    let free = min(ragged * left[0].size, mostFree * a)
    let flowing = left.dropLast().count { row in
      row.segments.count == 1 && end - row.rect.x1 < free && isLong(row) && !FlowLine(row).endsSentence
    }
    guard Double(flowing) >= leastFlow * Double(left.count - 1) else { return false }
    return isWiderBelow(left, right, below) || isTextOfItsOwn(right)
  }

  /// Whether a line holds words of a sentence, and not a cell's few.
  private static func isLong(_ row: Row) -> Bool {
    let text = row.text.unicodeScalars
    return text.count(where: \.isWide) >= 12 || text.count(where: { $0 == " " }) >= 5
  }

  private static func isWiderBelow(_ left: [Row], _ right: [Row], _ below: LineSegment?) -> Bool {
    guard let below, let last = left.last, let start = left.map(\.rect.x0).min(),
      let edge = right.map(\.rect.x0).min()
    else { return false }
    return below.rect.x1 > edge + 2 * below.size && abs(below.rect.x0 - start) < below.size
      && abs(below.size - last.size) < 0.6 && below.rect.y0 - last.rect.y1 < last.rect.height
      && !FlowLine(last).endsSentence
  }

  /// Whether lines stand close under each other, and most hold words: values in a table's column stand where their rows
  /// begin, and are figures.
  private static func isTextOfItsOwn(_ rows: [Row]) -> Bool {
    guard rows.count >= 4 else { return false }
    let close = zip(rows, rows.dropFirst()).count { $1.rect.midY - $0.rect.midY < 1.9 * $0.size }
    let worded = rows.count(where: \.isWorded)
    return Double(close) >= 0.7 * Double(rows.count - 1) && Double(worded) >= 0.7 * Double(rows.count)
      && Double(rows.count { $0.segments.count == 1 }) >= 0.7 * Double(rows.count)
  }

  /// The parts of a page around a gutter in reading order.
  ///
  /// Columns follow each other. A side bar comes after the paragraph that goes around it; a heading at the end of the text
  /// beside it stands above what follows below, and not above the side bar.
  static func ordered(
    above: [LineSegment], left: [LineSegment], right: [LineSegment], below: [LineSegment]
  ) -> [[LineSegment]] {
    let rows = Row.rows(of: left)
    let under = Row.rows(of: below)
    guard let last = rows.last, let next = under.first, rows.count >= 2, let a = Columns.width(rows),
      let b = Columns.width(Row.rows(of: right)), b <= widest * a
    else { return [above, left, right, below] }
    let before = rows[rows.count - 2]
    let steps = zip(rows, rows.dropFirst()).map { $1.rect.midY - $0.rect.midY }.sorted()
    let pitch = steps[steps.count / 3]
    let line = FlowLine(last)
    let isTitle =
      last.rect.midY - before.rect.midY > 1.3 * pitch && !line.endsSentence
      && (line.size > 1.08 * before.size || line.isBold && !FlowLine(before).isBold)
    guard !isTitle else {
      let kept = left.filter { $0.rect.midY < last.rect.y0 }
      return [above, kept, right, left.filter { $0.rect.midY >= last.rect.y0 } + below]
    }
    if isFlowedAround(rows, Row.rows(of: right), below: next.segments.first) {
      // The paragraph goes on below the box as far as its lines follow each other.
      let end = zip([last] + under, under).first { $1.rect.midY - $0.rect.midY > 1.25 * pitch }?.0.rect.y1
      let around = below.filter { $0.rect.midY <= end ?? .infinity }
      return [above, left + around, right, below.filter { $0.rect.midY > end ?? .infinity }]
    }
    return [above, left, right, below]
  }
}
