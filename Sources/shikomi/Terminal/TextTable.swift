/// Rows in columns, as wide as their widest cell; figures to the right.
struct TextTable {
  private var rows: [[String]] = []
  /// Columns whose cells stand to the right.
  private let figures: Set<Int>

  init(figures: Set<Int> = []) { self.figures = figures }

  mutating func add(_ cells: String...) { rows.append(cells) }

  var text: String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { TextWidth.of(column < $0.count ? $0[column] : "") }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        if figures.contains(column) {
          line += TextWidth.paddedBefore(cell, to: widths[column])
        } else {
          line += isLast ? cell : TextWidth.padded(cell, to: widths[column])
        }
        if !isLast { line += "  " }
      }
      return "  " + line
    }.joined(separator: "\n")
  }
}
