import Foundation
public import Records

/// Whether what two pairs say can both be right.
public enum AnswerAgreement {
  /// Whether what a model read is the answer: the same words, the same numbers in whatever spelling, one of them within the
  /// other, or most of its words.
  public static func agree(_ left: String, _ right: String, _ language: Language) -> Bool {
    if Terms.letters(left) == Terms.letters(right) { return true }
    switch agreeInFigures(left, right) {
    case .some(let agrees): return agrees
    case nil: return overlap(left, right, language)
    }
  }

  /// Whether two answers that documents give say the same, one of them perhaps more. 総務部長 and 財務部長, gate A and gate C,
  /// 以上 and 以下 are nearly the same letters and not the same.
  public static func sayTheSame(_ left: String, _ right: String, _ language: Language) -> Bool {
    if Terms.letters(left) == Terms.letters(right) { return true }
    let figures = agreeInFigures(left, right)
    guard figures != false, !areContrary(left, right, language), !haveOwnNames(left, right, language) else {
      return false
    }
    if figures == true { return true }
    let (own, others) = (
      ownWords(of: left, besides: right, language), ownWords(of: right, besides: left, language)
    )
    return (own.isEmpty || others.isEmpty) && overlap(left, right, language)
  }

  /// Whether dates and numbers that both state are the same; nil where one of them states none.
  private static func agreeInFigures(_ left: String, _ right: String) -> Bool? {
    let dates = (StatedDate.all(in: left, isLoose: false).dates, StatedDate.all(in: right, isLoose: false).dates)
    if !dates.0.isEmpty, !dates.1.isEmpty, !covers(dates.0, dates.1), !covers(dates.1, dates.0) { return false }
    let numbers = (StatedNumber.all(in: left, .plain), StatedNumber.all(in: right, .plain))
    guard !numbers.0.isEmpty, !numbers.1.isEmpty else { return nil }
    return covers(numbers.0, numbers.1) || covers(numbers.1, numbers.0)
  }

  private static func overlap(_ left: String, _ right: String, _ language: Language) -> Bool {
    let (words, others) = (Terms.folded(left), Terms.folded(right))
    return words.contains(others) || others.contains(words)
      || OverlapScore.f1(left, right, language: language) >= GateOptions().roundTrip
  }

  private static let bounds = [
    "以上", "以下", "未満", "超え", "以内", "以前", "以後", "以降", "午前", "午後", "at least", "at most", "more than", "less than",
    "up to", "before", "after", "above", "below", "over", "under",
  ]

  /// Whether one affirms and the other denies, or both bound something in another way.
  private static func areContrary(_ left: String, _ right: String, _ language: Language) -> Bool {
    if let one = saysYes(left), let other = saysYes(right), one != other { return true }
    if let one = Polarity.isDenied(left, language), let other = Polarity.isDenied(right, language), one != other {
      return true
    }
    func found(_ text: String) -> Set<String> {
      switch language {
      case .ja:
        let folded = Terms.folded(text)
        return Set(bounds.filter { $0.unicodeScalars.allSatisfy { !$0.isASCII } && folded.contains($0) })
      case .en:
        let words = " \(Terms.words(text).joined(separator: " ")) "
        return Set(bounds.filter { words.contains(" \($0) ") })
      }
    }
    let (one, other) = (found(left), found(right))
    return !one.isEmpty && !other.isEmpty && one != other
  }

  private static func saysYes(_ answer: String) -> Bool? {
    let text = Terms.folded(answer).trimmingCharacters(in: .whitespacesAndNewlines)
    let first = text.prefix { $0.isLetter }
    if first == "yes" || text.hasPrefix("はい") { return true }
    return first == "no" || text.hasPrefix("いいえ") ? false : nil
  }

  /// Whether each names something by a code, a letter or a name that the other does not.
  private static func haveOwnNames(_ left: String, _ right: String, _ language: Language) -> Bool {
    func names(_ text: String) -> Set<String> {
      let found = StatedNames.codes(in: text) + StatedNames.letters(in: text) + StatedNames.names(in: text, language)
      return Set(found.map(Terms.folded))
    }
    let (one, other) = (names(left), names(right))
    let (words, others) = (Terms.folded(left), Terms.folded(right))
    return one.subtracting(other).contains { $0.count == 1 || !others.contains($0) }
      && other.subtracting(one).contains { $0.count == 1 || !words.contains($0) }
  }

  private static let grammar: Set<String> = [
    "a", "an", "the", "of", "to", "in", "on", "at", "for", "by", "and", "is", "are", "be", "it", "they", "its", "their",
    "must", "with", "as",
  ]

  /// Words of an answer that the other one has in no form.
  private static func ownWords(of answer: String, besides other: String, _ language: Language) -> [String] {
    let words = language == .en ? Terms.words(answer) : Terms.content(of: answer, language: language)
    let known = Set(Terms.words(other))
    let folded = Terms.folded(other)
    return words.filter {
      !grammar.contains($0) && !Terms.occurs($0, in: folded, words: known, language: language)
    }
  }

  /// Whether two questions name the same things: `in Germany` and `in France` are worded alike and ask for different ones.
  public static func nameTheSame(_ left: String, _ right: String, _ language: Language) -> Bool {
    func names(_ text: String) -> Set<String> {
      // The word that opens an English sentence is written as a name is.
      let opener = text.prefix { !$0.isWhitespace }.lowercased()
      let found = StatedNames.codes(in: text) + StatedNames.names(in: text, language)
      return Set(found.map { $0.lowercased() }).subtracting(language == .en ? [opener] : [])
    }
    return names(left) == names(right)
  }

  private static func covers(_ dates: [StatedDate.Readings], _ others: [StatedDate.Readings]) -> Bool {
    others.allSatisfy { other in
      dates.joined().contains { date in other.contains { $0.agrees(with: date) } }
    }
  }

  private static func covers(_ numbers: [StatedNumber], _ others: [StatedNumber]) -> Bool {
    others.allSatisfy(KnownNumbers(numbers).holds)
  }
}
