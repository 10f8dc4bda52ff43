import Foundation
import Records
import Testing

@testable import Preparation

/// Translations that are told by the numbers and codes in them, whatever their files are called.
struct TranslationAnchorsTests {
  private static let english = """
    The KL-210 logger records from −20 to 70 °C at an interval of 15 minutes, up to 16,000 values. Replace the CR2450 cell
    after 18 months; order part KS-21 from extension 4172. The deposit is 1,250 yen, the limit 38,500 yen since 2019-04-01.
    The USB cable is 1.8 m long. Accuracy is 0.35 °C.
    """
  private static let japanese = """
    温湿度ロガーＫＬ－２１０は、15分間隔で－20～70℃の記録を最大16,000件まで残します。電池CR2450は18か月で交換し、部品KS-21は内線4172に
    注文してください。保証金は1,250円、上限は38,500円です（2019-04-01から）。USBケーブルの長さは1.8 m、精度は0.35℃です。
    """
  private static let other = """
    就業規則では、年次有給休暇を20日与え、残業は月に45時間、年に360時間までとします。定年は65歳で、試用期間は3か月です。申請は14日前までに、
    様式HR-07で人事課（内線2045）へ出してください。2019-04-01に改定し、15分単位で集計します。賞与は年2回、6月10日と12月10日です。
    """

  private func groups(_ texts: [(String, Language, String)]) -> [[String]] {
    let documents = texts.map { RandomPairs.document($0.0, $0.1, text: $0.2) }
    let pairs = documents.flatMap { RandomPairs.pairs(in: $0, facts: 1) }
    return Splitter().split(pairs, documents: documents).groups.map {
      $0.documents.map { String($0.path.dropFirst(8)) }
    }
  }

  @Test func `numbers, codes and words in capitals are anchors, in whatever width they are written`() {
    #expect(TranslationAnchors(Self.english).values == TranslationAnchors(Self.japanese).values)
    #expect(TranslationAnchors("a 45-minute call to Leeds at 9").values == TranslationAnchors("４５分").values)
    #expect(TranslationAnchors("Nothing here is 1 of a kind.").values.isEmpty)
  }

  @Test func `documents in two languages with the same anchors stay together, and others do not`() {
    let found = groups([
      ("manual.pdf", .en, Self.english), ("取扱説明書.pdf", .ja, Self.japanese), ("就業規則.pdf", .ja, Self.other),
    ])
    #expect(Set(found) == [["manual.pdf", "取扱説明書.pdf"], ["就業規則.pdf"]])
  }

  @Test func `few common numbers join nothing`() {
    let found = groups([("notice.md", .en, "Open from 10:00 to 17:30."), ("案内.md", .ja, "10:00から17:30まで開いています。")])
    #expect(found.count == 2)
  }

  @Test func `few numbers join documents only where nearly all of them are in both`() {
    let same = groups([
      ("notice.md", .en, "Open from 10:00 to 17:30; call 4172 about form KS-21."),
      ("案内.md", .ja, "10:00から17:30まで開いています。様式KS-21は内線4172へ。"),
    ])
    #expect(same.count == 1)
    let others = groups([
      ("notice.md", .en, "Open from 10:00 to 17:30; call 4172 about form KS-21, by 12 June, for 450 yen."),
      ("案内.md", .ja, "10:00から17:30まで開いています。様式KS-21は内線4172へ。締切は25日、定員は80名、料金は900円です。"),
    ])
    #expect(others.count == 2)
  }

  @Test(arguments: [
    ("rules.ja.pdf", "rules.en.md"), ("rules_ja.pdf", "rules_en.md"), ("rules（日本語）.pdf", "rules (English).md"),
    ("ja/rules.pdf", "en/rules.md"), ("rules-JP.pdf", "rules.md"),
  ])
  func `a name tells a translation by its mark, wherever that stands`(one: String, other: String) {
    #expect(groups([(one, .ja, "規則"), (other, .en, "Rules")]).count == 1)
  }

  @Test(arguments: [("token.md", "tok.md"), ("open.md", "op.md"), ("ja.md", "en.md")])
  func `a name that only ends like a mark has none`(one: String, other: String) {
    #expect(groups([(one, .ja, "規則"), (other, .en, "Rules")]).count == 2)
  }

  @Test func `folders of a language tell no translation of a document that has another name there`() {
    let documents = [
      RandomPairs.document("en/pump-house.md", .en, text: "It is kept shut."),
      RandomPairs.document("ja/主ポンプの規則.md", .ja, text: "閉めておく。"),
      RandomPairs.document("en/rules.md", .en, text: "No."), RandomPairs.document("ja/rules.md", .ja, text: "不可。"),
    ]
    let result = Splitter().split(documents.flatMap { RandomPairs.pairs(in: $0, facts: 2) }, documents: documents)
    #expect(result.untold.documents == ["corpora/en/pump-house.md", "corpora/ja/主ポンプの規則.md"])
  }

  @Test func `documents without numbers are named, with what to do`() throws {
    let documents =
      [("内部通報.md", Language.ja, "秘密にする。"), ("whistle.md", .en, "It is kept secret."), ("b.en.md", .en, "No.")]
      .map { RandomPairs.document($0.0, $0.1, text: $0.2) } + [RandomPairs.document("m.md", .ja, text: Self.japanese)]
    let result = Splitter().split(documents.flatMap { RandomPairs.pairs(in: $0, facts: 2) }, documents: documents)
    #expect(result.untold.documents == ["corpora/b.en.md", "corpora/whistle.md", "corpora/内部通報.md"])
    let text = try #require(result.untold.text)
    #expect(text.en.contains("x.ja.pdf") && text.ja.contains("together"))
    let files = try DatasetFolder.files(result, version: "v1")
    let card = String(decoding: files[4].data, as: UTF8.self)
    #expect(card.contains(text.en) && card.contains(text.ja))
  }

  @Test(arguments: [5, 37, 500_000])
  func `which documents have an anchor does not depend on how many are sorted at once`(share: Int) {
    var random = SeededRandom(seed: 16)
    let sets = (0..<60).map { _ in
      Set((0..<Int(random.next() % 12)).map { _ in UInt64(random.next() % 40) }).sorted()
    }
    let list = ShingleList()
    for set in sets { list.append(Shingles(ascending: set)) }
    let holders = AnchorHolders(list, fewest: 4, most: 6, share: share)
    let counted = sets.indices.filter { sets[$0].count >= 4 }
    var held = 0
    for value in Set(counted.flatMap { sets[$0] }) {
      let having = counted.filter { sets[$0].contains(value) }
      let found = holders.of(value)
      #expect(found.count == having.count)
      #expect(found.documents.map(Int.init) == ((2...6).contains(having.count) ? having : []))
      held += found.documents.count
    }
    #expect(held > 0)
  }
}
