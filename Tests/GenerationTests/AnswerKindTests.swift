import Foundation
import Records
import Testing

@testable import Generation

/// What a question asks for and what it is asked about, against the answer and its sentence.
@Suite struct AnswerKindTests {
  private func measure(_ gate: any TextGate, _ question: String, _ answer: String, in chunk: Chunk) -> GateMeasure {
    let start = chunk.text.range(of: answer).map {
      chunk.text.utf8.distance(from: chunk.text.startIndex, to: $0.lowerBound)
    }
    let range = (start ?? 0)..<((start ?? 0) + answer.utf8.count)
    return gate.measure(GateSubject(chunk: chunk, question: question, answer: answer, range: range, type: .factoid))
  }

  @Test(arguments: [
    ("How many people does the sensor cover?", "5 seconds"), ("When is the deposit paid?", "150 pounds"),
    ("Where is the meter?", "12 months"), ("Who pays the fee?", "1 April 2025"),
    ("How much does the course take?", "1 April 2025"),
    ("いつまでに申請しますか？", "9,800円"), ("定員は何人ですか？", "7時35分"), ("研修は何日ですか？", "7,000円"), ("責任者は誰ですか？", "12分"),
    ("窓口はどこですか？", "7年間"), ("なぜ禁止されていますか？", "30分間"), ("上限はいくらですか？", "2025年4月1日"),
  ])
  func `an answer of another kind than is asked for is found`(question: String, answer: String) {
    let chunk = Samples.chunk(answer)
    #expect(measure(AnswerKindGate(), question, answer, in: chunk).score == 0)
  }

  @Test(arguments: [
    ("How many days of leave are there?", "20 working days"), ("How long does it last?", "12 months"),
    ("When does it end?", "after two weeks"), ("When did it take effect?", "2019-05-01"), ("いつ施行しましたか？", "2019-05-01"),
    ("How many hours does it run?", "two days"), ("How much is the deposit?", "£150"),
    ("Who answers?", "Priya Nandakumar"),
    ("How much time is needed?", "14 days"), ("What is the limit?", "9,800 yen"),
    ("In which year was it founded?", "1952"),
    ("何日以内に支払いますか？", "50日以内"), ("休暇は何日ですか？", "2週間"), ("割合はいくらですか？", "41 %"), ("いつですか？", "入社から6か月後"),
    ("費用はいくらですか？", "月額16,500円"), ("誰が承認しますか？", "課長"), ("何年度の実績ですか？", "2024年度"), ("どこで行いますか？", "3階の会議室"),
  ])
  func `an answer of the kind that is asked for passes`(question: String, answer: String) {
    let chunk = Samples.chunk(answer)
    #expect(
      measure(AnswerKindGate(), question, answer, in: chunk).score == 1,
      "\(AskedValue(answer, language: chunk.language))")
  }

  @Test func `a question about another sentence than its answer's is found`() {
    let chunk = Samples.chunk(
      "The museum has a shop with postcards. The thermograph was shown in 1931.", context: ["History", "2 Exhibits"])
    #expect(measure(FocusGate(), "How large is the museum shop?", "1931", in: chunk).score == 0)
    #expect(measure(FocusGate(), "When was the thermograph shown?", "1931", in: chunk).score == 1)
    #expect(
      measure(FocusGate(), "In the history of exhibits, when was the thermograph there?", "1931", in: chunk).score == 1)
    let rules = Samples.chunk("休暇は20日である。駐車場は185台分ある。", context: ["就業規則"])
    #expect(measure(FocusGate(), "駐車場の広さはどれくらいですか？", "20日", in: rules).score == 0)
    #expect(measure(FocusGate(), "就業規則では休暇は何日ですか？", "20日", in: rules).score == 1)
  }

  @Test func `a cell's question may use the words of its table's head`() {
    let chunk = Samples.chunk("Grade | Hotel limit\nStaff | 9,800 yen\nDirector | 16,000 yen")
    #expect(measure(FocusGate(), "What is the hotel limit for a director?", "16,000 yen", in: chunk).score == 1)
    // A head that the context repeats is the head, and not the passage's first row.
    let later = Samples.chunk(
      "Staff in Kyoto | 9,800 yen\nDirector | 16,000 yen", context: ["Grade | Hotel limit", "Abroad\(Chunk.restOfRow)"])
    #expect(measure(FocusGate(), "What is the hotel limit for a director?", "16,000 yen", in: later).score == 1)
    #expect(measure(FocusGate(), "What is the hotel limit in Kyoto for a director?", "16,000 yen", in: later).score < 1)
    #expect(measure(FocusGate(), "会議室の広さは何ですか？", "16,000 yen", in: later).score < 1)
  }
}
