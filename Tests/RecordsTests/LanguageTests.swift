import Records
import Testing

@Suite struct LanguageTests {
  @Test(arguments: [
    ("従業員の有給休暇は年20日です。", Language.ja), ("The annual leave is 20 days.", .en),
    // A little Japanese in English, and many product names in Japanese.
    ("The word 有給 on page 3 of the handbook means that the leave is paid for by the company.", .en),
    ("Windows UpdateはWSUS経由で適用します", .ja), ("ﾊﾟｽﾜｰﾄﾞ", .ja), ("々〆", .ja), ("", .en), ("12,500 – 3.5 %", .en),
    ("한국어 문장", .en), ("Ångström à la carte", .en),
  ])
  func `the language is guessed from the share of kana and kanji`(text: String, language: Language) {
    #expect(Language(guessing: text) == language)
  }

  /// Written by hand from Unicode's charts; half-width kana with marks is what Foundation alone gets wrong on Linux.
  @Test(arguments: [
    ("ﾊﾟｿｺﾝ", "パソコン"), ("㈱", "(株)"), ("①㌔", "1キロ"), ("ＡＢＣ　１", "ABC 1"), ("か\u{3099}", "が"), ("e\u{301}", "\u{e9}"),
    ("①\u{3099}", "1\u{3099}"),
    ("漢字カナ", "漢字カナ"), ("ﬁ", "fi"), ("", ""),
  ])
  func `the compatibility form is NFKC`(text: String, form: String) {
    #expect(Array(CompatibilityForm.normalize(text).unicodeScalars) == Array(form.unicodeScalars))
    #expect(CompatibilityForm.scalars(of: text) == Array(form.unicodeScalars))
  }
}
