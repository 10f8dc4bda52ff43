import PageContent
import Records
import Testing

@testable import Documents

/// Lines that somebody ended, and codes that a line's end has cut.
@Suite struct ShortLineTests {
  @Test func `a code goes on behind its hyphen in the next line, and a range or dash does not`() {
    var page = PageMaker()
    page.lines(
      [
        "Every drive of the series AP-100, AP-200 and of the older series AP-",
        "300 was changed to the new and somewhat longer form named BX-2024-",
        "118 on the first day of May, and costs rose by some ten to twenty -",
        "5 percent more than in the year before.",
      ], x: 60, y: 100)
    let text = blocks(page).map(\.text).joined(separator: "\n")
    #expect(text.contains("series AP-300 was"))
    #expect(text.contains("named BX-2024-118 on"))
    #expect(text.contains("twenty - 5 percent"))
  }

  @Test func `a code in a narrow cell goes on behind its hyphen`() throws {
    var page = PageMaker()
    for (row, cells) in [["No.", "Unit", "Interval"], ["S-", "Pump", "4 months"], ["T-", "Fan", "6 months"]]
      .enumerated()
    {
      for (column, cell) in cells.enumerated() {
        page.line(cell, x: 60 + 100 * Double(column), y: 100 + 40 * Double(row))
      }
      if row > 0 { page.line("00\(row)", x: 60, y: 111 + 40 * Double(row)) }
    }
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(table.rows?.map { $0[0] } == ["No.", "S-001", "T-002"])
  }

  @Test func `the lines of two blocks of an address keep apart, and so do the blocks`() {
    var page = PageMaker()
    page.line("請　求　書", x: 250, y: 40, size: 18)
    let left = ["株式会社テッセル　御中", "〒100-0005", "東京都千代田区丸の内1-1-1", "ご担当：経理部　高橋様"]
    let right = ["請求番号：INV-2024-118", "発行日：2024年7月31日", "青葉精機株式会社", "登録番号：T1234567890123", "仙台市青葉区一番町1-2-3"]
    page.lines(left, x: 60, y: 90, pitch: 16)
    page.lines(right, x: 380, y: 90, pitch: 16)
    page.line("下記のとおりご請求申し上げます。", x: 60, y: 200)
    let found = blocks(page).map(\.text)
    let all = found.joined(separator: "\n")
    for line in left + right { #expect(all.contains(line)) }
    for (line, next) in zip(left + right, left.dropFirst() + right) { #expect(!all.contains(line + next)) }
    #expect(!all.contains("高橋様 請求番号"))
    #expect(found.last == "下記のとおりご請求申し上げます。")
  }

  @Test func `a date under a name and the entries of a table of years are not glued`() {
    var page = PageMaker(width: 720, height: 405)
    page.line("2024年度　上期　営業報告", x: 200, y: 120, size: 28)
    page.line("営業本部　第一営業部", x: 260, y: 220, size: 18)
    page.line("2024年10月15日", x: 288, y: 244, size: 18)
    let cover = blocks(page).map(\.text).joined(separator: " ")
    #expect(cover == "2024年度　上期　営業報告 営業本部　第一営業部 2024年10月15日")
    var years = PageMaker()
    years.lines(["昭和55年　新工場", "平成元年　上場", "令和２年　移転"], x: 60, y: 100, pitch: 15)
    #expect(blocks(years).map(\.text).joined(separator: " ") == "昭和55年　新工場 平成元年　上場 令和２年　移転")
  }

  @Test func `a date within a sentence is not parted from it`() {
    var page = PageMaker()
    page.lines(["この規程の改正は取締役会が承認した", "2024年10月15日", "からすべての事業所で施行するものと"], x: 60, y: 100)
    page.line("する。", x: 60, y: 139)
    #expect(blocks(page).map(\.text).joined().contains("承認した2024年10月15日"))
  }

  @Test func `questions and answers under each other are not one line`() {
    var page = PageMaker()
    page.line("よくある質問", x: 60, y: 60, size: 18)
    let lines = ["Q1．保証期間はどのくらいですか。", "A1．納入の日から24か月です。"]
    let more = ["Q：夜勤のときの照明が暗いという声がある。", "A：照度を測定し、150ルクスに満たない場所は照明を増やす。"]
    page.lines(lines, x: 60, y: 100, pitch: 15)
    page.lines(more, x: 60, y: 160, pitch: 15)
    #expect(blocks(page).dropFirst().map(\.text) == lines + more)
  }

  @Test func `a paragraph in a narrow column stays one where two of its lines begin alike`() {
    var page = PageMaker()
    page.lines(
      [
        "The numbers of all parts of the series were changed to the new form in May, and the long-term",
        "agreement is not affected by it.",
      ],
      x: 60, y: 60)
    page.lines(
      [
        "The part numbers AP-100,", "AP-200, AP-300, AP-400,", "AP-600, AP-700, AP-800 and",
        "AP-900 were changed to the",
        "new form, and the long-term", "agreement and the drive are", "not affected by any of that.",
      ], x: 60, y: 110)
    #expect(blocks(page).count == 2)
  }

  @Test func `a library's word for no title is none`() {
    #expect(DocumentTitle.find(in: [], metadata: "(anonymous)", path: "corpora/pumps.pdf") == "pumps")
    #expect(DocumentTitle.find(in: [], metadata: "Pumps of 2024", path: "corpora/pumps.pdf") == "Pumps of 2024")
  }

  @Test func `a line that ends in the mark of a footnote goes on with small letters below it`() {
    var page = PageMaker()
    page.line("The income of the group rose by 8 per cent to 124 million, driven by orders", x: 60, y: 60)
    let end = page.line("for new meters in the home market, and most in the north", x: 60, y: 74)
    page.line("1", x: end, y: 72, size: 6)
    page.line("and by water works in the south. The result before special items improved too", x: 60, y: 88)
    page.line("to 13 million, which is more than in the year before, and more than was hoped.", x: 60, y: 102)
    let found = blocks(page)
    #expect(found.map(\.kind) == [.paragraph])
    #expect(found.first?.text.contains("north¹ and by water") == true)
  }

  @Test func `a dash of full width before a word begins an item, and two around one do not`() {
    var page = PageMaker()
    page.lines(["・税務に関する文書は次のとおりとする。", "・登記に関する文書"], x: 60, y: 60)
    page.lines(["－法人税の申告書", "－消費税の申告書"], x: 80, y: 86)
    page.line("－内訳－", x: 200, y: 140)
    let found = blocks(page)
    #expect(found.filter { $0.text.hasPrefix("－") }.map(\.kind).prefix(2) == [.listItem, .listItem])
    #expect(found.last?.text == "－内訳－" && found.last?.kind != .listItem)
  }
}
