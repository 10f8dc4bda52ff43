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
    var first: Cells?
    for line in all[start...] {
      if Self.isBorder(line.trimmed) || !rows.isEmpty && Self.underlines(line.trimmed) {
        borders.append(rows.count)
      } else {
        guard let found = Self.cells(of: line).map({ Self.aligned($0, line, with: first) }),
          found.texts.count == rows.first?.count ?? found.texts.count
        else { break }
        if first == nil { first = found }
        rows.append(found.texts)
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

  /// The cells of a line, and the columns at which they begin where white alone parts them.
  private struct Cells {
    var texts: [String]
    var starts: [Int] = []
  }

  private static func cells(of line: String) -> Cells? {
    let text = line.trimmed
    if text.contains("\t") {
      return Cells(texts: text.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).trimmed })
    }
    for bar: Character in ["|", "│", "┃", "║"] where text.filter({ $0 == bar }).count >= 2 {
      var inside = text[...]
      if inside.first == bar { inside = inside.dropFirst() }
      if inside.last == bar { inside = inside.dropLast() }
      return Cells(
        texts: inside.split(separator: bar, omittingEmptySubsequences: false).map { String($0).trimmed })
    }
    let cells = cells(of: text, indent: TextLine.indent(of: line)) { $2 >= 3 }
    guard cells.texts.count >= 2, ListMarker(text) == nil || cells.texts.count >= 3 else { return nil }
    return cells
  }

  /// Cuts a text at white of which the rule says that it parts cells: by the text before it, the column behind it, and how
  /// wide it is.
  private static func cells(
    of text: String, indent: Int, partedBy isGap: (_ before: String, _ column: Int, _ width: Int) -> Bool
  ) -> Cells {
    var cells = Cells(texts: [], starts: [indent])
    var cell = ""
    var spaces = 0
    var column = indent
    for character in text {
      if character == " " || character == "\u{3000}" {
        spaces += character == " " ? 1 : 2
        column += character == " " ? 1 : 2
        continue
      }
      if !cell.isEmpty, spaces > 0 {
        if isGap(cell, column, spaces) {
          cells.texts.append(cell)
          cells.starts.append(column)
          cell = ""
        } else {
          cell += spaces == 2 ? "\u{3000}" : " "
        }
      }
      spaces = 0
      cell.append(character)
      column += TextLine.columns(of: character)
    }
    cells.texts.append(cell)
    return cells
  }

  /// The longest cell of a column leaves little white behind it: a row of Japanese may be cut where the cells of the first
  /// one begin.
  private static func aligned(_ cells: Cells, _ line: String, with first: Cells?) -> Cells {
    guard let first, first.starts.count > 2, cells.texts.count < first.texts.count, !cells.starts.isEmpty else {
      return cells
    }
    let cut = Self.cells(of: line.trimmed, indent: TextLine.indent(of: line)) { before, column, width in
      width > 1 && before.unicodeScalars.last?.isWide == true && first.starts.contains(column) || width >= 3
    }
    return cut.starts == first.starts ? cut : cells
  }
}
