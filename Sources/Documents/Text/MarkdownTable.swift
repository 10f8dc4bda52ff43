import Foundation
import Records

// Tables as GitHub writes them.
extension MarkdownStructure {
  static func table(_ lines: [String], at start: Int) -> (cells: [[String]], lines: Int)? {
    guard start + 1 < lines.count, lines[start].contains("|"), isDelimiter(lines[start + 1]) else { return nil }
    let header = cells(of: lines[start])
    guard header.count == cells(of: lines[start + 1]).count else { return nil }
    var rows = [header]
    var position = start + 2
    while position < lines.count, lines[position].contains("|"), !lines[position].trimmed.isEmpty {
      var row = cells(of: lines[position])
      row += [String](repeating: "", count: max(0, header.count - row.count))
      rows.append(Array(row.prefix(header.count)))
      position += 1
    }
    return (rows, position - start)
  }

  private static func isDelimiter(_ line: String) -> Bool {
    let text = line.trimmed
    return text.contains("-") && text.contains("|") && text.allSatisfy { "|-: ".contains($0) }
  }

  private static func cells(of line: String) -> [String] {
    var text = line.trimmed[...]
    if text.first == "|" { text = text.dropFirst() }
    if text.last == "|", !text.hasSuffix("\\|") { text = text.dropLast() }
    var cells = [""]
    var isEscaped = false
    for character in text {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if character == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return cells.map(\.trimmed)
  }
}
