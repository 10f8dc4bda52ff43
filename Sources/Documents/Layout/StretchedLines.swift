import Records

/// Lines of justified text in narrow columns: their spaces are stretched so far that each word looks like a cell, and two
/// or three neighbouring lines may have some of them one above the other.
///
/// All spaces of such a line are about equally wide, and lines end where the others do; cells begin where those above and
/// below do.
enum StretchedLines {
  /// Ems by which lines of one column may begin or end apart.
  private static let mostApart = 0.35
  /// Ems by which the first line of a paragraph may be indented, and cells that stand one above the other may be apart.
  private static let deepestIndent = 3.0
  private static let mostUneven = 0.5
  /// How much wider the widest space of a line is than its narrowest, at most.
  private static let mostDifferent = 1.45

  /// Whether rows that would be a table's are such lines.
  static func are(_ rows: ArraySlice<Row>, _ separators: [Double]) -> Bool {
    guard let first = rows.first, let left = rows.map(\.rect.x0).min(), let right = rows.map(\.rect.x1).max() else {
      return false
    }
    let size = first.size
    for (index, row) in zip(rows.indices, rows) {
      let isFlushLeft =
        row.rect.x0 - left < mostApart * size || row.rect.x0 - left < deepestIndent * size && row.isWorded
      // A paragraph's last line ends anywhere, but its spaces are not stretched.
      let isFlushRight = right - row.rect.x1 < mostApart * size || row.segments.count == 1
      guard isFlushLeft, isFlushRight, row.isWorded, areEven(row) || index == rows.startIndex && row.segments.count == 1
      else { return false }
    }
    guard rows.contains(where: { $0.segments.count >= 2 && spaces(of: $0).count >= 2 }) else { return false }
    return !areAligned(rows, separators) || goOn(rows)
  }

  /// Whether rows are lines in the midst of a paragraph, whose sentence goes on in them from the line above or into the
  /// line below: as far from it as they are from each other, and as long as it.
  static func areWithinParagraph(_ range: Range<Int>, of rows: [Row]) -> Bool {
    let own = rows[range]
    guard own.count >= 2, let left = own.map(\.rect.x0).min(), let right = own.map(\.rect.x1).max() else {
      return false
    }
    let steps = zip(own, own.dropFirst()).map { $1.rect.midY - $0.rect.midY }
    guard let least = steps.min(), let most = steps.max(), most < 1.1 * least, !areFigures(own) else { return false }
    func isFull(_ row: Row) -> Bool {
      abs(row.rect.x0 - left) < mostApart * row.size && abs(row.rect.x1 - right) < mostApart * row.size && row.isWorded
    }
    guard own.allSatisfy({ isFull($0) || $0.segments.count == 1 }) else { return false }
    func goesOn(_ row: Row, into next: Row) -> Bool {
      let step = next.rect.midY - row.rect.midY
      guard step < 1.1 * most, step > 0.9 * least, abs(row.size - next.size) < 0.05 * row.size,
        abs(next.rect.x0 - left) < mostApart * next.size, isFull(row),
        next.segments[0].words[0].first.isLowercase
      else { return false }
      return !FlowLine(row).endsSentence
    }
    return range.lowerBound > 0 && rows[range.lowerBound - 1].segments.count == 1
      && goesOn(rows[range.lowerBound - 1], into: rows[range.lowerBound])
      || range.upperBound < rows.count && rows[range.upperBound].segments.count == 1
        && goesOn(rows[range.upperBound - 1], into: rows[range.upperBound])
  }

  /// Whether a row is three words or more with spaces about equally wide between them.
  static func isStretched(_ row: Row) -> Bool { row.isWorded && spaces(of: row).count >= 2 && areEven(row) }

  /// The white between the words of a row.
  private static func spaces(of row: Row) -> [Double] {
    let words = row.segments.flatMap(\.words)
    return zip(words, words.dropFirst()).map { $1.rect.x0 - $0.rect.x1 }.filter { $0 > 0.15 * row.size }
  }

  private static func areEven(_ row: Row) -> Bool {
    guard row.segments.count >= 2 else { return true }
    let spaces = spaces(of: row)
    guard let widest = spaces.max(), let narrowest = spaces.min() else { return false }
    return widest <= mostDifferent * narrowest
  }

  /// Whether the cells of every column begin, end or have their middles at one place, as those of a table do.
  private static func areAligned(_ rows: ArraySlice<Row>, _ separators: [Double]) -> Bool {
    (1...separators.count).allSatisfy { column in
      let cells = rows.compactMap { row -> Rect? in
        guard row.segments.count >= 2 else { return nil }
        let words = row.segments.flatMap(\.words).filter { word in
          separators.count { $0 < word.rect.midX } == column
        }
        return words.first.map { first in words.dropFirst().reduce(first.rect) { $0.union($1.rect) } }
      }
      guard cells.count >= 2 else { return true }
      let tolerance = mostUneven * rows[rows.startIndex].size
      func isOne(_ places: [Double]) -> Bool {
        guard let least = places.min(), let most = places.max() else { return true }
        return most - least < tolerance
      }
      // Lines end at one place anyway.
      let isLast = column == separators.count
      return isOne(cells.map(\.x0)) || !isLast && (isOne(cells.map(\.x1)) || isOne(cells.map(\.midX)))
        || isLast && areFigures(rows)
    }
  }

  /// Whether what stands at the ends of rows are figures.
  private static func areFigures(_ rows: ArraySlice<Row>) -> Bool {
    rows.allSatisfy { $0.segments.count < 2 || TableGrid.isFigure($0.segments.last?.words ?? []) }
  }

  /// Whether every row but the first begins with a small letter.
  private static func goOn(_ rows: ArraySlice<Row>) -> Bool {
    rows.dropFirst().allSatisfy { $0.segments[0].words[0].first.isLowercase }
  }
}
