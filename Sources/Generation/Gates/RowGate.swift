import Foundation
import Records

/// The question asks for the row of a table that its answer stands in: the price of one model is no answer to the question
/// for another one's.
struct RowGate: TextGate {
  let name = GateName.row
  let reasons = [
    "other-row": BilingualText(
      en: "The question names another row of the table than the one in which its answer stands.",
      ja: "質問が、答えのある行とは別の行を尋ねています。")
  ]

  init() {}

  /// 0 where the question names what another row is about, and not what the answer's own row is about.
  func measure(_ subject: GateSubject) -> GateMeasure {
    let text = subject.chunk.text
    let lines = text.components(separatedBy: "\n")
    let line = text.utf8.prefix(max(0, subject.range.lowerBound)).count { $0 == 0x0A }
    guard lines.indices.contains(line), lines[line].contains(" | ") else { return .sound }
    let own = TableHead.split(lines[line])
    let rows = rows(of: lines, around: line, in: subject.chunk, columns: own.count)
    guard let column = labels(in: rows + [own]), !own[column].isEmpty,
      !Terms.folded(own[column]).contains(Terms.folded(subject.answer))
    else { return .sound }
    let question = Terms.folded(subject.question)
    // What stands in the answer's row, above the table or in its headings does not tell rows apart.
    let around = Terms.folded(
      own.joined(separator: "\n") + "\n" + subject.chunk.context.joined(separator: "\n") + "\n"
        + (TableHead.row(of: subject.chunk, above: line) ?? ""))
    guard !isNamed(own[column], in: question, subject.language) else { return .sound }
    let other = rows.map { $0[column] }.first { label in
      !Self.holds(around, Terms.folded(label)) && Self.holds(question, Terms.folded(label))
    }
    return other.map { .flaw("other-row", found: $0) } ?? .sound
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

  /// The first column that tells the rows apart by words or codes; nil where none does.
  private func labels(in rows: [[String]]) -> Int? {
    guard rows.count > 1, let columns = rows.first?.count else { return nil }
    return (0..<columns).first { column in
      let cells = rows.map { Terms.folded($0[column]) }
      return Set(cells).count == cells.count
        && cells.allSatisfy { cell in cell.count >= 2 && cell.contains { $0.isLetter } }
    }
  }

  /// Whether a question names a row, if only by part of its label.
  private func isNamed(_ label: String, in question: String, _ language: Language) -> Bool {
    let codes = StatedNames.codes(in: label)
    if !codes.isEmpty { return codes.contains { StatedNames.hasCode($0, in: question) } }
    let words = language == .en ? Set(Terms.words(question)) : []
    return Terms.content(of: label, language: language).contains {
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
