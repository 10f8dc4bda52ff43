import Records

/// The question does not give its answer away.
struct AnswerInQuestionGate: TextGate {
  let name = GateName.answerNotGiven
  let reasons = [
    "answer-in-question": BilingualText(
      en: "The question already contains its answer.", ja: "質問の中に答えがすでに含まれています。")
  ]

  init() {}

  /// The score is the share of the answer's content words that the question does not hold; 0 where it holds the answer
  /// as it stands.
  func measure(_ subject: GateSubject) -> GateMeasure {
    switch subject.language {
    case .en:
      let answer = Terms.words(subject.answer)
      let question = Terms.words(subject.question)
      guard !answer.isEmpty else { return .sound }
      let whole =
        question.count >= answer.count
        && (0...(question.count - answer.count)).contains { question[$0..<($0 + answer.count)].elementsEqual(answer) }
      if whole { return .flaw("answer-in-question", found: subject.answer) }
    case .ja:
      let answer = String(String.UnicodeScalarView(Terms.letters(subject.answer)))
      let question = String(String.UnicodeScalarView(Terms.letters(subject.question)))
      if !answer.isEmpty, question.contains(answer) {
        return .flaw("answer-in-question", found: subject.answer)
      }
    }
    if saysTheSame(subject) { return .flaw("answer-in-question", found: subject.answer) }
    // A full sentence repeats its question: what counts is that it says something besides.
    if subject.isFreelyWorded {
      let answer = FreeAnswer(question: subject.question, answer: subject.answer, language: subject.language)
      return answer.support(in: subject.chunk.text) == nil
        ? .flaw("answer-in-question", found: subject.answer) : .sound
    }
    // A long answer is given away by most of its words, in whatever order they stand.
    let terms = Set(Terms.content(of: subject.answer, language: subject.language))
    let asked = Set(Terms.content(of: subject.question, language: subject.language))
    let shared = terms.intersection(asked)
    guard terms.count >= 3, !shared.isEmpty else { return .sound }
    return .flaw(
      "answer-in-question", found: shared.sorted().joined(separator: ", "),
      score: 1 - Double(shared.count) / Double(terms.count))
  }

  /// Whether the question states every number and date of the answer in whatever spelling (六か月 for 6か月), and knows
  /// every other word of it.
  private func saysTheSame(_ subject: GateSubject) -> Bool {
    let (dates, rest) = StatedDate.all(in: subject.answer, isLoose: false)
    let (asked, others) = StatedDate.all(in: subject.question, isLoose: false)
    let numbers = StatedNumber.all(in: rest, .plain)
    let known = StatedNumber.all(in: others, .plain) + asked.joined().flatMap(\.numbers)
    guard !dates.isEmpty || !numbers.isEmpty,
      dates.allSatisfy({ date in asked.contains { $0.contains { known in date.contains { known.covers($0) } } } }),
      numbers.allSatisfy({ number in known.contains { number.isSurely($0) } })
    else { return false }
    let text = Terms.folded(subject.question)
    let words = subject.language == .en ? Set(Terms.words(subject.question)) : []
    return Terms.content(of: rest, language: subject.language).allSatisfy {
      FreeAnswer.isNumeric($0) || Terms.occurs($0, in: text, words: words, language: subject.language)
    }
  }
}
