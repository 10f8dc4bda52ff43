import Records

/// The answer stands in the passage where it is said to stand, and every number of the question in passage or context.
struct GroundedGate: TextGate {
  let scoreName: String? = "grounded"
  let reasons = [
    "not-grounded": BilingualText(
      en: "The answer does not stand word for word at its place in the passage.",
      ja: "答えが本文の示された位置に一字一句そのままありません。"),
    "number-not-in-passage": BilingualText(
      en: "The question names a number that the passage does not.",
      ja: "質問に、本文にない数が含まれています。"),
  ]

  init() {}

  func verdict(_ subject: GateSubject) -> GateVerdict {
    let bytes = Array(subject.chunk.text.utf8)
    guard subject.range.lowerBound >= 0, subject.range.upperBound <= bytes.count, !subject.range.isEmpty,
      Array(subject.answer.utf8) == Array(bytes[subject.range])
    else { return .fail(reason: "not-grounded", found: subject.answer, score: 0) }
    let known = Set(StatedNumber.all(in: subject.chunk.textWithContext, .any).map(\.value))
    let asked = StatedNumber.all(in: subject.question, .digits).map(\.value)
    if let foreign = asked.first(where: { !known.contains($0) }) {
      return .fail(reason: "number-not-in-passage", found: foreign, score: 0)
    }
    return .pass(score: 1)
  }
}
