import Foundation
import Records

/// A number that a text states, whatever its spelling: `３万５千円`, `35,000 yen`, `令和7年` and `2025` are compared by value.
struct StatedNumber: Hashable {
  /// Decimal digits without separators, leading zeros and trailing zeros of a fraction.
  var value: String
  /// The unit beside it under one name for all its spellings, such as `jpy`; nil where none that is known stands there.
  var unit: String?
  /// The hour of a day of 24 that it tells for certain, as 午後6時, 6 p.m. and 18:00 do; nil for 6時, which may be of either half.
  var hour: Int?

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
    let folded = EraYears.western(in: KanjiNumerals.withPlainDigits(CompatibilityForm.normalize(text).lowercased()))
    var scanner = NumberScanner(Array(folded.unicodeScalars), spelling: spelling)
    var found = scanner.numbers()
    found += MonthNames.numbers(in: folded, besideDigitsOnly: spelling != .any)
    if spelling != .digits { found += EnglishNumerals.numbers(in: folded, one: spelling == .any) }
    return found
  }

  /// Written the same way whatever the arithmetic before: `45.50` and `45.5` are one.
  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
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
    var out: [StatedNumber] = []
    while index < text.count {
      if isDigit(index) || isKanjiNumeral(index) {
        if let number = next() { out.append(number) }
      } else {
        index += 1
      }
    }
    return out
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
    guard arabic > 0 || counts(start..<end) else { return nil }
    // 18:00 says no more than 18時.
    if TimeOfDay.isFullHour(start..<end, in: text) { return nil }
    let value = total + section + (current ?? 0)
    let scale = arabic > 0 ? EnglishNumerals.scale(behind: end, in: text) : nil
    let unit = Units.unit(around: start..<(scale?.end ?? end), in: text)
    return StatedNumber(
      value: long.isEmpty ? StatedNumber.text(value * (scale?.factor ?? 1)) : long, unit: unit,
      hour: TimeOfDay.hour(value, at: start..<end, in: text))
  }

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
  private func counts(_ range: Range<Int>) -> Bool {
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
