import Records

/// The question says what it is about: content words of it stand in the passage or its context.
struct SelfContainedGate: TextGate {
  let scoreName: String? = "selfContained"
  let reasons = [
    "vague": BilingualText(
      en: "The question does not say what it is about: no content word of it stands in the passage.",
      ja: "何についての質問か分かりません。本文と共通する言葉がありません。")
  ]
  private let sharedTerms: Int

  init(sharedTerms: Int) { self.sharedTerms = sharedTerms }

  /// The score is the share of the question's content words that the passage knows.
  func verdict(_ subject: GateSubject) -> GateVerdict {
    let terms = Set(Terms.content(of: subject.question, language: subject.language))
    let passage = Terms.folded(subject.chunk.textWithContext)
    let words = subject.language == .en ? Set(Terms.words(subject.chunk.textWithContext)) : []
    let shared = terms.filter { Terms.occurs($0, in: passage, words: words, language: subject.language) }
    let score = terms.isEmpty ? 0 : Double(shared.count) / Double(terms.count)
    guard shared.count >= sharedTerms else { return .fail(reason: "vague", found: subject.question, score: score) }
    return .pass(score: score)
  }
}
