import Records

/// The question does not give its answer away.
struct AnswerInQuestionGate: TextGate {
  let scoreName: String? = nil
  let reasons = [
    "answer-in-question": BilingualText(
      en: "The question already contains its answer.", ja: "質問の中に答えがすでに含まれています。")
  ]

  init() {}

  func verdict(_ subject: GateSubject) -> GateVerdict {
    switch subject.language {
    case .en:
      let answer = Terms.words(subject.answer)
      let question = Terms.words(subject.question)
      guard !answer.isEmpty else { return .pass() }
      let whole =
        question.count >= answer.count
        && (0...(question.count - answer.count)).contains { question[$0..<($0 + answer.count)].elementsEqual(answer) }
      if whole { return .fail(reason: "answer-in-question", found: subject.answer) }
    case .ja:
      let answer = String(String.UnicodeScalarView(Terms.letters(subject.answer)))
      let question = String(String.UnicodeScalarView(Terms.letters(subject.question)))
      if !answer.isEmpty, question.contains(answer) {
        return .fail(reason: "answer-in-question", found: subject.answer)
      }
    }
    // A long answer is given away by most of its words, in whatever order they stand.
    let terms = Set(Terms.content(of: subject.answer, language: subject.language))
    let asked = Set(Terms.content(of: subject.question, language: subject.language))
    if terms.count >= 3, terms.intersection(asked).count * 5 >= terms.count * 4 {
      return .fail(reason: "answer-in-question", found: terms.intersection(asked).sorted().joined(separator: ", "))
    }
    return .pass()
  }
}
