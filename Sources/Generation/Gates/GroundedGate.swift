import Records

/// The answer stands in the passage where it is said to stand; one in words of its own is supported by what stands there.
struct GroundedGate: TextGate {
  let name = GateName.grounded
  let reasons = [
    "not-grounded": BilingualText(
      en: "The answer does not stand word for word at its place in the passage.",
      ja: "答えが本文の示された位置に一字一句そのままありません。"),
    "not-supported": BilingualText(
      en: "What the answer says beyond the question is not in the sentences that were found for it.",
      ja: "答えの内容が、根拠として見つかった文にほとんど含まれていません。"),
  ]

  init() {}

  /// The score is 1 letter for letter, 0.95 where widths of letters or white space alone differ (NFKC), 0.9 for an answer
  /// in words of its own of which the evidence holds at least half of what it adds to the question, else less than 0.5.
  func measure(_ subject: GateSubject) -> GateMeasure {
    let bytes = Array(subject.chunk.text.utf8)
    guard subject.range.lowerBound >= 0, subject.range.upperBound <= bytes.count, !subject.range.isEmpty else {
      return .flaw("not-grounded", found: subject.answer)
    }
    if subject.isFreelyWorded { return freelyWorded(subject) }
    if bytes[subject.range].elementsEqual(subject.answer.utf8) { return .sound }
    let quote = String(decoding: bytes[subject.range], as: UTF8.self)
    guard Self.folded(quote) == Self.folded(subject.answer) else {
      return .flaw("not-grounded", found: subject.answer)
    }
    return .flaw("not-grounded", found: quote, score: 0.95)
  }

  private func freelyWorded(_ subject: GateSubject) -> GateMeasure {
    let answer = FreeAnswer(question: subject.question, answer: subject.answer, language: subject.language)
    // What only repeats the question is found by the gate that is there for it; what has no word at all says nothing.
    let hasWords = !Terms.content(of: subject.answer, language: subject.language).isEmpty
    let share = answer.support(in: subject.evidenceSentences) ?? (hasWords ? 1 : 0)
    return share < 0.5
      ? .flaw("not-supported", found: subject.answer, score: share)
      : .flaw("not-supported", found: subject.answer, score: 0.9)
  }

  private static func folded(_ text: String) -> [Unicode.Scalar] {
    CompatibilityForm.scalars(of: text).filter { !$0.properties.isWhitespace }
  }
}
