import Records

/// The question is written in the passage's language.
struct LanguageGate: TextGate {
  let scoreName: String? = nil
  let reasons = [
    "wrong-language": BilingualText(
      en: "The question is not in the passage's language.", ja: "質問が本文と同じ言語で書かれていません。")
  ]

  init() {}

  func verdict(_ subject: GateSubject) -> GateVerdict {
    // No words, no language: that nothing was written is the next gate's finding.
    if Terms.letters(subject.question).isEmpty { return .pass() }
    let found = Language(guessing: subject.question)
    return found == subject.language ? .pass() : .fail(reason: "wrong-language", found: found.rawValue)
  }
}
