import Foundation
import Records
import Testing

@testable import Generation

@Suite struct AnswerCandidatesTests {
  private func found(_ chunk: Chunk) -> [String: QuestionType] {
    var options = AnswerCandidates.Options()
    options.maximumPerChunk = 100
    return Dictionary(
      AnswerCandidates.find(in: chunk, options: options).map { ($0.text, $0.type) }, uniquingKeysWith: { one, _ in one }
    )
  }

  @Test func `English amounts keep their unit and currency`() {
    let found = found(Samples.expenses)
    #expect(found["30 days"] == .number)
    #expect(found["GBP 45.50"] == .number)
    #expect(found["£20"] == .number)
  }

  @Test func `English dates, times, names and addresses are found whole`() {
    let found = found(Samples.expenses)
    #expect(found["25 April 2025"] == .factoid)
    #expect(found["9:00 to 17:30"] == .factoid)
    #expect(found["9:00"] == nil)
    #expect(found["Maria Lindqvist"] == .factoid)
    #expect(found["Finance Department"] == .factoid)
    #expect(found["travel@kitsune-robotics.example"] == .factoid)
    #expect(found["4021"] == .factoid)
  }

  @Test func `English definitions, reasons, procedures and lists are found`() {
    let found = found(Samples.robot)
    #expect(found["the base on which the robot charges its battery"] == .definition)
    #expect(found["because the sensor detects a step of more than 25 mm"] == .reason)
    #expect(found["press the green button for three seconds"] == .procedure)
    #expect(found["the robot\n- one charging cable\n- two side brushes"] == .list)
    #expect(found["−10 °C to 40 °C"] == .number)
    #expect(found["3.5 kg"] == .number)
    #expect(found["25 mm"] == .number)
    #expect(found["three seconds"] == .number)
    #expect(found["KR-200"] == .factoid)
  }

  @Test func `Japanese amounts, full-width ones too, dates and ranges are found`() {
    let found = found(Samples.rules)
    #expect(found["６か月後"] == .number)
    #expect(found["10日"] == .number)
    #expect(found["３０，０００円"] == .number)
    #expect(found["午前9時から午後5時30分まで"] == .factoid)
    #expect(found["毎月25日"] == .factoid)
  }

  @Test func `Japanese names, definitions, reasons and procedures are found`() {
    let found = found(Samples.rules)
    #expect(found["田中さん"] == .factoid)
    #expect(found["総務部"] == .factoid)
    #expect(found["賃金が支払われる休暇"] == .definition)
    #expect(found["情報漏えいを防ぐため"] == .reason)
    #expect(found["始業時刻までに上長へ電話で連絡してください"] == .procedure)
  }

  @Test func `what only says that steps follow is no answer`() {
    #expect(!found(Samples.chunk("電池を交換するときは、次のことを守ってください。")).values.contains(.procedure))
    #expect(
      !found(Samples.chunk("To replace the battery, please follow the following steps in order.")).values.contains(
        .procedure))
    #expect(found(Samples.chunk("電池を交換するときは、電源を切ってから行ってください。")).values.contains(.procedure))
  }

  @Test func `cells of a table are candidates, and so are their amounts`() {
    let found = found(Samples.price)
    #expect(found["128,000円"] == .number)
    #expect(found["BR-10"] == .factoid)
  }

  @Test(arguments: [
    ("The fee is 5% per month.", "5% per month"), ("It takes 5 business days.", "5 business days"),
    ("Hold it for between 5 and 10 minutes.", "5 and 10 minutes"),
    ("The bus has 25 registered passengers.", "25 registered passengers"),
    ("Deliver by March 31, 2026 at the latest.", "March 31, 2026"),
    ("The price is $1.2 million in total.", "$1.2 million"),
    ("Call +44 20 7946 0958 at night.", "+44 20 7946 0958"), ("Meetings are on Mondays.", "Mondays"),
    ("湿度は20%〜80%で使います。", "20%〜80%"), ("電話は03-1234-5678です。", "03-1234-5678"), ("会議は令和7年4月1日に開きます。", "令和7年4月1日"),
    ("保存期間は五年間です。", "五年間"), ("書庫は23 ℃ ± 0.5 ℃に保ちます。", "23 ℃ ± 0.5 ℃"), ("ポートは27415.", "27415"),
    ("荷物は22キログラム以下です。", "22キログラム以下"), ("報告は3労働日以内です。", "3労働日以内"),
    ("社員は45 %引きで買えます。", "45 %引き"), ("係長の森山太一郎が担当します。", "森山太一郎"),
    ("We are Hoshi Tools Co., Ltd. of Kyoto.", "Hoshi Tools Co., Ltd."), ("労働時間は7時間40分です。", "7時間40分"),
    ("The term is 1 year 6 months.", "1 year 6 months"), ("休日は土曜日、日曜日、国民の祝日です。", "国民の祝日"), ("定員は２５名以内です。", "２５名以内"),
    ("重さは3.2kgです。", "3.2kg"),
    ("申込みは2025年4月1日（火）午前10時までです。", "2025年4月1日（火）午前10時まで"),
  ])
  func `a single answer is cut where a reader would cut it`(text: String, answer: String) {
    #expect(found(Samples.chunk(text)).keys.contains(answer), "\(found(Samples.chunk(text)))")
  }

  @Test func `the head of a table is no answer, and its first row is one where the head stands in the context`() {
    #expect(!found(Samples.price).keys.contains("型番"))
    let rest = Samples.chunk("掃除ロボット | KR-200 | 128,000円\n交換ブラシ | BR-10 | 2,400円", context: ["価格表", "品名 | 型番 | 価格"])
    #expect(found(rest).keys.contains("128,000円"))
    #expect(found(rest).keys.contains("2,400円"))
  }

  @Test(arguments: ["When you are ill, the following applies.", "手当は次の表のとおりとする。"])
  func `what only points at a list is no answer`(text: String) {
    #expect(!found(Samples.chunk(text)).keys.contains { $0.contains("following") || $0.contains("とおり") })
  }

  @Test func `the number of a clause is no answer`() {
    #expect(!found(Samples.chunk("2.4 Guests sign the book.")).keys.contains("2.4"))
  }

  @Test func `headings are never answers`() {
    let text = "# Chapter 7 Holidays\nTravel rules\nStaff get 12 days."
    let texts = found(Samples.chunk(text, context: ["Travel rules"]))
    #expect(texts.keys.contains("12 days"))
    #expect(!texts.keys.contains { $0.contains("7") || $0.contains("Travel") })
  }

  @Test func `a passage without any fact has no candidates`() {
    #expect(AnswerCandidates.find(in: Samples.chunk("Thank you very much for this.")).isEmpty)
    #expect(AnswerCandidates.find(in: Samples.chunk("よろしくおねがいします。")).isEmpty)
    #expect(AnswerCandidates.find(in: Samples.chunk("")).isEmpty)
  }

  @Test func `the number of candidates is capped and the best come first`() {
    var options = AnswerCandidates.Options()
    options.maximumPerChunk = 3
    let candidates = AnswerCandidates.find(in: Samples.expenses, options: options)
    #expect(candidates.count == 3)
    #expect(Set(candidates.map(\.rule)).isSubset(of: ["contact", "date", "quantity"]))
  }

  @Test func `every candidate equals the text at its range and cuts no character`() {
    // Random mixtures of pieces, with combining marks, emoji and flags between them.
    let pieces = [
      "30 days", "か\u{3099}", "👩‍👩‍👧", "円", "１２３円", "。", " ", "\n", "- ", "Tanaka Corp", "e\u{0301}", "午前9時", "から", "🇯🇵",
      "means ", "とは、", "をいう",
      "10", "\u{0301}", "℃", "A | B", "because ", ". ", "、", "\r\n", "A@b.example",
    ]
    var random = SeededRandom(seed: 11)
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 1...30, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      check(Samples.chunk(text))
    }
    Samples.all.forEach(check)
  }

  private func check(_ chunk: Chunk) {
    var options = AnswerCandidates.Options()
    options.maximumPerChunk = 50
    let candidates = AnswerCandidates.find(in: chunk, options: options)
    #expect(candidates == AnswerCandidates.find(in: chunk, options: options))
    #expect(Set(candidates.map(\.text)).count == candidates.count)
    let text = chunk.text
    var boundaries: Set<Int> = [text.utf8.count]
    for index in text.indices {
      boundaries.insert(index.utf16Offset(in: text) == 0 ? 0 : text.utf8.distance(from: text.startIndex, to: index))
    }
    let bytes = Array(text.utf8)
    for candidate in candidates {
      #expect(boundaries.contains(candidate.range.lowerBound) && boundaries.contains(candidate.range.upperBound))
      #expect(Array(candidate.text.utf8) == Array(bytes[candidate.range]))
    }
  }
}
