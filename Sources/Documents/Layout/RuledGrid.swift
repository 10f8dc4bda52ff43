import Records

/// The cells that lines enclose, some of them over several rows or columns of the grid.
struct RuledGrid: Sendable {
  /// Places of the lines, ascending: one more than there are columns and rows.
  private(set) var xs: [Double]
  private(set) var ys: [Double]
  private(set) var cells: [CellSpan]
  /// For each place of the grid, row by row, the index of its cell.
  private(set) var cellAt: [Int]

  var columns: Int { xs.count - 1 }
  var rows: Int { ys.count - 1 }
  var rect: Rect { Rect(x0: xs[0], y0: ys[0], x1: xs[columns], y1: ys[rows]) }

  /// Places of a grid beyond which it is a drawing on squared paper.
  private static let mostPlaces = 6_000
  /// Share of a cell's side that must be drawn to part it from its neighbour.
  private static let drawnShare = 0.6
  /// Points between two lines with room for text.
  private static let narrowest = 4.0

  /// Nil where the lines enclose nothing like cells.
  init?(_ lines: RuleLines) {
    guard let left = lines.horizontal.map(\.start).min(), let right = lines.horizontal.map(\.end).max(),
      let top = lines.vertical.map(\.start).min(), let bottom = lines.vertical.map(\.end).max()
    else { return nil }
    // A table may be open at its sides: then its lines end where it ends.
    xs = Self.places(lines.vertical.map(\.position) + [left, right])
    ys = Self.places(lines.horizontal.map(\.position) + [top, bottom])
    guard xs.count >= 3, ys.count >= 2, (xs.count - 1) * (ys.count - 1) <= Self.mostPlaces else { return nil }
    cells = []
    cellAt = []
    let joined = joinedPlaces(lines)
    guard let cells = Self.rectangles(joined, rows: rows, columns: columns) else { return nil }
    self = RuledGrid(xs: xs, ys: ys, cells: cells)
  }

  /// Takes cells that cover the grid.
  init(xs: [Double], ys: [Double], cells: [CellSpan]) {
    self.xs = xs
    self.ys = ys
    self.cells = cells
    cellAt = [Int](repeating: 0, count: (xs.count - 1) * (ys.count - 1))
    for (index, cell) in cells.enumerated() {
      for row in cell.row..<(cell.row + cell.rows) {
        for column in cell.column..<(cell.column + cell.columns) { cellAt[row * columns + column] = index }
      }
    }
  }

  func rect(of cell: CellSpan) -> Rect {
    Rect(x0: xs[cell.column], y0: ys[cell.row], x1: xs[cell.column + cell.columns], y1: ys[cell.row + cell.rows])
  }

  /// The index of the cell at a point; nil outside of the table.
  func cell(x: Double, y: Double) -> Int? {
    guard let column = Self.index(of: x, in: xs), let row = Self.index(of: y, in: ys) else { return nil }
    return cellAt[row * columns + column]
  }

  private static func index(of value: Double, in places: [Double]) -> Int? {
    guard let first = places.first, let last = places.last, value >= first, value <= last else { return nil }
    return max(0, min(places.count - 2, places.count { $0 <= value } - 1))
  }

  /// Places of lines, near ones as one.
  private static func places(_ values: [Double]) -> [Double] {
    var result: [[Double]] = []
    for value in values.sorted() {
      if let last = result.indices.last, value - result[last][0] <= narrowest {
        result[last].append(value)
      } else {
        result.append([value])
      }
    }
    return result.map { $0.reduce(0, +) / Double($0.count) }
  }

  /// For each place the number of the group of places that no line parts from it.
  private func joinedPlaces(_ lines: RuleLines) -> [Int] {
    var groups = Array(0..<(rows * columns))
    func root(_ place: Int) -> Int {
      var place = place
      while groups[place] != place { place = groups[place] }
      return place
    }
    func join(_ a: Int, _ b: Int) {
      let (a, b) = (root(a), root(b))
      groups[max(a, b)] = min(a, b)
    }
    func isDrawn(_ lines: [RuleLine], at position: Double, _ from: Double, _ to: Double) -> Bool {
      let covered = lines.reduce(0) {
        abs($1.position - position) <= Self.narrowest ? $0 + $1.covered(from, to) : $0
      }
      return covered >= Self.drawnShare * (to - from)
    }
    for row in 0..<rows {
      for column in 0..<columns {
        let place = row * columns + column
        if column + 1 < columns, !isDrawn(lines.vertical, at: xs[column + 1], ys[row], ys[row + 1]) {
          join(place, place + 1)
        }
        if row + 1 < rows, !isDrawn(lines.horizontal, at: ys[row + 1], xs[column], xs[column + 1]) {
          join(place, place + columns)
        }
      }
    }
    return groups.indices.map(root)
  }

  /// Share of the table's places that groups may hold which are no rectangles.
  private static let mostBent = 0.3

  /// The rectangle of each group. In Japanese tables a cell may go round the parts that it names (全産業, beside and
  /// under it 製造業): such a bent cell falls into rectangles. Nil where much is bent: lines that meet, but not to rule a
  /// table.
  private static func rectangles(_ groups: [Int], rows: Int, columns: Int) -> [CellSpan]? {
    var places: [Int: [Int]] = [:]
    for (place, group) in groups.enumerated() { places[group, default: []].append(place) }
    var result: [CellSpan] = []
    var bent = 0
    for group in places.values {
      let parts = rectangles(covering: group, columns: columns)
      if parts.count > 1 { bent += group.count }
      result += parts
    }
    guard Double(bent) <= mostBent * Double(groups.count) else { return nil }
    return result.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
  }

  /// The widest rectangles from the top down; one, if the places are one. `places` ascending.
  private static func rectangles(covering places: [Int], columns: Int) -> [CellSpan] {
    var open: [CellSpan] = []
    var index = 0
    while index < places.count {
      let (row, column) = (places[index] / columns, places[index] % columns)
      var width = 1
      while index + width < places.count, places[index + width] == places[index] + width,
        (places[index] + width) / columns == row
      { width += 1 }
      index += width
      if let above = open.firstIndex(where: {
        $0.column == column && $0.columns == width && $0.row + $0.rows == row
      }) {
        open[above].rows += 1
      } else {
        open.append(CellSpan(row: row, column: column, rows: 1, columns: width))
      }
    }
    return open
  }
}
