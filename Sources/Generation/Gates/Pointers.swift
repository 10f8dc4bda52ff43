import Foundation
import Records

/// Words that name a part of a text, or a text as such, by its place: 前項, 下表, `the table below`, `per the extract`; and
/// follow-up questions, which ask nothing without the question before them.
///
/// What says whose part it is, or has a name, points at nothing: 旅費規程の別表, 別表第1, `the source of the river`.
enum Pointers {
  /// Whether the question points at what only a reader of its passage, or of the conversation before, sees.
  static func stands(in question: String, _ language: Language) -> Bool {
    switch language {
    case .ja: japanese.contains { $0.matches(question) }
    case .en: english.contains { $0.matches(question) } || isNumberedPart(question) || isFragment(question)
    }
  }

  // MARK: Japanese

  /// 前項の, 下表に, 別紙で. 別表第1の has a number of its own.
  private static let partByPlace = Pattern(
    #"(?<![\p{Han}\p{Katakana}0-9の])(?:(?:前|次|下|上|右|左|別|後)(?:項|条|節|章|頁|ページ|表|図|段落)|別紙)(?:の|に|で|は|が|を|から|と|も|、|中|内)|(?<![\p{Han}\p{Katakana}\p{Hiragana}])先の(?:条文|規定|文章?|章|節|項目?|表|図|例|説明|記述|質問|回答|段落)"#
  )
  private static let writing =
    "(?:抜粋|筆者|著者|作者|パッセージ|ドキュメント|コンテキスト|コンテクスト|文脈|チャンク|スニペット|シナリオ|段落|引用|出典|原文|テキスト|文章|文書|資料)"
  /// A text or its author without a name: 抜粋によれば, 筆者によると. 設計資料によると has one.
  private static let writingAsSuch = Pattern(
    #"(?<![\p{Han}\p{Katakana}のー])\#(writing)(?:に(?:よると|よれば|よりますと|従うと|従えば|基づくと|照らすと)|(?:の(?:中|内)|内|中)で|から(?:すると|判断すると|分かる|読み取れる))|^(?:与えられた|提供された|提示された|示された)\#(writing)"#
  )
  /// 本ガイドの, 本契約で: 本 before what a text or the thing that it is about is called. 日本製品 is another word, 本会議 a name.
  private static let own = Pattern(
    #"(?<![\p{Han}\p{Katakana}0-9])本(?:(?:ガイド(?:ライン|ブック)?|ポリシー|マニュアル|ハンドブック|ドキュメント|テキスト|レポート|フォーム|シート|システム|サービス|ソフト(?:ウェア)?|アプリ(?:ケーション)?|プログラム|サイト|ページ|セクション|ユニット|キット|モデル|デバイス|ツール|ライセンス|プラン)(?!\p{Katakana})|(?:文書|資料|書|規程|規定|規則|約款|協定書?|覚書|要領|要綱|指針|方針|計画書?|仕様書?|(?:取扱)?説明書|報告書|製品|装置|機器?|器|品|商品|制度|条例?|法|項|節|章|表|図|手順書?|通知|記事|稿)(?!\p{Han}))|^(?!.*仮).*(?<![\p{Han}\p{Katakana}0-9])本契約書?(?!\p{Han})"#
  )
  /// 「では海外出張の場合は？」 asks nothing. 「KL-210の価格は？」 asks for a price.
  private static let followUp = Pattern(
    #"の(?:場合|とき|時|際)(?:に|で)?(?:は|なら|も)[?？]?$|(?:だと|なら|ならば|だったら|としたら|に関しては|については|に対しては)[?？]?$|^(?:(?:では|じゃあ?|それでは|それなら)、?|(?:なら|あと|そして|で)、)[^、。?？]{1,30}(?:は|も)[?？]?$"#
  )
  private static let japanese = [partByPlace, writingAsSuch, own, followUp]

  // MARK: English

  private static let part =
    "(?:table|list|figure|chart|diagram|graph|section|paragraph|text|example|image|picture|excerpt|passage|box|note|notice|statement|clause|extract)"
  private static let source =
    "(?:source|extract|snippet|chunk|fragment|materials?|scenario|reading|contents?|excerpt|quote|quotation|input|prompt|write-up|information|data|context|references?)"
  private static let stated =
    #"(?:mentioned|listed|described|given|shown|stated|specified|named|explained|defined|quoted|cited|found|provided|noted)"#
  /// The phrase ends, and nothing behind it says of what.
  private static let end =
    #"(?=\s*(?:[,?.:;]|$)|\s+(?:what|which|how|when|where|who|whom|whose|why|is|are|was|were|do|does|did|must|can|may|should)\b)"#

  private static let english = [
    // In the table below, what …
    Pattern(
      #"\b(?:in|from|on|of|by|per|to|see|under)\s(?:the|a)\s(?:\w+\s)?\#(part)\s(?:above|below|overleaf|opposite)\#(end)"#,
      ignoringCase: true),
    // What is the deposit below? Not: seen from above.
    Pattern(
      #"(?<!\b(?:from|and|or|lies|lie|lying|lay|flow|flows|is|are|was|were)\s)\b(?:above|below|overleaf)\s*[?.]?$"#,
      ignoringCase: true),
    // Per the source; as the scenario says.
    Pattern(
      #"\b(?:per|according\sto|based\s(?:up)?on|following|going\sby|judging\sby)\sthe\s\#(source)\#(end)"#,
      ignoringCase: true),
    Pattern(#"^(?:in|from|within)\sthe\s\#(source)\s*,"#, ignoringCase: true),
    Pattern(#"\b\#(stated)\s(?:in|by)\sthe\s\#(source)\#(end)"#, ignoringCase: true),
    Pattern(
      #"\bthe\s(?:given|provided|supplied|attached)\s(?:\#(source)|table|list|figure|chart|case|situation|example)\b"#,
      ignoringCase: true),
  ]

  /// `Stated in section 2`, `per paragraph 2`: of a document that the question does not name.
  private static let numberedPart = Pattern(
    #"\b(?:per|according\sto|\#(stated)\s(?:in|under|by)|(?:set\sout|laid\sdown)\sin)\s(?:the\s)?(?:section|paragraph|subsection|clause|item|point|table|figure|footnote|annex|appendix|chapter|part)\s(?:no\.?\s|number\s)?\(?[0-9]+(?:\.[0-9]+)*[a-z]?\)?(?![\w-])(?!\s(?:of|in)\b)"#,
    ignoringCase: true)
  /// A name further on than the first word: capitals or quotation marks. A section's are its own.
  private static let name = Pattern(
    #"[“"‘]|(?<=\s)(?!(?:Section|Paragraph|Subsection|Clause|Item|Point|Table|Figure|Footnote|Annex|Appendix|Chapter|Part|I)\b)\p{Lu}"#
  )

  private static func isNumberedPart(_ question: String) -> Bool {
    numberedPart.matches(question) && !name.matches(question)
  }

  /// `What about damage, when?`, `And a projector?`: a question that says neither what is asked nor of whom.
  private static let about = Pattern(
    #"^(?:(?:and|but|so|ok|okay|then),?\s)?(?:what|how)\sabout\b"#, ignoringCase: true)
  private static let joined = Pattern(#"^(?:and|but|or|so|then)\b"#, ignoringCase: true)
  private static let asking = Pattern(
    #"\b(?:what|which|how|when|where|who|whom|whose|why|is|are|was|were|do|does|did|can|could|may|might|must|shall|should|will|would|has|have|had)\b"#,
    ignoringCase: true)

  private static func isFragment(_ question: String) -> Bool {
    about.matches(question) || (joined.matches(question) && !asking.matches(question))
  }
}
