import Foundation
import Records
import Testing

@testable import Generation

/// Answers that are not letter for letter in the passage: where their evidence stands, and what the gates make of them.
@Suite struct FreeAnswerTests {
  private static let bonus = Samples.chunk(
    """
    Each employee receives a bonus of 35,000 yen in June. The rules apply from 1 April 2025.
    The company pays 12 per cent of the fee. Lunch is served at noon in the north canteen.
    """, context: ["Pay rules"])
  private static let rules = Samples.chunk(
    """
    賞与は、社員一人につき３万５千円とする。この規程は、令和7年4月1日から施行する。
    会社は会費の12パーセントを負担する。駐車場の利用には、総務課の許可が必要である。
    """, context: ["給与規程"])

  /// UTF-8 ranges of the samples' sentences.
  private static func sentences(_ chunk: Chunk) -> [Range<Int>] {
    var out: [Range<Int>] = []
    var start = 0
    let bytes = Array(chunk.text.utf8)
    for index in bytes.indices
    where bytes[index] == 0x0A || (bytes[index] == 0x20 && bytes[index - 1] == 0x2E)
      || bytes[...index].suffix(3).elementsEqual("。".utf8)
    {
      if index + 1 > start + 1 { out.append(start..<index + 1) }
      start = index + 1
    }
    return start < bytes.count ? out + [start..<bytes.count] : out
  }

  private static func subject(_ question: String, _ answer: String, in chunk: Chunk, given: Bool = false)
    -> GateSubject?
  {
    let free = FreeAnswer(question: question, answer: answer, language: chunk.language)
    guard let place = free.evidence(in: chunk, sentences: sentences(chunk), isGiven: given) else { return nil }
    var subject = GateSubject(
      chunk: chunk, question: question, answer: answer, range: place.range, type: free.isYesNo ? .yesNo : .number)
    subject.isFreelyWorded = true
    return subject
  }

  private static func quote(_ subject: GateSubject) -> String {
    String(decoding: Array(subject.chunk.text.utf8)[subject.range], as: UTF8.self)
  }

  private func reason(_ subject: GateSubject) async throws -> String? {
    let gates = Gates(options: GateOptions(), templates: try Samples.templates(), reader: nil, retriever: nil)
    return try await gates.judge([subject]).first?.reason
  }

  @Test(arguments: [
    ("How much is the bonus of an employee?", "¥35,000", "35,000 yen"),
    ("How much is the bonus of an employee?", "35000 yen", "35,000 yen"),
    ("From when do the rules apply?", "April 1, 2025", "1 April 2025"),
    ("What share of the fee does the company pay?", "12%", "12 per cent"),
    (
      "How much is the bonus of an employee?", "The bonus is 35,000 yen for each employee.",
      "Each employee receives a bonus of 35,000 yen in June."
    ),
    ("Is lunch served in the north canteen?", "Yes", "Lunch is served at noon in the north canteen."),
    ("賞与は社員一人につきいくらですか？", "35000円", "３万５千円"),
    ("賞与は社員一人につきいくらですか？", "¥35,000", "３万５千円"),
    ("規程はいつから施行されますか？", "2025年4月1日", "令和7年4月1日"),
    ("会社は会費の何パーセントを負担しますか？", "12%", "12パーセント"),
    ("賞与は社員一人につきいくらですか？", "社員一人あたりの賞与は35,000円です。", "賞与は、社員一人につき３万５千円とする。"),
    ("駐車場の利用に総務課の許可は必要ですか？", "はい、必要です。", "駐車場の利用には、総務課の許可が必要である。"),
  ])
  func `an answer written otherwise finds its sentence and passes the gates`(
    question: String, answer: String, expected: String
  ) async throws {
    let chunk = Language(guessing: question) == .en ? Self.bonus : Self.rules
    let subject = try #require(Self.subject(question, answer, in: chunk))
    let quote = Self.quote(subject)
    #expect(expected.contains(quote) || quote.contains(expected), "\(quote)")
    #expect(quote.count <= expected.count + 6, "\(quote)")
    #expect(try await reason(subject) == nil)
  }

  @Test(arguments: [
    ("How much is the bonus of an employee?", "¥36,000", "answer-number-not-in-evidence"),
    (
      "How much is the bonus of an employee?", "The bonus is 53,000 yen for each employee.",
      "answer-number-not-in-evidence"
    ),
    ("How much is the bonus of an employee?", "$35,000", "answer-unit-not-in-evidence"),
    ("Where is lunch served?", "Lunch is served in the Yellow canteen.", "answer-name-not-in-evidence"),
    ("Where is lunch served?", "It is served outdoors beside a lake.", "not-supported"),
    ("How much is the bonus of an employee?", "An employee's bonus.", "answer-in-question"),
    ("賞与は社員一人につきいくらですか？", "社員一人あたり36,000円です。", "answer-number-not-in-evidence"),
    ("規程はいつから施行されますか？", "令和8年4月1日", "answer-number-not-in-evidence"),
  ])
  func `a wrong answer with its passage is stopped by the gate that is there for it`(
    question: String, answer: String, expected: String
  ) async throws {
    let chunk = Language(guessing: question) == .en ? Self.bonus : Self.rules
    let subject = try #require(Self.subject(question, answer, in: chunk, given: true))
    #expect(try await reason(subject) == expected)
  }

  @Test(arguments: [
    ("How much is the bonus of an employee?", "¥36,000"), ("How much is the bonus of an employee?", "35,000 dollars"),
    ("What does the gym charge a visitor?", "35000 yen"), ("Who leads the archive?", "Tomasz Wilk"),
    ("Does the gym open on Sundays in winter?", "Yes"), ("賞与は社員一人につきいくらですか？", "36,000円"),
    ("社員食堂の店長は誰ですか？", "丸山徹也"), ("賞与は社員一人につきいくらですか？", "みかん"),
  ])
  func `what no sentence supports has no place`(question: String, answer: String) {
    let chunk = Language(guessing: question) == .en ? Self.bonus : Self.rules
    #expect(Self.subject(question, answer, in: chunk) == nil)
  }

  @Test func `an answer of several sentences has the stretch that holds them`() throws {
    let answer = "The company pays 12% of the fee. Lunch is served in the north canteen at noon."
    let subject = try #require(Self.subject("What does the company do?", answer, in: Self.bonus))
    #expect(Self.quote(subject).hasPrefix("The company pays") && Self.quote(subject).hasSuffix("north canteen."))
  }

  @Test(arguments: [
    ("Yes", true), ("No, it does not.", true), ("はい。", true), ("いいえ、不要です。", true), ("November", false),
    ("No fewer than six", false), ("はいる前に", false), ("Yesterday", false),
  ])
  func `a yes or no is told by how the answer opens`(answer: String, expected: Bool) {
    #expect(FreeAnswer(question: "x", answer: answer, language: Language(guessing: answer)).isYesNo == expected)
  }

  @Test func `what is read back agrees with a sentence around it`() async throws {
    let subject = try #require(
      Self.subject(
        "How much is the bonus of an employee?", "The bonus is 35,000 yen for each employee.", in: Self.bonus))
    for (read, score) in [("35,000 yen", 1.0), ("12 per cent", 0.5)] {
      let gate = RoundTripGate(
        reader: ScriptedModel { _ in read }, templates: try Samples.templates(), options: GenerationOptions())
      let found = try #require(try await gate.measure([subject]).first?.score)
      #expect(score == 1 ? found == 1 : found < 0.6, "\(read)")
    }
  }

  @Test func `a number that a sentence states otherwise is not looked for in the next one`() throws {
    let chunk = Samples.chunk(
      "Working time must not exceed 60 hours a week.\nTell the technical team about a recall within 2 hours.")
    let subject = try #require(
      Self.subject("How long may working time be?", "Working time must not exceed 2 hours a week.", in: chunk))
    #expect(Self.quote(subject) == "Working time must not exceed 60 hours a week.")
    #expect(AnswerFactsGate().measure(subject).score < 1)
  }

  @Test func `words that stand in any document are no evidence of what nobody has pointed at`() {
    let chunk = Samples.chunk(
      "Up to four days can be carried over.\nSick pay is full pay for three weeks.\nLater it is half pay.",
      context: ["Employee benefits"])
    let (question, answer) = (
      "How long does a restore of the archive take?", "in three full steps, the later half slowly"
    )
    #expect(Self.subject(question, answer, in: chunk) == nil)
    #expect(Self.subject("How long is sick pay full pay?", "full pay for three weeks in sick pay", in: chunk) != nil)
  }
}
