import Foundation
import Records

/// A table written in HTML within Markdown.
struct HTMLTable {
  /// The markup of the cells, row by row, all rows of one length; a place that a wider cell covers is empty.
  private(set) var rows: [[String]] = []
  private(set) var spans: [CellSpan] = []
  /// The first rows of which every cell is a `th`; nil where there are none.
  private(set) var headerRows: Int?
  private(set) var caption: String?

  /// No cell covers more than this, whatever it says.
  private static let widest = 100
  private static let mostPlaces = 200_000

  private struct Cell {
    var markup: String
    var isHeader: Bool
    var rows: Int
    var columns: Int
  }

  /// From `<table` to `</table>`; nil for a table in a table, one without rows, or one whose cells claim more places than any table has.
  init?(_ markup: String) {
    var lines: [[Cell]] = []
    var open: (cell: Cell, start: String.Index)?
    var captionStart: String.Index?
    var depth = 0
    for match in markup.matches(of: /<(\/?)([A-Za-z][A-Za-z0-9]*)([^<>]*)>/) {
      let isClosing = !match.1.isEmpty
      let name = match.2.lowercased()
      if ["td", "th", "tr", "thead", "tbody", "tfoot", "table"].contains(name), let (begun, start) = open {
        var cell = begun
        cell.markup = String(markup[start..<match.range.lowerBound])
        if !lines.isEmpty { lines[lines.count - 1].append(cell) }
        open = nil
      }
      switch (name, isClosing) {
      case ("table", false):
        depth += 1
        guard depth == 1 else { return nil }
      case ("tr", false): lines.append([])
      case ("td", false), ("th", false):
        if lines.isEmpty { lines.append([]) }
        let cell = Cell(
          markup: "", isHeader: name == "th", rows: Self.number("rowspan", in: String(match.3)),
          columns: Self.number("colspan", in: String(match.3)))
        open = (cell, match.range.upperBound)
      case ("caption", false): captionStart = match.range.upperBound
      case ("caption", true): caption = captionStart.map { String(markup[$0..<match.range.lowerBound]) }
      default: break
      }
    }
    lines.removeAll(where: \.isEmpty)
    let places = lines.joined().reduce(0) { $0 + $1.rows * $1.columns }
    guard !lines.isEmpty, places <= Self.mostPlaces else { return nil }
    let headers = lines.prefix { $0.allSatisfy(\.isHeader) }.count
    headerRows = headers > 0 && headers < lines.count ? headers : nil
    place(lines)
  }

  private static func number(_ name: String, in attributes: String) -> Int {
    guard let start = attributes.lowercased().range(of: name + "=") else { return 1 }
    let digits = attributes.lowercased()[start.upperBound...].drop { "\"' ".contains($0) }.prefix(while: \.isNumber)
    return min(widest, max(1, Int(digits) ?? 1))
  }

  /// Puts each cell into the next free place of its row.
  private mutating func place(_ lines: [[Cell]]) {
    var taken: Set<[Int]> = []
    var grid = lines.map { _ in [String]() }
    for (row, cells) in lines.enumerated() {
      var column = 0
      for cell in cells {
        while taken.contains([row, column]) { column += 1 }
        let height = min(cell.rows, lines.count - row)
        for y in row..<row + height {
          for x in column..<column + cell.columns {
            taken.insert([y, x])
            grid[y] += [String](repeating: "", count: max(0, x + 1 - grid[y].count))
          }
        }
        grid[row][column] = cell.markup
        if height > 1 || cell.columns > 1 {
          spans.append(CellSpan(row: row, column: column, rows: height, columns: cell.columns))
        }
        column += cell.columns
      }
    }
    let width = grid.map(\.count).max() ?? 0
    rows = grid.map { $0 + [String](repeating: "", count: width - $0.count) }
  }
}

// Tables in HTML.
extension MarkdownStructure {
  /// Nobody nests tables deeper, and looking for the end of each of a million would take hours.
  private static let deepest = 20

  /// The lines from one with `<table` to the one that closes it.
  static func htmlTable(_ lines: [String], at start: Int) -> (markup: String, lines: Int)? {
    guard lines[start].trimmed.lowercased().hasPrefix("<table") else { return nil }
    var depth = 0
    for (index, line) in lines[start...].enumerated() {
      let form = line.lowercased()
      depth += form.components(separatedBy: "<table").count - form.components(separatedBy: "</table").count
      if depth <= 0 { return (lines[start...start + index].joined(separator: "\n"), index + 1) }
      guard depth <= deepest else { break }
    }
    // Nothing closes it: it ends with its paragraph.
    let end = lines[start...].firstIndex { $0.trimmed.isEmpty } ?? lines.count
    return (lines[start..<end].joined(separator: "\n"), end - start)
  }

  /// Says that tables were left as they stand.
  static func warning(ofTables count: Int) -> DocumentWarning {
    DocumentWarning(
      code: "html-kept",
      message: BilingualText(
        en:
          "\(count) tables in HTML cannot be read as rows and cells and are kept as they stand; write them as Markdown tables",
        ja: "行とセルとして読めない HTML の表が \(count) あり、そのまま残しました。Markdown の表に書き直してください。"))
  }
}
