import Foundation
import Records

/// Asks which of two rows of a table has the greater figure in a column: the code compares, so that the answer is right.
enum ComparisonRule {
  private struct Cell {
    var text: String
    var range: Range<Int>
  }

  private struct Row {
    var cells: [Cell]
    var range: Range<Int>
    var line: Int
  }

  /// At most one question a passage; which rows and column follows from the seed.
  static func derive(in chunk: Chunk, seed: UInt64) -> [Derived] {
    let passage = Passage(chunk)
    let rows = passage.pieces.filter { $0.kind == .tableRow }.compactMap { row($0, passage) }
    guard let first = rows.first, let head = TableHead.cells(of: chunk, above: first.line) else { return [] }
    var found: [Derived] = []
    for (left, right) in zip(rows, rows.dropFirst()) where right.line == left.line + 1 {
      for column in head.indices.dropFirst() {
        if let made = compare(left, right, column, head[column], chunk) { found.append(made) }
      }
    }
    guard !found.isEmpty else { return [] }
    var random = SeededRandom(seed: seed, name: "comparison " + chunk.text)
    return [found[Int.random(in: found.indices, using: &random)]]
  }

  private static func compare(_ left: Row, _ right: Row, _ column: Int, _ name: String, _ chunk: Chunk) -> Derived? {
    guard left.cells.count > column, right.cells.count > column, isName(name), isName(left.cells[0].text),
      isName(right.cells[0].text), left.cells[0].text != right.cells[0].text,
      let one = figure(left.cells[column].text), let other = figure(right.cells[column].text), one.unit == other.unit,
      let first = Double(one.value), let second = Double(other.value), first != second
    else { return nil }
    let (winner, loser) = first > second ? (left, right) : (right, left)
    let names = (left.cells[0].text, right.cells[0].text)
    let question =
      chunk.language == .ja
      ? "\(names.0)と\(names.1)では、\(name)の値が大きいのはどちらですか？"
      : "Which has the higher value for \(TableStatement.lowered(name)), \(names.0) or \(names.1)?"
    return Derived(
      purpose: "comparison", type: .comparison, question: question, answer: winner.cells[0].text,
      evidence: [.init(chunk: chunk, range: winner.range), .init(chunk: chunk, range: loser.range)],
      focus: winner.cells[0].range, origin: .rule("comparison", chunk.language))
  }

  /// One number and nothing that makes two of it; a code is none.
  private static func figure(_ text: String) -> StatedNumber? {
    guard StatedNames.codes(in: text).isEmpty else { return nil }
    let numbers = StatedNumber.all(in: text, .digits)
    return numbers.count == 1 ? numbers.first : nil
  }

  private static func isName(_ text: String) -> Bool {
    (2...40).contains(text.count) && text.unicodeScalars.contains { CharacterSet.letters.contains($0) }
  }

  private static func row(_ piece: Passage.Piece, _ passage: Passage) -> Row? {
    guard let range = passage.utf8(piece.range) else { return nil }
    var cells: [Cell] = []
    var start = piece.range.lowerBound
    for part in passage.string(piece.range).components(separatedBy: " | ") {
      let place = passage.trimmed(start..<(start + part.utf16.count), of: " \t　")
      cells.append(Cell(text: passage.string(place), range: passage.utf8(place) ?? range.lowerBound..<range.lowerBound))
      start += part.utf16.count + 3
    }
    return Row(cells: cells, range: range, line: piece.line)
  }
}
