import Foundation
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
    let (knownDates, rest) = StatedDate.all(in: evidence, isLoose: true)
    let known = KnownNumbers(StatedNumber.all(in: rest, .any) + knownDates.joined().flatMap(\.numbers))
    let days = KnownDates(knownDates, numbers: known)
    let folded = CompatibilityForm.typed(evidence)
    let lower = folded.lowercased()
    func missing(_ names: [String], _ stands: (String) -> Bool) -> [(reason: String, found: String)] {
      names.filter { !stands($0) && !known.hasTime(of: $0) }.map { ("answer-name-not-in-evidence", $0) }
    }
    let codes = StatedNames.codes(in: subject.answer).filter { !Self.shortEra.matches($0) }
    let letters = StatedNames.letters(in: subject.answer)
    let (dates, words) = StatedDate.all(in: subject.answer, isLoose: false)
    let numbers = StatedNumber.all(in: words, .plain)
    let names = StatedNames.names(in: subject.answer, subject.language)
    let lessens = (answer: Self.lessening.matches(subject.answer), evidence: Self.lessening.matches(evidence))
    let foreignDates = dates.filter { !days.holds($0) }.map {
      ("answer-number-not-in-evidence", $0.first?.text ?? "")
    }
    // A code's digits are no number of their own: the code is what is named as missing.
    let absent =
      missing(codes) { StatedNames.hasCode($0, in: folded) }
      + missing(letters) { StatedNames.hasLetter($0, in: folded) } + foreignDates
      + numbers.compactMap { foreign($0, known, lessens) }
      + missing(names) { lower.contains($0.lowercased()) }
    guard let first = absent.first else { return .sound }
    let all = codes.count + letters.count + dates.count + numbers.count + names.count
    return .flaw(first.reason, found: first.found, score: 1 - Double(absent.count) / Double(all))
  }

  /// A fall by 5% may be written as −5%.
  private static let lessening = Pattern(
    #"減|低下|下落|下回|赤字|損失|decreas|\bf[ae]ll|drop|lower|reduc|\bloss|declin|\bless\b|below"#, ignoringCase: true)

  /// R7.4.1 is a date, and its numbers are compared by value.
  private static let shortEra = Pattern(#"^[RHSTrhst][0-9]{1,2}(?:\.[0-9]{1,2}){1,2}$"#)

  /// Yes and no, and sentences in words of their own: what is taken from the passage as it stands says the same.
  private func contradiction(_ subject: GateSubject) -> String? {
    guard subject.isFreelyWorded || subject.type == .yesNo, subject.range.lowerBound >= 0,
      subject.range.upperBound <= subject.chunk.text.utf8.count, !subject.range.isEmpty
    else { return nil }
    let text = subject.chunk.text
    // Behind a full stop the next sentence would begin.
    let range = FreeAnswer.withoutEnd(subject.range, Array(text.utf8))
    let sentence = SentenceAround.text(of: range, in: text)
    let around = subject.chunk.context + [SentenceAround.before(range, in: text)]
    return Polarity.contradiction(
      of: subject.answer, to: subject.question, in: sentence, around: around.joined(separator: "\n"), subject.language)
  }

  private func foreign(_ number: StatedNumber, _ known: KnownNumbers, _ lessens: (answer: Bool, evidence: Bool)) -> (
    reason: String, found: String
  )? {
    let match = known.match(number)
    if match == .same { return nil }
    if number.isNegative ? lessens.evidence : lessens.answer, known.holds(number.negated) { return nil }
    return match == .otherUnit
      ? ("answer-unit-not-in-evidence", "\(number.value) \(number.unit ?? "")")
      : ("answer-number-not-in-evidence", number.value)
  }
}

extension GateSubject {
  /// The sentences that the evidence touches, with the passage's context; the whole passage where the place is none.
  var evidenceSentences: String {
    guard range.lowerBound >= 0, range.upperBound <= chunk.text.utf8.count, !range.isEmpty else {
      return (headings + [chunk.text]).joined(separator: "\n")
    }
    return (headings + [SentenceAround.text(of: range, in: chunk.text)]).joined(separator: "\n")
  }

  /// The passage's context; the number of a heading counts sections, and neither money nor days.
  private var headings: [String] {
    chunk.context.map { line in
      guard !line.contains(" | ") else { return line }
      let source = line as NSString
      let number = Self.sectionNumber.first(in: source, within: 0..<source.length)
      return source.substring(from: number?.upperBound ?? 0)
    }
  }

  private static let sectionNumber = Pattern(
    #"^[\s#]*(?:[(（]?[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})*(?:[)）]|[.．](?![0-9０-９]))|[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})+(?=[\s　])|[0-9０-９]{1,2}(?=[\s　]+[\p{Lu}\p{Han}\p{Hiragana}\p{Katakana}])|[①-⑳])[\s　]*"#
  )
}
