import Foundation
import Records

/// Names and codes that a text states: what must stand in the evidence letter for letter once width and case are folded.
enum StatedNames {
  private static let code = Pattern(
    #"(?<![A-Za-z0-9])(?=[A-Za-z0-9@._/-]*[A-Za-z])(?=[A-Za-z0-9@._/-]*[0-9@])[A-Za-z0-9][A-Za-z0-9@._/-]*[A-Za-z0-9]"#)
  /// Digits with a unit or an ending, such as `500GB`, `1st` or `5pm`, are numbers and no codes.
  private static let measure = Pattern(#"^[0-9.,]+(?:[A-Za-z]{1,4}|[A-Za-z]{1,2}/[A-Za-z]{1,3}|[kcm]?m[23])$"#)
  private static let capitalised = Pattern(
    #"(?<![\p{L}\p{N}])\p{Lu}(?:[\p{L}&&[^\p{Han}\p{Hiragana}\p{Katakana}]]|[’'-])+"#)
  private static let katakana = Pattern(#"[\p{Katakana}ー]{3,}"#)
  /// Kanji that end as places, bodies and people do.
  private static let kanji = Pattern(
    #"[\p{Han}]{1,12}?(?:都|道|府|県|市|区|町|村|諸島|半島|列島|駅|川|山|省|庁|局|大学|会社|銀行|病院|協会|連盟|帝国|王国|共和国)(?![\p{Han}])|[\p{Han}]{2,6}(?=さん|氏|様|先生)"#
  )

  static func codes(in text: String) -> [String] {
    strings(code, CompatibilityForm.typed(text)).filter { !measure.matches($0) }
  }

  /// Whether a code stands in a text in compatibility forms as a whole: ZX-4471 does not stand in ZX-4471-B.
  static func hasCode(_ code: String, in text: String) -> Bool {
    let text = withPlainDashes(text) as NSString
    let literal = NSRegularExpression.escapedPattern(for: withPlainDashes(code))
    let whole = Pattern(
      #"(?<![A-Za-z0-9])(?<!(?-i:[A-Z0-9])[-_])\#(literal)(?![A-Za-z0-9])(?![-_](?:[A-Za-z]{0,2}[0-9]|[A-Za-z](?![A-Za-z])|(?-i:[A-Z]{2})))"#,
      ignoringCase: true)
    return whole.first(in: text, within: 0..<text.length) != nil
  }

  private static func withPlainDashes(_ text: String) -> String {
    String(text.map { "‐‑‒–—−".contains($0) ? "-" : $0 })
  }

  /// Capital letters that number something: the D of `building D`, the C of C棟. None behind a figure, which are units, no
  /// initials and no article.
  static func letters(in text: String) -> [String] {
    strings(letter, CompatibilityForm.typed(text))
  }

  /// Whether a capital letter stands in a text alone.
  static func hasLetter(_ letter: String, in text: String) -> Bool {
    Pattern(#"(?<![A-Za-z0-9])\#(letter)(?![A-Za-z0-9])"#).matches(text)
  }

  private static let letter = Pattern(
    #"(?<![\p{Latin}\p{N}°.'’&/+-])(?<![0-9][ ])(?![AI]\s[a-z])[A-Z](?![\p{Latin}\p{N}.'’&/+-])"#)

  /// Capitalised English words that are no common ones, Katakana words, and Kanji that look like a name; where a Japanese
  /// answer is a term without kana and nothing else, all its Kanji.
  static func names(in text: String, _ language: Language) -> [String] {
    let folded = CompatibilityForm.typed(text)
    var found = strings(capitalised, folded)
    if language == .ja {
      found += strings(katakana, folded) + strings(kanji, folded)
      let isTerm = !folded.unicodeScalars.contains { (0x3041...0x3096).contains($0.value) }
      if isTerm { found += strings(kanjiWord, folded).filter { !isNumeral($0) } }
    }
    return found.filter { word in
      let lower = word.lowercased()
      return !StopWords.english.contains(lower) && !ordinary.contains(lower) && !Units.spellings.contains(lower)
    }
  }

  private static let kanjiWord = Pattern(#"[\p{Han}々]{2,}"#)
  /// Months are compared as numbers; the rest opens an answer.
  private static let ordinary: Set<String> = [
    "yes", "no", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
  ]

  /// `令和七年`, `三万円`: numbers are compared by value.
  private static func isNumeral(_ word: String) -> Bool {
    let eras = ["明治", "大正", "昭和", "平成", "令和"]
    let rest = eras.reduce(word) { $0.replacingOccurrences(of: $1, with: "") }
    return rest.unicodeScalars.allSatisfy {
      KanjiNumerals.digits[$0] != nil || KanjiNumerals.tens[$0] != nil || KanjiNumerals.myriads[$0] != nil
        || KanjiNumerals.counters.contains($0) || $0 == "元" || $0 == "間" || $0 == "第" || $0 == "半"
    }
  }

  private static func strings(_ pattern: Pattern, _ text: String) -> [String] {
    let source = text as NSString
    return pattern.ranges(in: source, within: 0..<source.length).map {
      source.substring(with: NSRange(location: $0.lowerBound, length: $0.count))
    }
  }
}
