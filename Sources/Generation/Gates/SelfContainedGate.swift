import Records

/// The question says what it is about: content words of it stand in the passage or its context.
struct SelfContainedGate: TextGate {
  let name = GateName.selfContained
  let reasons = [
    "vague": BilingualText(
      en: "The question does not say what it is about: no content word of it stands in the passage.",
      ja: "何についての質問か分かりません。本文と共通する言葉がありません。")
  ]

  init() {}

  /// The score is the share of the question's content words that the passage knows.
  func measure(_ subject: GateSubject) -> GateMeasure {
    let terms = Set(Terms.content(of: subject.question, language: subject.language))
    let passage = Terms.folded(subject.chunk.textWithContext)
    let words = subject.language == .en ? Set(Terms.words(subject.chunk.textWithContext)) : []
    let shared = terms.filter { Terms.occurs($0, in: passage, words: words, language: subject.language) }
    let score = terms.isEmpty ? 0 : Double(shared.count) / Double(terms.count)
    return score == 1
      ? .sound : .flaw("vague", found: terms.subtracting(shared).sorted().joined(separator: ", "), score: score)
  }
}
