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

  /// The head of the table that the answer's row stands in; empty where it stands in none.
  private func tableHead(_ subject: GateSubject) -> String {
    let line = subject.chunk.text.utf8.prefix(max(0, subject.range.lowerBound)).count { $0 == 0x0A }
    return TableHead.row(of: subject.chunk, above: line).map { $0 + "\n" } ?? ""
  }
}
