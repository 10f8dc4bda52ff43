import Records
import Testing

@testable import Generation

/// A yes that differs from its sentence in one thing: who, which grade, how many, or on which condition.
@Suite struct YesNoContrastTests {
  private func isContrary(_ question: String, _ answer: String, _ sentence: String, around: String = "") -> Bool {
    let language: Language = sentence.unicodeScalars.contains(where: \.isJapanese) ? .ja : .en
    return Polarity.contradiction(of: answer, to: question, in: sentence, around: around, language) != nil
  }

  @Test(arguments: [
    // Someone is anyone, and what never is allowed is not allowed as anything that stands around.
    ("May a supplier employ someone under 16?", "No supplier may employ anyone under 16.", ""),
    ("May somebody under 18 drive the forklift?", "Nobody under 18 may drive the forklift.", ""),
    ("Is cash allowed as a gift?", "Cash is never allowed.", "Gifts worth up to £40 are allowed."),
    // The first of two clauses.
    (
      "Does the supplier pay for the first audit?",
      "The supplier does not pay for the first audit but pays £1,450 for every follow-up audit.", ""
    ),
    ("Is the gym open to visitors?", "The gym is not open to visitors, but members of the club may use it.", ""),
    // Grades.
    (
      "Does a queue longer than 5,000 messages raise a severity 2 alert?",
      "A queue longer than 5,000 messages raises a severity 1 alert.", ""
    ),
    ("Are solvents stored in zone C?", "Solvents are stored in zone B.", ""),
    ("小麦を使うラインはAラインですか。", "小麦を使うラインはBラインだけである。", ""),
    ("塗装の不良の重大度は重大度2ですか。", "塗装の不良の重大度は重大度3とする。", ""),
    // Counts and bearers.
    ("社用車の冷凍車は5台ですか。", "当社は普通車12台、軽トラック5台および冷凍車3台を保有する。", ""),

    ("駐車違反の反則金は当社が負担しますか。", "駐車違反の反則金は運転者が負担する。", ""),
    ("健康診断の費用は本人が支払いますか。", "健康診断の費用は会社が支払う。", ""),
    // Conditions and politeness.
    ("アルコール検知器の値が0.00mg/Lでないときも運転できますか。", "アルコール検知器の値が0.00mg/Lでないときは運転してはならない。", ""),
    ("保護具を着けていない場合は、機械を操作できますか。", "保護具を着けていない場合は、機械を操作してはいけません。", ""),
    ("相手方と示談の約束をしてもかまいませんか。", "相手方と示談の約束をしてはならない。", ""),
    ("相手と示談の約束をしてもよいですか。", "相手方と示談の約束をしてはならない。", ""),
    ("体温が37.5度以上の人は製造室に入れますか。", "体温が37.5度以上の人は入室できない。", ""),
  ])
  func `a yes that its sentence gainsays is found, and a no beside it is not`(
    question: String, sentence: String, around: String
  ) {
    let (yes, no) = sentence.unicodeScalars.contains(where: \.isJapanese) ? ("はい", "いいえ") : ("Yes", "No")
    #expect(isContrary(question, yes, sentence, around: around))
    #expect(!isContrary(question, no, sentence, around: around))
  }

  @Test(arguments: [
    ("May anyone smoke in the yard?", "Visitors may not smoke in the hall."),
    ("May anyone smoke in the hall?", "Visitors may not smoke in the hall."),
    (
      "Does the supplier pay for every follow-up audit?",
      "The supplier does not pay for the first audit but pays £1,450 for every follow-up audit."
    ),
    ("Does the canteen close?", "The canteen never closes but for repairs."),
    ("Is water allowed in the lab?", "Cash is never allowed."),
    ("May grade B steel be used?", "Grade A steel may be used."),
    ("Are solvents stored in zone C?", "Solvents are stored in zone B or in a locked cabinet."),
    ("Is there a severity 2 alert for a full disk?", "A queue longer than 5,000 messages raises a severity 1 alert."),
    ("Are audits done on floor 2?", "Audits are done on floor 2."),
    ("大阪支店の冷凍車は5台ですか。", "東京支店は冷凍車3台を保有する。"), ("冷凍車は3台ですか。", "冷凍車は3台以上とする。"),
    ("冷凍車は3台ですか。", "当社は冷凍車3台を保有する。"), ("冷凍車は5台ですか。", "冷凍車を3台から5台に増やす。"),
    ("反則金は運転者が負担しますか。", "反則金は運転者が負担する。"), ("反則金は従業員が負担しますか。", "反則金は運転者が負担する。"),
    ("小麦はAラインでも使いますか。", "小麦はBラインで使う。"),
    ("37.5度以上の人は食堂に入れますか。", "体温が37.5度以上の人は入室できない。"),
    ("許可を受けているときは残業できますか。", "許可を受けていないときは残業してはならない。"),
    ("残業はできますか。", "許可を受けていないときは残業してはならない。"),
    ("夜に駐車場を使ってもかまいませんか。", "夜に駐車場を使うことができる。"),
  ])
  func `a yes that may well be right passes`(question: String, sentence: String) {
    #expect(!isContrary(question, sentence.unicodeScalars.contains(where: \.isJapanese) ? "はい" : "Yes", sentence))
  }
}
