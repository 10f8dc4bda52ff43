import Records

/// The answer stands in the passage where it is said to stand.
struct GroundedGate: TextGate {
  let name = GateName.grounded
  let reasons = [
    "not-grounded": BilingualText(
      en: "The answer does not stand word for word at its place in the passage.",
      ja: "答えが本文の示された位置に一字一句そのままありません。")
  ]

  init() {}

  /// The score is 1 letter for letter, 0.95 where widths of letters or white space alone differ (NFKC), else 0.
  func measure(_ subject: GateSubject) -> GateMeasure {
    let bytes = Array(subject.chunk.text.utf8)
    guard subject.range.lowerBound >= 0, subject.range.upperBound <= bytes.count, !subject.range.isEmpty else {
      return .flaw("not-grounded", found: subject.answer)
    }
    if bytes[subject.range].elementsEqual(subject.answer.utf8) { return .sound }
    let quote = String(decoding: bytes[subject.range], as: UTF8.self)
    guard Self.folded(quote) == Self.folded(subject.answer) else {
      return .flaw("not-grounded", found: subject.answer)
    }
    return .flaw("not-grounded", found: quote, score: 0.95)
  }

  private static func folded(_ text: String) -> [Unicode.Scalar] {
    CompatibilityForm.scalars(of: text).filter { !$0.properties.isWhitespace }
  }
}
