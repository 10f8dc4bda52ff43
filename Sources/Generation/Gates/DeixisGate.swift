import Records

/// Nothing in the question points at a page that its reader does not see, nor at something that it does not name.
struct DeixisGate: TextGate {
  let name = GateName.noDeixis
  let reasons = [
    "deixis": BilingualText(
      en: "The question points at something that only a reader of the passage sees.",
      ja: "本文を見ていない人には分からないものを指す言葉が含まれています。")
  ]
  private static let english = Pattern(
    #"\b(?:this|these|those|th(?:is|e|at)\s(?:\w+\s)?(?:passage|text|document|article|section|paragraph|excerpt|page|context|table\sabove|list\sabove|sentence|author)|(?:mentioned|listed|described|given|shown|stated|specified|named|explained|defined)\s(?:above|below|here|earlier)|the\s(?:above|below|following|aforementioned|former|latter)|above-mentioned|according\sto\sthe\s(?:passage|text|document|article|above))\b"#,
    ignoringCase: true)
  // この and その point outside where too little stands before them to point at: further on, the question itself has named it.
  private static let japanese = Pattern(
    #"本文|文中|(?:文章|文書|資料|記事|テキスト)(?:中|内)(?:で|に|の|では|には)|上記|下記|上述|前述|後述|前記|同上|以下の|次の(?:うち|文|表|項目)|本(?:文書|資料|書|規程|規定|規則|マニュアル|製品|機|条|項|節|章|ページ|手順|手順書|通知|記事|稿)(?![\p{Han}])|(?<!ど)この(?:規則|規程|規定|文書|文章|資料|書類|章|条|項|節|表|図|製品|機種|マニュアル|手順|ページ|場合|記事|通知|契約|制度)|^.{0,7}(?:(?<!ど)この|これ|その(?!他|後|際|場|都度|まま|ほか|ため)|それ(?!ぞれ|以)|あの)|ここ|こちら|当該|同(?:条|項|書|規程|規則|社|製品|機)(?![\p{Han}])|^(?:彼|彼女|彼ら)"#
  )
  private static let bareReference = Pattern(#"(?:記載|言及|記述|説明)されて(?:いる|いる)(?:文章|内容|もの)"#)

  init() {}

  func measure(_ subject: GateSubject) -> GateMeasure {
    let question = subject.question
    switch subject.language {
    case .en:
      if Self.english.matches(question) { return .flaw("deixis", found: question) }
      let pronouns = Terms.words(question).filter(StopWords.englishPronouns.contains)
      let terms = Terms.content(of: question, language: .en)
      if let pronoun = pronouns.first, terms.count <= 1 { return .flaw("deixis", found: pronoun) }
    case .ja:
      if Self.japanese.matches(question) || Self.bareReference.matches(question) {
        return .flaw("deixis", found: question)
      }
    }
    return .sound
  }
}
