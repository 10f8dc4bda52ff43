public import Records

/// Whether what two pairs say can both be right.
public enum AnswerAgreement {
  /// Whether two answers are one: the same words, the same numbers in whatever spelling, or one of them within the other.
  public static func agree(_ left: String, _ right: String, _ language: Language) -> Bool {
    let (one, other) = (Terms.letters(left), Terms.letters(right))
    if one == other { return true }
    let dates = (StatedDate.all(in: left, isLoose: false).dates, StatedDate.all(in: right, isLoose: false).dates)
    if !dates.0.isEmpty, !dates.1.isEmpty, !covers(dates.0, dates.1), !covers(dates.1, dates.0) { return false }
    let numbers = (StatedNumber.all(in: left, .plain), StatedNumber.all(in: right, .plain))
    if !numbers.0.isEmpty, !numbers.1.isEmpty {
      return covers(numbers.0, numbers.1) || covers(numbers.1, numbers.0)
    }
    let (words, others) = (Terms.folded(left), Terms.folded(right))
    return words.contains(others) || others.contains(words)
      || OverlapScore.f1(left, right, language: language) >= GateOptions().roundTrip
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
