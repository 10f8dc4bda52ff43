import Foundation
import Records

/// Other wordings of a Japanese question, made of the parts of the statement that it was made of.
struct JapaneseRewordings {
  let answer: String
  let seed: UInt64

  // MARK: Any question

  /// A question of which the parts are known.
  func of(_ asked: JapaneseStatement.Asked) -> Rewordings {
    guard let plain = asked.plain else { return called(asked.whole) }
    var out = Rewordings()
    switch plain {
    case .verb(let text) where asked.whole.hasSuffix("でしたか") && text.hasSuffix("だった"):
      let core = JapaneseStatement.opened(text)
      out = named(asked, String(core.dropLast("だった".count)), "でしたか")
      out.requests += ["\(core)のか教えてください。", "\(core)のか知りたいです。"].turned(by: seed)
      out.endings.insert("\(core)のでしょうか？", at: 0)
      if out.built.isEmpty { out.built = conditions(asked, core) }
    case .noun(let text):
      let core = JapaneseStatement.opened(text)
      out = named(asked, core, "ですか")
      let subject = Self.subjectMarked(core, asked.word)
      out.requests += ["\(subject)か教えてください。", "\(subject)か知りたいです。"].turned(by: seed)
      out.endings.insert("\(core)でしょうか？", at: 0)
      if out.built.isEmpty { out.built = JapaneseClause(asked).map(reordered) ?? conditions(asked, core + "な") }
    case .verb(let text):
      let core = JapaneseStatement.opened(text)
      out.built = JapaneseClause(asked).map(reordered) ?? conditions(asked, core)
      out.built += swapped(asked) + numbered(asked)
      // 何で動くのか asks why.
      guard !(asked.word == "何" && core.contains("何で")) else { return out }
      out.requests += ["\(core)のか教えてください。", "\(core)のか知りたいです。"].turned(by: seed)
      out.endings += ["\(core)のでしょうか？"]
    }
    return out
  }

  /// 定員は何人 is asked as 定員が何人か.
  private static func subjectMarked(_ core: String, _ word: String) -> String {
    guard core.hasSuffix(word), core.filter({ $0 == "は" }).count == 1 else { return core }
    let before = core.dropLast(word.count)
    for topic in ["は、", "は"] where before.hasSuffix(topic) && before.count > topic.count {
      return before.dropLast(topic.count) + "が" + word
    }
    return core
  }

  // MARK: Nouns

  /// 会議室「穂高」の定員は何人.
  private func named(_ asked: JapaneseStatement.Asked, _ core: String, _ ending: String) -> Rewordings {
    let before = JapaneseStatement.opened(asked.before)
    // 何文字まで: a particle may stand behind the word that asks.
    guard core.hasPrefix(before + asked.word), asked.whole.hasSuffix(ending),
      let end = before.range(of: "は", options: .backwards)
    else { return Rewordings() }
    let said = String(core.dropFirst(before.count))
    guard ["", "まで", "から"].contains(String(said.dropFirst(asked.word.count))) else { return Rewordings() }
    let topic = String(before[..<end.lowerBound])
    var between = String(before[end.upperBound...])
    if between.hasPrefix("、") { between.removeFirst() }
    guard !topic.isEmpty, !topic.contains("、"), !between.contains("、"), Self.isThing(topic) else { return Rewordings() }
    var out = Rewordings()
    if let moved = Self.moved(between, before: topic) { out.built.append("\(moved)、\(topic)は\(said)\(ending)？") }
    if let (whole, part) = Self.parted(topic) {
      out.built.append("\(whole)について、\(part)は\(between)\(said)\(ending)？")
    }
    if between.isEmpty || Self.sums.contains(between), said == asked.word, ending == "ですか" {
      // 創業はいつですか: when that is, and not what it is.
      let when =
        asked.word.hasPrefix("いつ") ? "の時期" : asked.word.hasPrefix("何時") && !asked.word.contains("間") ? "の時刻" : ""
      let noun = topic + (Self.dates.contains(where: topic.hasSuffix) ? "" : when)
      if Self.isAskedFor(noun, asked.word) { out.built.append("\(noun)を教えてください。") }
      if ["誰", "どこ", "どの部署"].contains(asked.word) { out.built.append("\(asked.word)が\(topic)ですか？") }
      if AskedValue(answer, language: .ja).isNumeric { out.endings.append("\(topic)はどのくらいですか？") }
    }
    return out
  }

  /// 一般校正を教えてください asks how it is done, and not what it costs: a sum is asked for by its name alone.
  static func isAskedFor(_ noun: String, _ word: String) -> Bool {
    guard word.hasPrefix("いくら") else { return true }
    let bare = noun.hasSuffix("）") ? noun.prefix { $0 != "（" } : noun[...]
    return amounts.contains(where: bare.hasSuffix)
  }

  private static let amounts = [
    "額", "費", "費用", "価格", "料金", "金", "料", "代", "価", "単価", "手当", "給", "給与", "賞与", "月給", "年俸", "税", "予算", "売上", "売上高",
    "利益",
    "残高", "上限", "下限", "限度", "目標", "実績", "報酬", "補助", "値段", "コスト", "家賃", "日当",
  ]

  private static let dates = ["日", "時期", "期限", "期間", "日程", "時間", "年月", "締切", "締切り", "日時", "予定", "時刻"]
  private static let sums: Set<String> = ["月額", "年額", "合計", "全部で", "およそ", "約"]

  /// 欧州の場合 of 日当は、欧州がいくら, 全社で of 予算は、全社でいくら.
  private static func moved(_ between: String, before topic: String) -> String? {
    let measures = ["最大で", "最小で", "平均で", "合計で", "全部で", "最長で", "最低で"]
    guard between.count >= 3, !measures.contains(between), let mark = between.last,
      let last = between.dropLast().unicodeScalars.last,
      !(0x3041...0x3096).contains(last.value), between.dropLast().allSatisfy({ $0 != "は" && $0 != "が" && $0 != "を" })
    else { return nil }
    switch mark {
    case "が": return between.dropLast() + "の場合"
    case "で": return between
    default: return nil
    }
  }

  /// Ends with a noun that can be told: no 〜のは, no place of time.
  private static func isThing(_ topic: String) -> Bool {
    if ["長さ", "重さ", "大きさ", "高さ", "深さ", "広さ", "厚さ", "強さ", "速さ"].contains(where: topic.hasSuffix) { return true }
    guard let last = topic.unicodeScalars.last,
      last.isKanji || "」）)ー".unicodeScalars.contains(last) || isKatakana(last) || last.isASCII
    else { return false }
    return !["とき", "場合", "時", "際", "次回", "前回"].contains(where: topic.hasSuffix)
  }

  private static func isKatakana(_ scalar: Unicode.Scalar) -> Bool { (0x30A1...0x30FC).contains(scalar.value) }

  private static let vague = ["時", "頃", "毎月", "毎年", "最大", "最小", "通常", "上", "下", "中", "内", "別", "際", "日", "月", "量"]

  /// 修了試験 and 合格点 of 修了試験の合格点: only where の is the one particle between.
  static func parted(_ topic: String) -> (whole: String, part: String)? {
    var depth = 0
    var place: String.Index?
    for index in topic.indices {
      let character = topic[index]
      if "「『（(".contains(character) { depth += 1 }
      if "」』）)".contains(character) { depth -= 1 }
      guard depth == 0, character.unicodeScalars.allSatisfy({ (0x3041...0x3096).contains($0.value) }) else { continue }
      guard character == "の" else { return nil }
      if place == nil { place = index }
    }
    guard let place else { return nil }
    let (whole, part) = (topic[..<place], topic[topic.index(after: place)...])
    guard whole.count >= 2, part.count >= 2, !vague.contains(where: whole.hasSuffix) else { return nil }
    return (String(whole), String(part))
  }

  // MARK: Verbs

  /// The same clause in another order.
  private func reordered(_ clause: JapaneseClause) -> [String] {
    [cleft(clause), moved(clause)].compactMap { $0 }
  }

  /// 会社が本人へ伝えるのは、発令日の何日前までですか？
  private func cleft(_ clause: JapaneseClause) -> String? {
    guard let asking = focus(clause), !(clause.particle.isEmpty && clause.verb == "必要な"), !clause.verb.hasPrefix("と"),
      !clause.verb.hasPrefix("に")
    else { return nil }
    var subject = ""
    if let topic = clause.topic {
      let role = JapaneseRole.particle(of: topic, in: clause)
      if JapaneseRole.isPurpose(topic) {
        // 音を止めるには
        guard clause.verb != "必要な" || !clause.particle.isEmpty else { return nil }
        subject = topic.dropLast() + "ために"
      } else if let role {
        subject = topic + role
      } else {
        let isOfPeople = JapaneseRole.isPerson(topic) && clause.others.contains { $0.tail == "を" }
        let isAbout = clause.others.contains { $0.tail == "について" }
        // 対策本部について、置くのは: what there is done with it must be said.
        guard !isOfPeople, !isAbout, !clause.others.isEmpty, clause.condition == nil, !JapaneseRole.isTime(topic),
          !topic.hasSuffix("と"),
          !topic.hasSuffix("の")
        else {
          return nil
        }
        subject = topic + "について、"
      }
    }
    guard !subject.isEmpty || !clause.others.isEmpty else { return nil }
    let condition = clause.condition.map { $0 + "、" } ?? ""
    let said = condition + subject + clause.others.map(\.text).joined() + clause.verb
    return "\(said)のは、\(asking)\(["ですか", "でしょうか"].turned(by: seed)[0])？"
  }

  /// What asks, as it can stand before ですか.
  private func focus(_ clause: JapaneseClause) -> String? {
    let (asking, particle) = (clause.asking, clause.particle)
    switch particle {
    case "", "を", "が":
      if asking.hasSuffix("の何人") { return nil }
      if asking.hasSuffix("何か月") { return asking + "間" }
      return asking.hasSuffix("範囲で") ? String(asking.dropLast()) : asking
    case "から", "まで": return asking + particle
    case "までに": return asking + "まで"
    case "ごとに": return asking + "ごと"
    case "に", "へ":
      // 届出書を出すのはどの部署ですか would ask who hands it in.
      if ["誰", "どの部署", "どの会社"].contains(where: asking.contains) || asking.hasSuffix("何") { return asking + particle }
      return ["なる", "する", "変える", "変わる", "変更する", "限る", "応じる", "分ける", "分かれる", "属する", "達する", "当たる", "基づく"].contains(
        where: clause.verb.hasSuffix)
        && !Self.timed.matches(asking) ? nil : asking
    case "で": return ["どこ", "アドレス", "システム", "いくつ", "窓口", "URL"].contains(where: asking.hasSuffix) ? asking : nil
    default: return nil
    }
  }

  private static let timed = Pattern(#"(?:以内|前|後|まで|ごと|間|いつ|何時|何曜日|何日|何年|何月|何分|年度|先)$"#)

  private static let simpleTopic = Pattern(#"^([^はがをにでとも、]{2,24})は、?"#)

  /// 転居を伴う転勤を命じるとき、会社は…: condition and topic change places.
  private func swapped(_ asked: JapaneseStatement.Asked) -> [String] {
    let before = JapaneseStatement.opened(asked.before)
    guard let opening = JapaneseOpening(before), let condition = opening.condition else { return [] }
    let tail = asked.whole.dropFirst(asked.before.count)
    if let topic = opening.topic {
      return opening.conditionIsFirst
        ? ["\(topic)は、\(opening.wholeCondition)、\(opening.rest)\(tail)？"]
        : ["\(condition)、\(topic)は\(opening.rest)\(tail)？"]
    }
    let source = opening.rest as NSString
    let whole = 0..<source.length
    guard let found = Self.simpleTopic.first(in: source, within: whole),
      let name = Self.simpleTopic.first(in: source, within: whole, group: 1)
    else { return [] }
    let topic = source.substring(with: NSRange(location: name.lowerBound, length: name.count))
    return ["\(topic)は、\(opening.wholeCondition)、\(source.substring(from: found.upperBound))\(tail)？"]
  }

  private static let countable = Pattern(#"^何(?:台|人|種類|室|個|部屋|か所|冊|本|名|社|棟|面|部)$"#)

  /// 恒温槽は何台ありますか: their number.
  private func numbered(_ asked: JapaneseStatement.Asked) -> [String] {
    let before = JapaneseStatement.opened(asked.before)
    guard Self.countable.matches(asked.word),
      ["あります", "ある"].contains(asked.after) || asked.isClause && asked.after == "あり",
      before.hasSuffix("は") || before.hasSuffix("は、")
    else { return [] }
    let topic = String(before.dropLast(before.hasSuffix("、") ? 2 : 1))
    return topic.contains("は") || topic.contains("、") || !Self.isThing(topic) ? [] : ["\(topic)の数を教えてください。"]
  }

  private func whole(_ clause: JapaneseClause) -> String { clause.asking + clause.particle }

  /// 発令日の何日前までに、会社は本人へ伝えますか？
  private func moved(_ clause: JapaneseClause) -> String? {
    guard clause.condition == nil, !["", "を", "が", "の", "まで"].contains(clause.particle), clause.asking != "何"
    else { return nil }
    let rest = clause.others.map(\.text).joined() + clause.askingVerb
    guard let topic = clause.topic else {
      // 所属長が何日以内に承認しますか
      return clause.askingIsFirst || clause.others.first?.tail != "が" ? nil : "\(whole(clause))、\(rest)？"
    }
    switch JapaneseRole.particle(of: topic, in: clause) {
    case "を": return "\(whole(clause))、\(topic)を\(rest)？"
    case "が" where !JapaneseRole.isActing(topic): return "\(whole(clause))、\(topic)が\(rest)？"
    case "が": return "\(whole(clause))、\(topic)は\(rest)？"
    case _: return nil
    }
  }

  // MARK: Conditions

  /// 欠勤率が何パーセントを超えたときは、食堂を閉めますか → 食堂を閉めるのは、欠勤率が何パーセントを超えたときですか.
  private func conditions(_ asked: JapaneseStatement.Asked, _ core: String) -> [String] {
    let before = JapaneseStatement.opened(asked.before)
    let head = before + asked.word
    guard core.hasPrefix(head), !asked.isClause, !core.hasSuffix("せばよい"), let opening = JapaneseOpening(before),
      opening.condition == nil, !opening.rest.contains("は"),
      let (end, rest) = Self.condition(String(core.dropFirst(head.count))),
      let said = Self.said(rest, of: opening.topic)
    else { return [] }
    return ["\(said)のは、\(opening.rest)\(asked.word)\(end)\(["ですか", "でしょうか"].turned(by: seed)[0])？"]
  }

  /// The main clause before のは, with its topic in the place that it has there: 照明は消える is 照明が消える.
  private static func said(_ rest: String, of topic: String?) -> String? {
    let parts = rest.components(separatedBy: "は")
    guard !rest.isEmpty, !rest.hasPrefix("と"), parts.count <= 2, topic == nil || parts.count == 1 else { return nil }
    guard let topic = topic ?? (parts.count == 2 ? parts[0] : nil) else { return rest }
    let said = parts.last.map { $0.hasPrefix("、") ? String($0.dropFirst()) : $0 } ?? ""
    guard !said.isEmpty, !topic.contains("、"), topic.count >= 2,
      let role = JapaneseRole.particle(of: topic, before: said)
    else { return nil }
    return topic + role + said
  }

  /// What stands behind the word that asks in its own clause, and the main clause behind that: を超えたとき and 食堂を閉める.
  private static func condition(_ after: String) -> (end: String, rest: String)? {
    guard let comma = after.firstIndex(of: "、") else { return joined(after) }
    let clause = String(after[..<comma])
    let rest = String(after[after.index(after: comma)...])
    func without(_ ending: String) -> String? {
      clause.hasSuffix(ending) ? String(clause.dropLast(ending.count)) : nil
    }
    for (ending, kept) in [("ときは", "とき"), ("ときには", "とき"), ("場合は", "場合"), ("場合には", "場合"), ("ときに", "とき")] {
      if let text = without(ending) { return (text + kept, rest) }
    }
    // 点滅したら → 点滅したとき
    for ending in ["たら", "だら"] { if without(ending) != nil { return (clause.dropLast() + "とき", rest) } }
    if let text = without("と") {
      if text.hasSuffix("する") { return (text.dropLast(2) + "したとき", rest) }
      guard text.last.map({ "うくすつぬぶむるぐ".contains($0) }) ?? false, let stem = JapaneseEnding.polite(text),
        let verb = JapaneseVerb(stem: stem)
      else { return nil }
      return (verb.past + "とき", rest)
    }
    // ＿取引先には: a noun that the clause with the answer describes.
    for ending in ["には", "では", "は"] {
      guard let text = without(ending) else { continue }
      let isNoun = text.unicodeScalars.last.map { $0.isKanji || isKatakana($0) } ?? false || text.hasSuffix("払い")
      return text.count >= 2 && isNoun ? (text, rest) : nil
    }
    return nil
  }

  private static let joint = Pattern(#"^(.*(?:とき|場合))に(?=\p{Han})|^(.*[たっん]?[ただ])ら(?=\p{Han})"#)

  /// The same without a comma: を超えるときに使うことができる.
  private static func joined(_ after: String) -> (end: String, rest: String)? {
    let source = after as NSString
    guard let found = joint.first(in: source, within: 0..<source.length) else { return nil }
    let end = source.substring(to: found.upperBound - 1)
    guard !end.contains("は") else { return nil }
    return (end + (end.hasSuffix("とき") || end.hasSuffix("場合") ? "" : "とき"), source.substring(from: found.upperBound))
  }

  // MARK: Names of things

  /// 〜を何といいますか.
  private func called(_ whole: String) -> Rewordings {
    let core = JapaneseStatement.opened(whole)
    guard core.hasSuffix("を何といいますか") else { return Rewordings() }
    let meaning = core.dropLast("を何といいますか".count)
    return Rewordings(
      built: ["\(meaning)を指す用語は何ですか？", "\(meaning)は、何と呼ばれますか？", "\(meaning)の呼び名を教えてください。"].turned(by: seed),
      requests: ["\(meaning)を何というのか教えてください。", "\(meaning)を何というのか知りたいです。"].turned(by: seed),
      endings: ["\(meaning)を何というのでしょうか？"])
  }
}

extension JapaneseStatement {
  /// Other wordings, without the section's name before them.
  func rewordings(_ type: QuestionType, seed: UInt64) -> Rewordings {
    switch type {
    case .definition: return definitionRewordings(seed)
    case .reason: return reasonRewordings()
    case .procedure: return procedureRewordings(seed)
    default: return asked().map(JapaneseRewordings(answer: answer, seed: seed).of) ?? Rewordings()
    }
  }

  private func definitionRewordings(_ seed: UInt64) -> Rewordings {
    guard let range = before.range(of: "とは"), !before[..<range.lowerBound].isEmpty else { return Rewordings() }
    let term = Self.opened(String(before[..<range.lowerBound]))
    return Rewordings(
      built: [
        "\(term)の意味を教えてください。", "どのようなものを\(term)といいますか？", "\(term)はどのように定義されていますか？",
      ].turned(by: seed),
      requests: ["\(term)とは何か教えてください。", "\(term)とは何を指すのか教えてください。", "\(term)とは何か知りたいです。"].turned(by: seed),
      endings: ["\(term)とは何でしょうか？"])
  }

  /// なぜ and what it can be said with.
  private func reasonRewordings() -> Rewordings {
    let rest = String(after.drop { "、に".contains($0) })
    guard !after.hasPrefix("です"), !after.hasPrefix("である"), case .verb(let plain) = JapaneseEnding.plain(rest),
      let question = JapaneseEnding.question(rest), !rest.hasSuffix("ください")
    else { return Rewordings() }
    let before = Self.opened(before)
    return Rewordings(
      built: ["\(before)どのような理由で\(question)？"],
      requests: ["\(before)なぜ\(plain)のか教えてください。", "\(before)なぜ\(plain)のか知りたいです。", "\(plain)理由を教えてください。"].filter {
        !$0.hasPrefix(plain) || before.isEmpty
      },
      endings: ["\(before)なぜ\(plain)のでしょうか？"])
  }

  /// What is done when something is so, or to reach something.
  private func procedureRewordings(_ seed: UInt64) -> Rewordings {
    guard before.hasSuffix("、"), before.count >= 6 else { return Rewordings() }
    let opening = Self.opened(before)
    let isOrder = answer.hasSuffix("ください")
    let how = isOrder ? "どうすればよい" : "どうする"
    var out = Rewordings(
      requests: ["\(opening)\(how)のか教えてください。", "\(opening)\(how)のか知りたいです。"].turned(by: seed),
      endings: ["\(opening)\(how)のでしょうか？"])
    for ending in ["ときは、", "場合は、", "ときには、", "場合には、"] where opening.hasSuffix(ending) {
      let time = opening.dropLast(ending.count) + ending.prefix(2)
      out.built = isOrder ? ["\(time)の対応を教えてください。", "\(time)には、何をすればよいですか？"] : ["\(time)の扱いを教えてください。"]
    }
    if opening.hasSuffix("るには、") || opening.hasSuffix("すには、") {
      out.built = ["\(opening.dropLast("には、".count))方法を教えてください。"]
    }
    return out
  }
}
