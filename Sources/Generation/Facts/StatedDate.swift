import Foundation
import Records

/// A date or a month that a text states: compared as year, month and day, so that 4 March is not 3 April.
struct StatedDate: Hashable {
  /// Nil where the text does not say it beside the rest.
  var year: Int?
  /// From 1.
  var month: Int?
  /// From 1.
  var day: Int?

  /// What one place of a text may mean: 12/5/1994 is the twelfth of May or the fifth of December.
  typealias Readings = [StatedDate]

  /// Whether both name one day, or one part of it, as far as both say it.
  func agrees(with other: StatedDate) -> Bool {
    func same(_ one: Int?, _ two: Int?) -> Bool { one == nil || two == nil || one == two }
    return same(year, other.year) && same(month, other.month) && same(day, other.day)
  }

  /// Whether it says all that another date says.
  func covers(_ other: StatedDate) -> Bool {
    agrees(with: other) && (other.year == nil || year != nil) && (other.month == nil || month != nil)
      && (other.day == nil || day != nil)
  }

  fileprivate var isPossible: Bool { (month.map { 1...12 ~= $0 } ?? true) && (day.map { 1...31 ~= $0 } ?? true) }

  /// The dates of a text, and the text without them.
  ///
  /// - Parameter isLoose: Whether what may be a date counts as one, such as `4/1` and `in May`: of a passage, not of an answer.
  static func all(in text: String, isLoose: Bool) -> (dates: [Readings], rest: String) {
    var rest = EraYears.western(in: CompatibilityForm.normalize(text).lowercased()) as NSString
    var dates: [Readings] = []
    for form in DateForm.all where isLoose || !form.isLoose {
      for match in form.pattern.groups(in: rest).reversed() {
        let found = form.read(match.groups).map { $0.filter(\.isPossible) }.filter { !$0.isEmpty }
        guard !found.isEmpty else { continue }
        dates += found
        rest =
          rest.replacingCharacters(
            in: NSRange(location: match.range.lowerBound, length: match.range.count), with: " ; ") as NSString
      }
    }
    return (dates, rest as String)
  }
}

/// A way to write dates.
private struct DateForm {
  var pattern: Pattern
  var isLoose = false
  /// What the groups of a match say: every date with its readings.
  var read: @Sendable ([String?]) -> [StatedDate.Readings]

  /// In the order in which they are looked for: longer ones first.
  static let all = [
    iso, dayFirst, japaneseMonths, japanese, english, englishMonthFirst, englishMonth, slashed, loneMonth, anyMonth,
  ]

  private static let digit = "[0-9〇一二三四五六七八九十]"
  private static let join = #"(?:から|[~〜～–—・、,-]|及び|および|と|又は|または|ないし)"#
  private static let name =
    #"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"#
  private static let day = #"([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:])"#
  private static let through = #"\s?(?:to|and|or|until|through|-|–|—|&|,)\s?"#

  private static let iso = DateForm(
    pattern: Pattern(#"(?<![0-9./-])([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9]|[-/.][0-9])"#)
  ) { groups in [[StatedDate(year: number(groups[0]), month: number(groups[2]), day: number(groups[3]))]] }

  private static let dayFirst = DateForm(
    pattern: Pattern(#"(?<![0-9./-])([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9]|[-/.][0-9])"#)
  ) { groups in
    let (one, two, year) = (number(groups[0]), number(groups[2]), number(groups[3]))
    return [[StatedDate(year: year, month: two, day: one), StatedDate(year: year, month: one, day: two)]]
  }

  /// The 4 of 4〜6月.
  private static let japaneseMonths = DateForm(
    pattern: Pattern(#"(?<!\#(digit))(\#(digit){1,2})\s?[~〜～–・、,-]\s?(?=\#(digit){1,2}月)"#), isLoose: true
  ) { groups in [[StatedDate(month: number(groups[0]))]] }

  private static let japanese = DateForm(
    pattern: Pattern(
      #"(?:(?<!\#(digit))(\#(digit){1,4})年\s?)?(?<!\#(digit))(\#(digit){1,2})月(?:\s?(\#(digit){1,3})(?:日|(?=\s?\#(join)\s?\#(digit){1,3}日)))?((?:\s?(?:\([^()]{1,6}\))?\s?\#(join)\s?\#(digit){1,3}日(?![間以前後]))*)"#
    )
  ) { groups in
    let year = number(groups[0]).flatMap { $0 < 1000 ? nil : $0 }
    let first = StatedDate(year: year, month: number(groups[1]), day: number(groups[2]))
    // 20日、21日: of the same month.
    let more = (groups[3] ?? "").split { !"0123456789〇一二三四五六七八九十".contains($0) }.compactMap { number(String($0)) }
    return ([first] + (first.day == nil ? [] : more.map { StatedDate(year: year, month: first.month, day: $0) })).map {
      [$0]
    }
  }

  /// `3 to 5 April 2024`. `May` is a month where a year, a mark or a preposition follows.
  private static let english = DateForm(
    pattern: Pattern(
      #"(?<![0-9.,:])\b\#(day)(?:\#(through)\#(day))?(?:\s(?:day\s)?of)?[\s-](?:the\s)?(may(?=\s?(?:$|[.,;:)\]–-]|[0-9]{4}|(?:at|to|until|and|or|from|in|for|onwards)\b))|(?!may)\#(name))(?:,?[\s-]([0-9]{4})(?![0-9]))?"#
    )
  ) { groups in
    [groups[0], groups[1]].compactMap(number).map {
      [StatedDate(year: number(groups[3]), month: month(groups[2]), day: $0)]
    }
  }

  /// `April 3 to 5, 2024`.
  private static let englishMonthFirst = DateForm(
    pattern: Pattern(
      #"\b(\#(name))\s\#(day)(?:\#(through)\#(day)(?!\s?(?:\#(name)|[ap]\.?m\b)))?(?:,?\s([0-9]{4})(?![0-9]))?"#)
  ) { groups in
    [groups[1], groups[2]].compactMap(number).map {
      [StatedDate(year: number(groups[3]), month: month(groups[0]), day: $0)]
    }
  }

  private static let englishMonth = DateForm(pattern: Pattern(#"\b(\#(name)),?\s(?:of\s)?([0-9]{4})(?![0-9])"#)) {
    groups in [[StatedDate(year: number(groups[1]), month: month(groups[0]))]]
  }

  private static let slashed = DateForm(
    pattern: Pattern(#"(?<![0-9./])([0-9]{1,2})/([0-9]{1,2})(?![0-9/])"#), isLoose: true
  ) { groups in
    let (one, two) = (number(groups[0]), number(groups[1]))
    return [[StatedDate(month: one, day: two), StatedDate(month: two, day: one)]]
  }

  private static let loneMonth = DateForm(
    pattern: Pattern(#"\b(january|february|april|june|july|august|september|october|november|december)\b"#)
  ) { groups in [[StatedDate(month: month(groups[0]))]] }

  private static let anyMonth = DateForm(pattern: Pattern(#"\b(\#(name))"#), isLoose: true) { groups in
    [[StatedDate(month: month(groups[0]))]]
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  @Sendable private static func month(_ name: String?) -> Int? {
    name.flatMap { months.firstIndex(of: String($0.prefix(3))) }.map { $0 + 1 }
  }

  @Sendable private static func number(_ text: String?) -> Int? {
    guard let text else { return nil }
    return Int(text) ?? EraYears.kanji(text)
  }
}

/// The dates of a text, as they are asked for.
struct KnownDates {
  private let dates: [StatedDate.Readings]
  private let numbers: KnownNumbers
  private let years: Set<Int>

  /// - Parameters:
  ///   - dates: The text's dates.
  ///   - numbers: The numbers beside them.
  init(_ dates: [StatedDate.Readings], numbers: KnownNumbers) {
    self.dates = dates
    self.numbers = numbers
    years = Set(dates.joined().compactMap(\.year))
  }

  /// Whether one of the dates is the one asked for. What a date leaves out must be said elsewhere: the year in a heading,
  /// the day in a table under its month.
  func holds(_ wanted: StatedDate.Readings) -> Bool {
    wanted.contains { date in
      dates.joined().contains { known in
        guard date.agrees(with: known), date.month == nil || known.month != nil else { return false }
        return (date.year == nil || known.year != nil || isYear(date.year))
          && (date.day == nil || known.day != nil || isDay(date.day))
      }
        // What the passage writes in no form that is known is compared by its numbers.
        || dates.isEmpty && date.numbers.allSatisfy(numbers.holds)
    }
  }

  private func isYear(_ year: Int?) -> Bool { year.map { years.contains($0) || isNumber($0) } ?? true }
  private func isDay(_ day: Int?) -> Bool {
    day.map { numbers.holds(StatedNumber(value: String($0), unit: "day")) } ?? true
  }
  private func isNumber(_ number: Int) -> Bool { numbers.holds(StatedNumber(value: String(number))) }
}

extension StatedDate {
  /// For people: 2024-4-1, with `?` for what is not said.
  var text: String { [year, month, day].map { $0.map(String.init) ?? "?" }.joined(separator: "-") }

  /// Its parts as numbers with their units: `2024` and `the 3rd` stand in 3 April 2024 too.
  var numbers: [StatedNumber] {
    [(year, "year"), (month, "calendar month"), (day, "day")].compactMap { part, unit in
      part.map { StatedNumber(value: String($0), unit: unit) }
    }
  }
}
