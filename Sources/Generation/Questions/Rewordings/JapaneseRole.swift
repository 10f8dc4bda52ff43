import Foundation
import Records

/// Which particle stands for は where a topic becomes a part of another clause: が for who acts, を for what is done with.
enum JapaneseRole {
  /// Empty where the topic has a particle already (新人には); nil where nobody can tell.
  static func particle(of topic: String, in clause: JapaneseClause) -> String? {
    if ["に", "で", "から", "まで", "へ"].contains(where: topic.hasSuffix) { return "" }
    guard !topic.hasSuffix("と"), !topic.hasSuffix("の"), !clause.isNested else { return nil }
    if isTime(topic) { return "に" }
    let tails = clause.others.map(\.tail) + [clause.particle]
    switch (tails.contains("を"), tails.contains("が")) {
    case (true, true): return nil
    case (true, false):
      if isPassive(clause.verb) { return nil }
      return isActing(topic) || member(topic) || code.matches(topic) ? "が" : times(topic)
    case (false, true): return isTransitive(clause.verb) ? "を" : nil
    case (false, false):
      if isPassive(clause.verb) || isIntransitive(clause.verb) { return "が" }
      // 希望する者は再雇用します: who acts is another.
      if isActing(topic) { return agentive.contains(where: clause.verb.contains) ? "が" : nil }
      return isTransitive(clause.verb) ? "を" : times(topic)
    }
  }

  /// The same before the rest of a clause that is not cut into its parts.
  static func particle(of topic: String, before rest: String) -> String? {
    if ["に", "で", "から", "まで", "へ"].contains(where: topic.hasSuffix) { return "" }
    guard !topic.hasSuffix("と"), !topic.hasSuffix("の"), !rest.contains("が") else { return nil }
    if rest.contains("を") { return isActing(topic) ? "が" : nil }
    // 無料な, 2,140トンだった
    if isPassive(rest) || isIntransitive(rest) || rest.hasSuffix("な") || rest.hasSuffix("だった") { return "が" }
    let verb = String(rest.drop { $0.unicodeScalars.allSatisfy { !$0.isKanji } })
    return isActing(topic) ? nil : isTransitive(verb) ? "を" : nil
  }

  /// What one does of one's own, with nothing named that it is done with.
  private static let agentive = [
    "申請", "申し出", "届け出", "返信", "連絡", "報告", "承認", "参加", "登る", "申し込", "知らせ", "出勤", "退職", "出席", "提出", "相談", "応募", "勤務",
    "休む", "働く",
    "訪問", "加入", "伝え", "始業", "終業", "入会", "着席", "出社",
  ]

  /// 音を止めるに of 音を止めるには.
  static func isPurpose(_ topic: String) -> Bool {
    topic.hasSuffix("に") && topic.dropLast().last.map { "うくすつぬぶむるぐ".contains($0) } ?? false
  }

  /// 夜間と休日は: when, and not who.
  private static func times(_ topic: String) -> String? {
    isTime(topic) ? "に" : nil
  }

  /// When something is, or on what condition: 帰国後は, 超える場合は.
  static func isTime(_ topic: String) -> Bool { timeEnds.contains(where: topic.hasSuffix) }

  private static let timeEnds = [
    "夜間", "休日", "平日", "祝日", "曜日", "年末年始", "期間中", "場合", "とき", "後", "前", "際", "以降", "以後", "以前",
  ]

  private static let code = Pattern(#"(?:^|の|[\p{Han}\p{Katakana}ー]\s?)[A-Z]{1,4}-[A-Z0-9]+$"#)
  private static let memberOf = Pattern(#"(?:課|係|部|室|会|長)の(\p{Han}{2,3})$"#)
  private static let business: Set<String> = [
    "訓練", "計画", "業務", "作業", "仕事", "会議", "記録", "予算", "費用", "試験", "管理", "教育", "研修", "点検", "審査", "窓口", "指示", "許可", "承認",
    "意見",
    "報告", "書類", "規程", "規則", "部屋", "入口", "場所", "電話", "内線", "番号", "時間", "期間", "方針", "目標", "換気扇", "設備", "温度", "資料", "名簿",
  ]

  /// 物流係の赤羽: one of a department.
  private static func member(_ topic: String) -> Bool {
    let source = topic as NSString
    guard let name = memberOf.first(in: source, within: 0..<source.length, group: 1) else { return false }
    return !business.contains(source.substring(from: name.lowerBound))
  }

  private static let people = ["社員", "者", "長", "員", "人", "方", "主任", "担当", "氏", "さん", "家族", "受講生", "医"]
  private static let bodies = ["会社", "課", "係", "部", "室", "委員会", "センター", "事務局", "チーム", "役会", "班"]
  private static let things = [
    "表示部", "操作部", "検出部", "関係", "内部", "外部", "上部", "下部", "一部", "全部", "会議室", "塗装室", "校正室", "部長印", "成長", "延長",
  ]

  /// One who acts.
  static func isPerson(_ topic: String) -> Bool {
    people.contains(where: topic.hasSuffix) && !things.contains(where: topic.hasSuffix)
  }

  /// People and those who act together.
  static func isActing(_ topic: String) -> Bool {
    isPerson(topic) || bodies.contains(where: topic.hasSuffix) && !things.contains(where: topic.hasSuffix)
      || member(topic)
  }

  private static func isPassive(_ verb: String) -> Bool {
    ["れる", "れている", "れた", "れない"].contains(where: verb.hasSuffix)
      && !["入れる", "離れる", "外れる", "流れる", "切れる", "遅れる"].contains(where: verb.hasSuffix)
  }

  private static let intransitive = [
    "動く", "始まる", "終わる", "変わる", "上がる", "下がる", "届く", "続く", "開く", "閉まる", "止まる", "かかる", "要る", "ある", "いる", "なる", "点滅する",
    "点灯する", "切れる", "必要な", "入る", "消える", "止まる", "無料な", "出る", "下回る", "上回る", "増える", "減る", "超える", "属する", "発生する", "経過する",
    "終了する",
  ]

  private static func isIntransitive(_ verb: String) -> Bool {
    // 開く is both, and ている says nothing of the verb before it.
    intransitive.contains(where: verb.hasSuffix) && !verb.hasSuffix("開く") && !verb.hasSuffix("ている")
      && !verb.hasSuffix("てある")
  }

  /// Verbs of rules and manuals that are done with something.
  private static let transitive: Set<String> = [
    "行う", "保存", "保管", "交換", "点検", "測定", "校正", "提出", "申請", "公開", "支給", "実施", "確認", "返却", "記録", "報告", "登録", "開催", "設定",
    "採用", "審査", "評価", "再評価", "更新", "消去", "補助", "発行", "再発行", "発送", "送付", "送る", "支払う", "払う", "受け付ける", "引き取る", "配る", "測る",
    "終える", "置く", "出す", "動かす", "止める", "使う", "使用", "預かる", "取り消す", "塗り直す", "バックアップ", "検収", "清掃", "掃除", "洗う", "外す",
    "取り付ける", "貼る", "貼り出す", "作る", "作成", "通知", "連絡", "決める", "決定", "承認", "見直す", "受ける", "届け出る", "貸す", "貸し出す", "返す", "廃棄",
    "廃止", "配布", "納品", "納入", "出荷", "注文", "購入", "販売", "発売", "改定", "監査", "計算", "算定", "精算", "支援", "管理", "付与", "与える", "移す",
    "選ぶ", "集める", "閉める", "押す", "入れる", "直す", "延長", "延ばす", "変更", "請求", "調査", "回収", "試験", "予約", "残す", "挙げる", "申し込む", "求める",
    "塗る", "拭く", "伝える", "知らせる", "設ける", "巻く", "締める", "はがす", "切り替える", "補充",
    "訓練", "開示", "引き渡す", "受け取る", "積み立てる", "差し引く", "割り引く", "育てる", "徴収", "免除", "返金", "返品", "解約", "契約", "許可", "制限", "開示",
    "掲示",
  ]

  private static func isTransitive(_ verb: String) -> Bool {
    var core = verb
    for helper in ["ことができる", "ことになっている", "必要がある"] where core.hasSuffix(helper) {
      core = String(core.dropLast(helper.count))
    }
    for helper in ["なければならない", "ている", "ればよい"] where core.hasSuffix(helper) {
      return transitive.contains { isForm(String(core.dropLast(helper.count)), of: $0) }
    }
    for end in ["する", "できる", "できない"] where core.hasSuffix(end) {
      return transitive.contains(String(core.dropLast(end.count)))
    }
    return transitive.contains(core)
  }

  /// Whether 保管し, 預かっ and 出さ come from a verb: what they have in common must be all but the ending.
  private static func isForm(_ stem: String, of verb: String) -> Bool {
    guard let last = verb.unicodeScalars.last else { return false }
    if !(0x3041...0x3096).contains(last.value) { return [verb + "し", verb + "す"].contains(stem) }
    let body = String(verb.dropLast())
    return stem == body || stem.dropLast() == body && !body.isEmpty
  }
}
