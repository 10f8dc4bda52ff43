import Foundation
import Records
import Testing

@testable import Generation

/// Dates, units, signs, halves of the day and whole codes: what is written otherwise and means the same passes, and what is
/// made of the same figures and means something else does not.
@Suite struct AnswerFormsTests {
  private func isSound(_ answer: String, _ text: String) -> Bool {
    let subject = GateSubject(
      chunk: Samples.chunk(text), question: "", answer: answer, range: 0..<text.utf8.count, type: .factoid)
    return AnswerFactsGate().measure(subject) == .sound
  }

  @Test(arguments: [
    ("入社日は令和6年4月1日以降とする。", "2024年1月4日"), ("入社日は令和6年4月1日以降とする。", "2024/1/4"),
    ("休暇は7月20日から8月31日までとする。", "8月20日から7月31日まで"), ("休暇は7月20日から8月31日までとする。", "7月31日から8月20日まで"),
    ("検査は3月12日、保証は24か月である。", "3月24日"), ("検査は4か月ごとに行う。", "4月"), ("検査は4月に行う。", "4か月"),
    ("The batch came on 3 April 2024 and has a warranty of 24 months.", "2024-03-04"),
    ("The batch came on 3 April 2024 and has a warranty of 24 months.", "4 April 2024"),
    ("The batch came on 3 April 2024 and has a warranty of 24 months.", "April 24, 2024"),
    ("Founded in 1987, the company opened a plant on 12 May 1994.", "5 December 1994"),
    ("Founded in 1987, the company opened a plant on 12 May 1994.", "12 May 1987"),
    ("The course is held in May.", "The course is held in June."),
  ])
  func `a date made of another date's figures is found`(text: String, answer: String) {
    #expect(!isSound(answer, text))
  }

  @Test(arguments: [
    ("入社日は令和6年4月1日以降とする。", "2024年4月1日"), ("入社日は令和6年4月1日以降とする。", "2024/4/1"), ("入社日は令和6年4月1日以降とする。", "R6.4.1"),
    ("入社日は令和六年四月一日以降とする。", "2024-04-01"), ("入社日は令和6年4月1日以降とする。", "2024年4月"), ("入社日は令和6年4月1日以降とする。", "4月1日"),
    ("入社日は令和6年4月1日以降とする。", "1 April 2024"), ("休暇は7月20日から31日までとする。", "7月31日"), ("休暇は7月20〜31日とする。", "7月20日から7月31日"),
    ("募集は4〜6月に行う。", "4月から6月まで"), ("締切は毎月25日である。", "25日"), ("2024年度は、4月3日に式を行う。", "2024年4月3日"),
    ("締切は4/25である。", "4月25日"), ("創業は昭和48年6月である。", "1973年6月"),
    ("The batch came on 3 April 2024.", "2024-04-03"), ("The batch came on 3 April 2024.", "April 3rd, 2024"),
    ("The batch came on 3 April 2024.", "03/04/2024"), ("The batch came on 3 April 2024.", "Apr 3"),
    ("The batch came on 3 April 2024.", "2024年4月3日"), ("The fair runs from 3 to 5 April 2024.", "3 April 2024"),
    ("The fair runs from 3 to 5 April 2024.", "3–5 April"), ("The fair runs April 3-5, 2024.", "5 April 2024"),
    ("The fair runs from 3 April to 5 May 2024.", "3 April 2024"), ("You may apply until 20 May.", "May 20"),
    ("The 12 may use the 3 lifts in March.", "March"),
  ])
  func `a date in another spelling is the same`(text: String, answer: String) {
    #expect(isSound(answer, text))
  }

  @Test(arguments: [
    ("育児休業は子が1歳6か月に達するまでとする。", "6歳1か月"), ("報告書は10営業日以内に出す。", "10日以内"), ("為替は三井銀行、査証は約3週間とする。", "約3か月"),
    ("危険度がレベル2以上の場合とし、査証には約3週間かかる。", "レベル3以上"), ("申請は21日前までに行う。", "21日後まで"), ("油温は60度以下に保つ。", "60度以上"),
    ("倉庫は1,200平方メートルである。", "1,200坪"), ("気温がマイナス10度を下回るとき中止する。", "10度"), ("気温が-10℃のとき中止する。", "10℃"),
    ("試験は午前9時に始まり、記録は5年間保存する。", "午前5時"), ("倉庫は3階にあり、点検は5年ごとに行う。", "3年ごと"),
    ("荷物はC棟の棚12に置く。", "D棟の棚12"),
    ("Open the housing after ten minutes.", "ten hours"), ("Open the housing after ten minutes.", "ten seconds"),
    ("The filter lasts 500 operating hours.", "500 days"), ("Answer within 10 working days.", "10 days"),
    ("Store it between -20 and 45 degrees Celsius.", "20 to 45 degrees Celsius"),
    ("Store it between -20 and 45 degrees Celsius.", "-20 to 45 degrees Fahrenheit"),
    ("The plant had 45 lifts.", "45 degrees"), ("Apply 21 days before the trip.", "21 days after the trip"),
    ("The humidity must not exceed 80 percent.", "at least 80 percent"), ("The gate opens at 8:30 a.m.", "8:30 p.m."),
    ("The gaskets are in cabinet 12 of building C.", "cabinet 12 of building D"),
    ("The unit is ZX-4471-B.", "ZX-4471"), ("The unit is ZX-4471-B.", "4471-B"), ("The unit is FC-220A.", "FC-220"),
    ("The pressure is 16 bar.", "16 psi"), ("The pump weighs 85 kg.", "85 pounds"),
  ])
  func `another unit, sign, half of the day, direction or part of a code is found`(text: String, answer: String) {
    #expect(!isSound(answer, text))
  }

  @Test(arguments: [
    ("年間の予算は2億3,000万円である。", "2.3億円"), ("年間の予算は2億3,000万円である。", "230,000,000円"), ("最大荷重は250トンである。", "250 t"),
    ("倉庫は1,200平方メートルである。", "1200㎡"), ("倉庫は1,200㎡である。", "1,200平方メートル"), ("気温がマイナス10度を下回るとき中止する。", "−10℃"),
    ("気温が氷点下10度のとき中止する。", "マイナス10度"), ("報告書は10営業日以内に出す。", "10営業日以内"), ("査証には約3週間かかる。", "3週間ほど"),
    ("育児休業は子が1歳6か月に達するまでとする。", "1歳6か月"), ("申請は21日前までに行う。", "21日前"), ("申請は出発の21日前までに行う。", "出発日の21日前まで"),
    ("油温は60度以下に保つ。", "60℃以下"), ("審査は3〜5日かかる。", "3日から5日"), ("審査は3〜5日かかる。", "3日"), ("温度は-20℃～45℃とする。", "-20から45℃"),
    ("売上は前年比-5%であった。", "5%減少した"), ("売上は5%減少した。", "-5%"), ("三社が応募した。", "3社"), ("第二工場は3階建てである。", "第2工場"),
    ("3分の1を超える場合とする。", "3分の1"), ("試験は午後5時に終わる。", "17:00"), ("試験は9:30に始まる。", "9時30分"), ("荷物はC棟に置く。", "C棟"),
    ("年に2度行う。", "2回"), ("会費の3割を負担する。", "30%"), ("幅は120cm、高さは2mである。", "120センチメートル"),
    ("型番はKR-200/KR-300である。", "KR-200"), ("型番はＫＲ－２００である。", "KR-200"), ("受付は10時-12時である。", "12時"),
    ("Open the housing after ten minutes.", "10 minutes"), ("Open the housing after 10 min.", "ten minutes"),
    ("The warranty runs for 24 months.", "two years"), ("The filter lasts 500 operating hours.", "500 hours"),
    ("The filter lasts 500 operating hours.", "every 500 operating hours"),
    ("Answer within 10 working days.", "10 business days"), ("It takes 3 to 5 days.", "3 days"),
    ("It takes 3 to 5 days.", "between three and five days"), ("It takes two to three weeks.", "2-3 weeks"),
    ("Store it between -20 and 45 degrees Celsius.", "-20 °C and 45 °C"),
    ("Store it between −20 °C and 45 °C.", "minus 20 to 45 degrees"), ("The plant had 45 workers.", "45 people"),
    ("Apply 21 days before the trip.", "21 days in advance"),
    ("Pay within 30 days of the trip.", "30 days after the trip"),
    ("The humidity must not exceed 80 percent.", "at most 80 per cent"), ("The office opens at 8:30 a.m.", "08:30"),
    ("The gaskets are in cabinet 12 of building C.", "cabinet twelve of building C"),
    ("The unit is ZX-4471-B.", "ZX-4471-B"), ("The KR-200-specific cable is black.", "KR-200"),
    ("Use the KR-200.", "the KR-200"), ("The pump weighs 85 kilos.", "85 kg"), ("Speed is 60 km/h.", "60 km an hour"),
    ("Profit fell by 5%.", "-5%"), ("It costs £900.", "900 pounds"), ("It measures 12 m2.", "12 square metres"),
    ("Call John Smith on extension 4021.", "J. Smith, 4021"),
    ("A guest may stay 2 nights.", "A guest may stay two nights"),
    ("Since 2024 sales are up 12%.", "2024"), ("Room temperature is 20 degrees.", "20 °C"),
    ("One thousand two hundred and fifty people came.", "1,250 people"),
  ])
  func `the same in another spelling passes`(text: String, answer: String) {
    #expect(isSound(answer, text))
  }

  @Test func `a kind of number that is asked for may be written with any sign of its unit`() {
    let chunk = Samples.chunk("冷房の設定温度は27 ℃とする。")
    for (question, expected) in [("冷房の設定温度は何度ですか？", ""), ("冷房の設定温度は何人ですか？", "answer-kind")] {
      let subject = GateSubject(chunk: chunk, question: question, answer: "27 ℃", range: 0..<5, type: .number)
      #expect(AnswerKindGate().measure(subject).reason == expected)
    }
    let plant = Samples.chunk("The first plant had 45 employees.")
    let subject = GateSubject(
      chunk: plant, question: "How many employees did the first plant have?", answer: "45 degrees Celsius",
      range: 0..<5,
      type: .number)
    #expect(AnswerKindGate().measure(subject).reason == "answer-kind")
  }
}
