import Foundation
import Records
import Retrieval
import Testing

@Suite struct TextTermsTests {
  @Test(arguments: [
    ("第3条の有給休暇", ["第3", "3", "3条", "条の", "の有", "有給", "給休", "休暇"]),
    ("The Annual-Leave policy's 1,200 days", ["the", "annual", "leave", "policy", "s", "1200", "days"]),
    ("ＰＤＦ版 2.0", ["pdf", "版", "2.0"]),
    ("ﾊﾟｿｺﾝを申請", ["パソ", "ソコ", "コン", "ンを", "を申", "申請"]),
    ("Café、㈱サンプル", ["café", "株", "サン", "ンプ", "プル"]),
    ("合計。請求", ["合計", "請求"]),
    ("", []),
  ])
  func `mixed text becomes bigrams and words`(text: String, terms: [String]) {
    #expect(TextTerms.terms(of: text) == terms)
    #expect(TextTerms.keys(of: text).count == terms.count)
  }

  @Test func `equal terms have equal keys and different ones different keys`() {
    let text = "有給休暇 Annual leave 年次有給 123 45 6.7 leave が か は 行く"
    let terms = TextTerms.terms(of: text)
    let keys = TextTerms.keys(of: text)
    #expect(Dictionary(zip(terms, keys), uniquingKeysWith: { $1 }).count == Set(keys).count)
    #expect(Dictionary(zip(keys, terms), uniquingKeysWith: { $1 }).count == Set(terms).count)
  }

  /// Expected values from Python's `unicodedata.normalize("NFKC", …)`.
  @Test(arguments: [
    ("\u{FF8A}\u{FF9F}\u{FF7F}\u{FF7A}\u{FF9D}", "\u{30D1}\u{30BD}\u{30B3}\u{30F3}"),
    ("\u{304C}\u{3099}", "\u{304C}\u{3099}"),
    ("\u{304B}\u{3099}\u{304E}", "\u{304C}\u{304E}"),
    ("\u{2460}\u{3231}\u{3314}", "1(\u{682A})\u{30AD}\u{30ED}"),
    ("\u{FF76}\u{FF9E}\u{FF77}\u{FF9E}", "\u{30AC}\u{30AE}"),
    ("\u{FF9E}", "\u{3099}"),
    ("e\u{301}t\u{E9}", "\u{E9}t\u{E9}"),
    ("\u{C5}", "\u{C5}"),
    ("\u{FB01}le", "file"),
    ("\u{FF11}\u{FF12}\u{FF13}\u{FF21}\u{FF22}\u{FF23}\u{3000}\u{FF58}", "123ABC x"),
    ("\u{AC01}", "\u{AC01}"),
    (
      "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{2460}\u{3042}",
      "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}1\u{3042}"
    ),
    ("\u{2026}\u{2025}", "....."),
    ("\u{301C}\u{FF5E}", "\u{301C}~"),
    ("x\u{327}\u{301}", "x\u{327}\u{301}"),
    ("\u{30F7}\u{30F8}", "\u{30F7}\u{30F8}"),
    ("\u{795E}\u{FE00}", "\u{795E}\u{FE00}"),
    ("\u{337B}\u{5143}\u{5E74}\u{322A}", "\u{5E73}\u{6210}\u{5143}\u{5E74}(\u{6708})"),
    ("\u{FF8A}\u{FF9E}\u{FF8A}\u{FF9F}a\u{308}", "\u{30D0}\u{30D1}\u{E4}"),
  ])
  func `the compatibility form is NFKC`(text: String, form: String) {
    #expect(Array(CompatibilityForm.normalize(text).unicodeScalars) == Array(form.unicodeScalars))
  }
}
