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
    ("窓口はどこですか？", "7年間"), ("名古屋営業所のメールアドレスは何ですか？", "田中美咲"),
    ("名古屋営業所の電話番号は何番ですか？", "田中美咲"), ("総務の内線番号を教えてください。", "総務部"),
    ("What is the e-mail address of the Leeds office?", "Priya Nandakumar"),
    ("What is the phone number of the Leeds office?", "Priya Nandakumar"), ("なぜ禁止されていますか？", "30分間"),
    ("上限はいくらですか？", "2025年4月1日"),
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
    ("植物を記録した天皇は誰ですか？", "昭和天皇"),
    ("メールアドレスは何ですか？", "tanaka@minato.example"), ("電話番号は何番ですか？", "052-218-4471"), ("会議室は何番ですか？", "3番"),
    ("誰のメールアドレスですか？", "田中美咲"), ("メールアドレスは何に使いますか？", "連絡"), ("電話番号はどこに書きますか？", "申請書"),
    ("Where is the e-mail address listed?", "the handbook"), ("メールアドレスはどの部署が管理しますか？", "情報システム課"),
    ("Which department changes a phone number?", "the front desk"),
    ("What is the e-mail address of the Leeds office?", "leeds@harbour.example"), ("復興の費用はいくらでしたか？", "257両2分銀6匁"),
    ("建国からいくら経って併合されましたか？", "1週間"),
  ])
  func `an answer of the kind that is asked for passes`(question: String, answer: String) {
    let chunk = Samples.chunk(answer)
    #expect(
      measure(AnswerKindGate(), question, answer, in: chunk).score == 1,
      "\(AskedValue(answer, language: chunk.language))")
  }

  @Test(arguments: [
    ("線の数は何円ですか？", "800"), ("線の数は何キログラムですか？", "800"), ("線の数は何人ですか？", "800"), ("線の数は誰ですか？", "800"),
    ("線の数はいつですか？", "800"), ("線の数はどこですか？", "800"), ("所定労働時間はいくらですか？", "7時間40分"), ("所定労働時間は何円ですか？", "7時間40分"),
    ("参加者は何キログラムですか？", "134"),
  ])
  func `a bare number, or a time, is no answer to what its sentence does not speak of`(question: String, answer: String)
  {
    let chunk = Samples.chunk("所定労働時間は7時間40分である。線の数は800である。重さは12kgである。参加者は134である。料金は500円である。")
    #expect(measure(AnswerKindGate(), question, answer, in: chunk).reason == "answer-kind")
  }

  @Test(arguments: [
    ("Who ships orders a day?", "15"), ("When does the workshop keep tools?", "12"),
    ("Where does the model read tokens?", "4096"),
    ("How many kilometres of tables has the hall?", "40"),
    ("How much money is the number of tables in the hall?", "40"),
    ("How many pounds does the hall have tables?", "40"),
  ])
  func `a bare number is neither a person nor a day nor a place nor an unnamed measure`(
    question: String, answer: String
  ) {
    let chunk = Samples.chunk(
      "The workshop keeps 12 tools. The shop ships 15 orders a day. The hall has 40 tables. It reads 4096 tokens.")
    #expect(measure(AnswerKindGate(), question, answer, in: chunk).reason == "answer-kind")
  }

  @Test(arguments: [
    ("料金は何円ですか？", "500", "料金は500円である。"), ("標準価格は何円ですか？", "57,200", "型番 | 価格（円）\nKL-250 | 57,200"),
    ("重さは何キログラムですか？", "12", "型番 | 質量（kg）\nKL-250 | 12"), ("利用率は何パーセントですか？", "58.4", "利用率は58.4%である。"),
    ("参加者は何人ですか？", "134", "参加者 | 134\n見学者 | 20"), ("売上は何円ですか？", "120", "単位：百万円\n売上 | 120"),
    ("創業は何年ですか？", "1952", "創業 | 1952\n移転 | 1958"), ("優勝したのはいつですか？", "1972", "優勝は1972である。"),
    ("線の数はいくらですか？", "800", "線の数は800である。"), ("線の数はいくつですか？", "800", "線の数は800である。"),
    ("どこの内線が何番ですか？", "4021", "総務課の内線は4021である。"),
    ("When was the plant founded?", "1952", "The plant was founded in 1952."),
    ("How many seconds does the lamp blink?", "5", "The lamp blinks for 5 seconds."),
    ("How many metres long is the hall?", "25", "Part | Length (m)\nHall | 25"),
    ("How many pounds does the ticket cost?", "12", "Ticket | Fee in £\nDay | 12"),
    ("How many miles east of Berlin is Warsaw?", "325", "It lies 523 km (325 mi) east of Berlin."),
    ("How many people came?", "300", "At the fair 300 came."),
    ("How many tools are kept?", "12", "The shop keeps 12 tools."),
    ("Who wore which number?", "23", "Tom wore 23."),
  ])
  func `a bare number answers what its sentence or its table's head speaks of`(
    question: String, answer: String, text: String
  ) {
    #expect(measure(AnswerKindGate(), question, answer, in: Samples.chunk(text)).score == 1)
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
