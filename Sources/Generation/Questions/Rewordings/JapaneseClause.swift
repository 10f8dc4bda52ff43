import Foundation
import Records

/// A Japanese question with a verb, cut into what its verb governs: topic, condition, the phrase that asks, the others and
/// the verb itself. Hiragana behind a word are its particle, or else the clause is left alone.
struct JapaneseClause {
  /// A word with its particle.
  struct Phrase: Hashable {
    var body: String
    var tail: String
    var text: String { body + tail }
  }

  /// What the sentence is about, without は; nil where it says so elsewhere.
  var topic: String?
  /// 転居を伴う転勤を命じるとき, without は: what the rest holds for.
  var condition: String?
  /// It stands before the topic.
  var conditionIsFirst = false
  /// What asks, with what belongs to it and without its particle: 発令日の何日前まで.
  var asking = ""
  /// The particle behind it.
  var particle = ""
  /// Nothing but the topic stands before it.
  var askingIsFirst = false
  /// A clause that describes a noun stands in it: which particle goes with the main verb is not certain.
  var isNested = false
  /// The others in their order, each with its particle.
  var others: [Phrase] = []
  /// The verb in its plain form, with what helps it: 伝える, 使うことができる.
  var verb = ""
  /// The same as it asks: 伝えますか.
  var askingVerb = ""

  /// Stands for the words that ask while the text is cut.
  private static let mark: Character = "\u{E000}"

  /// Nil where something is not certain.
  init?(_ asked: JapaneseStatement.Asked) {
    let head = asked.before + asked.word
    guard !asked.word.isEmpty, asked.whole.hasPrefix(head), let plain = Self.plain(asked), plain.hasPrefix(head) else {
      return nil
    }
    var (after, tail) = (String(plain.dropFirst(head.count)), String(asked.whole.dropFirst(head.count)))
    // 何日前に、受講票が届く: the comma behind the particle parts nothing.
    if let comma = after.firstIndex(of: "、"), Self.particles.contains(String(after[..<comma])),
      tail.hasPrefix(after[...comma])
    {
      after.remove(at: comma)
      tail.remove(at: tail.index(tail.startIndex, offsetBy: after.distance(from: after.startIndex, to: comma)))
    }
    guard !after.contains("、"), let opening = JapaneseOpening(JapaneseStatement.opened(asked.before)),
      var phrases = Self.phrases(opening.rest + String(Self.mark) + after), let verb = takeVerb(&phrases)
    else { return nil }
    (topic, condition, conditionIsFirst) = (opening.topic, opening.condition, opening.conditionIsFirst)
    self.verb = verb
    let between = after.dropLast(verb.count)
    guard after.hasSuffix(verb), tail.hasPrefix(between) else { return nil }
    askingVerb = String(tail.dropFirst(between.count))
    if topic == nil, let first = phrases.firstIndex(where: { $0.tail.hasSuffix("は") }) {
      guard !phrases[...first].contains(where: { $0.body.contains(Self.mark) }) else { return nil }
      topic = String(phrases[...first].map(\.text).joined().dropLast())
      conditionIsFirst = condition != nil
      phrases.removeSubrange(...first)
    }
    guard !phrases.contains(where: { $0.tail.hasSuffix("は") || $0.tail == "も" }), take(&phrases, asked.word) else {
      return nil
    }
    others = phrases
  }

  /// The question's plain form with a verb at its end, or with what takes な: 必要な.
  private static func plain(_ asked: JapaneseStatement.Asked) -> String? {
    switch asked.plain {
    case .verb(let text):
      // An order whose verb is asked for in another form.
      return text.hasSuffix("せばよい") || asked.whole.hasSuffix("でしたか") ? nil : text
    case .noun(let text): return text.hasSuffix("必要") && text != asked.before + asked.word ? text + "な" : nil
    case nil: return nil
    }
  }

  // MARK: Phrases

  /// Words with the hiragana behind them; nil where these are no particle.
  private static func phrases(_ text: String) -> [Phrase]? {
    var out: [Phrase] = []
    var depth = 0
    for character in text {
      // 1つ: a part of the number.
      let isCounter =
        character == "つ" && out.last.map { $0.tail.isEmpty && ($0.body.last.map(isDigit) ?? false) } ?? false
      let isKana =
        depth == 0 && !isCounter && character.unicodeScalars.allSatisfy { (0x3041...0x3096).contains($0.value) }
      if "「『（(".contains(character) { depth += 1 }
      if "」』）)".contains(character) { depth -= 1 }
      if isKana {
        if out.isEmpty { out.append(Phrase(body: "", tail: "")) }
        out[out.count - 1].tail.append(character)
      } else if let last = out.last, last.tail.isEmpty || last.tail == "お" || last.tail == "ご", last.body.last != mark {
        out[out.count - 1] = Phrase(body: last.body + last.tail + String(character), tail: "")
      } else {
        out.append(Phrase(body: String(character), tail: ""))
      }
    }
    return out.isEmpty ? nil : out
  }

  /// 参 of 参加 is a number to Unicode.
  private static func isDigit(_ character: Character) -> Bool {
    ("0"..."9").contains(character) || ("０"..."９").contains(character)
  }

  private static let particles: Set<String> = [
    "は", "が", "を", "に", "で", "へ", "と", "の", "から", "まで", "までに", "までの", "からの", "での", "への", "より", "には", "では", "へは",
    "からは", "までは", "ごとに", "につき", "として", "や", "あたり", "との", "も", "について", "により", "によって", "において",
  ]
  private static let adverbs = [
    "さらに", "それぞれ", "すべて", "あらかじめ", "ただちに", "かならず", "まとめて", "すぐに", "あわせて", "およそ", "ともに",
  ]

  /// The verb with what helps it, from the end; nil where what stands before it is not certain.
  private mutating func takeVerb(_ all: inout [Phrase]) -> String? {
    guard let verb = Self.joined(&all), !verb.body.contains(Self.mark) else { return nil }
    guard var place = all.firstIndex(where: { $0.body.contains(Self.mark) }) else { return nil }
    // 何台分ある, 何日限りとする: no verb of its own.
    if place == all.count - 1, all[place].tail.isEmpty, Self.suffixes.contains(String(verb.body.prefix(1))) {
      return nil
    }
    var text = verb.text
    // 基板を1枚仕上げる: how many, and then the verb.
    let source = verb.body as NSString
    if let count = Self.number.first(in: source, within: 0..<source.length) {
      all.append(Phrase(body: source.substring(to: count.upperBound), tail: ""))
      text = source.substring(from: count.upperBound) + verb.tail
    } else if verb.body.first.map(Self.isDigit) ?? false {
      return nil
    }
    var out: [Phrase] = []
    for (index, phrase) in all.enumerated() {
      let isCount = index == all.count - 1 && phrase.tail.isEmpty && (phrase.body.first.map(Self.isDigit) ?? false)
      if Self.particles.contains(phrase.tail) || phrase.body.contains(Self.mark) && phrase.tail.isEmpty || isCount {
        out.append(phrase)
      } else if let adverb = Self.adverbs.first(where: phrase.tail.hasSuffix),
        Self.particles.contains(String(phrase.tail.dropLast(adverb.count)))
      {
        if index < place { place += 1 }
        out.append(Phrase(body: phrase.body, tail: String(phrase.tail.dropLast(adverb.count))))
        out.append(Phrase(body: "", tail: adverb))
      } else if out.count < place, Self.describing.contains(where: phrase.tail.hasSuffix),
        !phrase.body.contains(Self.mark)
      {
        // 会社が認めた社員に: kept as it stands, before what asks.
        isNested = isNested || out.contains { ["が", "を", "に", "で"].contains($0.tail) }
        out.append(phrase)
      } else {
        return nil
      }
    }
    all = out
    return text
  }

  /// Takes the verb off the end, and joins what okurigana had parted: 振り返り文, 受け付ける.
  private static func joined(_ all: inout [Phrase]) -> Phrase? {
    var out: [Phrase] = []
    for var phrase in all {
      // 申込みから: the kana belongs to the noun.
      if let kana = phrase.tail.unicodeScalars.first, phrase.tail.count > 1, kana != "て", stems.contains(kana),
        particles.contains(String(phrase.tail.dropFirst())), !phrase.body.contains(mark),
        !particles.contains(phrase.tail)
      {
        phrase = Phrase(body: phrase.body + phrase.tail.prefix(1), tail: String(phrase.tail.dropFirst()))
      }
      if let last = out.last, last.tail.count == 1, let kana = last.tail.unicodeScalars.first, stems.contains(kana),
        !particles.contains(last.tail), !last.body.contains(mark)
      {
        out[out.count - 1] = Phrase(body: last.text + phrase.body, tail: phrase.tail)
      } else {
        out.append(phrase)
      }
    }
    all = out
    return all.popLast()
  }

  private static let describing = ["た", "る", "い", "う", "く", "す", "つ", "む", "な"]
  private static let suffixes: Set<String> = ["分", "限", "先", "前", "後", "目", "等", "以", "未", "入"]
  private static let number = Pattern(
    #"^[0-9０-９][0-9０-９,]*(?:枚|社|回|人|個|台|本|部|件|度|冊|通|名|組|株)(?=\p{Han})"#)
  private static let stems = Set("いきぎしちみりびえけげせてねべめれ".unicodeScalars)

  // MARK: The words that ask

  private static let counted = Pattern(#"^(?:[0-9０-９]*(?:年|月|週|日|時間|週間|か月|年度)|毎[日週月年])$"#)

  /// Takes out what asks, with the words that belong to it.
  private mutating func take(_ phrases: inout [Phrase], _ word: String) -> Bool {
    guard let place = phrases.firstIndex(where: { $0.body.contains(Self.mark) }) else { return false }
    var (start, end) = (place, place)
    // 先 of 8週間先まで, 後: a word that a number has behind it.
    if phrases[place].tail.isEmpty, place + 1 < phrases.count {
      guard ["先", "前", "後", "以内", "以上", "分", "目"].contains(phrases[place + 1].body) else { return false }
      end += 1
    }
    while ["の", "と", "や", "までの", "からの", "での", "への"].contains(phrases[end].tail) {
      guard end + 1 < phrases.count else { return false }
      end += 1
    }
    // 何か月に1回: how often.
    if phrases[end].tail == "に", end + 1 < phrases.count, phrases[end + 1].tail.isEmpty,
      phrases[end + 1].body.hasSuffix("回") || phrases[end + 1].body.hasSuffix("度")
    {
      end += 1
    }
    // いくらを上限に: what it is asked as.
    if end + 1 < phrases.count, phrases[end].tail == "を", phrases[end + 1].tail == "に",
      ["上限", "下限", "限度", "目安", "基準", "対象", "中心"].contains(phrases[end + 1].body)
    {
      return false
    }
    let isMeasured = word.hasPrefix("何") || word.hasPrefix("いくら") || word.hasPrefix("いつ")
    while start > 0 {
      let last = phrases[start - 1]
      let isBound = ["以内", "前", "後", "前まで", "間", "以上"].contains(where: word.hasSuffix)
      guard
        ["の", "までの", "からの", "での", "への", "との"].contains(last.tail) || last.tail == "から" && isBound
          || ["につき", "あたり"].contains(last.tail) && isMeasured
          || last.tail == "に" && Self.counted.matches(last.body) && isMeasured
      else { break }
      start -= 1
    }
    // 取引が終わった日から何年間: what describes its first word is a part of it.
    if start > 0, !Self.particles.contains(phrases[start - 1].tail), !phrases[start - 1].tail.isEmpty,
      !Self.adverbs.contains(phrases[start - 1].tail)
    {
      guard start <= 2, topic != nil, start == 1 || phrases[0].tail == "が" else { return false }
      (start, isNested) = (0, false)
    }
    askingIsFirst = start == 0
    let own = phrases[start...end]
    asking = own.map(\.text).joined().replacing(String(Self.mark), with: word)
    particle = phrases[end].tail
    asking = String(asking.dropLast(particle.count))
    phrases.removeSubrange(start...end)
    return true
  }
}
