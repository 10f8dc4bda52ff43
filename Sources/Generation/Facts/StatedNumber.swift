import Foundation
import Records

/// A number that a text states, whatever its spelling: `３万５千円`, `35,000 yen`, `令和7年` and `2025` are compared by value.
struct StatedNumber: Hashable {
  /// Decimal digits without separators, leading zeros and trailing zeros of a fraction.
  var value: String
  /// The unit beside it under one name for all its spellings, such as `jpy`; nil where none that is known stands there.
  var unit: String?
  /// What it counts or numbers that is no unit, such as the places of `46 places` and the `level` of `level 3`; empty for a
  /// numeral within a word.
  var thing: String?
  /// What it bounds or is counted from.
  var relation = NumberRelation()
  /// The hour of a day of 24 that it tells for certain, as 午後6時, 6 p.m. and 18:00 do; nil for 6時, which may be of either half.
  var hour: Int?

  /// Whether it is below zero.
  var isNegative: Bool { value.hasPrefix("-") }

  /// The same on the other side of zero.
  var negated: StatedNumber {
    var other = self
    other.value = isNegative ? String(value.dropFirst()) : "-" + value
    return other
  }

  /// How a number must be written to count.
  enum Spelling {
    /// With Arabic digits, full width or not, with 万, 億 and `million` behind them, or as a year of an era.
    case digits
    /// Also in Kanji before a counter and in English words from two on: what an answer states.
    case plain
    /// Whatever could be read as a number: what a passage may be taken to state.
    case any
  }

  /// All numbers of a text, in order of spelling rather than of place.
  static func all(in text: String, _ spelling: Spelling) -> [StatedNumber] {
    var folded = EraYears.western(in: KanjiNumerals.withPlainDigits(CompatibilityForm.normalize(text).lowercased()))
    let months = MonthNames.numbers(in: folded, besideDigitsOnly: spelling != .any)
    if spelling != .digits { folded = EnglishNumerals.withDigits(folded, one: spelling == .any) }
    folded = Halves.withFractions(folded)
    var scanner = NumberScanner(Array(folded.unicodeScalars), spelling: spelling)
    return scanner.numbers() + months
  }

  /// Written the same way whatever the arithmetic before: `45.50` and `45.5` are one.
  static func text(_ value: Double) -> String {
    let whole = value.rounded()
    // 2.3 times 1e8 is 230 million less a tiny bit.
    return abs(value - whole) <= 1e-12 * abs(value) && abs(value) < 1e15 ? String(Int64(whole)) : String(value)
  }
}

/// Numbers and a half: `3 and a half hours`, 3時間半.
private enum Halves {
  private static let english = Pattern(#"(?<![0-9.,])[0-9]{1,4}( and a half)\b"#)
  private static let japanese = Pattern(
    #"(?<![0-9.,])[0-9]{1,4}((?:時間|年|日|週間|[かヶヵケカ箇]月|倍|割)半)(?![期額減分日導角年月])"#)

  /// Written as 3.5 hours and 3.5時間.
  static func withFractions(_ text: String) -> String {
    guard text.contains("half") || text.contains("半") else { return text }
    var out = text as NSString
    for (pattern, isUnit) in [(english, false), (japanese, true)] {
      for range in pattern.ranges(in: out, within: 0..<out.length, group: 1).reversed() {
        let place = NSRange(location: range.lowerBound, length: range.count)
        let unit = isUnit ? String(out.substring(with: place).dropLast()) : ""
        out = out.replacingCharacters(in: place, with: ".5" + unit) as NSString
      }
    }
    return out as String
  }
}

/// Walks over a folded text and reads Arabic and Kanji numerals with their units.
private struct NumberScanner {
  private let text: [Unicode.Scalar]
  private let spelling: StatedNumber.Spelling
  private var index = 0

  init(_ text: [Unicode.Scalar], spelling: StatedNumber.Spelling) {
    self.text = text
    self.spelling = spelling
  }

  mutating func numbers() -> [StatedNumber] {
    var out: [(number: StatedNumber, range: Range<Int>)] = []
    while index < text.count {
      if isDigit(index) || isKanjiNumeral(index) {
        let start = index
        if let number = next() { out.append((number, start..<index)) }
      } else {
        index += 1
      }
    }
    // `3 to 5 days`: the unit behind a range is that of both its ends.
    for place in out.indices.dropLast().reversed() {
      let (number, range) = out[place]
      let next = out[place + 1]
      if number.unit == nil, number.thing == nil, next.number.unit != "clock",
        Self.joins(text[range.upperBound..<max(range.upperBound, next.range.lowerBound)])
      {
        out[place].number.unit = next.number.unit
      }
    }
    return out.map(\.number)
  }

  private static let joints: Set<String> = [
    "to", "and", "or", "-", "–", "—", "~", "〜", "から", "ないし", "または", "又は", "か", "×", "x", "- -", "to -", "and -", "~-",
    "〜-", "to minus", "and minus",
  ]

  private static func joins(_ between: ArraySlice<Unicode.Scalar>) -> Bool {
    between.count < 12
      && joints.contains(String(String.UnicodeScalarView(between)).trimmingCharacters(in: .whitespaces))
  }

  /// Reads from a numeral on: digits with separators, and the Kanji that multiply them.
  private mutating func next() -> StatedNumber? {
    let start = index
    var (total, section) = (0.0, 0.0)
    var current: Double?
    var (arabic, long) = (0, "")
    while index < text.count {
      if isDigit(index), current == nil {
        let digits = readDigits()
        if digits.count > 15 { long = digits }
        current = Double(digits)
        arabic += 1
      } else if let digit = KanjiNumerals.digits[text[index]], arabic == 0 || current == nil {
        current = (current ?? 0) * 10 + digit
        index += 1
      } else if let factor = KanjiNumerals.tens[text[index]] {
        section += (current ?? 1) * factor
        current = nil
        index += 1
      } else if let factor = KanjiNumerals.myriads[text[index]], index > start {
        section += current ?? 0
        total += section * factor
        (section, current) = (0, nil)
        index += 1
      } else {
        break
      }
    }
    // 万 alone is no number.
    if index == start {
      index += 1
      return nil
    }
    let end = index
    guard arabic > 0 || counts(start..<end, spelling) else { return nil }
    // 18:00 says no more than 18時.
    if TimeOfDay.isFullHour(start..<end, in: text) { return nil }
    let value = total + section + (current ?? 0)
    let scale = arabic > 0 ? EnglishNumerals.scale(behind: end, in: text) : nil
    let beside = Units.beside(start..<(scale?.end ?? end), in: text)
    let hour = TimeOfDay.hour(value, at: start..<end, in: text)
    var number = StatedNumber(
      value: long.isEmpty ? StatedNumber.text(value * (scale?.factor ?? 1)) : long,
      unit: beside.name ?? (hour != nil || isClock(value, end) ? "clock" : nil), thing: beside.thing, hour: hour)
    // A numeral within a word, such as 三井, is the number of nothing that can be measured.
    if arabic == 0, number.unit == nil, number.thing == nil, !counts(start..<end, .plain) { number.thing = "" }
    if NumberRelation.isNegative(start, beside, in: text) { number.value = "-" + number.value }
    number.relation = NumberRelation(before: start, behind: beside.end, in: text)
    // The 2 of m2 is no number.
    if beside.end > index, ("0"..."9").contains(text[beside.end - 1]) { index = beside.end }
    return number
  }

  /// The 9 of 9:00.
  private func isClock(_ value: Double, _ end: Int) -> Bool { value <= 24 && TimeOfDay.isMinutes(end, in: text) }

  private func isDigit(_ place: Int) -> Bool { place < text.count && ("0"..."9").contains(text[place]) }

  private func isKanjiNumeral(_ place: Int) -> Bool {
    KanjiNumerals.digits[text[place]] != nil || KanjiNumerals.tens[text[place]] != nil
  }

  /// Digits with thousands' commas and at most one decimal point.
  private mutating func readDigits() -> String {
    var digits = ""
    let start = index
    func isGroup(_ comma: Int) -> Bool {
      text[comma] == "," && (1...3).allSatisfy { isDigit(comma + $0) } && !isDigit(comma + 4)
    }
    while index < text.count {
      if isDigit(index) {
        digits.unicodeScalars.append(text[index])
      } else if digits.isEmpty || !isGroup(index) {
        break
      }
      index += 1
    }
    guard index + 1 < text.count, text[index] == ".", isDigit(index + 1) else { return digits }
    var end = index + 1
    while isDigit(end) { end += 1 }
    // 2025.4.1 is a date or a section, and no fraction.
    let isFirst = end + 1 < text.count && text[end] == "." && isDigit(end + 1)
    let isLast = start > 1 && text[start - 1] == "." && isDigit(start - 2)
    guard !isFirst, !isLast else { return digits }
    while index < end {
      digits.unicodeScalars.append(text[index])
      index += 1
    }
    return digits
  }

  /// Whether Kanji numerals alone count as a number: 三重県 and 一般 state none, 三日 and 第二 do.
  private func counts(_ range: Range<Int>, _ spelling: StatedNumber.Spelling) -> Bool {
    switch spelling {
    case .digits: return false
    case .any: return true
    case .plain:
      let word = String(String.UnicodeScalarView(text[range]))
      let next = range.upperBound < text.count ? text[range.upperBound] : " "
      if word == "一" || (word == "十" && next == "分") { return false }
      let isOrdinal = range.lowerBound > 0 && text[range.lowerBound - 1] == "第"
      return isOrdinal || KanjiNumerals.counters.contains(next)
    }
  }
}
