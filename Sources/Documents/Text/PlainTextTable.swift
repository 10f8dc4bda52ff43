import Foundation

/// A table set with characters: columns parted by tabs, bars, or stretches of several spaces.
struct PlainTextTable {
  private(set) var rows: [[String]] = []
  /// 1 where a line stands under the first row and nowhere else between rows, or where it names columns; nil otherwise.
  private(set) var headerRows: Int?
  /// How many lines of the file it takes, borders included.
  private(set) var lines = 0

  /// The table that begins at a line: at least two rows of the same number of cells, or nil.
  init?(_ all: [String], at start: Int) {
    var borders: [Int] = []
    var used = start
    for line in all[start...] {
      if Self.isBorder(line.trimmed) || !rows.isEmpty && Self.underlines(line.trimmed) {
        borders.append(rows.count)
      } else {
        guard let cells = Self.cells(of: line), cells.count == rows.first?.count ?? cells.count else { break }
        rows.append(cells)
      }
      used += 1
    }
    lines = used - start
    guard rows.count >= 2 else { return nil }
    let isUnderlined = borders.contains(1) && (!borders.contains(2) || rows.count == 2)
    if isUnderlined || !borders.contains(1) && !isLabelled && CSVTable.isHeader(rows[0]) { headerRows = 1 }
  }

  /// `To:   All staff`: the first column names what stands beside it, and no row names the columns.
  private var isLabelled: Bool { rows.count { $0[0].hasSuffix(":") || $0[0].hasSuffix("：") } * 2 > rows.count }

  /// `+---+---+`, `|---|:-:|`, `├──┼──┤`: drawn between rows, and no row itself.
  static func isBorder(_ text: String) -> Bool {
    guard let first = text.first, "+|┌├└┏┣┗╔╠╚┠─━".contains(first), text.count >= 3 else { return false }
    let marks = "+-=|: ─━│┃┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝═║┠┨┯┷┿"
    return text.contains { "-=─━═".contains($0) } && text.allSatisfy(marks.contains)
  }

  /// `----   ----`, `======  =====`: strokes under the names of columns.
  private static func underlines(_ text: String) -> Bool {
    text.count >= 3 && text.allSatisfy { "-=─━ \t".contains($0) } && text.contains { "-=─━".contains($0) }
  }

  private static func cells(of line: String) -> [String]? {
    let text = line.trimmed
    if text.contains("\t") {
      return text.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).trimmed }
    }
    for bar: Character in ["|", "│", "┃", "║"] where text.filter({ $0 == bar }).count >= 2 {
      var inside = text[...]
      if inside.first == bar { inside = inside.dropFirst() }
      if inside.last == bar { inside = inside.dropLast() }
      return inside.split(separator: bar, omittingEmptySubsequences: false).map { String($0).trimmed }
    }
    var cells: [String] = []
    var cell = ""
    var spaces = 0
    for character in text {
      if character == " " || character == "\u{3000}" {
        spaces += character == " " ? 1 : 2
      } else {
        if spaces >= 3, !cell.isEmpty {
          cells.append(cell)
          cell = ""
        } else if spaces > 0, !cell.isEmpty {
          cell += spaces == 2 ? "\u{3000}" : " "
        }
        spaces = 0
        cell.append(character)
      }
    }
    cells.append(cell)
    guard cells.count >= 2, ListMarker(text) == nil || cells.count >= 3 else { return nil }
    return cells
  }
}
