import Records

/// Units and currencies under one name each, in both languages.
enum Units {
  /// Longer spellings first: `時間` before `時`.
  private static let behind: [(spelling: [Unicode.Scalar], name: String)] = [
    ("jpy", "円 yen jpy"), ("usd", "ドル dollar dollars usd"), ("eur", "ユーロ euro euros eur"),
    ("gbp", "ポンド pound pounds gbp"), ("percent", "% パーセント percent"), ("hour", "時間 hour hours"),
    ("minute", "分 minute minutes min"), ("second", "秒 second seconds"), ("day", "日間 日 day days"),
    ("week", "週間 週 week weeks"), ("month", "か月 ヶ月 カ月 ヵ月 箇月 ケ月 month months"),
    ("year", "年間 年 year years"), ("person", "人 名 people persons employees"),
    ("kilometre", "km キロメートル kilometres kilometers"),
    ("metre", "m メートル metres meters"), ("centimetre", "cm センチメートル センチ"), ("millimetre", "mm ミリメートル ミリ"),
    ("kilogram", "kg キログラム kilograms"), ("gram", "g グラム grams"), ("milligram", "mg ミリグラム milligrams"),
    ("tonne", "トン tonnes tons"),
    ("litre", "リットル l litre litres liter liters"),
    ("millilitre", "ミリリットル ml millilitres milliliters"), ("degree", "°c ℃"), ("watt", "w ワット watts"),
    ("volt", "v ボルト volts"),
    ("megabyte", "mb"), ("gigabyte", "gb"), ("terabyte", "tb"),
  ].flatMap { name, spellings in
    spellings.split(separator: " ").map { (Array($0.unicodeScalars), name) }
  }.sorted { $0.0.count > $1.0.count }

  /// Of units that are parts of one another for certain: what they measure, and how much of it one of them is. A day may be
  /// a working day, and a ton one of several.
  static let factors: [String: (kind: String, factor: Double)] = [
    "milligram": ("mass", 0.001), "gram": ("mass", 1), "kilogram": ("mass", 1000),
    "millimetre": ("length", 0.001), "centimetre": ("length", 0.01), "metre": ("length", 1),
    "kilometre": ("length", 1000),
    "millilitre": ("volume", 0.001), "litre": ("volume", 1), "second": ("time", 1), "minute": ("time", 60),
    "hour": ("time", 3600), "month": ("months", 1), "year": ("months", 12),
  ]

  /// All spellings: a unit in letters is no name.
  static let spellings = Set(behind.map { String(String.UnicodeScalarView($0.spelling)) })

  private static let symbols: [Unicode.Scalar: String] = ["¥": "jpy", "$": "usd", "€": "eur", "£": "gbp"]
  private static let codes = ["jpy", "usd", "eur", "gbp"]

  /// The unit directly before or behind a number, one space aside.
  static func unit(around range: Range<Int>, in text: [Unicode.Scalar]) -> String? {
    var start = range.lowerBound - 1
    if start > 0, text[start] == " " { start -= 1 }
    if start >= 0, let name = symbols[text[start]] { return name }
    if start >= 2, let code = codes.first(where: { text[start - 2...start].elementsEqual($0.unicodeScalars) }) {
      return code
    }
    var end = range.upperBound
    if end < text.count, text[end] == " " || text[end] == "-" { end += 1 }
    return behind.first { stands($0.spelling, at: end, in: text) }?.name
  }

  /// Latin units end where the word ends: `5 m` is no `5 men`.
  private static func stands(_ spelling: [Unicode.Scalar], at place: Int, in text: [Unicode.Scalar]) -> Bool {
    let end = place + spelling.count
    guard end <= text.count, text[place..<end].elementsEqual(spelling) else { return false }
    guard let last = spelling.last, last.isAlphabetic, !last.isJapanese, end < text.count else { return true }
    return !text[end].isAlphabetic || text[end].isJapanese
  }
}
