import Foundation
import Records

/// A Japanese sentence that states an answer, asked back: the question word stands where the answer stood, and the end asks.
struct JapaneseStatement {
  /// Before the answer, the answer, behind it; without the full stop.
  var before: String
  var answer: String
  var after: String
  /// Of the section, without its number; nil where there is none.
  var heading: String?

  /// Wordings, the best first.
  func questions(_ type: QuestionType) -> [String] {
    switch type {
    case .definition: return definition()
    case .reason: return reason()
    case .procedure: return procedure()
    default: return asked().map { ask($0.whole) } ?? []
    }
  }

  /// A question in its parts: what stands before the word that asks, that word, what stands behind it as the statement has
  /// it, and the whole question without a mark.
  struct Asked {
    var before: String
    var word: String
    var after = ""
    /// Without its end: the verb's stem alone stands in `after`.
    var isClause = false
    var whole: String

    init?(_ before: String, _ word: String, _ after: String, isClause: Bool = false) {
      let statement = before + word + after
      guard let whole = isClause ? JapaneseEnding.question(ofClause: statement) : JapaneseEnding.question(statement)
      else { return nil }
      (self.before, self.word, self.after, self.isClause, self.whole) = (before, word, after, isClause, whole)
    }

    /// A question of its own, of which nothing else is known.
    init(whole: String) {
      (before, word, self.whole) = ("", "", whole)
    }

    /// In the plain form, as a part of another sentence.
    var plain: JapaneseEnding.Plain? {
      guard !word.isEmpty else { return nil }
      // Of what stands behind it alone: 何秒間押します is 押す.
      let end = isClause ? JapaneseEnding.plain(ofClause: after) : JapaneseEnding.plain(after)
      switch end {
      case .verb(let text): return .verb(before + word + text)
      case .noun(let text): return .noun(before + word + text)
      case nil: return after.isEmpty ? .noun(before + word) : nil
      }
    }
  }

  /// The question for a number or a thing in its parts.
  func asked() -> Asked? {
    let value = AskedValue(answer, language: .ja)
    guard let word = value.japanese(answer, before: before), !isAlone else { return nil }
    return inPlace(word, value)
  }

  /// An item of a list that says nothing but the answer: どの書類ですか asks for any.
  private var isAlone: Bool {
    let source = before as NSString
    let mark = Self.number.first(in: source, within: 0..<source.length)?.upperBound ?? 0
    return (source.substring(from: mark) + after).allSatisfy { !$0.isLetter && !$0.isNumber }
  }

  /// Without the number of a list's item and what joins a sentence to the one before it.
  static func opened(_ core: String) -> String {
    var core = core
    let mark = Self.number.first(in: core as NSString, within: 0..<core.utf16.count)
    if let mark { core = (core as NSString).substring(from: mark.upperBound) }
    for opener in Self.openers where core.hasPrefix(opener) { core = String(core.dropFirst(opener.count)) }
    return core
  }

  private func ask(_ core: String) -> [String] {
    let core = Self.opened(core)
    // その後, 前年度: what a question begins with points at nothing that it says.
    guard !core.isEmpty, !Self.pointer.matches(core) else { return [] }
    let question = core + "？"
    // 反応しないときは says when, and not what of.
    let occasion = Self.occasion.first(in: core as NSString, within: 0..<core.utf16.count)?.upperBound ?? 0
    let isClear = (core as NSString).substring(from: occasion).contains { "はがも".contains($0) }
    guard let heading, !core.contains(heading) else { return isClear ? [question] : [] }
    let framed = heading + "について、" + question
    return isClear ? [question, framed] : [framed]
  }

  private static let pointer = Pattern(
    #"^(?:その(?:後|際|間|前|場合|うち)|前年度?|前期|前月|前回|翌年度?|翌月|翌日|前日|同年|同日|同月)(?:[はのにもで、]|から|まで)"#)
  private static let occasion = Pattern(#"^[^はがをにの、]{1,16}(?:とき|時|場合|際)(?:に)?は"#)

  private static let otherTopic = Pattern(#"^(?:で|であり)、[^、。は]{1,20}は"#)

  // MARK: The question word in the answer's place

  private func inPlace(_ word: String, _ value: AskedValue) -> Asked? {
    var (before, word) = (relevant(before, value), word)
    var after = after.trimmingCharacters(in: .whitespaces)
    while before.last?.isWhitespace == true { before.removeLast() }
    // 開設は6月で、社員は14人です says two things: what is not asked for is not repeated.
    if Self.otherTopic.matches(after) { after = "です" }
    // メールアドレスはどのメールアドレスですか.
    if word.hasPrefix("どの"), before.hasSuffix(word.dropFirst(2) + "は") { word = "何" }
    if before == "「", after.hasPrefix("」とは") { return reversedDefinition(after).map(Asked.init(whole:)) }
    if before.hasSuffix("「"), after.hasPrefix("」") {
      // 「設定」キー asks どのキー, 会議室「穂高」 asks for nothing that has a word of its own.
      before.removeLast()
      after.removeFirst()
      // 「記録」ボタン、「印」ボタン: one of several.
      if Self.listedInBrackets.matches(after) { return nil }
      if let next = after.unicodeScalars.first, Self.isWord(next), word == "何" {
        guard before.unicodeScalars.last.map(Self.isWord) != true else { return nil }
        return Asked(before, "どの", after)
      }
    }
    // 安曇野市の「霧沢の森」で: a place in a town.
    if ["何", "どの部署"].contains(word), Self.town.matches(before), after.first.map({ "にでへ".contains($0) }) == true {
      word = "どこ"
    }
    guard stands(word, value, before, after), value.kind != .thing || !isListed(before, after) else { return nil }
    // 工場長の丸山徹也: who, not who of the plant managers.
    if word == "誰", let title = Self.title.first(in: before as NSString, within: 0..<before.utf16.count) {
      before = (before as NSString).substring(to: title.lowerBound)
    }
    // A question word is no topic: who does it stands before が.
    if after.hasPrefix("は") {
      guard ["誰", "どの部署", "どの会社"].contains(word), !isRoleOfOther(after, word) else { return nil }
      after = "が" + after.dropFirst().drop { $0 == "、" }
    }
    if word == "どの範囲", after.hasPrefix("の範囲") { after = String(after.dropFirst("の範囲".count)) }
    if word == "いつ", after.hasPrefix("に"), !after.hasPrefix("には") { after = String(after.dropFirst()) }
    before = before.hasSuffix("約") ? String(before.dropLast()) : before
    let clauses = after.components(separatedBy: "、")
    // 第1子が5万円、第2子以降が8万円です: what comes behind says the same of something else.
    if clauses.count > 1, ["", "で", "であり"].contains(clauses[0]), value.isNumeric {
      // 普通車12台、軽トラック5台: a list of things, of which only the last one has the verb.
      return before.unicodeScalars.last.map(Self.isWord) == true ? nil : Asked(before, word, "です")
    }
    if clauses.count > 1, let end = Asked(before, word, clauses[0], isClause: true) { return end }
    // 1秒から24時間まで設定できます: in which range.
    if word == "どの範囲", after.unicodeScalars.first.map(\.isKanji) == true { word += "で" }
    let question = Asked(before, word, after)
    // 上流側に10倍です has no verb that a place could go with.
    let hangs = value.kind == .thing && after.first.map { "にでへ".contains($0) } == true
    return hangs && question?.whole.hasSuffix("ですか") == true ? nil : question
  }

  /// 副責任者は物流係長が務める, 防火管理者は高橋誠である: what stands before は is a role, and who has it stands behind.
  private func isRoleOfOther(_ after: String, _ word: String) -> Bool {
    let rest = after.dropFirst()
    if rest.contains("が") { return true }
    return word == "誰" && Self.role.matches(answer)
      && JapaneseEnding.question(String(rest)).map { $0.hasSuffix("ですか") || $0.hasSuffix("としますか") } ?? true
  }

  private static let role = Pattern(#"(?:長|者|員|主任|担当|専務|常務|取締役)$"#)

  /// One of several that are named together, or a part of what 「とは」 explains.
  private func isListed(_ before: String, _ after: String) -> Bool {
    before.hasSuffix("」") || after.hasPrefix("「") || before.hasSuffix("とは、") || before.hasSuffix("とは")
      || Self.listed.matches(after) || Self.enumerated.matches(before)
  }

  /// 鋼、ステンレス、＿: two things named before it, with no particle between.
  private static let enumerated = Pattern(#"(?:^|[はがをにでとへ、])[^、はがをにでとへ]{1,20}、[^、はがをにでとへ]{1,20}、$"#)
  private static let listed = Pattern(#"^(?:なく|、[^、はがをにで]{1,20}(?:、|および|及び|または|又は|や|と))"#)

  /// Whether a question word can stand there: not within a longer word, a list, brackets, or what the sentence is about.
  private func stands(_ word: String, _ value: AskedValue, _ before: String, _ after: String) -> Bool {
    let opened = before.count { "（(".contains($0) }
    guard opened == before.count(where: { "）)".contains($0) }) else { return false }
    if Self.list.matches(before) || before.hasSuffix("第") || after.hasPrefix("とも") { return false }
    // 毎月15日と末日に: one of two.
    if value.kind != .thing, after.hasPrefix("と") { return false }
    if isOneOfLike(before, after) { return false }
    // 1年度に3回: what the number is counted by.
    if Self.single.matches(answer), Self.basis.matches(after) { return false }
    if word == "いくつ", let next = after.unicodeScalars.first, !(0x3041...0x3096).contains(next.value) { return false }
    // 62メートルから35メートルに減る: a change, not a range.
    if word == "どの範囲", after.hasPrefix("に") || after.hasPrefix("へ") { return false }
    if word == "どの範囲" { return before.isEmpty || before.last.map { "はがをにで、".contains($0) } == true }
    if let last = before.last, "～〜~–-".contains(last) { return false }
    // 翌月末払い, 17時必着: a part of a longer word.
    if word.hasPrefix("いつ"), after.unicodeScalars.first?.isKanji == true { return false }
    guard value.kind == .thing else { return true }
    if after.hasPrefix("でき") { return false }
    if before.hasSuffix("お") || before.hasSuffix("ご") || Self.listOfThings.matches(before) { return false }
    if answer.contains(where: \.isNumber), !Self.code.matches(CompatibilityForm.normalize(answer)) { return false }
    // 単3形＿乾電池, ＿の会社の掛金は: but a part of a name, or of the topic.
    if let last = before.unicodeScalars.last, Self.isWord(last) { return false }
    if let next = after.unicodeScalars.first, Self.isWord(next) { return false }
    if after.hasPrefix("の"), word == "何" || word == "誰" { return false }
    return !after.dropFirst().contains("は") || after.hasPrefix("は")
  }

  /// 7時35分、7時55分、8時10分: one of several values with the same unit.
  private func isOneOfLike(_ before: String, _ after: String) -> Bool {
    let unit = answer.reversed().prefix { !$0.isNumber }.reversed().map(String.init).joined()
    guard !unit.isEmpty, unit.count <= 3, unit.count < answer.count else { return false }
    let previous = before.dropLast()
    if before.hasSuffix("、"), previous.hasSuffix(unit), previous.dropLast(unit.count).last?.isNumber == true {
      return true
    }
    guard after.hasPrefix("、") else { return false }
    let next = after.dropFirst()
    guard next.first?.isNumber == true, let end = next.range(of: unit) else { return false }
    return next[..<end.lowerBound].count <= 6 && next[end.upperBound...].first.map { "、とやおのにで".contains($0) } ?? true
  }

  private static let listedInBrackets = Pattern(#"^[^、はがをにで]{0,8}(?:、|と|や|または|又は|および|及び)「"#)
  private static let list = Pattern(#"[0-9０-９][^、はがを]{0,3}(?:と|や|・)$|[0-9０-９]、$"#)
  private static let single = Pattern(#"^[1１一][^0-9０-９]{1,6}$"#)
  private static let basis = Pattern(#"^(?:に|の|あたり|ごと|当たり|単位|回|につき)"#)
  private static let listOfThings = Pattern(#"(?:や|と|・|及び|および|または|又は|もしくは|：|:)$"#)
  private static let code = Pattern(#"^[A-Za-z0-9./-]+$|」$"#)
  private static let town = Pattern(#"\p{Han}[市町村区都府県]の$"#)
  private static let title = Pattern(#"[^、はがをに]{0,12}(?:長|担当|主任|専務|常務|取締役)の$"#)

  /// Kanji, Katakana, Latin letters and figures make up words.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isKanji || (0x30A1...0x30FC).contains(scalar.value) && scalar != "・"
      || scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
  }

  /// 「校正周期」とは、…の期間をいう → …の期間を何といいますか.
  private func reversedDefinition(_ after: String) -> String? {
    let meaning = after.dropFirst("」とは".count).drop { $0 == "、" }
    for ending in ["をいう", "をいいます", "のことをいう", "のことをいいます"] where meaning.hasSuffix(ending) {
      return meaning.dropLast(ending.count) + "を何といいますか"
    }
    return nil
  }

  /// Without the clauses between the topic and the answer's own that state a value of the same kind.
  private func relevant(_ before: String, _ value: AskedValue) -> String {
    guard value.isNumeric else { return before }
    var clauses = before.components(separatedBy: "、")
    guard clauses.count > 1 else { return before }
    let own = clauses.removeLast()
    clauses.removeAll { clause in
      Self.value.matches(clause) && AskedValue(Self.lastValue(clause), language: .ja).kind == value.kind
    }
    return (clauses + [own]).joined(separator: "、")
  }

  private static let value = Pattern(#"[はが]約?[0-9０-９][^はが]*$"#)
  private static func lastValue(_ clause: String) -> String {
    String(clause.drop { !($0.isNumber) })
  }

  private static let number = Pattern(#"^[0-9０-９]{1,2}[.．)）](?![0-9０-９])\s*"#)
  private static let openers = [
    "また、", "なお、", "ただし、", "さらに、", "例えば、", "たとえば、", "したがって、", "そのため、", "このため、", "一方、", "しかし、", "はい。",
  ]

  // MARK: Other kinds

  /// 「Xとは、Yをいう」 asks for X.
  private func definition() -> [String] {
    guard let range = before.range(of: "とは"), !before[..<range.lowerBound].isEmpty else {
      return []
    }
    let term = before[..<range.lowerBound]
    return ["\(term)とは何ですか？", "\(term)とは、何を指しますか？", "\(term)の意味は何ですか？"]
  }

  /// なぜ stands in the reason's place.
  private func reason() -> [String] {
    if after.hasPrefix("です") || after.hasPrefix("である") {
      return before.hasSuffix("のは、") || before.hasSuffix("のは") ? ask(before + "なぜですか") : []
    }
    let rest = after.drop { "、に".contains($0) }
    if rest.hasSuffix("してください") { return ask(before + "なぜ" + rest.dropLast("してください".count) + "する必要がありますか") }
    return JapaneseEnding.question(before + "なぜ" + rest).map(ask) ?? []
  }

  /// 「…ときは、…する」 asks what is done then.
  private func procedure() -> [String] {
    guard before.hasSuffix("、"), before.count >= 6 else { return [] }
    return answer.hasSuffix("ください")
      ? ask(before + "どうすればよいですか") + ask(before + "何をすればよいですか") : ask(before + "どうしますか")
  }
}
