import Records

/// Numbers, dates, amounts, units, codes and names of the answer stand in the evidence, each by its value whatever its
/// spelling: what a person or another program wrote as an answer may be worded freely, but not add a fact.
struct AnswerFactsGate: TextGate {
  let name = GateName.answerFacts
  let reasons = [
    "answer-number-not-in-evidence": BilingualText(
      en: "The answer states a number, date or amount that the evidence does not.",
      ja: "答えに、根拠にない数・日付・金額が含まれています。"),
    "answer-unit-not-in-evidence": BilingualText(
      en: "The answer states a number in another unit than the evidence does.", ja: "答えの数の単位が、根拠と異なります。"),
    "answer-name-not-in-evidence": BilingualText(
      en: "The answer states a name or a code that the evidence does not.", ja: "答えに、根拠にない名称または記号が含まれています。"),
    "answer-contradicts-evidence": BilingualText(
      en: "The answer affirms what the evidence denies, or denies what it affirms.", ja: "根拠が否定していることを答えが肯定しているか、その逆です。"
    ),
  ]

  init() {}

  /// The score is the share of the answer's facts that the evidence's sentences hold; 1 for an answer without facts.
  func measure(_ subject: GateSubject) -> GateMeasure {
    if let said = contradiction(subject) { return .flaw("answer-contradicts-evidence", found: said) }
    let evidence = subject.evidenceSentences
    let known = KnownNumbers(StatedNumber.all(in: evidence, .any))
    let folded = CompatibilityForm.normalize(evidence).lowercased()
    func missing(_ names: [String]) -> [(reason: String, found: String)] {
      names.filter { !folded.contains($0.lowercased()) && !known.hasTime(of: $0) }
        .map { ("answer-name-not-in-evidence", $0) }
    }
    let codes = StatedNames.codes(in: subject.answer).filter { !Self.shortEra.matches($0) }
    let numbers = StatedNumber.all(in: subject.answer, .plain)
    let names = StatedNames.names(in: subject.answer, subject.language)
    // A code's digits are no number of their own: the code is what is named as missing.
    let absent = missing(codes) + numbers.compactMap { foreign($0, known) } + missing(names)
    guard let first = absent.first else { return .sound }
    let score = 1 - Double(absent.count) / Double(codes.count + numbers.count + names.count)
    return .flaw(first.reason, found: first.found, score: score)
  }

  /// R7.4.1 is a date, and its numbers are compared by value.
  private static let shortEra = Pattern(#"^[RHSTrhst][0-9]{1,2}(?:\.[0-9]{1,2}){1,2}$"#)

  /// Yes and no, and sentences in words of their own: what is taken from the passage as it stands says the same.
  private func contradiction(_ subject: GateSubject) -> String? {
    guard subject.isFreelyWorded || subject.type == .yesNo, subject.range.lowerBound >= 0,
      subject.range.upperBound <= subject.chunk.text.utf8.count, !subject.range.isEmpty
    else { return nil }
    return Polarity.contradiction(
      of: subject.answer, to: subject.question, in: SentenceAround.text(of: subject.range, in: subject.chunk.text),
      subject.language)
  }

  private func foreign(_ number: StatedNumber, _ known: KnownNumbers) -> (reason: String, found: String)? {
    switch known.match(number) {
    case .same: nil
    case .otherUnit: ("answer-unit-not-in-evidence", "\(number.value) \(number.unit ?? "")")
    case .none: ("answer-number-not-in-evidence", number.value)
    }
  }
}

extension GateSubject {
  /// The sentences that the evidence touches, with the passage's context; the whole passage where the place is none.
  var evidenceSentences: String {
    guard range.lowerBound >= 0, range.upperBound <= chunk.text.utf8.count, !range.isEmpty else {
      return chunk.textWithContext
    }
    return (chunk.context + [SentenceAround.text(of: range, in: chunk.text)]).joined(separator: "\n")
  }
}
