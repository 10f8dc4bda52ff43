import Records

/// Tells columns of text from those of a table by where their lines go on. Columns of text are filled each by itself: where
/// a paragraph of one ends, those of the others mostly run past that height. The cells of a table's row begin or end
/// together, and none of them runs past its row.
enum FlowingColumns {
  private static let fewestLines = 4
  /// Joints between lines at which a column's text goes on, at least, and their share of all.
  private static let fewestFlowing = 3
  private static let leastFlowing = 0.25
  /// Ends of paragraphs past which the text of another column runs, at least, and their share of those that tell.
  private static let fewestPassed = 3
  private static let leastPassed = 0.4
  /// Ems that a line of a column is long at least.
  private static let shortestLine = 6.0
  /// How unlike columns may be in width.
  private static let leastAlike = 0.5
  /// How far the next line of a paragraph stands from the one above it, as a share of what is usual in its column.
  private static let widestPitch = 1.25
  /// Share of the smaller white that two ends of paragraphs have in common where they stand at one height.
  private static let leastShared = 0.65

  /// What is between two lines of a column.
  private struct Joint {
    enum Kind { case flows, ends, unknown }

    /// The middles of the two lines, each a little nearer to the other.
    var y0: Double
    var y1: Double
    var kind: Kind
  }

  /// Whether the lines of columns, from the left, are text.
  static func are(_ columns: [[Row]]) -> Bool {
    guard columns.count >= 2, columns.allSatisfy({ $0.count >= fewestLines }) else { return false }
    let widths = columns.compactMap(Columns.width)
    guard let narrowest = widths.min(), let widest = widths.max(), narrowest >= leastAlike * widest,
      zip(columns, widths).allSatisfy({ $1 >= shortestLine * $0[$0.count / 2].size })
    else { return false }
    let joints = columns.map(joints)
    for own in joints {
      let flowing = own.count { $0.kind == .flows }
      guard flowing >= fewestFlowing, Double(flowing) >= leastFlowing * Double(own.count) else { return false }
    }
    var (passed, shared) = (0, 0)
    for (index, own) in joints.enumerated() {
      for (number, other) in joints.enumerated() where number != index {
        let found = compare(own, with: other)
        passed += found.passed
        shared += found.shared
      }
    }
    return passed >= fewestPassed && Double(passed) >= leastPassed * Double(passed + shared)
  }

  /// At how many ends of a column's paragraphs another's text runs on, and how many of them that one has too.
  private static func compare(_ own: [Joint], with other: [Joint]) -> (passed: Int, shared: Int) {
    var (passed, shared) = (0, 0)
    var first = 0
    for end in own where end.kind == .ends {
      while first < other.count, other[first].y1 <= end.y0 { first += 1 }
      let beside = other[first...].prefix { $0.y0 < end.y1 }
      let isShared = beside.contains { joint in
        let common = min(joint.y1, end.y1) - max(joint.y0, end.y0)
        return joint.kind == .ends && common >= leastShared * min(joint.y1 - joint.y0, end.y1 - end.y0)
      }
      if isShared {
        shared += 1
      } else if beside.contains(where: { $0.kind == .flows }), !beside.contains(where: { $0.kind == .ends }) {
        passed += 1
      }
    }
    return (passed, shared)
  }

  private static func joints(_ rows: [Row]) -> [Joint] {
    let edge = rows.map(\.rect.x1).max() ?? 0
    let steps = zip(rows, rows.dropFirst()).map { $1.rect.midY - $0.rect.midY }.sorted()
    let pitch = steps[steps.count / 3]
    return zip(rows, rows.dropFirst()).map { row, next in
      let inset = 0.2 * min(row.rect.height, next.rect.height)
      let (y0, y1) = (row.rect.midY + inset, max(next.rect.midY - inset, row.rect.midY + inset))
      return Joint(y0: y0, y1: y1, kind: kind(row, next, pitch, edge))
    }
  }

  private static func kind(_ row: Row, _ next: Row, _ pitch: Double, _ edge: Double) -> Joint.Kind {
    guard next.rect.midY - row.rect.midY < widestPitch * pitch, abs(row.size - next.size) < 0.1 * row.size,
      let last = row.segments.last?.words.last?.last, let word = next.segments.first?.words.first
    else { return .ends }
    let size = next.size
    let needed = word.first.isWide ? 2.6 * size : min(word.rect.width, 6 * size) + 0.9 * size
    let room = edge - row.rect.x1
    if room > 1.3 * needed { return .ends }
    let isNew = FlowLine.terminators.contains(last) || word.first.isUppercase || ListMarker.isDigit(word.first)
    return room < needed && !isNew ? .flows : .unknown
  }
}

extension Unicode.Scalar {
  fileprivate var isUppercase: Bool { properties.isUppercase }
}
