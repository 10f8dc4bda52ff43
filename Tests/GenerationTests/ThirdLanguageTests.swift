import Foundation
import Records
import Testing

@testable import Generation

/// Models that know many languages ask in them.
@Suite struct ThirdLanguageTests {
  private static let japanese = Samples.chunk(
    "測定器KL-210の最大測定距離は2.5kmである。海外出張の日当は1万2千円とする。社名は中国語で「测地株式会社」と書く。", context: ["第5条 機器"])
  private static let english = Samples.chunk(
    """
    The deposit for a laptop is £1,250.00. The form number is LD-77/B, and the loan desk asks for it. The film “Le Bal de \
    la Mer et des Vents” is shown in May. The word Привет is on the door.
    """, context: ["Equipment Loan Policy"])

  private func measure(_ question: String, _ chunk: Chunk, answer: String = "x", isFree: Bool = false) -> GateMeasure {
    var subject = GateSubject(chunk: chunk, question: question, answer: answer, range: 0..<1, type: .factoid)
    subject.isFreelyWorded = isFree
    return LanguageGate().measure(subject)
  }

  @Test(arguments: [
    "测定器KL-210的最大测量距离是多少？", "質問です。测定器KL-210的最大测量距离是多少？", "測定器KL-210的最大測量距離是多少？", "機器について確認します。測定距離是多少？",
    "日当は多少银两？", "What is 日当 per day?", "日当は하루에いくらですか？",
  ])
  func `a question about a Japanese passage in a third language is stopped`(question: String) {
    let measure = measure(question, Self.japanese)
    #expect(measure.reason == "wrong-language" && measure.score == 0)
  }

  @Test(arguments: [
    "測定器KL-210の最大測定距離は？", "測定器 KL-210 最大測定距離は何km？", "旅費規程第3条。日当はいくらですか？", "「测地株式会社」は何語の社名ですか？",
    "海外出張（第2条）の日当は？", "データが剝離する原因は何ですか？",
  ])
  func `a question with kana and the passage's own characters is Japanese`(question: String) {
    #expect(measure(question, Self.japanese) == .sound)
  }

  @Test(arguments: [
    "Combien coûte la caution pour un laptop ?", "My question is: Combien coûte la caution pour un laptop ?",
    "Explain in the words of the rules: Combien coûte la caution pour un laptop ?",
    "Quel est le montant de la caution pour un laptop?", "Was ist die Nummer des Formulars für das loan desk?",
    "Wie lange darf ein Projector verliehen werden?", "¿Cuál es el número del formulario (form number) del loan desk?",
    "Qual è il numero del modulo del loan desk?", "Qual é o valor da caução para um laptop?",
    "Hoeveel kost de borg voor een laptop?", "Berapa lama proyektor boleh dipinjam?",
    "Сколько стоит залог за laptop?", "노트북 laptop 보증금은 얼마입니까?",
  ])
  func `a question about an English passage in a third language is stopped`(question: String) {
    let measure = measure(question, Self.english)
    #expect(measure.reason == "wrong-language" && measure.score == 0)
  }

  @Test(arguments: [
    "How much is the deposit for a laptop?", "Le Bal de la Mer et des Vents, when is it shown?",
    "When is “Le Bal de la Mer et des Vents” shown?", "Which word is on the door, Привет or LD-77/B?",
    "Laptop deposit amount?", "Name the form number.", "What does μm stand for?", "Who is Charles de Gaulle?",
  ])
  func `a question with names from another language is English`(question: String) {
    #expect(measure(question, Self.english) == .sound)
  }

  @Test(arguments: [("1200元钱", true), ("1万2千円", false)])
  func `an answer in words of its own is in no third language`(answer: String, isForeign: Bool) {
    let found = measure("海外出張の日当はいくらですか？", Self.japanese, answer: answer, isFree: true)
    #expect((found.reason == "answer-in-other-language") == isForeign)
  }

  @Test func `a French sentence is no answer to an English question`() {
    let question = "How much is the deposit for a laptop?"
    let found = measure(
      question, Self.english, answer: "Il faut déposer 1250 livres quand on emprunte un laptop", isFree: true)
    #expect(found.reason == "answer-in-other-language")
    #expect(measure(question, Self.english, answer: "It is £1,250.00 for a laptop", isFree: true) == .sound)
  }
}
