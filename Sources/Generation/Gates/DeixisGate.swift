import Foundation
import Records

/// Nothing in the question points at a page that its reader does not see, nor at something that it does not name.
struct DeixisGate: TextGate {
  let name = GateName.noDeixis
  let reasons = [
    "deixis": BilingualText(
      en: "The question points at something that only a reader of the passage sees.",
      ja: "本文を見ていない人には分からないものを指す言葉が含まれています。")
  ]
  /// `Those who complain` and `the section 4.2` name what they mean.
  private static let english = Pattern(
    #"\b(?:this|these|those(?!\s(?:who|whom|whose|that|which|of|in|with|without|at|from|for|on|under|over|above|below|between|outside|not|\w+(?:ing|ed))\b)|that\s(?!(?:each|every|any|all|no|a|an|some)\s)(?:\w+\s)?\#(writing)|the\s(?:\#(adjective)\s)?\#(writing)\#(unnamed)|the\s(?:table|list)\sabove|(?:mentioned|listed|described|given|shown|stated|specified|named|explained|defined)\s(?:above|below|here|earlier)|the\s(?:above|below|following|aforementioned|former|latter|said\s(?!to\b))|above-mentioned|(?:information|text|data|details|content|material|facts)\s(?:provided|given|supplied|presented)(?=\s*(?:[,?.:]|$|what|which|how|when|where|who|why))|(?:as|is|are|was|were)\s(?:mentioned|listed|described|given|shown|stated|specified|named)\s(?:above|below|here|earlier|in\sthe\s(?:table|list|figure|text|chart|diagram)(?=\s*(?:[?.,]|$)))|(?:in|from|according\sto|per)\sthe\s(?:table|figure|chart|diagram)(?=\s*(?:[?.,]|$))|the\s(?:provided|given|supplied)\s(?:information|data|details|content|material|facts)|(?:within|during|after|before|by|at|in|until|since|for|from|of|to|under|on|than)\sthat\s(?:time|period|date|day|deadline|week|month|year|point|moment|case|event|amount|sum|limit|number|distance|speed|temperature|place|area|reason|rule)(?!\s(?:that|when|which|where|of|in\swhich)\b))\b"#,
    ignoringCase: true)
  private static let writing =
    #"(?:passage|text|document|article|section|paragraph|excerpt|page|context|sentence|author)"#
  private static let adjective =
    #"(?:given|provided|present|whole|entire|same|source|original|previous|preceding|next|last|first|second)"#
  /// What makes a document or a section one of its own: a number, a name, a mark of quotation, or what it belongs to.
  private static let unnamed =
    #"(?!\s(?:no\.?\s|number\s)?(?:[0-9“"‘(]|(?-i:[A-Z][A-Za-z]*[-0-9]|[A-Z]\b)|(?<=section\s|document\s|article\s|page\s)(?-i:\p{Lu})))(?!\s(?:called|named|titled|entitled|headed)\b)(?!\s(?:\w+\s)?of\s(?!(?:this|that|the\s(?:passage|text|document|article|excerpt|context))\b))"#

  // この and その point outside where too little stands before them to point at: further on, the question itself has named it.
  private static let japanese = Pattern(
    #"(?<![\p{Han}A-Za-z0-9]|[A-Za-z0-9」』]の)本文(?!化)|(?<!\p{Han})文中|(?:文章|文書|資料|記事|テキスト)(?:中|内)(?:で|に|の|では|には)|上記|下記|上述|前述|後述|前記|同上|以下の|次の(?:うち|項目)|(?<!ど)この(?:規則|規程|規定|文書|文章|資料|書類|章|条|項|節|表|図|製品|機種|マニュアル|手順|ページ|場合|記事|通知|契約|制度)|^.{0,7}(?:(?<!ど)この|これ(?!まで|から)|その(?!他|後|際|場|都度|まま|ほか|ため)|それ(?!ぞれ|以)|あの)|^[^、。]{1,15}(?:は|が|で|に|年|度|月)、これ(?:により|によって|を超え|より|以)|ここ(?!ろ)|こちら|^(?:そこ|あそこ|さっき|先ほど|先程)(?:の|に|で|へ|から|は|が|を)|(?<![\p{Han}])(?:左|右|上|下|次|前|隣)の(?:表(?![示面題紙記彰現決明層])|図(?![面書案])|グラフ|写真|文(?![書字化献具末言])|段落|一覧|リスト)|引用(?:文|部分|箇所)(?:に|の|で|から)|^(?:与えられた|提供された|提示された|示された)(?:情報|文章|文書|資料|テキスト|内容|データ|文)|^(?:文書|文章|資料|テキスト|記述|記載|情報|説明文)に(?:よると|よれば)|(?<![\p{Han}\p{Katakana}のー])(?:テキスト|文章|文書|資料|段落)(?:に|で|の中で|において)(?:書かれ|述べられ|記載され|説明され|示され|記され|言及され|触れられ)|(?:この|その|同)段落|当該|同(?:条|項|書|規程|規則|社|製品|機)(?![\p{Han}])|^(?:彼|彼女|彼ら)"#
  )
  /// Behind a frame, such as a heading's name: そのうち何部 points at nothing that the frame names.
  private static let behindFrame = Pattern(
    #"^(?:(?<!ど)この|これ(?:ら)?(?:は|が|を|に|も|の|で|と|より|以)|その(?:うち|中|場合)|それ(?:ら)?(?:は|が|を|に|も|で|と|より))"#)
  private static let japaneseFrame = Pattern(
    #"^[^、。]{1,40}(?:について|に関して|に関し|では|において|における)、|^[^。？]{0,14}(?:質問|尋ね|教えて|入社したばかり|確認|伺い|伺う)[^。？]{0,8}。(?=.{6})"#)
  private static let bareReference = Pattern(#"(?:記載|言及|記述|説明)されて(?:いる|いる)(?:文章|内容|もの)"#)

  init() {}

  func measure(_ subject: GateSubject) -> GateMeasure {
    let question = subject.question
    if Pointers.stands(in: question, subject.language) { return .flaw("deixis", found: question) }
    switch subject.language {
    case .en:
      if Self.english.matches(question) { return .flaw("deixis", found: question) }
      if let pronoun = EnglishPronouns.unnamed(in: question) { return .flaw("deixis", found: pronoun) }
    case .ja:
      if Self.japanese.matches(question) || Self.bareReference.matches(question) || Self.pointsBehindFrame(question) {
        return .flaw("deixis", found: question)
      }
    }
    return .sound
  }

  /// Frames may stand in one another: 「質問です。研修について、これは何日ですか」.
  private static func pointsBehindFrame(_ question: String) -> Bool {
    var rest = question
    for _ in 0..<3 {
      let source = rest as NSString
      guard let frame = japaneseFrame.first(in: source, within: 0..<source.length) else { return false }
      rest = source.substring(from: frame.upperBound)
      if behindFrame.matches(rest) { return true }
    }
    return false
  }
}
