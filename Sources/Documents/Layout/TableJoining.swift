import Records

/// Joins a table that a page or column has cut in two.
enum TableJoining {
  /// Points by which the edges of columns may differ.
  private static let tolerance = 4.0

  static func join(_ blocks: inout [DraftBlock]) {
    var result: [DraftBlock] = []
    for block in blocks {
      guard case .table(var table) = block.content,
        let previous = result.lastIndex(where: { !$0.kind.isFurniture && $0.kind != .footnote }),
        case .table(let above) = result[previous].content,
        continues(above, table) || lacksLastColumn(of: above, table)
      else {
        result.append(block)
        continue
      }
      if table.columnEdges.count < above.columnEdges.count { table.addEmptyColumn(to: above.columnEdges) }
      let repeated = repeatedRows(above, table)
      // Nothing is lost without a trace: the header that the second page repeats stays as a running header.
      if repeated > 0 { result.append(runningHeader(Array(table.cells[..<repeated]), of: table)) }
      var joined = above
      let isCut = above.isCut(before: repeated, of: table)
      if isCut { joined.completeLastRow(with: table.cells[repeated]) }
      joined = joined.appending(table, from: repeated + (isCut ? 1 : 0))
      // A single row did not know what stands below it.
      if above.isOpen { TableHeader.find(in: &joined) }
      result[previous].content = .table(joined)
      result[previous].isLastInRegion = block.isLastInRegion
    }
    blocks = result
  }

  static func continues(_ above: TableGrid, _ table: TableGrid) -> Bool {
    guard table.page == above.lastPage + 1, above.frame.turn == table.frame.turn,
      above.columnEdges.count == table.columnEdges.count, above.isRuled == table.isRuled
    else { return false }
    // Left and right pages have different margins: what counts is where columns stand from the table's left edge.
    let shift = table.columnEdges[0] - above.columnEdges[0]
    let places = zip(above.columnEdges, table.columnEdges).map { abs($1 - $0 - shift) }
    if above.isRuled { return places.allSatisfy { $0 <= tolerance } }
    // Found by alignment, the edges are only as sure as the words beside them are wide.
    return abs(shift) <= 3 * tolerance
      && (places.dropFirst().dropLast().allSatisfy { $0 <= 3 * tolerance }
        || zip(above.columnsOfText, table.columnsOfText).allSatisfy { above, below in
          // Columns keep the side at which their texts are set.
          abs(above.x0 - below.x0) <= tolerance || abs(above.x1 - below.x1) <= tolerance
        })
  }

  /// Whether a table found by alignment has all columns of the one before it but a last one, as where no row of a page has
  /// a remark.
  private static func lacksLastColumn(of above: TableGrid, _ table: TableGrid) -> Bool {
    let edges = above.columnEdges
    guard table.page == above.lastPage + 1, above.frame.turn == table.frame.turn, !above.isRuled, !table.isRuled,
      edges.count == table.columnEdges.count + 1, table.columnEdges.count >= fewestEdges,
      abs(edges[0] - table.columnEdges[0]) <= tolerance, table.rect.x1 <= edges[edges.count - 2] + tolerance
    else { return false }
    return zip(edges.dropLast(2), table.columnEdges.dropLast()).allSatisfy { abs($0 - $1) <= 3 * tolerance }
  }

  /// Edges of columns that must be the same where their number is not.
  private static let fewestEdges = 4

  /// How many of the first rows say again what the header says.
  private static func repeatedRows(_ above: TableGrid, _ table: TableGrid) -> Int {
    let header = max(1, above.headerRows ?? 0)
    guard table.cells.count > header else { return 0 }
    return (0..<header).allSatisfy { above.text(of: $0) == table.text(of: $0) } ? header : 0
  }

  private static func runningHeader(_ rows: [[[[Word]]]], of table: TableGrid) -> DraftBlock {
    let lines = rows.compactMap { row -> FlowLine? in
      let segments = row.joined().filter { !$0.isEmpty }
        .map { LineSegment(words: $0, page: table.page, frame: table.frame) }
      return segments.isEmpty ? nil : FlowLine(Row(segments))
    }
    return DraftBlock(kind: .header, content: .lines(lines))
  }
}

extension TableGrid {
  /// The page of its last row.
  var lastPage: Int { rowPages.last ?? page }

  /// From where to where the texts of each column stand.
  fileprivate var columnsOfText: [Rect] {
    columnEdges.indices.dropLast().map { column in
      let words = cells.lazy.flatMap { $0[column].joined() }.map(\.rect)
      return words.reduce(words.first ?? rect) { $0.union($1) }
    }
  }

  fileprivate func text(of row: Int) -> String {
    cells[row].map { $0.joined().map(\.text).joined() }.joined(separator: "\t")
  }

  fileprivate mutating func addEmptyColumn(to edges: [Double]) {
    for row in cells.indices { cells[row].append([]) }
    columnEdges = Array(columnEdges.dropLast()) + edges.suffix(2)
  }

  fileprivate mutating func completeLastRow(with row: [[[Word]]]) {
    let index = cells.count - 1
    cuts[index] = cells[index].map(\.count)
    for column in row.indices { cells[index][column] += row[column] }
  }

  /// This table with the rows of its continuation, from a row on.
  fileprivate func appending(_ other: TableGrid, from first: Int) -> TableGrid {
    var result = self
    result.isOpen = false
    result.rowPages = rowPages + other.rowPages.dropFirst(first)
    result.cells += other.cells[first...]
    let shift = cells.count - first
    for (row, cut) in other.cuts where row >= first { result.cuts[row + shift] = cut }
    result.spans += other.spans.compactMap { span in
      guard span.row >= first else { return nil }
      return CellSpan(row: span.row + shift, column: span.column, rows: span.rows, columns: span.columns)
    }
    return result
  }
}
