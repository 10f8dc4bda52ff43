import Foundation
import Records

/// The question asks for the row and the column of a table that its answer stands in: the price of one model is no answer to
/// the question for another one's, nor to that for its weight.
struct RowGate: TextGate {
  let name = GateName.row
  let reasons = [
    "other-row": BilingualText(
      en: "The question names another row of the table than the one in which its answer stands.",
      ja: "質問が、答えのある行とは別の行を尋ねています。"),
    "other-column": BilingualText(
      en: "The question names another column of the table than the one in which its answer stands.",
      ja: "質問が、答えのある列とは別の列を尋ねています。"),
  ]

  init() {}

  /// 0 where the question names what another row or column is about, and not what the answer's own is about.
  func measure(_ subject: GateSubject) -> GateMeasure {
    let text = subject.chunk.text
    let lines = text.components(separatedBy: "\n")
    let line = text.utf8.prefix(max(0, subject.range.lowerBound)).count { $0 == 0x0A }
    guard lines.indices.contains(line), lines[line].contains(" | ") else { return .sound }
    let own = TableHead.split(lines[line])
    let rows = rows(of: lines, around: line, in: subject.chunk, columns: own.count)
    let head = TableHead.row(of: subject.chunk, above: line)
    if let other = otherRow(subject, own, rows, head) { return .flaw("other-row", found: other) }
    if let other = otherColumn(subject, own, head.map(TableHead.split) ?? []) {
      return .flaw("other-column", found: other)
    }
    return .sound
  }

  /// The label of another row that the question asks for.
  private func otherRow(_ subject: GateSubject, _ own: [String], _ rows: [[String]], _ head: String?) -> String? {
    let answer = Terms.folded(subject.answer)
    let columns = labels(in: rows + [own]).filter { !own[$0].isEmpty && !Terms.folded(own[$0]).contains(answer) }
    guard let first = columns.first else { return nil }
    let question = Terms.folded(subject.question)
    guard !columns.contains(where: { Self.holds(question, Terms.folded(own[$0])) }) else { return nil }
    // What stands in the answer's row, above the table or in its headings does not tell rows apart.
    let around = Terms.folded(
      own.joined(separator: "\n") + "\n" + subject.chunk.context.joined(separator: "\n") + "\n" + (head ?? ""))
    for column in columns {
      for label in rows.map({ $0[column] }) {
        let folded = Terms.folded(label)
        guard !Self.holds(around, folded), Self.holds(question, folded) else { continue }
        // `small van` and `large van` share a word, which says of neither that it is meant.
        if !isNamed(own[first], besides: label, in: question, subject.language) { return label }
      }
    }
    return nil
  }

  /// The head of another column that the question asks for: not one whose value in the answer's row it gives.
  private func otherColumn(_ subject: GateSubject, _ own: [String], _ head: [String]) -> String? {
    let answer = Terms.folded(subject.answer)
    let places = own.indices.filter { Terms.folded(own[$0]).contains(answer) }
    guard head.count == own.count, let place = places.first, places.count == 1, !head[place].isEmpty,
      Set(head).count == head.count
    else { return nil }
    let question = Terms.folded(subject.question)
    guard !Self.holds(question, Terms.folded(head[place])) else { return nil }
    return head.indices.first { column in
      let label = Terms.folded(head[column])
      return column != place && label.count >= 2 && label.contains { $0.isLetter } && Self.holds(question, label)
        && !own[column].isEmpty && !mentions(own[column], in: question, subject.language)
        && !isNamed(head[place], besides: head[column], in: question, subject.language)
    }.map { head[$0] }
  }

  /// The other rows of the table that have as many cells, without its head.
  private func rows(of lines: [String], around line: Int, in chunk: Chunk, columns: Int) -> [[String]] {
    var (first, last) = (line, line)
    while first > 0, lines[first - 1].contains(" | ") { first -= 1 }
    while last + 1 < lines.count, lines[last + 1].contains(" | ") { last += 1 }
    let head = TableHead.row(of: chunk, above: line)
    return (first...last).filter { $0 != line && lines[$0] != head }.map { TableHead.split(lines[$0]) }
      .filter { $0.count == columns }
  }

  /// The columns that tell the rows apart: the first one that does by words or codes, and all others of codes.
  private func labels(in rows: [[String]]) -> [Int] {
    guard rows.count > 1, let columns = rows.first?.count else { return [] }
    let telling = (0..<columns).filter { column in
      let cells = rows.map { Terms.folded($0[column]) }
      return Set(cells).count == cells.count
        && cells.allSatisfy { cell in cell.count >= 2 && cell.contains { $0.isLetter } }
    }
    return telling.enumerated().filter { number, column in
      number == 0
        || rows.allSatisfy { row in
          row[column].first?.isLetter == true && !row[column].contains(" ")
            && !StatedNames.codes(in: row[column]).isEmpty
        }
    }.map(\.element)
  }

  /// Whether a question names something, if only by a part of its label that another one does not have.
  private func isNamed(_ label: String, besides other: String, in question: String, _ language: Language) -> Bool {
    let codes = StatedNames.codes(in: label)
    if !codes.isEmpty { return codes.contains { StatedNames.hasCode($0, in: question) } }
    let words = language == .en ? Set(Terms.words(question)) : []
    return Set(Terms.content(of: label, language: language)).subtracting(Terms.content(of: other, language: language))
      .contains { Terms.occurs($0, in: question, words: words, language: language) }
  }

  /// Whether a question gives a cell's value, if only a part of it.
  private func mentions(_ cell: String, in question: String, _ language: Language) -> Bool {
    if Self.holds(question, Terms.folded(cell)) { return true }
    let words = language == .en ? Set(Terms.words(question)) : []
    return Terms.content(of: cell, language: language).contains {
      Terms.occurs($0, in: question, words: words, language: language)
    }
  }

  /// Whether a text holds a label as a whole: `KL-25` does not stand in `KL-250`.
  private static func holds(_ text: String, _ label: String) -> Bool {
    var rest = text[...]
    while let found = rest.range(of: label) {
      let before = found.lowerBound > text.startIndex ? text[text.index(before: found.lowerBound)] : " "
      let after = found.upperBound < text.endIndex ? text[found.upperBound] : " "
      let isWhole =
        !isLatin(before) && !isLatin(after)
        || !(label.first.map(isLatin) ?? false) && !(label.last.map(isLatin) ?? false)
      if isWhole { return true }
      rest = text[found.upperBound...]
    }
    return false
  }

  private static func isLatin(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) }
  }
}
