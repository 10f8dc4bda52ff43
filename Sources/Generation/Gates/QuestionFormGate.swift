import Records

/// It asks: by its mark, by か at the end, or as a request to be told.
struct QuestionFormGate: TextGate {
  let name = GateName.questionForm
  let reasons = [
    "not-a-question": BilingualText(en: "The text does not ask anything.", ja: "質問の形になっていません。")
  ]
  private static let japanese = Pattern(#"(?:[?？]|か。?|(?:教えて|答えて|説明して|述べて|挙げて)(?:ください|下さい)[。]?|知りたいです[。]?)$"#)
  private static let english = Pattern(
    #"[?？]$|^(?:please\s)?(?:tell|explain|describe|name|list|give|state)\b.*[.]$"#, ignoringCase: true)

  init() {}

  func measure(_ subject: GateSubject) -> GateMeasure {
    let pattern = subject.language == .ja ? Self.japanese : Self.english
    return pattern.matches(subject.question) ? .sound : .flaw("not-a-question", found: subject.question)
  }
}
