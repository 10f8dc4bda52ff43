import Records

/// It asks: by its mark, by か or a bare は at the end (提出期限は。), or as a request to be told; and it asks one thing, not what a question is.
struct QuestionFormGate: TextGate {
  let name = GateName.questionForm
  let reasons = [
    "not-a-question": BilingualText(en: "The text does not ask anything.", ja: "質問の形になっていません。"),
    "question-of-question": BilingualText(
      en: "The question asks what another question is, which stands in it without quotation marks.",
      ja: "引用符のない別の質問文について尋ねています。"),
  ]
  /// 「気体も測れますかとは何ですか」: small models take a heading that asks for a term.
  private static let nested = Pattern(#"(?:ます|です|でしょう|ません)か[?？]?(?:とは|の意味|を何と)"#)
  private static let japanese = Pattern(
    #"(?:[?？]|か。?|(?:教えて|答えて|説明して|述べて|挙げて)(?:ください|下さい)[。]?|知りたいです[。]?|.{4,}[^、。]は[。]?)$"#
  )
  private static let english = Pattern(
    #"[?？]$|^(?:in\s“[^”]+”,\s)?(?:(?:please\s)?(?:tell|explain|describe|name|list|give|state)|i(?:\swould|[’']d)\slike\sto\sknow)\b.*[.]$"#,
    ignoringCase: true)

  init() {}

  func measure(_ subject: GateSubject) -> GateMeasure {
    let pattern = subject.language == .ja ? Self.japanese : Self.english
    guard pattern.matches(subject.question) else { return .flaw("not-a-question", found: subject.question) }
    return subject.language == .ja && Self.nested.matches(subject.question)
      ? .flaw("question-of-question", found: subject.question) : .sound
  }
}
