import Foundation
import Records
import Testing

@testable import Generation

@Suite struct GatesTests {
  private static func subject(
    _ question: String, answer: String, in chunk: Chunk, type: QuestionType = .factoid
  ) -> GateSubject {
    let range = chunk.text.range(of: answer).map { found in
      chunk.text.utf8.distance(
        from: chunk.text.startIndex, to: found.lowerBound)..<chunk.text.utf8.distance(
          from: chunk.text.startIndex, to: found.upperBound)
    }
    return GateSubject(chunk: chunk, question: question, answer: answer, range: range ?? 0..<1, type: type)
  }

  private func reason(_ subject: GateSubject) async throws -> String? {
    let gates = Gates(
      options: GateOptions(), templates: try Samples.templates(), reader: nil, retriever: nil)
    return try await gates.judge([subject]).first?.reason
  }

  @Test(arguments: [
    ("What is the daily allowance in Europe?", "GBP 45.50"),
    ("Who answers questions about expense claims?", "Maria Lindqvist"),
    ("For which amounts are receipts required?", "amounts above £20"),
    ("By when must a claim be submitted after the trip?", "within 30 days"),
    ("Please tell me: what is the daily allowance?", "GBP 45.50"),
    ("How long do employees have to submit their claims?", "30 days"),
  ])
  func `a sound English question passes`(question: String, answer: String) async throws {
    #expect(try await reason(Self.subject(question, answer: answer, in: Samples.expenses)) == nil)
  }

  @Test(arguments: [
    ("通勤手当の上限は月額いくらですか？", "３０，０００円"), ("申請は総務部の誰に提出しますか？", "田中さん"), ("有給休暇とは何ですか？", "賃金が支払われる休暇"),
    ("USBメモリを使用できないのはなぜですか？", "情報漏えいを防ぐため"), ("通勤手当の上限の金額を教えてください。", "３０，０００円"), ("入社6か月後に与えられる休暇は何日ですか？", "10日"),
  ])
  func `a sound Japanese question passes`(question: String, answer: String) async throws {
    #expect(try await reason(Self.subject(question, answer: answer, in: Samples.rules)) == nil)
  }

  @Test(arguments: [
    ("", "no-question"), ("Why?", "too-short"),
    (
      "What "
        + (0..<50).map { "allowance of claim \(String(UnicodeScalar(UInt8(97 + $0 % 26))))" }.joined(
          separator: " ") + "?", "too-long"
    ),
    ("The daily allowance in Europe.", "not-a-question"), ("ヨーロッパの手当はいくらですか？", "wrong-language"),
    ("What is the daily allowance in 鹿 Europe?", "garbled"),
    ("What is the daily allo\u{FFFD}ance in Europe?", "garbled"),
    ("What is the daily allowance of the daily allowance of the trip?", "repetition"),
    ("What is the claim claim claim limit?", "repetition"),
    ("Is the daily allowance GBP 45.50 in Europe?", "answer-in-question"),
    ("What does this document say about the allowance?", "deixis"),
    ("What is the allowance mentioned above?", "deixis"),
    ("What is the allowance in the passage?", "deixis"), ("When must they submit it?", "deixis"),
    ("Which of the following is the allowance?", "deixis"), ("What is the color of a happy zebra?", "vague"),
    ("What is the allowance for 12 nights?", "number-not-in-passage"),
  ])
  func `an unsound English question is stopped with its reason`(question: String, expected: String) async throws {
    #expect(try await reason(Self.subject(question, answer: "GBP 45.50", in: Samples.expenses)) == expected)
  }

  @Test(arguments: [
    ("", "no-question"), ("何か？", "too-short"), (String(repeating: "通勤と手当", count: 30) + "は何ですか？", "too-long"),
    ("通勤手当の上限。", "not-a-question"), ("通勤手当に上限はありますかとは何ですか？", "question-of-question"),
    ("What is the upper limit for commuting?", "wrong-language"),
    ("通勤手当の\u{FFFD}限はいくらですか？", "garbled"),
    ("通勤手当の通勤手当の上限はいくらですか？", "repetition"), ("上限は３０，０００円ですか？", "answer-in-question"),
    ("上限は30000円ですか？", "number-not-in-passage"), ("本文によると手当の上限はいくらですか？", "deixis"), ("上記の手当はいくらですか？", "deixis"),
    ("この規則の手当はいくらですか？", "deixis"), ("本規程で定める手当はいくらですか？", "deixis"),
    ("文中で手当はいくらとされていますか？", "deixis"), ("通勤手当の上限はこの規則ではいくらですか？", "deixis"), ("それはいくらまでですか？", "deixis"),
    ("好きな果物は何ですか？", "vague"), ("手当は8年でいくらですか？", "number-not-in-passage"),
  ])
  func `an unsound Japanese question is stopped with its reason`(question: String, expected: String) async throws {
    // The grounded gate comes first, so a number that only drops the comma is compared by its digits.
    let wanted = question.contains("30000") ? "answer-in-question" : expected
    #expect(try await reason(Self.subject(question, answer: "３０，０００円", in: Samples.rules)) == wanted)
  }

  @Test func `an answer that is not at its place is not grounded`() async throws {
    var subject = Self.subject("What is the daily allowance in Europe?", answer: "GBP 45.50", in: Samples.expenses)
    subject.range = subject.range.lowerBound + 1..<subject.range.upperBound + 1
    #expect(try await reason(subject) == "not-grounded")
    subject.range = 0..<100_000
    #expect(try await reason(subject) == "not-grounded")
  }

  @Test(arguments: [("通勤手当の支給の上限は。", true), ("会社の休日は", true), ("通勤手当の支給の上限。", false), ("これは", false)])
  func `a Japanese question may end with what it asks for and は`(question: String, asks: Bool) {
    let subject = Self.subject(question, answer: "30,000円", in: Samples.rules)
    #expect((QuestionFormGate().measure(subject).score == 1) == asks)
  }

  @Test func `words that only look like pointing are let through`() async throws {
    let chunk = Samples.chunk("その他の手当は本社と本部で月5,000円です。本人確認はそれぞれ行います。")
    for question in [
      "本社はどこの国にありますか？", "手当を二度受け取った社員がそれを返す期限はいつですか？", "その他の手当は月いくらですか？", "本社の手当はいくらですか？", "本人確認はそれぞれどこで行いますか？",
    ] {
      let subject = Self.subject(question, answer: "5,000円", in: chunk)
      #expect(DeixisGate().measure(subject) == .sound, "\(question)")
    }
    #expect(
      DeixisGate().measure(Self.subject("What happens to receipts that are lost?", answer: "x", in: Samples.expenses))
        == .sound)
  }

  private static func asking(_ question: String) -> GateSubject {
    subject(question, answer: "x", in: Language(guessing: question) == .en ? Samples.expenses : Samples.rules)
  }

  @Test(arguments: [
    "取組みについて、これは、工場が使う電力のおよそ何パーセントに当たりますか？", "取組みについて、これにより、何が減りますか？",
    "保護具と作業について、これを超える物は何人以上で持ちますか？", "これを超える物は、何人以上で持ちますか？", "端末とデータについて、そのうち何部を保管しますか？",
    "工場では、これにより、電力を何パーセント減らしましたか？", "質問です。研修について、これは何日間ですか？", "監査のために確認します。これは何年間保存しますか？",
    "What happens if the customer does not answer within that time?",
    "Who answers it when they complain to the officer?",
    "What does it cost when they attend the repair course?", "Please tell me: how do I cancel it?",
    "In “Repair”, what does it cost?", "What does those rules forbid?", "What does the document say about receipts?",
    "Who wrote the first section?", "What is the title of the document?", "What does that safety section require?",
    "How much oil does it hold?", "What grade of oil does it need?", "Which pressure may it not exceed?",
    "When did the second one open?", "What is the weight of the said pump?", "What pressure is listed in the table?",
    "From the information provided, what does the pump weigh?", "In which office do they keep the receipts?",
    "そこでの油温は何度以下に保ちますか？", "あそこにある連絡先は内線何番ですか？", "さっきの試験は何時に始まりますか？", "左の表にある最大荷重は何トンですか？",
    "引用文にある倉庫の床面積はいくらですか？", "与えられた情報によると、倉庫の床面積はいくらですか？", "文書によると、倉庫の床面積はいくらですか？",
    "資料によれば、倉庫の天井の高さは何メートルですか？", "テキストに書かれている倉庫の床面積はいくらですか？", "記述によれば、倉庫の床面積は何平方メートルですか？",
  ])
  func `what points at something unnamed is stopped, behind a frame too`(question: String) {
    #expect(DeixisGate().measure(Self.asking(question)).reason == "deixis")
  }

  @Test(arguments: [
    "Which service quality officer answers those who complain about a repair?",
    "What do those working at night receive?",
    "What is the record of the section iris of the directory?", "What does the section 4.2 require?",
    "Who signed the document HR-3?", "What is the length of the text of the lease?", "Who leads the sales section?",
    "What does the section “Claims” require?", "Who wrote the article called Silent Spring?",
    "How long does it take to repair a lift?", "Is it true that receipts are kept?",
    "Who sold his company to the bank?",
    "What do employees do when they are ill?",
    "How many days does a customer have until the deadline of that year of trial?",
    "有給休暇について、その日数は何日ですか？", "鍵を借りた社員は、それをいつまでに返しますか？", "こころの相談窓口は誰が担当しますか？",
    "研修について、これまでの受講者は何名ですか？",
    "How many days does it take to replace the filter?", "What does the pump need before it starts?",
    "After the pump has been cleaned, how long must it dry?", "Which of the two plants is the older one?",
    "How long should one wait before opening the housing?", "What is said to be the oldest plant of the company?",
    "What is the height of the table in the canteen?", "What information is provided to visitors?",
    "What is written in the table of fees?", "Which pump is the one that failed in May?",
    "会議資料に記載されている議題は何ですか？", "出張で右の表示灯が点いたときは何をしますか？", "機械の上の表面は何度になりますか？",
    "契約書の文書によると定められた期間は何年ですか？", "倉庫に示された避難経路はどこですか？", "与えられた権限を返すのはいつですか？",
  ])
  func `what names itself is let through`(question: String) {
    #expect(DeixisGate().measure(Self.asking(question)) == .sound)
  }

  @Test(arguments: [
    "Travel rules 2024について、The hotel limit in Kyoto isいくらfor all employees of the sales sectionですか？",
    "Expense guideについて、Claims are sent within何daysto the accounts deskですか？",
  ])
  func `a question in two languages is stopped`(question: String) {
    let measure = LanguageGate().measure(Self.subject(question, answer: "x", in: Samples.rules))
    #expect(measure.reason == "mixed-languages" && measure.score == 0)
  }

  @Test func `Japanese grammar in an English question is stopped, and a Japanese word that it asks about is not`() {
    let chunk = Samples.chunk(
      "The word 改善 (kaizen) means a change for the better, say the people of the factory. おもてなし too.")
    func reason(_ question: String) -> String {
      LanguageGate().measure(Self.subject(question, answer: "x", in: chunk)).reason
    }
    #expect(reason("Which change for the better do the people of the factory call kaizen ですか？") == "mixed-languages")
    #expect(reason("What do the people of the factory mean by 改善?") == "")
    #expect(reason("What do most of the people who work at the factory in the town mean by おもてなし?") == "")
  }

  @Test(arguments: [
    "USBメモリのUSB 3.2 Gen 2x2とは何ですか？", "Microsoft Teams for Educationの管理者は誰ですか？", "The Lord of the Ringsの監督は誰ですか？",
    "KR-200のfirmwareはgit pullで更新できますか？", "『let it be me and you』を歌った歌手は誰ですか？", "Terms of Useの発効日はいつですか？",
    "「What is the limit for all employees?」という質問の答えは何ですか？",
  ])
  func `Latin names, codes and titles in a Japanese question are everyday Japanese`(question: String) {
    #expect(LanguageGate().measure(Self.subject(question, answer: "x", in: Samples.rules)) == .sound)
  }

  @Test(arguments: [
    ("荷重は250トンとする。", "two hundred fifty tons", "answer-in-other-language"), ("荷重は250トンとする。", "250 tons", ""),
    ("荷重は250トンとする。", "250トン", ""), ("OSはWindowsとLinuxである。", "Linux", ""), ("起動にはgit pullを使う。", "git pull", ""),
    ("機種はKR-200で、重さは85 kgである。", "85 kg", ""), ("The load is 250 tons.", "250トンです", "answer-in-other-language"),
    ("The load is 250 tons.", "250 tons", ""), ("The word 改善 means a change for the better.", "改善", ""),
  ])
  func `an answer in words of its own is written in the language of its question`(
    text: String, answer: String, expected: String
  ) {
    let chunk = Samples.chunk(text)
    var subject = GateSubject(
      chunk: chunk, question: chunk.language == .ja ? "これについて何と書いてありますか？" : "What is written about the thing?",
      answer: answer, range: 0..<text.utf8.count, type: .factoid)
    subject.isFreelyWorded = true
    #expect(LanguageGate().measure(subject).reason == expected)
  }

  @Test(arguments: [
    ("点検を六か月ごとに行うプレス機の点検は何か月ごとですか？", "6か月ごと", true), ("創業が1973年6月の会社の創業はいつですか？", "昭和48年6月", true),
    ("In which cabinet of building C, cabinet twelve, are gaskets kept?", "cabinet 12", true),
    ("How long is the wait of ten minutes?", "10 minutes", true),
    ("How many minutes is the wait of 1.5 hours?", "90 minutes", true),
    ("六か月ごとに点検するプレス機の保証は何か月ですか？", "12か月", false), ("1973年6月に創業した会社が本社を移したのはいつですか？", "昭和48年9月", false),
    ("第二の取引先の候補を何社挙げますか？", "2社", false), ("How many lifts do the twelve plants have?", "12 lifts", false),
    ("一日に休憩は何回ありますか？", "1日1回", false), ("In which of the 3 buildings are gaskets kept?", "building 3", false),
    ("How long is the break on day 2?", "2 hours", false),
  ])
  func `an answer in another spelling is given away too`(question: String, answer: String, isGiven: Bool) {
    let chunk = Samples.chunk(question)
    let subject = GateSubject(chunk: chunk, question: question, answer: answer, range: 0..<1, type: .number)
    #expect((AnswerInQuestionGate().measure(subject).score < GateOptions().answerNotGiven) == isGiven)
  }

  @Test func `the score of the rank is its inverse, and a rank too low fails`() async throws {
    let own = Samples.expenses.id
    let others = (0..<9).map { ContentHash(of: ["\($0)"]) }
    let subject = Self.subject("What is the allowance?", answer: "GBP 45.50", in: Samples.expenses)
    let second = try await RetrievalRankGate(retriever: ScriptedRetriever(hits: [others[0], own]))
      .measure([subject])
    #expect(second.map(\.score) == [0.5])
    #expect(Gates.Result([.retrieval: second[0]], GateOptions()).passed)
    let late = try await RetrievalRankGate(retriever: ScriptedRetriever(hits: others + [own])).measure([subject])
    #expect(late == [.flaw("retrieval-rank", found: "rank 10", score: 0.1)])
    #expect(Gates.Result([.retrieval: late[0]], GateOptions()).reason == "retrieval-rank")
    #expect(Gates.Result([.retrieval: late[0]], .lowest).passed)
  }

  @Test(
    arguments: [
      ("GBP 45.50", nil, 1.0), ("45.50", nil, 0.8), ("", "round-trip-empty", 0),
      ("Maria Lindqvist", "round-trip-failed", 0),
    ] as [(String, String?, Double)])
  func `the round trip compares the answer read back with the one meant`(
    read: String, expected: String?, score: Double
  ) async throws {
    let model = ScriptedModel { _ in read }
    let gate = RoundTripGate(
      reader: model, templates: try Samples.templates(), options: GenerationOptions())
    let subject = Self.subject("What is the daily allowance?", answer: "GBP 45.50", in: Samples.expenses)
    let measure = try #require(try await gate.measure([subject]).first)
    #expect(abs(measure.score - score) < 0.01)
    #expect(Gates.Result([.roundTrip: measure], GateOptions()).reason == expected)
    let request = try #require(model.requests.first)
    #expect(request.spanOf == Samples.expenses.text)
    #expect(request.temperature == 0)
    #expect(request.prompt.contains("Travel rules > 2 Claims\n" + Samples.expenses.text))
  }

  @Test func `Japanese answers are compared by characters, whatever their width`() {
    #expect(OverlapScore.f1("30,000円", "３０，０００円", language: .ja) == 1)
    #expect(OverlapScore.f1("田中", "田中さん", language: .ja) > 0.6)
    #expect(OverlapScore.f1("the red robot", "a red robot", language: .en) == 1)
    #expect(OverlapScore.f1("", "x", language: .en) == 0)
  }

  @Test func `cheap gates stand before dear ones, and what fails does not come to the next`() async throws {
    let model = ScriptedModel { _ in "GBP 45.50" }
    let gates = Gates(
      options: GateOptions(), templates: try Samples.templates(), reader: model,
      retriever: ScriptedRetriever(hits: [Samples.expenses.id]))
    let good = Self.subject("What is the daily allowance?", answer: "GBP 45.50", in: Samples.expenses)
    let bad = Self.subject("Allowance.", answer: "GBP 45.50", in: Samples.expenses)
    let results = try await gates.judge([bad, good])
    #expect(results.map(\.reason) == ["too-short", nil])
    #expect(model.requests.count == 1)
    #expect(results[0].scores["roundTrip"] == nil)
    #expect(
      results[1].scores
        == Dictionary(
          uniqueKeysWithValues: GateName.allCases.filter { $0 != .judge && $0 != .focus }.map { ($0.rawValue, 1) }))
  }

  @Test func `every reason has a sentence in both languages`() async throws {
    let gates = Gates(
      options: GateOptions(), templates: try Samples.templates(), reader: ScriptedModel { _ in "" },
      retriever: ScriptedRetriever(hits: []))
    for gate in gates.all {
      #expect(!gate.reasons.isEmpty)
      for code in gate.reasons.keys { #expect(Gates.reasonCodes.contains(code)) }
    }
    for code in Gates.reasonCodes {
      let text = try #require(Gates.explanation(code))
      #expect(text.en.hasSuffix(".") && Language(guessing: text.en) == .en)
      #expect(text.ja.hasSuffix("。") && Language(guessing: text.ja) == .ja)
    }
  }
}
