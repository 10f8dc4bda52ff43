import Foundation
import Records

/// The row that names a table's columns.
enum TableHead {
  /// Its cells.
  static func cells(of chunk: Chunk, above line: Int) -> [String]? { row(of: chunk, above: line).map(split) }

  /// The context's, or the first row of those that stand together above a line of the passage; nil where there is none.
  static func row(of chunk: Chunk, above line: Int) -> String? {
    // Cells that reach down from an earlier row stand in the context too, and are no head.
    let isHead = { (line: String) in line.contains(" | ") && !line.hasSuffix(Chunk.restOfRow) }
    if let repeated = chunk.context.last(where: isHead) {
      return repeated.components(separatedBy: "\n").last
    }
    let lines = chunk.text.components(separatedBy: "\n")
    guard line <= lines.count else { return nil }
    var first = line
    while first > 0, lines[first - 1].contains(" | ") { first -= 1 }
    return first < line ? lines[first] : nil
  }

  /// A row's cells.
  static func split(_ row: String) -> [String] {
    row.components(separatedBy: " | ").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
