import Records

/// The question is written in the passage's language.
struct LanguageGate: TextGate {
  let name = GateName.language
  let reasons = [
    "wrong-language": BilingualText(
      en: "The question is not in the passage's language.", ja: "質問が本文と同じ言語で書かれていません。"),
    "garbled": BilingualText(
      en: "The question holds broken characters, or Japanese that the passage does not have.",
      ja: "質問に壊れた文字、または本文にない日本語が含まれています。"),
  ]

  init() {}

  /// The score is 0 in another language, 0.5 where single characters are foreign.
  func measure(_ subject: GateSubject) -> GateMeasure {
    // No words, no language: that nothing was written is the next gate's finding.
    if Terms.letters(subject.question).isEmpty { return .sound }
    let found = Language(guessing: subject.question)
    guard found == subject.language else { return .flaw("wrong-language", found: found.rawValue) }
    let strange = strangers(in: subject.question, passage: subject.chunk.textWithContext)
    return strange.isEmpty ? .sound : .flaw("garbled", found: strange, score: 0.5)
  }

  /// Broken characters, and Japanese in an English question that stands nowhere in the passage: a small model mixes
  /// its languages. Latin words in a Japanese question are everyday Japanese and pass.
  private func strangers(in question: String, passage: String) -> String {
    if question.unicodeScalars.contains("\u{FFFD}") { return "\u{FFFD}" }
    guard Language(guessing: question) == .en else { return "" }
    let known = CompatibilityForm.normalize(passage)
    let runs = question.unicodeScalars.split { !$0.isJapanese }.map { String(String.UnicodeScalarView($0)) }
    return runs.first { !known.contains(CompatibilityForm.normalize($0)) } ?? ""
  }
}
