import Records

/// Every number of the question stands in passage or context: a model that brings one in has made it up.
struct QuestionNumbersGate: TextGate {
  let name = GateName.questionNumbers
  let reasons = [
    "number-not-in-passage": BilingualText(
      en: "The question names a number that the passage does not.", ja: "質問に、本文にない数が含まれています。")
  ]

  init() {}

  /// The score is the share of the question's numbers that the passage knows.
  func measure(_ subject: GateSubject) -> GateMeasure {
    let asked = StatedNumber.all(in: subject.question, .digits).map(\.value)
    guard !asked.isEmpty else { return .sound }
    let known = Set(StatedNumber.all(in: subject.chunk.textWithContext, .any).map(\.value))
    let foreign = asked.filter { !known.contains($0) }
    guard let first = foreign.first else { return .sound }
    return .flaw("number-not-in-passage", found: first, score: 1 - Double(foreign.count) / Double(asked.count))
  }
}
