import Foundation
import Records

/// What kind of thing an answer is, as far as its own words tell: decides which question word asks for it.
struct AskedValue: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    /// A sum of money.
    case money
    /// A share in per cent.
    case percentage
    /// A number with a unit, which stands in `unit` as the text spells it; a bare number has none.
    case quantity
    /// A day, month, year or day of the week.
    case date
    /// A time of day.
    case clock
    /// An address of the net or a telephone number.
    case contact
    /// Anything else.
    case thing
  }

  var kind: Kind
  /// Of a quantity: what stands behind the number, such as `working days`, `労働日前`; empty for a bare number.
  var unit = ""
  /// Two values with `to`, `から` or a dash between them.
  var isRange = false

  /// Looks at an answer's words.
  init(_ answer: String, language: Language) {
    let text = CompatibilityForm.normalize(answer).trimmingCharacters(in: .whitespaces)
    kind = .thing
    if Self.contact.matches(text) {
      kind = .contact
      return
    }
    // `a 45-minute course`: the number describes.
    if Self.compound.matches(text) { return }
    let source = text as NSString
    let whole = 0..<source.length
    isRange = Self.range.first(in: source, within: whole) != nil
    if Self.clock.matches(text) {
      kind = .clock
    } else if Self.date.matches(text) || language == .en && Self.year.matches(text) {
      kind = .date
    } else if let number = Self.number.first(in: source, within: whole) {
      unit = source.substring(from: number.upperBound).trimmingCharacters(in: .whitespaces)
      if Self.money.matches(text) {
        kind = .money
      } else if Self.percentage.matches(text) {
        kind = .percentage
      } else if unit.count <= (language == .ja ? 14 : 40) {
        kind = .quantity
      }
    }
  }

  /// Whether a number is what is asked for.
  var isNumeric: Bool { kind == .money || kind == .percentage || kind == .quantity }

  private static let contact = Pattern(
    #"@[\w-]+\.|^https?:|^www\.|^(?![0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$)\+?[0-9()][0-9() -]{8,}$"#)
  private static let compound = Pattern(#"^[0-9]+-[a-z]+$"#)
  private static let range = Pattern(#"[^\s]\s?[–—~〜～]\s?[-−]?[0-9]|[0-9]-[0-9]|\b(?:to|until|till|through)\b|から|より"#)
  private static let clock = Pattern(
    #"^(?:正午|午前|午後|noon|midnight|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}時(?!間)|[0-9]{1,2}\s?[ap]\.?m\b)"#, ignoringCase: true)
  private static let month =
    "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
  private static let date = Pattern(
    #"^(?:[0-9]{4}年|[0-9]{1,2}月(?!間)|(?:令和|平成|昭和)|(?:毎月|翌月|当月|毎年|翌年|前月|翌々月|毎週|第[一二三四1-4])?(?:[月火水木金土日]曜|[0-9]{1,2}日(?=まで$))|(?:毎月|翌月|当月|毎年|翌年|前月|翌々月|毎週|当日|翌日|前日|翌営業日|前営業日)|[0-9]{4}[-/][0-9]{1,2}|(?:[a-z]+day,?\s)?(?:[0-9]{1,2}(?:st|nd|rd|th)?\s(?:of\s)?)?\#(month)\b|(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b|the\s(?:first|second|third|last|[0-9]{1,2}(?:st|nd|rd|th))\b)"#,
    ignoringCase: true)
  private static let year = Pattern(#"^(?:19[0-9]{2}|20[0-3][0-9])$"#)
  private static let money = Pattern(
    #"[¥$£€]\s?[0-9]|[0-9千万億](?:円|ドル|ユーロ)|\b(?:yen|dollars?|pounds?|euros?|pence|cents)\b|\b(?:USD|GBP|EUR|JPY)\b"#)
  private static let percentage = Pattern(#"[0-9]\s?%|per\s?cent\b|パーセント|[0-9一二三四五六七八九]割"#)
  /// The last number of the text: of a range the unit stands behind the second one.
  private static let number = Pattern(
    #"^(?:(?:about|around|at least|at most|up to|only|約|およそ|最大|最長|満|月額|年間)\s?)?(?:[-±−]?[0-9][0-9,]*(?:\.[0-9]+)?(?:\s?(?:から|[-–—~〜～±]|to\b)\s?)?(?:\D{0,12}(?:から|[-–—~〜～±]|\bto\b)\s?[-−]?[0-9][0-9,]*(?:\.[0-9]+)?)?[千万億]?|[一二三四五六七八九十百千]+(?=[年月日人名回件台個時分秒週種段点歳本枚箇階割度社級倍号章条項期次か])|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|half an?|an?)(?=[\s-]))"#,
    ignoringCase: true)
}

extension AskedValue {
  /// Kanji and kana that ask for it in the place of the answer, such as `何日以内`, `いくら`, `いつまで`; nil where the words
  /// of a range cannot be asked for in place.
  ///
  /// - Parameters:
  ///   - answer: Its own words, for the endings that stay (`以内`, `まで`).
  ///   - before: What stands before it in its sentence, which tells people from things.
  func japanese(_ answer: String, before: String) -> String? {
    let text = CompatibilityForm.normalize(answer)
    let until = text.hasSuffix("まで") ? "まで" : ""
    switch kind {
    case .money:
      if Self.bounds.matches(text) { return "いくら以上いくら未満" }
      if isRange { return "いくらから\(until.isEmpty ? "いくら" : "いくらまで")" }
      return "いくら" + (Self.endings.first { text.hasSuffix($0) } ?? "")
    case .percentage:
      if isRange { return "何パーセントから何パーセント" + until }
      return (text.contains("割") ? "何割" : "何パーセント") + (Self.endings.first { text.hasSuffix($0) } ?? "")
    case .quantity:
      if isRange { return "どの範囲" }
      if unit.isEmpty { return before.hasSuffix("番号は") || before.hasSuffix("番号は、") ? "何番" : "いくつ" }
      // 7時間40分 asks 何時間何分; 1回16人 states two things.
      let parts = unit.split(whereSeparator: \.isNumber)
      if parts.count > 1 { return ["時間", "分"].contains(String(parts[0])) ? parts.map { "何" + $0 }.joined() : nil }
      return Self.degrees.contains(unit) ? "何度" : "何" + unit
    case .date:
      // 2026年10月に発売する計画: more than a date.
      if Self.clause.matches(text) { return nil }
      if isRange { return "いつからいつまで" }
      if text.hasSuffix("年度") { return "何年度" }
      if Self.weekday.matches(text) { return "何曜日" + until }
      if Self.yearOnly.matches(text) { return "何年" }
      if Self.monthOnly.matches(text) { return "何月" }
      return "いつ" + until
    case .clock: return isRange ? "何時から何時まで" : "何時" + until
    case .contact:
      return text.contains("@") ? "どのメールアドレス" : text.contains("://") || text.hasPrefix("www") ? "どのURL" : "何番"
    case .thing: return Self.japaneseThing(text, before: before)
    }
  }

  private static let endings = ["以内", "以上", "以下", "未満", "引き", "増し", "まで", "ずつ"]
  private static let bounds = Pattern(#"[0-9][^0-9]{0,4}以上[0-9].*未満$"#)
  private static let clause = Pattern(#"(?:[をがはへ]|に[^、]*[るたすくむ]).*\p{Han}$"#)
  private static let yearOnly = Pattern(#"^(?:[0-9]{4}|(?:令和|平成|昭和)(?:[0-9]{1,2}|元))年$"#)
  private static let monthOnly = Pattern(#"^[0-9]{1,2}月$"#)
  private static let weekday = Pattern(#"^(?:毎週)?[月火水木金土日]曜日?$"#)
  private static let personBefore = Pattern(#"(?:(?:長|担当|主任|専務|常務|取締役)の|(?:責任者|管理者|担当者|議長|委員長|講師|代行者|書記)は、?)$"#)
  private static let personal = Pattern(#"(?:さん|様|氏|長|者|員|主任|専務|常務)$"#)
  /// Of a thing, not of a company.
  private static let parts = [
    "関係", "表示部", "操作部", "検出部", "接続部", "測定部", "電源部", "本体部", "先端部", "上部", "下部", "内部", "外部", "端部", "一部", "全部", "頭部", "底部",
    "中央部",
  ]
  private static let thingByEnding: [(endings: [String], word: String)] = [
    (["室", "窓口"], "どこ"),
    (["部", "課", "係", "デスク", "委員会", "センター", "部門", "チーム"], "どの部署"),
    (["工場", "倉庫", "支店", "支社", "営業所", "事業所", "本社", "研究所"], "どこ"), (["株式会社", "有限会社"], "どの会社"),
    (["申請書", "届出書", "届", "報告書", "証明書"], "どの書類"), (["規程", "規則"], "どの規程"), (["システム", "ポータル"], "どのシステム"),
    (["役会", "総会", "会議"], "どの会議"),
  ]

  private static func japaneseThing(_ text: String, before: String) -> String {
    if personal.matches(text) { return "誰" }
    if parts.contains(where: text.hasSuffix) { return "何" }
    if let kind = thingByEnding.first(where: { $0.endings.contains { text.hasSuffix($0) && text != $0 } }) {
      return kind.word
    }
    return text.count <= 16 && !text.contains("の指") && personBefore.matches(before) ? "誰" : "何"
  }

  /// The English phrase that asks for it, without a preposition: `how many working days`, `how much`, `what time`, `who`.
  ///
  /// - Parameter isPerson: Whether the words around it say that it is a human being.
  func english(_ answer: String, isPerson: Bool) -> String {
    switch kind {
    case .money: return unitRate.map { "how much \($0)" } ?? "how much"
    case .percentage: return "what percentage"
    case .quantity:
      if unit.isEmpty { return "what number" }
      if Self.degrees.contains(unit) { return isRange ? "what range of temperature" : "what temperature" }
      return isRange ? "what range of \(Self.plural(unit))" : "how many \(Self.plural(unit))"
    case .date:
      let text = answer.trimmingCharacters(in: .whitespaces)
      if text.count == 4, Int(text) != nil { return "which year" }
      return Self.englishWeekday.matches(text) ? "which day of the week" : "what date"
    case .clock: return "what time"
    case .contact: return answer.contains("@") || answer.contains("/") ? "which address" : "which number"
    case .thing: return isPerson ? "who" : "what"
    }
  }

  private static let degrees: Set<String> = ["℃", "°C", "° C", "degrees", "℉", "°F"]
  private static let englishWeekday = Pattern(#"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?$"#)
  private static let rate = Pattern(#"\b(?:per|a|an|each)\s[a-z]+$"#)

  /// `a year` of `2,500 pounds a year`.
  private var unitRate: String? {
    let source = unit as NSString
    return Self.rate.first(in: source, within: 0..<source.length)
      .map { source.substring(with: NSRange(location: $0.lowerBound, length: $0.count)) }
  }

  /// `weeks` of `week`, `working days a year` as it is.
  private static func plural(_ unit: String) -> String {
    var words = unit.trimmingCharacters(in: CharacterSet(charactersIn: "- ")).split(separator: " ").map(String.init)
    let last = words.firstIndex { ["a", "an", "per", "each", "of"].contains($0) } ?? words.count
    guard last > 0 else { return unit }
    let noun = words[last - 1]
    let counted = ["day", "week", "month", "year", "hour", "minute", "second", "night", "metre", "point", "kilometre"]
    if counted.contains(noun) { words[last - 1] = noun + "s" }
    if noun == "person" { words[last - 1] = "people" }
    return words.joined(separator: " ")
  }
}
