import Records

/// Finds out how many of a table's first rows are its header.
enum TableHeader {
  /// Share of the table's rows that a header has at most.
  private static let mostRows = 2.0 / 3
  /// Share of a row's cells that must stand on a coloured ground.
  private static let shadedShare = 0.8

  /// Looks for a coloured ground first, then at letters and figures; what the lines have shown stays.
  static func find(in table: inout TableGrid, areas: [Rect] = []) {
    table.headerRows = table.headerRows ?? shaded(table, areas) ?? told(table)
  }

  /// The first rows on a ground that the next one has not.
  private static func shaded(_ table: TableGrid, _ areas: [Rect]) -> Int? {
    let grounds = areas.filter { $0.height < 0.7 * table.rect.height && $0.overlapsInHeight(table.rect) }
    guard !grounds.isEmpty else { return nil }
    let shaded = table.cells.map { row in
      let places = row.compactMap { $0.first?.first?.rect }
      let covered = places.count { place in
        grounds.contains { $0.x0 <= place.midX && place.midX <= $0.x1 && $0.y0 <= place.midY && place.midY <= $0.y1 }
      }
      return !places.isEmpty && Double(covered) >= shadedShare * Double(places.count)
    }
    let count = shaded.prefix { $0 }.count
    return count > 0 && Double(count) <= mostRows * Double(shaded.count) ? count : nil
  }

  /// What the cells say: a first row without figures over figures, in another face, or short words over long ones.
  private static func told(_ table: TableGrid) -> Int? {
    guard table.cells.count >= 2, let first = table.cells.first else { return nil }
    let filled = first.count { !$0.isEmpty }
    guard filled >= 2, filled * 2 > first.count || !table.spans.filter({ $0.row == 0 }).isEmpty else { return nil }
    var count = 1
    // A cell over several rows says how far the header goes; one over several columns has its parts named below.
    while let span = table.spans.first(where: { $0.row < count && ($0.row + $0.rows > count) }) {
      count = span.row + span.rows
    }
    if count == 1,
      table.spans.contains(where: {
        $0.row == 0 && $0.columns > 1 && $0.columns < first.count && !first[$0.column].isEmpty
      })
    {
      count = 2
    }
    guard Double(count) <= mostRows * Double(table.cells.count) else { return nil }
    let header = Array(table.cells[..<count])
    let body = Array(table.cells[count...])
    guard !header.contains(where: hasFigures) else { return nil }
    let isHeader =
      hasFiguresBelow(header, body) || isSetApart(header, from: body) || isShorter(header, than: body)
      || isCentred(header, in: table) && !isCentred(body, in: table)
    return isHeader ? count : nil
  }

  /// Whether a cell is nothing but a figure; years and numbers of columns stand in headers too, at the left edge of rows.
  private static func hasFigures(_ row: [[[Word]]]) -> Bool {
    row.contains { cell in
      guard let first = cell.first, cell.allSatisfy(TableGrid.isFigure) else { return false }
      return !isYear(first)
    }
  }

  private static func isYear(_ words: [Word]) -> Bool {
    guard words.count == 1, words[0].glyphs.count == 4, let year = Int(words[0].text) else { return false }
    return (1800...2100).contains(year)
  }

  /// Half of the rows with figures beside their first cell, or a whole column of them, be it the rows' numbers.
  private static func hasFiguresBelow(_ header: [[[[Word]]]], _ body: [[[[Word]]]]) -> Bool {
    func isFigure(_ cell: [[Word]]) -> Bool { !cell.isEmpty && cell.allSatisfy(TableGrid.isFigure) }
    if body.count(where: { row in row.dropFirst().contains(where: isFigure) }) * 2 >= body.count { return true }
    return header[0].indices.contains { column in
      let filled = body.map { $0[column] }.filter { !$0.isEmpty }
      return filled.count >= 3 && filled.allSatisfy(isFigure) && header.contains { !$0[column].isEmpty }
    }
  }

  /// Share of a cell's width by which its text may stand off the middle.
  private static let offMiddle = 0.06

  /// Whether nearly all texts stand in the middle of their column.
  private static func isCentred(_ rows: [[[[Word]]]], in table: TableGrid) -> Bool {
    guard table.isRuled else { return false }
    var all = 0
    var centred = 0
    for row in rows {
      for (column, cell) in row.enumerated() {
        guard let words = cell.first, let first = words.first, let last = words.last else { continue }
        let (left, right) = (table.columnEdges[column], table.columnEdges[column + 1])
        all += 1
        let off = abs((first.rect.x0 + last.rect.x1) - (left + right)) / 2
        if off <= offMiddle * (right - left) { centred += 1 }
      }
    }
    return all > 0 && centred * 4 >= all * 3
  }

  private static func isSetApart(_ header: [[[[Word]]]], from body: [[[[Word]]]]) -> Bool {
    for property in [\Face.isBold, \Face.isGothic] {
      if share(header, property) > 0.8, share(body, property) < 0.5 { return true }
    }
    return false
  }

  private static func share(_ rows: [[[[Word]]]], _ property: KeyPath<Face, Bool>) -> Double {
    var all = 0
    var having = 0
    for word in rows.joined().joined().joined() {
      all += word.glyphs.count
      if word.face[keyPath: property] { having += word.glyphs.count }
    }
    return all == 0 ? 0 : Double(having) / Double(all)
  }

  private static func isShorter(_ header: [[[[Word]]]], than body: [[[[Word]]]]) -> Bool {
    func length(_ rows: [[[[Word]]]]) -> Double {
      let cells = rows.joined().filter { !$0.isEmpty }
      let letters = cells.reduce(0) { $0 + $1.joined().reduce(0) { $0 + $1.glyphs.count } }
      return cells.isEmpty ? 0 : Double(letters) / Double(cells.count)
    }
    return header[0].allSatisfy { !$0.isEmpty } && length(body) >= 2.5 * length(header)
  }
}
