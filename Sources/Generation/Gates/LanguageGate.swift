import Records

/// The question is written in the passage's language.
struct LanguageGate: TextGate {
  let scoreName: String? = nil
  let reasons = [
    "wrong-language": BilingualText(
      en: "The question is not in the passage's language.", ja: "質問が本文と同じ言語で書かれていません。"),
    "garbled": BilingualText(
      en: "The question holds broken characters, or Japanese that the passage does not have.",
      ja: "質問に壊れた文字、または本文にない日本語が含まれています。"),
  ]

  init() {}

  func verdict(_ subject: GateSubject) -> GateVerdict {
    // No words, no language: that nothing was written is the next gate's finding.
    if Terms.letters(subject.question).isEmpty { return .pass() }
    let found = Language(guessing: subject.question)
    guard found == subject.language else { return .fail(reason: "wrong-language", found: found.rawValue) }
    let strange = strangers(in: subject.question, passage: subject.chunk.textWithContext)
    return strange.isEmpty ? .pass() : .fail(reason: "garbled", found: strange)
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
