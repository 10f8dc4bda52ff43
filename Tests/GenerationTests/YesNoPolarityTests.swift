import Foundation
import Records
import Testing

@testable import Generation

/// A yes to what the document denies, in words that are not the document's.
@Suite struct YesNoPolarityTests {
  private static let leave = Samples.chunk(
    "リフレッシュ休暇は勤続10年で5日を付与する。半日単位の取得はできない。年次休暇は時間単位で取得することができる。", context: ["出張旅費規程", "第6条 休暇"])
  private static let loans = Samples.chunk(
    """
    A tablet may be lent for up to 14 days, and a projector for up to 48 hours. Projectors must not be taken abroad. \
    Damage must be reported within 24 hours to the security office.
    """, context: ["Equipment Loan Policy", "4 Limits"])

  private func reason(_ question: String, _ answer: String, evidence: String, in chunk: Chunk) throws -> String {
    let found = try #require(chunk.text.range(of: evidence))
    let start = chunk.text.utf8.distance(from: chunk.text.startIndex, to: found.lowerBound)
    var subject = GateSubject(
      chunk: chunk, question: question, answer: answer, range: start..<start + evidence.utf8.count, type: .yesNo)
    subject.isFreelyWorded = true
    let bare = AnswerFactsGate().measure(subject).reason
    // A quote with its full stop is the same sentence.
    subject.range = start..<start + evidence.utf8.count + (chunk.language == .ja ? "。" : ".").utf8.count
    #expect(AnswerFactsGate().measure(subject).reason == bare)
    return bare
  }

  @Test(arguments: [
    ("リフレッシュ休暇は半日単位で取れますか。", "はい、取れます。"), ("リフレッシュ休暇は半日単位での取得が可能ですか。", "はい"),
    ("半日単位で休暇を取得することはできますか。", "はい、取得できます。"), ("社員は半日単位の取得を許可されていますか。", "はい"),
  ])
  func `a yes to what a Japanese sentence denies is found`(question: String, answer: String) throws {
    #expect(
      try reason(question, answer, evidence: "半日単位の取得はできない", in: Self.leave) == "answer-contradicts-evidence")
  }

  @Test(arguments: [
    ("リフレッシュ休暇は半日単位で取れますか。", "いいえ、取れません。"), ("リフレッシュ休暇は取得できますか。", "はい"), ("休暇は時間単位で取得できますか。", "はい"),
    ("部長は半日単位で取得できますか。", "はい"), ("半日単位の勤務はできますか。", "はい"),
  ])
  func `a no, or a question of something else, passes beside a Japanese denial`(question: String, answer: String) throws
  {
    #expect(try reason(question, answer, evidence: "半日単位の取得はできない", in: Self.leave) == "")
  }

  @Test(arguments: [
    ("Can staff take projectors abroad?", "Yes, projectors can be taken abroad."),
    ("Is it allowed to take a projector abroad?", "Yes"), ("May loaned projectors be taken abroad?", "Yes, they may."),
    ("Are projectors allowed to be taken abroad under the loan policy?", "Yes"),
  ])
  func `a yes to what an English sentence denies is found`(question: String, answer: String) throws {
    #expect(
      try reason(question, answer, evidence: "Projectors must not be taken abroad", in: Self.loans)
        == "answer-contradicts-evidence")
  }

  @Test(arguments: [
    ("Can staff take projectors abroad?", "No, they cannot."), ("Can projectors be taken home?", "Yes"),
    ("Are projectors taken back by the shop?", "Yes"), ("May projectors be lent for up to 48 hours?", "Yes"),
    ("Can directors of the Leeds branch take projectors abroad?", "Yes"),
  ])
  func `a no, or a question of something else, passes beside an English denial`(question: String, answer: String) throws
  {
    #expect(try reason(question, answer, evidence: "Projectors must not be taken abroad", in: Self.loans) == "")
  }

  @Test(arguments: [
    ("Must damage be reported within 48 hours to the security office?", "Yes", false),
    ("Must damage be reported within 48 hours to the security office?", "No", true),
    ("Must damage be reported within 24 hours to the security office?", "Yes", true),
    ("Must damage be reported to the security office in more than 12 hours?", "Yes", true),
    ("Can damage be reported within 12 hours to the security office?", "Yes", true),
  ])
  func `a yes to another number than the sentence states is found`(
    question: String, answer: String, isSound: Bool
  ) throws {
    let evidence = "Damage must be reported within 24 hours to the security office"
    #expect(try (reason(question, answer, evidence: evidence, in: Self.loans) == "") == isSound)
  }

  @Test(arguments: [
    ("一。二です。三だ。", "三だ", "二です"), ("First line\nSecond. Third one.", "Third", "Second"),
    ("First line\n\nSecond one.", "Second", "First line"), ("Only one.", "Only", ""),
  ])
  func `the sentence before is the one that ends before`(text: String, place: String, expected: String) throws {
    let found = try #require(text.range(of: place))
    let start = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
    let before = SentenceAround.before(start..<start + place.utf8.count, in: text)
    #expect(before.trimmingCharacters(in: .whitespaces) == expected)
  }
}
