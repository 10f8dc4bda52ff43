import PageContent
import Records

/// Rows of a table that a page's end has cut in two.
extension TableGrid {
  /// Rows from which a table says that its first column is never empty, or numbered in one way.
  private static let fewestRows = 3

  /// Whether a row of the continuation goes on with the last one: every text in it goes on with one above it, and it says
  /// nothing of its own in the first column.
  func isCut(before row: Int, of other: TableGrid) -> Bool {
    guard let last = cells.last, other.cells.indices.contains(row), cuts[cells.count - 1] == nil,
      !other.spans.contains(where: { $0.row == row }), !spans.contains(where: { $0.row + $0.rows == cells.count })
    else { return false }
    let next = other.cells[row]
    guard !last[0].isEmpty, next.contains(where: { !$0.isEmpty }), zip(last, next).allSatisfy(Self.mayGoOn) else {
      return false
    }
    let breaksOff = zip(last, next).allSatisfy { above, below in
      below.isEmpty || above.last?.last.map { !FlowLine.terminators.contains($0.last) } ?? false
    }
    guard next[0].isEmpty else {
      return breaksOff && isRuled
        && (isNumberCut(row, of: other) && isFull(before: next) || isWordCut(row, of: other) && isFull(0))
    }
    return breaksOff || isRuled && isFirstFilled(besides: row, of: other)
  }

  /// Words go on with words.
  private static func mayGoOn(_ above: [[Word]], _ below: [[Word]]) -> Bool {
    guard let word = below.first?.first else { return true }
    return !above.isEmpty && !isFigure([word])
  }

  /// Whether every row but one has something in the first column.
  private func isFirstFilled(besides row: Int, of other: TableGrid) -> Bool {
    let rest = cells + other.cells.enumerated().filter { $0.offset != row }.map(\.element)
    return rest.count >= Self.fewestRows && rest.allSatisfy { !$0[0].isEmpty }
  }

  /// Whether the first column's text is numbered as those of other rows are together with that of the last row, and not
  /// by itself: `第19`, and `条` on the next page.
  private func isNumberCut(_ row: Int, of other: TableGrid) -> Bool {
    guard let last = cells.last else { return false }
    let rest = cells.dropLast() + other.cells.dropFirst(row + 1)
    let forms = rest.map { Self.form(of: $0[0]) }
    let own = Self.form(of: other.cells[row][0])
    let whole = Self.form(of: last[0] + other.cells[row][0])
    return whole.contains("9") && forms.count { $0 == whole } >= Self.fewestRows && !forms.contains(own)
      && !forms.contains(Self.form(of: last[0]))
  }

  /// Whether the first column goes on with a small letter, as no other row begins.
  private func isWordCut(_ row: Int, of other: TableGrid) -> Bool {
    func beginsSmall(_ row: [[[Word]]]) -> Bool { row[0].first?.first?.first.isLowercase ?? false }
    let rest = cells + other.cells.dropFirst(row + 1)
    return beginsSmall(other.cells[row]) && rest.count >= Self.fewestRows && !rest.contains(where: beginsSmall)
  }

  /// A cell's text, with one sign for all numbers.
  private static func form(of cell: [[Word]]) -> String {
    var form = String.UnicodeScalarView()
    for scalar in cell.joined().lazy.flatMap(\.glyphs).map(\.scalar) {
      let sign = ListMarker.isDigit(scalar) ? "9" : scalar
      if sign != "9" || form.last != "9" { form.append(sign) }
    }
    return String(form)
  }

  /// Whether a line of the last row ended for want of room, in a column other than the first in which text goes on.
  private func isFull(before next: [[[Word]]]) -> Bool {
    next.indices.dropFirst().contains { !next[$0].isEmpty && isFull($0) }
  }

  private func isFull(_ column: Int) -> Bool {
    guard let end = cells.last?[column].last?.last else { return false }
    return reach(of: column) - end.rect.x1 <= Self.raggedness * end.size
  }
}
