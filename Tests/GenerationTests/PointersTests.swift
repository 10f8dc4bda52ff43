import Foundation
import Records
import Testing

@testable import Generation

/// A question stands alone: it names no part of a text by its place, and needs no question before it.
@Suite struct PointersTests {
  private func measure(_ question: String) -> GateMeasure {
    let chunk = Language(guessing: question) == .en ? Samples.expenses : Samples.rules
    return DeixisGate().measure(
      GateSubject(chunk: chunk, question: question, answer: "x", range: 0..<1, type: .factoid))
  }

  @Test(arguments: [
    "前項の手当の上限はいくらですか？", "前条に定める休暇は何日ですか？", "下表の型番はいくつですか？", "出張の場合、別表では日当はいくらですか？", "次表に示す価格はいくらですか？",
    "先の条文で申請の締切はいつですか？", "右図の部品の名称は何ですか？", "抜粋によれば日当はいくらですか？", "筆者によると手当はいくらですか？", "手当は、パッセージによるといくらですか？",
    "ドキュメントの中で手当はいくらとされていますか？", "与えられた文脈での手当はいくらですか？", "本ガイドの手当はいくらですか？", "本ポリシーにおける手当の上限はいくらですか？",
    "本契約の期間は何年ですか？", "手当は本システムでいつ支給されますか？", "では海外出張の場合は？", "それでは、課長の日当は？", "課長の場合は？", "海外出張だと？",
    "契約期間は、本規程の何条にありますか？",
  ])
  func `a Japanese question that points at a place or at the question before is stopped`(question: String) {
    #expect(measure(question).reason == "deixis")
  }

  @Test(arguments: [
    "日本文化研修の手当はいくらですか？", "日本文学の担当者は誰ですか？", "基本文型の数はいくつですか？", "日本製品の保証は何年ですか？", "基本規則の上限はいくらですか？",
    "ISO 9001の本文は何章ですか？", "注文中の商品は何個ですか？", "旅費規程の別表では日当はいくらですか？", "別表第1の日当はいくらですか？", "設計資料によると荷重は何トンですか？",
    "販売先の表示は何色ですか？", "取引先の規定はどこにありますか？", "本会議は何時に始まりますか？", "本社の手当はいくらですか？", "鉛筆10本セットはいくらですか？",
    "仮契約から本契約までの期間は何日ですか？", "次の文化祭はいつですか？", "KL-210の価格は？", "休日に出勤した場合の手当は？", "研修では、講師は誰ですか？", "絵本サービスの料金はいくらですか？",
    "『沈黙の春』の著者によると何が減りましたか？", "上表面の温度は何度ですか？",
  ])
  func `a Japanese question with only the same letters passes`(question: String) {
    #expect(measure(question) == .sound)
  }

  @Test(arguments: [
    "What deposit for a laptop is shown in the table below?", "Which price is in the list above, and why?",
    "How much is the laptop deposit below?", "Per the source, what is the daily allowance?",
    "What is the daily allowance, according to the chunk?", "In the extract, what is the daily allowance?",
    "What allowance is stated in the material?", "How much is the allowance in the given scenario?",
    "What is the allowance per paragraph 2?", "What is the allowance described in section 2 for a trip?",
    "How much is the allowance as stated in Section 2?", "And a projector?", "But what about damage?",
    "What about damage, when?", "How about tablets?", "So for a laptop?",
  ])
  func `an English question that points at a place or at the question before is stopped`(question: String) {
    #expect(measure(question).reason == "deixis")
  }

  @Test(arguments: [
    "Which valley can be seen from above?", "What lies below?", "What is the source of the river Mole?",
    "In the source code, which module reads the claims?", "How much caffeine is in the extract?",
    "In the Travel Rules, what is described in section 2?", "What is stated in section 2 of the lease?",
    "According to the information desk, when does the hall open?", "What material is the case made of?",
    "And when must damage be reported?", "What does the reading room below the hall hold?",
    "Which room is on the floor below the canteen?", "What is described in “Claims”, section 2?",
  ])
  func `an English question with only the same words passes`(question: String) {
    #expect(measure(question) == .sound)
  }
}
