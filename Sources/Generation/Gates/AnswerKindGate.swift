import Foundation
import Records

/// What the question word asks for and what the answer is agree: `how many people` is not answered by `5 seconds`, いつ not
/// by a sum of money. Only what the words themselves tell is looked at; whatever is unclear passes.
struct AnswerKindGate: TextGate {
  let name = GateName.answerKind
  let reasons = [
    "answer-kind": BilingualText(
      en: "The question asks for another kind of thing than its answer is.", ja: "質問が尋ねているものと、答えの種類が合っていません。")
  ]

  init() {}

  /// The score is 1 where the two agree or nothing can be said, else 0.
  func measure(_ subject: GateSubject) -> GateMeasure {
    let value = AskedValue(subject.answer, language: subject.language)
    let wrong =
      subject.language == .ja
      ? Self.japanese(subject.question, value, subject.answer) : Self.english(subject.question, value)
    let found =
      wrong ?? Self.unlikeContact(subject) ?? BareNumber(subject.answer).flatMap { $0.mismatch(with: subject) }
    return found.map { .flaw("answer-kind", found: $0) } ?? .sound
  }

  // MARK: Contacts

  private static let what = #"^(?:(?:what|which)\s(?:is|are|was|were)\s[^,]*|(?:what|which)\s)"#
  private static let asked = #"(?:は|を)、?(?:(?:何|なん)(?:番)?(?:です|でしょう|$)|いくつ|教え)"#
  private static let mailAsked = Pattern(
    #"\#(what)\be-?mail\saddress\b|(?:メール|Eメール|電子メール)(?:アドレス)?\#(asked)"#, ignoringCase: true)
  private static let numberAsked = Pattern(
    #"\#(what)\b(?:(?:tele)?phone|fax|extension|mobile)\snumber\b|(?:電話|FAX|ファクス|ファックス|携帯|内線|郵便)(?:の)?番号\#(asked)|何番(?:です|でしょう)"#,
    ignoringCase: true)
  private static let asksForOwner = Pattern(#"\bwho\b|\bwhose\b|誰|だれ|どなた|どの|どちら"#, ignoringCase: true)

  /// A question for an address of mail or a number that is answered by neither.
  private static func unlikeContact(_ subject: GateSubject) -> String? {
    let question = CompatibilityForm.normalize(subject.question)
    let answer = CompatibilityForm.normalize(subject.answer)
    guard !asksForOwner.matches(question) else { return nil }
    if mailAsked.matches(question), !answer.contains("@"), !numberAsked.matches(question) {
      return subject.language == .ja ? "メールアドレス" : "e-mail address"
    }
    let isNumber = answer.contains { $0.isNumber }
    return numberAsked.matches(question) && !isNumber ? (subject.language == .ja ? "番号" : "number") : nil
  }

  // MARK: English

  static let howMany = Pattern(#"\bhow\smany\s((?:\w+\s)?[a-z]+)"#, ignoringCase: true)
  private static let asking: [(pattern: Pattern, refuses: Set<AskedValue.Kind>)] = [
    (
      Pattern(#"^(?:when|(?:on|by|until|from|since)\s(?:what|which)\sdate)\b"#, ignoringCase: true),
      [.money, .percentage, .contact]
    ),
    (Pattern(#"^where\b"#, ignoringCase: true), [.money, .percentage, .quantity, .date, .clock]),
    (Pattern(#"^(?:who|whose|by\swhom)\b"#, ignoringCase: true), [.money, .percentage, .quantity, .date, .clock]),
    (Pattern(#"^why\b|\breason\sfor\b"#, ignoringCase: true), [.money, .percentage, .date, .clock, .contact]),
    (Pattern(#"^how\s(?:long|often)\b"#, ignoringCase: true), [.money, .percentage, .contact]),
    (Pattern(#"^how\smuch\b"#, ignoringCase: true), [.date, .clock, .contact]),
    (Pattern(#"\bhow\smany\b"#, ignoringCase: true), [.money, .percentage, .date, .clock, .contact]),
    (Pattern(#"\b(?:weigh|cost)\?$|^what\sis\sthe\s(?:price|cost)\b"#, ignoringCase: true), [.date, .clock, .contact]),
    (Pattern(#"^what\stime\b|\bat\swhat\stime\b"#, ignoringCase: true), [.money, .percentage, .contact]),
  ]

  private static func english(_ question: String, _ value: AskedValue) -> String? {
    let source = question as NSString
    for (pattern, refused) in asking {
      guard let place = pattern.first(in: source, within: 0..<source.length) else { continue }
      if refused.contains(value.kind), isSure(value) {
        return source.substring(with: NSRange(location: place.lowerBound, length: place.count))
      }
    }
    guard let place = howMany.first(in: source, within: 0..<source.length, group: 1), value.kind == .quantity else {
      return nil
    }
    let asked = source.substring(with: NSRange(location: place.lowerBound, length: place.count))
    return agree(units(in: asked), units(in: value.unit)) ? nil : "how many \(asked)"
  }

  // MARK: Japanese

  static let counted = Pattern(
    #"何(円|日|時間|分|秒|週間|か月|ヶ月|カ月|年|人|名|台|回|個|枚|本|冊|部|階|歳|%|パーセント|度|キロメートル|メートル|ミリメートル|センチメートル|キログラム|グラム|トン|リットル|ページ|点)"#)
  private static let dateSign = Pattern("[0-9０-９元一二三四五六七八九十]|曜|毎|翌|当|前")
  private static let howMuch = Pattern("いくら")
  /// Not いくら経った, which asks for a time.
  private static let sumOrSize = Pattern("いくら(?![かも経立待]|た[っちつ])")
  private static let japaneseAsking: [(pattern: Pattern, refuses: Set<AskedValue.Kind>)] = [
    (howMuch, [.date, .clock, .contact]),
    (Pattern("いつ|何月|何曜日"), [.money, .percentage, .contact]),
    (Pattern("誰|だれ|どなた"), [.money, .percentage, .quantity, .date, .clock, .contact]),
    (Pattern("どこ"), [.money, .percentage, .quantity, .date, .clock]),
    (Pattern("なぜ|どうして|理由は"), [.money, .percentage, .quantity, .date, .clock, .contact]),
    (Pattern("とは何(?:です|を指|を意味)"), [.money, .percentage, .date, .clock]),
  ]

  private static func japanese(_ question: String, _ value: AskedValue, _ answer: String) -> String? {
    let source = question as NSString
    if let place = counted.first(in: source, within: 0..<source.length, group: 1) {
      let asked = source.substring(with: NSRange(location: place.lowerBound, length: place.count))
      return mismatch(asked, value, CompatibilityForm.normalize(answer)) ? "何\(asked)" : nil
    }
    // いくら asks for a sum, a price or a size: how long something takes is asked with どのくらい or 何時間.
    if value.kind == .quantity, isTime(value), let place = sumOrSize.first(in: source, within: 0..<source.length) {
      return source.substring(with: NSRange(location: place.lowerBound, length: place.count))
    }
    // 昭和天皇 begins as a date does.
    if value.kind == .date, !dateSign.matches(answer) { return nil }
    for (pattern, refused) in japaneseAsking where refused.contains(value.kind) && isSure(value) {
      if let place = pattern.first(in: source, within: 0..<source.length) {
        return source.substring(with: NSRange(location: place.lowerBound, length: place.count))
      }
    }
    return nil
  }

  /// Whether a counted unit is none that the answer has. 何年 and 何日 ask for dates as well.
  private static func mismatch(_ asked: String, _ value: AskedValue, _ answer: String) -> Bool {
    switch value.kind {
    case .thing, .contact: return value.kind == .contact
    case .date, .clock: return !["日", "年", "分", "時間", "度"].contains(asked) && !answer.contains(asked)
    case .money: return asked != "円"
    case .percentage: return !["%", "パーセント", "割"].contains(asked)
    case .quantity:
      if answer.contains(asked) { return false }
      return !agree(units(in: asked), units(in: value.unit))
    }
  }

  // MARK: Units

  /// 3階の会議室 begins with a number and is a place: only known units make a quantity.
  private static func isSure(_ value: AskedValue) -> Bool { value.kind != .quantity || !units(in: value.unit).isEmpty }

  /// 7時間40分, but not 257両2分銀6匁: every part is one.
  private static func isTime(_ value: AskedValue) -> Bool {
    let parts = value.unit.split(whereSeparator: \.isNumber).map { units(in: String($0)) }
    return !parts.isEmpty && parts.allSatisfy { !$0.isEmpty && $0.isSubset(of: times) }
  }

  static let times: Set<String> = [
    "second", "minute", "hour", "day", "workday", "night", "week", "month", "year", "age",
  ]

  /// Known units under their one name, of which each asks for its own kind of number.
  static func units(in text: String) -> Set<String> {
    let words = CompatibilityForm.normalize(text).lowercased()
    return Set(
      StatedNumber.all(in: "2 " + words, .digits).compactMap(\.unit)
        + StatedNumber.all(in: "2" + words, .digits).compactMap(\.unit))
  }

  /// Times may be asked for in another unit; unknown units say nothing.
  private static func agree(_ asked: Set<String>, _ given: Set<String>) -> Bool {
    guard !asked.isEmpty, !given.isEmpty else { return true }
    if !asked.isDisjoint(with: times), !given.isDisjoint(with: times) { return true }
    return asked.contains { one in given.contains { Units.agree(one, $0) } }
  }
}
