import Generation
import Records
import Testing

@Suite struct AnswerAgreementTests {
  @Test(arguments: [
    ("3万円", "30,000円", true), ("令和7年4月1日", "2025年4月1日", true), ("30日以内", "30日", true), ("30日", "20日", false),
    ("5万円", "5万ドル", false), ("総務部", "人事部", false), ("総務部の田中さん", "田中さん", true),
    ("2.5kg", "2,500g", true), ("18時", "午後6時", true), ("午前6時", "午後6時", false), ("2.5kg", "2.5g", false),
  ])
  func `Japanese answers agree by what they state`(left: String, right: String, agree: Bool) {
    #expect(AnswerAgreement.agree(left, right, .ja) == agree)
    #expect(AnswerAgreement.agree(right, left, .ja) == agree)
  }

  @Test(arguments: [
    ("within 30 days", "30 days", true), ("1 September 2024", "September 1, 2024", true), ("20 days", "25 days", false),
    ("the finance department", "Finance Department", true), ("Maria Lindqvist", "Tomasz Wilk", false),
    ("GBP 45.50", "45.5", true), ("6 p.m.", "18:00", true), ("1.5 hours", "90 minutes", true),
    ("6 p.m.", "6 a.m.", false),
  ])
  func `English answers agree by what they state`(left: String, right: String, agree: Bool) {
    #expect(AnswerAgreement.agree(left, right, .en) == agree)
  }

  @Test(arguments: [
    ("総務部長", "財務部長", false), ("人事課", "人事部", false), ("月曜日", "火曜日", false), ("田中太郎", "田中次郎", false),
    ("青色の棚", "赤色の棚", false), ("本館北側", "本館南側", false), ("5%以上", "5%以下", false), ("許可される", "許可されない", false),
    ("はい", "いいえ、できません", false), ("総務部の部長", "総務部長", true), ("総務部長", "総務部長が承認する。", true), ("3万円", "30,000円", true),
    ("30日以内", "30日", true), ("はい", "はい、できます", true), ("午前9時", "午後9時", false),
  ])
  func `Japanese answers that differ in a word or a letter do not say the same`(left: String, right: String, same: Bool)
  {
    #expect(AnswerAgreement.sayTheSame(left, right, .ja) == same)
    #expect(AnswerAgreement.sayTheSame(right, left, .ja) == same)
  }

  @Test(arguments: [
    ("the head of finance", "the head of security", false), ("gate A", "gate C", false), ("group I", "group II", false),
    ("Tom", "Tommy", false), ("the Leeds office manager", "the York office manager", false),
    ("before the meeting", "after the meeting", false), ("the blue steel cabinet", "the red steel cabinet", false),
    ("Staff may take projectors abroad.", "Staff may not take projectors abroad.", false),
    ("the head of finance", "head of Finance", true), ("within 48 hours", "48 hours", true),
    ("the board", "the board of directors", true), ("two buildings", "2 buildings", true),
  ])
  func `English answers that differ in a word do not say the same`(left: String, right: String, same: Bool) {
    #expect(AnswerAgreement.sayTheSame(left, right, .en) == same)
    #expect(AnswerAgreement.sayTheSame(right, left, .en) == same)
  }

  @Test func `questions that name other things are other questions`() {
    #expect(!AnswerAgreement.nameTheSame("What is the allowance in Germany?", "What is the allowance in France?", .en))
    #expect(
      AnswerAgreement.nameTheSame("What is the allowance in Germany?", "Which allowance is paid in Germany?", .en))
    #expect(!AnswerAgreement.nameTheSame("KR-200の重さは何kgですか", "KR-300の重さは何kgですか", .ja))
    #expect(AnswerAgreement.nameTheSame("繰り越しは何年までですか", "繰り越しは、何年まで認められますか", .ja))
  }
}
