import Records

/// The white between two columns.
struct ColumnGap {
  var start: Double
  var end: Double
  var middle: Double { (start + end) / 2 }
}

/// Rows that may be those of a table, while they are added one by one. What is asked of all of them at every row is kept in
/// order, and not sorted anew.
struct TableRun {
  private struct Edge {
    var x: Double
    /// One more cell from here on, or one less.
    var change: Int
  }

  /// What was known of rows before another one came.
  struct Shape {
    var filled: Int
    var columns: Int
    /// The white between two rows that half of them do not have, and the widest.
    var usualGap: Double
    var widestGap: Double

    init(_ run: TableRun, columns: [ColumnGap]) {
      filled = run.filled
      self.columns = columns.count
      usualGap = run.rowGaps.isEmpty ? 0 : run.rowGaps[run.rowGaps.count / 2]
      widestGap = run.rowGaps.last ?? .infinity
    }
  }

  /// The edges of all cells from left to right, of those at one place the left ones first.
  private var edges: [Edge] = []
  private var largest = 0.0
  /// Rows with two cells or more.
  private(set) var filled = 0
  private(set) var rect: Rect
  private var bottom: Double
  /// The white between rows, ascending.
  private var rowGaps: [Double] = []

  init(_ row: Row) {
    rect = row.rect
    bottom = row.rect.y1
    insert(row)
  }

  init(_ rows: ArraySlice<Row>) {
    self.init(rows[rows.startIndex])
    for row in rows.dropFirst() { add(row) }
  }

  mutating func add(_ row: Row) {
    let gap = row.rect.y0 - bottom
    rowGaps.insert(gap, at: rowGaps.partitionPoint { $0 < gap })
    rect = rect.union(row.rect)
    bottom = row.rect.y1
    insert(row)
  }

  private mutating func insert(_ row: Row) {
    guard row.segments.count >= 2 else { return }
    filled += 1
    largest = max(largest, row.segments[0].size)
    for rect in row.segments.lazy.flatMap(TableGrid.cellRects) {
      edges.insert(Edge(x: rect.x0, change: 1), at: edges.partitionPoint { $0.x < rect.x0 })
      edges.insert(Edge(x: rect.x1, change: -1), at: edges.partitionPoint { $0.x <= rect.x1 })
    }
  }

  /// The white stretches that run through all rows (nearly all in long tables: a cell may span); nil where no row has two
  /// cells.
  var columnGaps: [ColumnGap]? {
    guard filled > 0 else { return nil }
    let allowed = filled >= 8 ? filled / 10 : 0
    var covering = 0
    var open: Double?
    var place = 0
    var result: [ColumnGap] = []
    for (index, edge) in edges.enumerated() {
      let before = covering
      covering += edge.change
      if before > allowed, covering <= allowed { (open, place) = (edge.x, index) }
      if before <= allowed, covering > allowed, let start = open {
        if edge.x - start >= 0.2 * largest { result.append(ColumnGap(start: start, end: edge.x)) }
        open = nil
      }
    }
    if allowed > 0, open != nil, let last = sparseColumn(from: place) { result.append(last) }
    return result
  }

  /// Cells that a column has at least in which most rows of a long table have nothing, its header among them.
  private static let fewestSparse = 2

  /// The white before a last column of remarks that few rows have: too few to count as more than cells that span, but all
  /// beyond a place that no cell crosses. Looked for from the edge on at which nearly all other cells have ended.
  private func sparseColumn(from place: Int) -> ColumnGap? {
    let starts = edges[(place + 1)...].count { $0.change > 0 }
    guard starts >= Self.fewestSparse else { return nil }
    // As many cells are open there as end behind it without having begun there.
    var covering = edges.count - place - 1 - 2 * starts
    var end = covering == 0 ? edges[place].x : nil
    var left = starts
    for edge in edges[(place + 1)...] {
      if covering == 0, edge.change > 0, let start = end, edge.x - start >= 0.5 * largest {
        return left >= Self.fewestSparse ? ColumnGap(start: start, end: edge.x) : nil
      }
      covering += edge.change
      if edge.change > 0 { left -= 1 }
      if covering == 0 { end = edge.x }
    }
    return nil
  }
}
