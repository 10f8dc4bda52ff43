import Records

/// Lists whose markers stand so far from their text that they look like a table of two columns, and numbered lines of
/// code.
extension TableGrid {
  /// The share of rows that must begin with nothing but a marker.
  private static let leastMarked = 0.8
  /// The share of filled cells with a single character, from which a row is a title set wide.
  private static let mostSingles = 0.7

  /// Whether this is text in lines, and no table.
  var isList: Bool {
    guard !isRuled else { return false }
    return isMarked || isSpacedTitle || isNumbered
  }

  /// Markers, notes' numbers or line numbers in the first column, and at most one more column that goes on with them.
  private var isMarked: Bool {
    let filled = cells.filter { $0.contains { !$0.isEmpty } }
    guard filled.allSatisfy({ $0.dropFirst().count(where: { !$0.isEmpty }) <= 1 }) else { return false }
    let firsts = filled.compactMap { row -> String? in
      guard let words = row.first?.first, !words.isEmpty else { return nil }
      return LineText.plain(words, in: frame)
    }
    if areItems(filled) { return true }
    guard firsts.count >= 2 else { return false }
    let marked = firsts.count { ListMarker.isLabel($0) || ListMarker.isNoteNumber($0) }
    if Double(marked) >= Self.leastMarked * Double(firsts.count) { return true }
    let numbers = firsts.compactMap { Int($0) }
    return numbers.count == firsts.count && zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  /// Whether every line begins with a marker: alone in the first column, or before its text in the second, as
  /// `イ 会計帳簿` stands above `２　前項の…` in rules.
  private func areItems(_ rows: [[[[Word]]]]) -> Bool {
    var count = 0
    for row in rows {
      let labels = row[0].map { LineText.plain($0, in: frame) }
      guard labels.allSatisfy(ListMarker.isLabel) else { return false }
      guard labels.isEmpty else {
        count += labels.count
        continue
      }
      for words in row.dropFirst().joined() {
        guard ListMarker(LineText.plain(words, in: frame)) != nil else { return false }
        count += 1
      }
    }
    return count >= 2
  }

  /// `１．日時　八月十日`, `（2）場所　本社`: items whose names stand apart from what they say, one after the other from 1
  /// on. Numbers in the second column are the pages of a table of contents.
  private var isNumbered: Bool {
    guard columnEdges.count == 3, cells.count >= 2, spans.isEmpty else { return false }
    var number = 1
    for row in cells {
      guard let first = row[0].first, let second = row[1].first, !Self.isFigure(second) else { return false }
      let text = LineText.plain(first, in: frame)
      guard let marker = ListMarker(text), marker.kind == .number, marker.length < text.unicodeScalars.count else {
        return false
      }
      let digits = CompatibilityForm.scalars(of: text).drop { $0 == "(" }.prefix { ListMarker.isDigit($0) }
      guard Int(String(String.UnicodeScalarView(digits))) == number else { return false }
      number += 1
    }
    return true
  }

  private var isSpacedTitle: Bool {
    guard cells.count <= 2 else { return false }
    let filled = cells.joined().filter { !$0.isEmpty }
    let singles = filled.count { lines in
      lines.count == 1 && lines[0].count == 1 && lines[0][0].glyphs.count == 1 && lines[0][0].first.isJapanese
    }
    return filled.count >= 3 && Double(singles) >= Self.mostSingles * Double(filled.count)
  }
}
