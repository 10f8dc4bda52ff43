import Records

/// The question speaks of what the answer's own sentence says: a tiny model, which copies its words, loses its thread and
/// asks about one sentence what another answers. Of other models, rules and people it is not asked: they choose their
/// words.
struct FocusGate: TextGate {
  let name = GateName.focus
  let reasons = [
    "off-statement": BilingualText(
      en: "The question speaks of something else than the sentence in which its answer stands.",
      ja: "質問が、答えのある文とは別のことを尋ねています。")
  ]

  init() {}

  /// The score is the share of the question's content words that the sentence, its table's head or its headings know.
  func measure(_ subject: GateSubject) -> GateMeasure {
    let terms = Set(Terms.content(of: subject.question, language: subject.language))
    guard !terms.isEmpty else { return .sound }
    let around =
      SentenceAround.text(of: subject.range, in: subject.chunk.text) + "\n" + tableHead(subject)
      + subject.chunk.context.joined(separator: "\n")
    let text = Terms.folded(around)
    let words = subject.language == .en ? Set(Terms.words(around)) : []
    let known = terms.filter { Terms.occurs($0, in: text, words: words, language: subject.language) }
    let score = Double(known.count) / Double(terms.count)
    return score == 1
      ? .sound : .flaw("off-statement", found: terms.subtracting(known).sorted().joined(separator: ", "), score: score)
  }

  /// The first of the rows that the answer's row stands under.
  private func tableHead(_ subject: GateSubject) -> String {
    let bytes = Array(subject.chunk.text.utf8)
    guard subject.range.lowerBound <= bytes.count else { return "" }
    let lines = bytes[..<subject.range.lowerBound].split(separator: 0x0A, omittingEmptySubsequences: false)
    let rows = lines.dropLast().reversed().prefix { String(decoding: $0, as: UTF8.self).contains(" | ") }
    return rows.last.map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
  }
}
