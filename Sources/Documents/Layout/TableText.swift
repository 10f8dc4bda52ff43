import PageContent
import Records

extension TableGrid {
  /// The table as text, ` | ` between cells and one row a line, with the place of every word; and its cells.
  func content() -> (text: LineText, rows: [[String]]) {
    var text = LineText()
    var rows: [[String]] = []
    let reaches = (cells.first ?? []).indices.map(reach)
    for (index, row) in cells.enumerated() {
      if index > 0 { text.append("\n") }
      var strings: [String] = []
      for (column, lines) in row.enumerated() {
        if column > 0 { text.append(" | ") }
        let start = text.length
        let isBroken =
          isRuled
          ? isFitted(column, reaches[column])
          : zip(lines, lines.dropFirst()).contains { parts($0, $1, reaches[column]) }
        let areItems = lines.count(where: Self.beginsNumbered) >= Self.fewestItems
        for (number, words) in lines.enumerated() {
          // Where one line of a cell was ended on purpose, all were.
          let begins = isBroken || areItems && Self.beginsNumbered(words)
          if number > 0, begins || parts(lines[number - 1], words, reaches[column]),
            !Self.goesOnAsCode(lines[number - 1], words)
          {
            text.append(" ")
          }
          text.append(
            WritingDirection.inReadingOrder(words, in: frame), page: page(ofLine: number, row: index, column),
            frame: frame)
        }
        strings.append(text.text(from: start))
      }
      rows.append(strings)
    }
    return (text, rows)
  }

  /// Lines that begin with a number in brackets, from which they are the items of a list.
  private static let fewestItems = 2

  /// `（１）`, `(2)`: the items of a rule in its cell, which the last line of the one above may fill to the edge.
  private static func beginsNumbered(_ words: [Word]) -> Bool {
    var digits = 0
    var isOpen = false
    for glyph in words.lazy.flatMap(\.glyphs) {
      switch glyph.scalar {
      case "（", "(":
        guard !isOpen else { return false }
        isOpen = true
      case "）", ")": return digits > 0
      default:
        guard isOpen, ListMarker.isDigit(glyph.scalar), digits < 2 else { return false }
        digits += 1
      }
    }
    return false
  }

  /// A row that a page's end has cut goes on with lines of the next page.
  private func page(ofLine number: Int, row: Int, _ column: Int) -> Int {
    guard let cut = cuts[row], number >= cut[column] else { return rowPages[row] }
    return rowPages[row] + 1
  }

  /// `S-` above `001`.
  private static func goesOnAsCode(_ above: [Word], _ below: [Word]) -> Bool {
    guard let first = below.first?.first else { return false }
    return ListMarker.isDigit(first) && LineText.endsInBoundHyphen(above)
  }

  /// Ems that a line of Japanese leaves free before it breaks for want of room, at most.
  static let raggedness = 2.5

  /// Ems by which the longest line of a column misses its edge where the column was made to fit it.
  private static let fit = 0.05
  /// Ems that such a column is wide at least: narrow ones break words.
  private static let leastFitted = 5.0
  /// Ems that the text around a table reaches further, at least, where the table could have been wider.
  private static let leastBeside = 3.0

  /// Whether a column is as wide as its longest line, in a table that had room for more: its lines were ended on purpose.
  /// The text of the page reaches as far to the right as the table begins at the left.
  private func isFitted(_ column: Int, _ reach: Double) -> Bool {
    let lines = cells.lazy.flatMap { $0[column] }
    guard let size = lines.first?.first?.size, frame.frameWidth - rect.x0 - rect.x1 > Self.leastBeside * size,
      let start = lines.compactMap({ $0.map(\.rect.x0).min() }).min(),
      let end = lines.compactMap({ $0.map(\.rect.x1).max() }).max(), end - start > Self.leastFitted * size
    else { return false }
    return abs(reach - end) < Self.fit * size
  }

  /// Whether two lines of a cell are parted by more than the cell's width: words of English, or a line that ends early.
  private func parts(_ above: [Word], _ below: [Word], _ reach: Double) -> Bool {
    guard let last = above.last, let first = below.first else { return false }
    guard last.last.isWide || first.first.isWide else { return true }
    let end = above.map(\.rect.x1).max() ?? 0
    let size = last.size
    // Lines that end at one place and begin at several are set to the right, and none of them is full.
    if let next = below.map(\.rect.x1).max(), abs(next - end) < 0.3 * size, abs(above[0].rect.x0 - first.rect.x0) > size
    {
      return true
    }
    return reach - end > Self.raggedness * size
  }

  /// How far right the words of a column may go.
  func reach(of column: Int) -> Double {
    guard isRuled else {
      // Nothing but the words themselves says how wide such a column is.
      return cells.lazy.flatMap { $0[column] }.compactMap { $0.last?.rect.x1 }.max() ?? rect.x1
    }
    // Cells keep as much white at their right as at their left.
    let start = cells.lazy.compactMap { $0[column].first?.first?.rect.x0 }.min() ?? columnEdges[column]
    return columnEdges[column + 1] - max(0, start - columnEdges[column])
  }
}
