import Foundation
import Records

/// Turns the end of a Japanese statement into that of a question: `与える` → `与えますか`, `である` → `ですか`.
enum JapaneseEnding {
  /// The statement as a question, without a mark; nil where its end is none that is known.
  static func question(_ statement: String) -> String? {
    for (ending, asked) in fixed where statement.hasSuffix(ending) {
      return String(statement.dropLast(ending.count)) + asked
    }
    // 使ってください, お持ちください: what one is asked to do is no statement.
    guard !orders.contains(where: statement.hasSuffix), let last = statement.unicodeScalars.last else { return nil }
    if let verb = polite(statement) { return verb + "ますか" }
    // 寝かせた, 行わない, 高い: any plain form asks with のですか.
    if "たないだ".unicodeScalars.contains(last) { return statement + "のですか" }
    // 2時間, 赤い缶, 必要: a noun.
    if isNounLike(last) { return statement + "ですか" }
    return nil
  }

  /// A clause that ends with a verb's stem (`引き取り、`) as a question of its own; nil where it ends otherwise.
  static func question(ofClause clause: String) -> String? {
    guard let last = clause.unicodeScalars.last else { return nil }
    if notStems.contains(where: { clause.hasSuffix($0) }) { return nil }
    if isNounLike(last) { return clause + "ですか" }
    let beforeLast = clause.unicodeScalars.dropLast().last
    guard let beforeLast, beforeLast.isKanji || isHiragana(beforeLast) else { return nil }
    return "しりきぎちびみえけせべめれ".unicodeScalars.contains(last) ? clause + "ますか" : nil
  }

  /// A statement's end in the plain form, in which it can stand within another sentence.
  enum Plain: Hashable {
    /// With a verb or an adjective at its end: 何日前までに行う.
    case verb(String)
    /// With a noun, without a copula: 定員は何人.
    case noun(String)

    /// Before か: 行うの, 何人.
    var asked: String {
      switch self {
      case .verb(let text): text + "の"
      case .noun(let text): text
      }
    }
  }

  /// The statement in its plain form; nil where that is not certain.
  static func plain(_ statement: String) -> Plain? {
    func without(_ ending: String) -> String? {
      statement.hasSuffix(ending) ? String(statement.dropLast(ending.count)) : nil
    }
    for ending in ["ではありません", "でありません"] { if let text = without(ending) { return .verb(text + "ではない") } }
    if without("ませんでした") != nil || without("ましょう") != nil { return nil }
    for ending in ["でした", "であった"] { if let text = without(ending) { return .verb(text + "だった") } }
    for ending in ["です", "である"] {
      guard let text = without(ending) else { continue }
      // 高いです, 使えないです; but いくらいです is none.
      return adjectives.contains(where: text.hasSuffix) ? .verb(text) : .noun(text)
    }
    if let text = without("してください") {
      // 交換してください, but はがしてください.
      return PlainForm.ending(afterStem: text).map { .verb(text + ($0 == "する" ? "すればよい" : "せばよい")) }
    }
    if let text = without("こと") { return .verb(text + "ことになっている") }
    for (ending, form) in politeForms {
      if let stem = without(ending) { return JapaneseVerb(stem: stem).map { .verb(form($0)) } }
    }
    guard !orders.contains(where: statement.hasSuffix), let last = statement.unicodeScalars.last else { return nil }
    if polite(statement) != nil || statement.hasSuffix("する") { return .verb(statement) }
    if last == "た" || adjectives.contains(where: statement.hasSuffix) { return .verb(statement) }
    if last == "だ" { return statement.hasSuffix("んだ") ? .verb(statement) : .noun(String(statement.dropLast())) }
    return isNounLike(last) ? .noun(statement) : nil
  }

  /// お支払い ends as they do and is a noun.
  private static let adjectives = ["ない", "たい", "よい", "しい", "くい", "やすい"]

  /// The same of a clause that ends with a verb's stem: 引き取り.
  static func plain(ofClause clause: String) -> Plain? {
    if let last = clause.unicodeScalars.last, isNounLike(last) { return .noun(clause) }
    return JapaneseVerb(stem: clause).map { .verb($0.plain) }
  }

  private static let politeForms: [(String, @Sendable (JapaneseVerb) -> String)] = [
    ("ました", { $0.past }), ("ません", { $0.negative }), ("ます", { $0.plain }),
  ]

  private static let fixed: [(String, String)] = [
    ("でした", "でしたか"), ("です", "ですか"), ("ました", "ましたか"), ("ません", "ませんか"), ("ましょう", "ましょうか"),
    ("ます", "ますか"), ("である", "ですか"), ("であった", "でしたか"), ("ではない", "ではないのですか"),
    ("なければならない", "なければなりませんか"), ("てはならない", "てはなりませんか"), ("とする", "としますか"), ("する", "しますか"),
    ("してください", "すればよいですか"), ("くる", "きますか"), ("こと", "ことになっていますか"),
  ].sorted { $0.0.count > $1.0.count }
  /// Orders, of which のですか makes no question: 押しなさい.
  private static let orders = ["ください", "下さい", "なさい", "せよ", "しろ"]
  private static let notStems = [
    "とおり", "通り", "つき", "とき", "限り", "かぎり", "あたり", "により", "より", "なし", "ただし", "もし", "しかし", "わたり", "場合", "際",
    "たび", "ごとに", "ため", "ので", "から", "まで", "以下", "以上", "以内", "または", "及び", "および", "のち", "うち", "ほか", "い",
  ]
  private static let ichidanKanji = Set("見出得着似煮寝経".unicodeScalars)
  private static let stems: [Unicode.Scalar: String] = [
    "う": "い", "く": "き", "ぐ": "ぎ", "す": "し", "つ": "ち", "ぬ": "に", "ぶ": "び", "む": "み",
  ]

  /// The stem before ます of a plain verb.
  static func polite(_ statement: String) -> String? {
    let scalars = Array(statement.unicodeScalars)
    guard scalars.count >= 2, let last = scalars.last else { return nil }
    let before = scalars[scalars.count - 2]
    let stem = String(statement.dropLast())
    guard before.isKanji || isHiragana(before) else { return nil }
    if last == "る" {
      let isIchidan = "えけげせぜてでねべめれいきぎじちにびみり".unicodeScalars.contains(before) || ichidanKanji.contains(before)
      return isIchidan ? stem : stem + "り"
    }
    return stems[last].map { stem + $0 }
  }

  private static func isHiragana(_ scalar: Unicode.Scalar) -> Bool { (0x3041...0x3096).contains(scalar.value) }

  private static func isNounLike(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isKanji || (0x30A0...0x30FF).contains(scalar.value) || "」』）%℃)".unicodeScalars.contains(scalar)
      || scalar.properties.numericType != nil || scalar.isASCII && scalar.properties.isAlphabetic
  }
}
