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

  @Test func `questions that name other things are other questions`() {
    #expect(!AnswerAgreement.nameTheSame("What is the allowance in Germany?", "What is the allowance in France?", .en))
    #expect(
      AnswerAgreement.nameTheSame("What is the allowance in Germany?", "Which allowance is paid in Germany?", .en))
    #expect(!AnswerAgreement.nameTheSame("KR-200の重さは何kgですか", "KR-300の重さは何kgですか", .ja))
    #expect(AnswerAgreement.nameTheSame("繰り越しは何年までですか", "繰り越しは、何年まで認められますか", .ja))
  }
}
