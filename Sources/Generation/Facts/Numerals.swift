import Foundation
import Records

/// Kanji as figures.
enum KanjiNumerals {
  static let digits: [Unicode.Scalar: Double] = [
    "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]
  static let tens: [Unicode.Scalar: Double] = ["十": 10, "百": 100, "千": 1000]
  static let myriads: [Unicode.Scalar: Double] = ["万": 1e4, "億": 1e8, "兆": 1e12]
  /// Signs behind a numeral that make it a number.
  static let counters = Set("年月日時分秒円人名回件台個枚部歳割週か条項章号倍階度階級箇ヶカ".unicodeScalars)
}

extension KanjiNumerals {
  private static let chain = Pattern("[〇零一二三四五六七八九]+(?:[-‐‒–—―−ー()][〇零一二三四五六七八九]+)+")
  /// Fewer digits may be an address.
  private static let fewest = 7

  /// A folded text whose telephone numbers and codes in Kanji digits have plain ones: 〇三-一二三四-五六七八.
  static func withPlainDigits(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0 == "〇" || $0 == "零" }) else { return text }
    let source = text as NSString
    var out = source
    for range in chain.ranges(in: source, within: 0..<source.length).reversed() {
      let place = NSRange(location: range.lowerBound, length: range.count)
      let scalars = source.substring(with: place).unicodeScalars.map { scalar in
        digits[scalar].map { Unicode.Scalar(UInt8(0x30 + $0)) } ?? scalar
      }
      guard scalars.count(where: { ("0"..."9").contains($0) }) >= fewest else { continue }
      out = out.replacingCharacters(in: place, with: String(String.UnicodeScalarView(scalars))) as NSString
    }
    return out as String
  }
}

/// Hours of the day beside a number, in both languages.
enum TimeOfDay {
  /// The hour of 24 that a number tells for certain; nil where it tells none, or may be of either half of the day.
  static func hour(_ value: Double, at range: Range<Int>, in text: [Unicode.Scalar]) -> Int? {
    guard value == value.rounded(), (0...24).contains(value) else { return nil }
    let number = Int(value)
    func follows(_ word: String, _ place: Int) -> Bool {
      place >= 0 && text[min(place, text.count)...].starts(with: word.unicodeScalars)
    }
    let isHour = follows("時", range.upperBound) && !follows("時間", range.upperBound)
    if isHour {
      // Nobody knows which of both 午後12時 is.
      let before =
        range.lowerBound > 0 && text[range.lowerBound - 1] == " " ? range.lowerBound - 3 : range.lowerBound - 2
      if follows("午前", before) { return number < 12 ? number : nil }
      if follows("午後", before) { return number < 12 ? number + 12 : nil }
      return 13...23 ~= number ? number : nil
    }
    var end = range.upperBound
    let hasMinutes = isMinutes(end, in: text)
    if hasMinutes { end += 3 }
    if end < text.count, text[end] == " " { end += 1 }
    for (mark, half) in [("a.m", 0), ("am", 0), ("p.m", 12), ("pm", 12)] where follows(mark, end) && 1...12 ~= number {
      let next = end + mark.unicodeScalars.count
      if next < text.count, text[next].isAlphabetic { return nil }
      return number % 12 + half
    }
    return hasMinutes && 13...23 ~= number ? number : nil
  }

  /// Whether a number is the minutes of a full hour: the zeros of 18:00.
  static func isFullHour(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Bool {
    guard range.count == 2, range.lowerBound > 1, text[range.lowerBound] == "0", text[range.lowerBound + 1] == "0",
      isMinutes(range.lowerBound - 1, in: text)
    else { return false }
    let before = text[..<(range.lowerBound - 1)].reversed().prefix {
      ("0"..."9").contains($0) || $0 == "." || $0 == ","
    }
    return 1...2 ~= before.count && before.allSatisfy { ("0"..."9").contains($0) }
  }

  /// A colon with two digits behind it, and no more: the seconds of 1:30:00 belong to a duration.
  static func isMinutes(_ place: Int, in text: [Unicode.Scalar]) -> Bool {
    func isDigit(_ index: Int) -> Bool { index < text.count && ("0"..."9").contains(text[index]) }
    guard place < text.count, text[place] == ":", isDigit(place + 1), isDigit(place + 2), text[place + 1] <= "5" else {
      return false
    }
    let end = place + 3
    return end >= text.count || !isDigit(end) && text[end] != ":"
  }
}

/// Years of the Japanese eras, as western ones. Year 元 is the first.
enum EraYears {
  private static let starts = ["明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018]
  private static let letters = ["m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018]
  private static let pattern = Pattern(
    #"(?:明治|大正|昭和|平成|令和)\s?(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?=\s?年)|(?<![a-z0-9])[mtshr](?:[0-9]{1,2})(?=[./年][0-9]{1,2}[./月][0-9]{1,2})"#
  )

  /// A folded text with era years written as western ones: `令和7年4月` becomes `2025年4月`.
  static func western(in text: String) -> String {
    let source = text as NSString
    var out = text as NSString
    for range in pattern.ranges(in: source, within: 0..<source.length).reversed() {
      let place = NSRange(location: range.lowerBound, length: range.count)
      let era = source.substring(with: place)
      guard let year = year(era) else { continue }
      out = out.replacingCharacters(in: place, with: String(year)) as NSString
    }
    return out as String
  }

  private static func year(_ era: String) -> Int? {
    for (name, start) in starts where era.hasPrefix(name) {
      let rest = era.dropFirst(name.count).filter { !$0.isWhitespace }
      if rest == "元" { return start + 1 }
      return (Int(rest) ?? kanji(rest)).map { start + $0 }
    }
    guard let start = letters[String(era.prefix(1))] else { return nil }
    return Int(era.dropFirst()).map { start + $0 }
  }

  static func kanji(_ text: some StringProtocol) -> Int? {
    var (sum, current) = (0, 0)
    for scalar in text.unicodeScalars {
      if scalar == "十" {
        sum += max(1, current) * 10
        current = 0
      } else if let digit = KanjiNumerals.digits[scalar] {
        current = current * 10 + Int(digit)
      } else {
        return nil
      }
    }
    return sum + current
  }
}

/// Numbers written in English words.
enum EnglishNumerals {
  private static let small: [String: Double] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
  ]
  private static let scales: [String: Double] = [
    "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
  ]

  private static let word = small.keys.sorted { $0.count > $1.count }.joined(separator: "|")
  private static let scale = scales.keys.sorted().joined(separator: "|")
  private static let chain = Pattern(
    #"(?<![\p{L}\p{N}])(?:\#(word))(?!\p{L})(?:(?:[ -]|(?<=\#(scale))\sand\s)(?:\#(word)|\#(scale))(?!\p{L}))*"#)

  /// A folded text with its number words in digits, so that `ten minutes` has its unit as `10 minutes` has it; a lone `one`
  /// counts only where it is asked for.
  static func withDigits(_ folded: String, one: Bool) -> String {
    let source = folded as NSString
    var out = source
    for range in chain.ranges(in: source, within: 0..<source.length).reversed() {
      let place = NSRange(location: range.lowerBound, length: range.count)
      let words = source.substring(with: place)
      let values = values(of: words)
      guard one || values != [1] else { continue }
      let digits = values.map(StatedNumber.text).joined(separator: words.contains("-") ? "-" : " ")
      out = out.replacingCharacters(in: place, with: digits) as NSString
    }
    return out as String
  }

  /// `twenty-five thousand` is one number, `two three` are two.
  private static func values(of words: String) -> [Double] {
    var out: [Double] = []
    var (total, current) = (0.0, 0.0)
    var isOpen = false
    func close() {
      if isOpen { out.append(total + current) }
      (total, current, isOpen) = (0, 0, false)
    }
    for word in words.split(whereSeparator: { !$0.isLetter }) {
      if let value = small[String(word)] {
        let isTens =
          current.truncatingRemainder(dividingBy: 100) >= 20 && current.truncatingRemainder(dividingBy: 10) == 0
        if current.truncatingRemainder(dividingBy: 100) != 0, !isTens || value >= 10 { close() }
        current += value
        isOpen = true
      } else if word == "hundred" {
        current *= 100
      } else if let scale = scales[String(word)] {
        total += current * scale
        current = 0
      }
    }
    close()
    return out
  }

  /// `million` behind a number in digits, and where it ends.
  static func scale(behind end: Int, in text: [Unicode.Scalar]) -> (factor: Double, end: Int)? {
    guard end < text.count, text[end] == " " || text[end] == "-" else { return nil }
    let word = text[(end + 1)...].prefix { $0.isAlphabetic }
    return scales[String(String.UnicodeScalarView(word))].map { ($0, end + 1 + word.count) }
  }
}

/// English names of months as the numbers that Japanese dates have.
enum MonthNames {
  private static let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  private static let name =
    #"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"#
  private static let anywhere = Pattern(#"\b\#(name)"#)
  private static let besideDigits = Pattern(
    #"(?<=[0-9]\s|[0-9](?:st|nd|rd|th)\s|(?:st|nd|rd|th)\sof\s)\#(name)|\b\#(name)(?=,?\s[0-9])"#)

  /// `may` is a month only beside a digit, unless every reading is wanted.
  static func numbers(in folded: String, besideDigitsOnly: Bool) -> [StatedNumber] {
    let text = folded as NSString
    let pattern = besideDigitsOnly ? besideDigits : anywhere
    return pattern.ranges(in: text, within: 0..<text.length).compactMap { range in
      let found = text.substring(with: NSRange(location: range.lowerBound, length: 3))
      return names.firstIndex(of: found).map { StatedNumber(value: String($0 + 1)) }
    }
  }
}
