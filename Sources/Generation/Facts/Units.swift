import Records

/// Units and currencies under one name each, in both languages.
enum Units {
  /// What stands beside a number.
  struct Beside {
    /// The unit under its one name; nil where none that is known stands there.
    var name: String?
    /// The noun or counter that stands in the unit's place, or what the number is the number of: `46 places`, `level 3`.
    var thing: String?
    /// Where what stands behind the number ends.
    var end: Int
  }

  /// `_` stands for a space in a spelling.
  private static let named: [(name: String, spellings: String)] = [
    ("jpy", "円 yen jpy"), ("usd", "ドル dollar dollars usd"), ("eur", "ユーロ euro euros eur"),
    ("gbp", "ポンド gbp"), ("pound", "pound pounds"), ("yuan", "人民元 yuan cny rmb"), ("won", "ウォン krw"),
    ("percent", "% パーセント percent per_cent pct"), ("tenth", "割"), ("hour", "時間 hour hours h hr hrs"),
    ("minute", "分間 分 minute minutes min mins"), ("second", "秒間 秒 second seconds sec secs"),
    ("day", "日間 日 day days"), ("night", "泊 晩 night nights"),
    ("workday", "営業日 稼働日 労働日 就業日 勤務日 working_day working_days business_day business_days workdays"),
    ("week", "週間 週 week weeks"), ("month", "か月 ヶ月 カ月 ヵ月 箇月 ケ月 month months"),
    ("year", "年間 年 か年 カ年 ヶ年 ヵ年 year years yr yrs"), ("age", "歳 才 years_old years_of_age year-old"),
    ("clock", "時 o'clock o’clock"), ("person", "人 名 people persons employees"), ("occurrence", "回 times"),
    ("fold", "倍"),
    ("kilometre", "km キロメートル kilometres kilometers kilometre kilometer"), ("mile", "mile miles マイル"),
    ("metre", "m メートル metres meters metre meter"), ("centimetre", "cm センチメートル センチ centimetres centimeters"),
    ("millimetre", "mm ミリメートル ミリ millimetres millimeters"), ("micrometre", "μm マイクロメートル"),
    ("foot", "feet foot ft フィート"), ("inch", "inch inches インチ"), ("yard", "yard yards ヤード"),
    ("square metre", "m2 平方メートル 平米 square_metres square_meters square_metre square_meter sqm"),
    ("square kilometre", "km2 平方キロメートル square_kilometres square_kilometers"),
    ("square foot", "square_feet square_foot 平方フィート"), ("hectare", "ha ヘクタール hectares hectare"),
    ("acre", "acre acres エーカー"), ("tsubo", "坪"), ("tatami", "畳"),
    ("cubic metre", "m3 立方メートル 立米 cubic_metres cubic_meters cubic_metre cubic_meter"),
    ("kilo", "キロ kilo kilos"), ("kilogram", "kg キログラム kilograms kilogram"), ("gram", "g グラム grams gram"),
    ("milligram", "mg ミリグラム milligrams milligram"), ("tonne", "トン t tonnes tons tonne ton"),
    ("pound mass", "lb lbs"), ("ounce", "oz ounce ounces オンス"),
    ("litre", "リットル l litre litres liter liters"), ("millilitre", "ミリリットル ml cc millilitres milliliters"),
    ("gallon", "gallon gallons gal ガロン"), ("pint", "pint pints"),
    ("celsius", "°c 度c degrees_celsius degree_celsius degrees_c deg_c celsius degrees_centigrade"),
    ("fahrenheit", "°f degrees_fahrenheit degree_fahrenheit degrees_f deg_f fahrenheit"),
    ("degree", "度 ° degree degrees"), ("kelvin", "kelvin ケルビン"),
    ("bar", "bar バール"), ("psi", "psi"), ("pascal", "pa パスカル"), ("hectopascal", "hpa ヘクトパスカル"),
    ("kilopascal", "kpa キロパスカル"), ("megapascal", "mpa メガパスカル"), ("newton", "ニュートン newtons"),
    ("watt", "w ワット watts"), ("kilowatt", "kw キロワット kilowatts"), ("kilowatt hour", "kwh キロワット時 kilowatt-hours"),
    ("volt", "v ボルト volts"), ("ampere", "アンペア amperes amps"), ("milliampere hour", "mah"),
    ("hertz", "hz ヘルツ hertz"), ("kilohertz", "khz キロヘルツ"), ("megahertz", "mhz メガヘルツ"), ("gigahertz", "ghz ギガヘルツ"),
    ("rpm", "rpm"), ("decibel", "db デシベル decibels"), ("lux", "lx ルクス lux"), ("ppm", "ppm"),
    ("kilobyte", "kb"), ("megabyte", "mb"), ("gigabyte", "gb"), ("terabyte", "tb"), ("mbps", "mbps"), ("gbps", "gbps"),
    ("kmh", "km/h kmh kph"), ("mph", "mph"), ("metres a second", "m/s"),
  ]

  /// Longer spellings first: `時間` before `時`.
  private static let behind: [(spelling: [Unicode.Scalar], name: String)] = named.flatMap { name, spellings in
    spellings.split(separator: " ").map { (Array($0.replacing("_", with: " ").unicodeScalars), name) }
  }.sorted { $0.0.count > $1.0.count }

  /// Spellings that stand for any of several units.
  private static let general: [String: Set<String>] = [
    "degree": ["celsius", "fahrenheit", "occurrence"], "pound": ["gbp", "pound mass"],
    "kilo": ["kilogram", "kilometre", "kmh"], "kmh": ["kilometre"], "age": ["year"], "fold": ["occurrence"],
  ]

  /// Of units that are parts of one another for certain: what they measure, and how much of it one of them is. A day may be
  /// a working day, and a ton one of several.
  static let factors: [String: (kind: String, factor: Double)] = [
    "milligram": ("mass", 0.001), "gram": ("mass", 1), "kilogram": ("mass", 1000),
    "millimetre": ("length", 0.001), "centimetre": ("length", 0.01), "metre": ("length", 1),
    "kilometre": ("length", 1000),
    "millilitre": ("volume", 0.001), "litre": ("volume", 1), "second": ("time", 1), "minute": ("time", 60),
    "hour": ("time", 3600), "month": ("months", 1), "year": ("months", 12), "percent": ("share", 1),
    "tenth": ("share", 10), "watt": ("power", 1), "kilowatt": ("power", 1000), "hectopascal": ("pressure", 100),
    "kilopascal": ("pressure", 1000), "megapascal": ("pressure", 1e6),
  ]

  /// All spellings, and the words of those in several: a unit in letters is no name.
  static let spellings = Set(behind.map { String(String.UnicodeScalarView($0.spelling)) })
    .union(["c", "f", "square", "cubic", "per", "deg", "centigrade", "平方", "立方", "マイナス"])

  /// Whether what is written as one unit may be the other.
  static func agree(_ one: String, _ other: String) -> Bool {
    one == other || general[one]?.contains(other) ?? false || general[other]?.contains(one) ?? false
  }

  private static let symbols: [Unicode.Scalar: String] = ["¥": "jpy", "$": "usd", "€": "eur", "£": "gbp"]
  private static let codes = ["jpy", "usd", "eur", "gbp", "cny", "krw"]

  /// The unit directly before or behind a number, one space aside; `500 operating hours` are hours.
  static func beside(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Beside {
    var end = range.upperBound
    if end < text.count, text[end] == " " || text[end] == "-" { end += 1 }
    // The 分 of 3分の1 is no minute.
    let known = isFraction(end, in: text) ? nil : behind.first { stands($0.spelling, at: end, in: text) }
    let close = known.map { end + $0.spelling.count } ?? range.upperBound
    if let currency = currency(before: range.lowerBound, in: text) { return Beside(name: currency, end: close) }
    if let known { return Beside(name: known.name, end: close) }
    let word = latinWord(at: end, in: text)
    let next = end + word.count + 1
    if !word.isEmpty, !word.hasSuffix("s"), !StopWords.english.contains(word), next < text.count,
      text[next - 1] == " ",
      let unit = behind.first(where: { $0.spelling.count > 2 && stands($0.spelling, at: next, in: text) })
    {
      return Beside(name: unit.name, end: next + unit.spelling.count)
    }
    let thing =
      isNoun(word, of: text[range]) ? word : counter(at: end, in: text) ?? label(before: range.lowerBound, in: text)
    return Beside(thing: thing, end: range.upperBound)
  }

  private static func currency(before start: Int, in text: [Unicode.Scalar]) -> String? {
    var place = start - 1
    if place > 0, text[place] == " " { place -= 1 }
    if place >= 0, let name = symbols[text[place]] { return name }
    guard place >= 2 else { return nil }
    return codes.first { text[place - 2...place].elementsEqual($0.unicodeScalars) }.map { code in
      named.first { $0.spellings.split(separator: " ").contains { $0 == code } }?.name ?? code
    }
  }

  /// Latin units end where the word ends: `5 m` is no `5 men`.
  private static func stands(_ spelling: [Unicode.Scalar], at place: Int, in text: [Unicode.Scalar]) -> Bool {
    let end = place + spelling.count
    guard end <= text.count, text[place..<end].elementsEqual(spelling) else { return false }
    guard let last = spelling.last, !last.isJapanese, end < text.count,
      last.isAlphabetic || ("0"..."9").contains(last)
    else { return true }
    return (!text[end].isAlphabetic || text[end].isJapanese) && !("0"..."9").contains(text[end])
  }

  private static func isFraction(_ place: Int, in text: [Unicode.Scalar]) -> Bool {
    place + 1 < text.count && text[place] == "分" && text[place + 1] == "の"
  }

  private static func latinWord(at place: Int, in text: [Unicode.Scalar]) -> String {
    guard place < text.count else { return "" }
    return String(String.UnicodeScalarView(text[place...].prefix { $0.isAlphabetic && !$0.isJapanese }))
  }

  // MARK: What is counted

  private static let notPlural: Set<String> = [
    "plus", "less", "across", "was", "has", "this", "always", "besides", "towards", "versus", "perhaps", "its",
  ]

  /// A plural behind a number that is no year.
  private static func isNoun(_ word: String, of number: ArraySlice<Unicode.Scalar>) -> Bool {
    guard word.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss"), !notPlural.contains(word),
      !StopWords.english.contains(word)
    else { return false }
    let value = Int(String(String.UnicodeScalarView(number)))
    return !(value.map { (1900...2100).contains($0) } ?? false)
  }

  private static let counters = Set("台個枚部本冊件点番号章条項節階棟室校社店箇つ通組頁列段床戸軒隻基袋箱缶束食杯匹頭羽株種曲巻級位票問".unicodeScalars)
  private static let counterWords = ["か所", "カ所", "ヶ所", "ヵ所", "ページ", "セット", "ポイント", "ケース", "パック", "コマ"].map {
    Array($0.unicodeScalars)
  }

  private static func counter(at place: Int, in text: [Unicode.Scalar]) -> String? {
    guard place < text.count else { return nil }
    if counters.contains(text[place]) { return String(text[place]) }
    return counterWords.first { text[place...].starts(with: $0) }.map { String(String.UnicodeScalarView($0)) }
  }

  private static let labels: Set<String> = [
    "level", "step", "class", "grade", "version", "building", "cabinet", "room", "floor", "section", "chapter", "phase",
    "stage", "category", "zone", "gate", "line", "table", "figure", "page", "extension", "form", "article", "clause",
    "item", "number", "no", "route", "platform", "bay", "rack", "shelf", "locker", "port", "ext",
  ]
  private static let japaneseLabels = ["レベル", "ランク", "ステップ", "フェーズ", "バージョン", "ステージ", "クラス", "グレード", "内線", "第"].map {
    Array($0.unicodeScalars)
  }

  /// `level 3`, `レベル3`: the number of something.
  private static func label(before start: Int, in text: [Unicode.Scalar]) -> String? {
    var end = start
    while end > 0, text[end - 1] == " " || text[end - 1] == "." { end -= 1 }
    if let label = japaneseLabels.first(where: { text[..<end].suffix($0.count).elementsEqual($0) }) {
      return String(String.UnicodeScalarView(label))
    }
    let scalars = text[..<end].reversed().prefix { $0.isAlphabetic && !$0.isJapanese }
    let word = String(String.UnicodeScalarView(scalars.reversed()))
    return end < start && labels.contains(word) ? word : nil
  }
}
