import Foundation
import Records
import Testing

@testable import Generation

@Suite struct AnswerFactsTests {
  private func values(_ text: String, _ spelling: StatedNumber.Spelling = .plain) -> Set<String> {
    Set(StatedNumber.all(in: text, spelling).map(\.value))
  }

  @Test(arguments: [
    ("令和7年4月1日", "2025年4月1日"), ("平成元年", "1989年"), ("昭和六十四年", "1989年"), ("大正１２年９月１日", "1 September 1923"),
    ("R7.4.1", "2025-04-01"), ("三万五千円", "¥35,000"), ("1億2,000万円", "120000000円"), ("３千人", "3,000 people"),
    ("$1.5 million", "1500000 dollars"), ("二〇二五年", "2025"), ("45.50", "45.5"), ("twenty-five days", "25日"),
    ("three and a half hours", "3.5 hours"), ("3時間半", "3.5時間"), ("6か月半", "6.5 months"),
    ("two hundred and fifty", "250"), ("第三章", "3章"), ("April 1, 2025", "2025年4月1日"),
  ])
  func `spellings of one number or date have one value`(left: String, right: String) {
    #expect(values(left) == values(right))
    #expect(!values(left).isEmpty)
  }

  @Test(arguments: [
    ("4. Audits", "Audits last two days.", "Audits last 4 days.", true),
    ("4. Audits", "Audits last two days.", "Audits last 2 days.", false),
    ("3. 合格値", "合格値は1,500RLU以下である。", "合格値は3RLU以下です。", true),
    ("2.1 Fees", "A follow-up audit costs £1,450.", "It costs £2.1.", true),
    ("５　料金", "再発行は500円である。", "5円です。", true),
    ("3か月の試用期間", "期間中も社会保険に入る。", "3か月です。", false),
    ("2024年度の計画", "採用は8名とする。", "2024年度です。", false),
    ("Fees in 2025 | 4 weeks", "Rent | 300 pounds", "4 weeks", false),
  ])
  func `the number of a heading counts sections and nothing else`(
    heading: String, text: String, answer: String, isForeign: Bool
  ) {
    let chunk = Samples.chunk(text, context: [heading])
    let subject = GateSubject(
      chunk: chunk, question: "?", answer: answer, range: 0..<text.utf8.count, type: .number)
    #expect((AnswerFactsGate().measure(subject).score < 1) == isForeign)
  }

  @Test(arguments: ["三重県の一般社員", "万一の場合", "十分な休憩", "You may ask", "No one answers"])
  func `words that only hold a numeral state no number`(text: String) {
    #expect(values(text) == [])
  }

  @Test func `every year of the eras has its western year, in every spelling`() {
    var random = SeededRandom(seed: 7, name: "months")
    for (era, first, last) in [("大正", 1912, 1926), ("昭和", 1926, 1989), ("平成", 1989, 2019), ("令和", 2019, 2040)] {
      for year in first...last {
        let number = year - first + 1
        let month = Int.random(in: 1...12, using: &random)
        let wide = String(String.UnicodeScalarView(String(number).unicodeScalars.map { wideDigit($0) }))
        for spelled in ["\(number)", wide, kanji(number)] + (number == 1 ? ["元"] : []) {
          #expect(values("\(era)\(spelled)年\(month)月") == values("\(year)年\(month)月"), "\(era)\(spelled)年")
        }
      }
    }
  }

  @Test func `a number has one value with commas, full width, in Kanji and with 万`() {
    var random = SeededRandom(seed: 7, name: "numbers")
    for _ in 0..<500 {
      let number = Int.random(in: 2...99_999_999, using: &random)
      let wide = String(String.UnicodeScalarView(String(number).unicodeScalars.map { wideDigit($0) }))
      let mixed =
        number >= 10_000 ? "\(number / 10_000)万" + (number % 10_000 > 0 ? "\(number % 10_000)" : "") : "\(number)"
      for spelled in ["\(number)", grouped(number), wide, kanji(number), mixed] {
        #expect(values("\(spelled)円") == ["\(number)"], "\(spelled)")
      }
    }
  }

  @Test(arguments: [
    ("Visitors must register at the reception desk.", "Must visitors register at the reception desk?", "No", false),
    ("Visitors must register at the reception desk.", "Must visitors register at the reception desk?", "Yes", true),
    ("Dogs are not allowed in the factory.", "Are dogs allowed in the factory?", "Yes", false),
    ("Dogs are not allowed in the factory.", "Are dogs allowed in the factory?", "No", true),
    ("工場への犬の同伴は認められない。", "工場への犬の同伴は認められますか？", "はい", false),
    ("工場への犬の同伴は認められない。", "工場への犬の同伴は認められますか？", "いいえ", true),
    ("工場内での喫煙は禁止する。", "工場内での喫煙は禁止されていますか？", "はい", true),
    ("工場内での喫煙は禁止する。", "工場内での喫煙は禁止されていますか？", "いいえ", false),
    ("来訪者は受付で記帳しなければならない。", "来訪者は受付で記帳しますか？", "いいえ", false),
    (
      "The Leeds office closes at 18:00.", "When does the Leeds office close?",
      "The Leeds office does not close at 18:00.", false
    ),
    (
      "The Leeds office closes at 18:00.", "When does the Leeds office close?", "The Leeds office closes at 18:00.",
      true
    ),
    ("本社は18時に閉館する。", "本社は何時に閉館しますか？", "本社は18時に閉館しない。", false),
    ("本社は18時に閉館する。", "本社は何時に閉館しますか？", "本社は18時に閉館します。", true),
    // The name of what is denied is no statement that denies nothing.
    (
      "Laptops and the USB memory devices of the company must not be taken out of the building.",
      "What must not be taken out of the building?", "Laptops and USB memory devices of the company", true
    ),
    (
      "Visitors and their dogs are not allowed in the hall of the office.", "Who is not allowed in the hall?",
      "Visitors and their dogs", true
    ),
    (
      "Laptops and the USB memory devices of the company must not be taken out of the building.",
      "What about laptops and USB memory devices?", "Laptops and USB memory devices must be taken out of the building",
      false
    ),
    (
      "Operators do not close valve A of the pump at night.", "What do operators do at night?",
      "Close valve A of the pump at night", false
    ),
    (
      "Operators must not close valve A of the pump at night.", "What must operators not do at night?",
      "Close valve A of the pump at night", true
    ),
    ("会社のパソコンとUSBメモリは持ち出してはならない。", "持ち出してはならないものは何ですか？", "会社のパソコンとUSBメモリ", true),
    ("会社のパソコンとUSBメモリは持ち出してはならない。", "パソコンはどうしますか？", "会社のパソコンとUSBメモリは持ち出します", false),
    // 届くはず is sure to come; 届かず is not.
    ("荷物は注文の翌日に届くはずです。", "荷物は注文の翌日に届きますか？", "はい", true),
    ("荷物は注文の翌日に届くはずです。", "荷物は注文の翌日に届きますか？", "いいえ", false),
    ("荷物は注文の翌日に届きます、必ず。", "荷物は注文の翌日に届きますか？", "はい", true),
    ("荷物は注文の翌日に届かず。", "荷物は注文の翌日に届きますか？", "はい", false),
    ("検査は注文の翌日に実施せず。", "検査は注文の翌日に実施しますか？", "はい", false),
    // What nobody can tell from the words alone passes.
    ("Parking costs five pounds a day.", "Is parking free of charge?", "No", true),
    ("No later than Friday, the desk closes at noon.", "Does the desk close at noon?", "Yes", true),
    ("If the door is not locked, the alarm rings.", "Does the alarm ring?", "Yes", true),
    ("鍵がかかっていないときは、警報が鳴る。", "警報が鳴りますか？", "はい", true),
  ])
  func `an answer that denies what its sentence affirms is found`(
    sentence: String, question: String, answer: String, isSound: Bool
  ) {
    let chunk = Samples.chunk(sentence)
    var subject = GateSubject(
      chunk: chunk, question: question, answer: answer, range: 0..<chunk.text.utf8.count,
      type: ["Yes", "No", "はい", "いいえ"].contains(answer) ? .yesNo : .factoid)
    subject.isFreelyWorded = true
    #expect((AnswerFactsGate().measure(subject).reason != "answer-contradicts-evidence") == isSound)
  }

  @Test func `the short form of an era's date is a date and no code`() {
    let chunk = Samples.chunk("この規程は令和元年5月1日から施行する。")
    var subject = GateSubject(
      chunk: chunk, question: "この規程はいつから施行しますか？", answer: "R1.5.1", range: 0..<chunk.text.utf8.count, type: .factoid)
    subject.isFreelyWorded = true
    #expect(AnswerFactsGate().measure(subject).score == 1)
  }

  @Test(arguments: [
    ("35,000円", nil), ("三万五千円", nil), ("35,000ドル", "answer-unit-not-in-evidence"),
    ("36,000円", "answer-number-not-in-evidence"),
    ("令和7年4月", nil), ("2024年4月", "answer-number-not-in-evidence"), ("カイゼン賞", nil),
    ("イノベーション賞", "answer-name-not-in-evidence"), ("KZ-12", nil), ("KZ-21", "answer-name-not-in-evidence"),
    ("京都府", "answer-name-not-in-evidence"),
  ])
  func `facts of a Japanese answer must stand in the evidence`(answer: String, reason: String?) {
    let text = "カイゼン賞（様式ＫＺ－１２）の副賞は３万５千円で、2025年4月から東京都で授与する。"
    #expect(self.reason(answer, text) == reason)
  }

  @Test(arguments: [
    ("thirty days", nil), ("30 weeks", "answer-unit-not-in-evidence"), ("40 days", "answer-number-not-in-evidence"),
    ("GBP 1,500", nil), ("$1,500", "answer-unit-not-in-evidence"), ("Maria Lindqvist", nil),
    ("Maria Bergman", "answer-name-not-in-evidence"), ("1 May 2025", nil),
    ("1 June 2025", "answer-number-not-in-evidence"),
    ("form TR-7", nil), ("form TR-9", "answer-name-not-in-evidence"),
  ])
  func `facts of an English answer must stand in the evidence`(answer: String, reason: String?) {
    let text = "From May 1, 2025 Maria Lindqvist takes form TR-7 within 30 days, for claims up to £1.5 thousand."
    #expect(self.reason(answer, text) == reason)
  }

  @Test(arguments: [
    ("受付の電話は〇三-一二三四-五六七八である。", "03-1234-5678", nil), ("受付の電話は03-1234-5678である。", "〇三-一二三四-五六七八", nil),
    ("受付の電話は〇三－一二三四－五六七八である。", "（〇三）一二三四―五六七八", nil),
    ("受付の電話は03-1234-5678である。", "〇三-一二三四-五六七九", "answer-number-not-in-evidence"),
    ("正門は18時に閉まる。", "午後6時", nil), ("正門は午後６時に閉まる。", "18時", nil), ("正門は18:30に閉まる。", "午後6時30分", nil),
    ("正門は18:00に閉まる。", "午後6時", nil), ("正門は午後6時に閉まる。", "18:00", nil), ("正門は9:00に開く。", "9時", nil),
    ("正門は18時に閉まる。", "午後7時", "answer-number-not-in-evidence"),
    ("正門は午前6時に開く。", "午後6時", "answer-number-not-in-evidence"),
    ("正門は18時に閉まる。", "午前6時", "answer-number-not-in-evidence"), ("作業は18時間続く。", "午後6時", "answer-number-not-in-evidence"),
    ("作業は18時に終わる。", "6時間", "answer-number-not-in-evidence"),
    ("正門は18時30分に閉まる。", "午後6時45分", "answer-number-not-in-evidence"),
    ("容器の重さは2,500gである。", "2.5kg", nil), ("容器の重さは２．５キログラムである。", "2500グラム", nil), ("幅は1.2mである。", "120センチ", nil),
    ("点検は90分かかる。", "1.5時間", nil), ("容量は500mlである。", "0.5リットル", nil), ("保証は1年である。", "12か月", nil),
    ("容器の重さは2,500gである。", "25kg", "answer-number-not-in-evidence"),
    ("容器の重さは2,500gである。", "2,500kg", "answer-unit-not-in-evidence"),
    ("幅は2.5mである。", "2,500g", "answer-number-not-in-evidence"), ("期限は14日である。", "2週間", "answer-number-not-in-evidence"),
  ])
  func `a Japanese answer may spell a number, a time or a quantity otherwise where it is certainly the same`(
    text: String, answer: String, reason: String?
  ) {
    #expect(self.reason(answer, text) == reason)
  }

  @Test(arguments: [
    ("The gate closes at 18:00.", "6 p.m.", nil), ("The gate closes at 6 pm.", "18:00", nil),
    ("The gate closes at 6:30 p.m. on Friday.", "18:30", nil), ("The gate opens at 9 a.m.", "9:00", nil),
    ("Lunch is at 12 p.m.", "12:00", nil), ("The gate closes at 18:00.", "7 p.m.", "answer-number-not-in-evidence"),
    ("The gate opens at 6 a.m.", "6 p.m.", "answer-number-not-in-evidence"),
    ("The gate closes at 6:30 p.m.", "18:45", "answer-number-not-in-evidence"),
    ("It holds 18 people.", "6 p.m.", "answer-number-not-in-evidence"),
    ("The desk is run by Maria O’Connor.", "Maria O'Connor", nil), ("Form LD‐77 is used.", "form LD-77", nil),
    ("The box weighs 2,500 g.", "2.5 kg", nil), ("The box weighs 2.5 kg.", "2500 grams", nil),
    ("The bottle holds 500 ml.", "0.5 litres", nil), ("The shelf is 1.2 m wide.", "120 cm", nil),
    ("A check takes 90 minutes.", "1.5 hours", nil),
    ("The box weighs 2,500 g.", "25 kg", "answer-number-not-in-evidence"),
    ("The box weighs 2,500 g.", "2,500 kg", "answer-unit-not-in-evidence"),
    ("The notice is 14 days.", "2 weeks", "answer-number-not-in-evidence"),
  ])
  func `an English answer may spell a time or a quantity otherwise where it is certainly the same`(
    text: String, answer: String, reason: String?
  ) {
    #expect(self.reason(answer, text) == reason)
  }

  @Test func `a fact of another sentence than the evidence's does not count`() {
    let text = "The fee is 40 dollars. The deposit is 90 dollars."
    let subject = GateSubject(
      chunk: Samples.chunk(text), question: "What is the fee?", answer: "90 dollars", range: 0..<10, type: .number)
    #expect(AnswerFactsGate().measure(subject).score < 1)
  }

  private func reason(_ answer: String, _ text: String) -> String? {
    let subject = GateSubject(
      chunk: Samples.chunk(text), question: "", answer: answer, range: 0..<text.utf8.count, type: .factoid)
    let reason = AnswerFactsGate().measure(subject).reason
    if !reason.isEmpty { return reason }
    return nil
  }

  private func wideDigit(_ digit: Unicode.Scalar) -> Unicode.Scalar { Unicode.Scalar(digit.value + 0xFEE0) ?? digit }

  private func grouped(_ number: Int) -> String {
    var out = ""
    for (place, digit) in String(number).reversed().enumerated() {
      if place > 0, place % 3 == 0 { out = "," + out }
      out = String(digit) + out
    }
    return out
  }

  private func kanji(_ number: Int) -> String {
    if number >= 10_000 { return kanji(number / 10_000) + "万" + (number % 10_000 > 0 ? kanji(number % 10_000) : "") }
    let digits = Array("〇一二三四五六七八九")
    var out = ""
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
      let digit = number / unit % 10
      if digit > 1 || (digit == 1 && unit == 1) { out += String(digits[digit]) }
      if digit > 0 { out += name }
    }
    return out
  }
}
