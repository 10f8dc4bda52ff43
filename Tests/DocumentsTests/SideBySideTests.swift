import PageContent
import Records
import Testing

@testable import Documents

/// What stands beside each other and belongs below each other, and the other way round.
@Suite struct SideBySideTests {
  private let english = [
    "Sales rose in all regions during the", "year that ended in March, and costs", "fell because two older plants were",
    "closed and their work was moved to", "the site in the mountains. The board",
    "proposes a dividend of forty yen for",
  ]

  @Test func `a title whose letters stand far apart is one line above three columns`() {
    var page = PageMaker()
    for (index, letter) in "ANNUAL REPORT".enumerated() where letter != " " {
      page.line(String(letter), x: 50 + 38 * Double(index), y: 60, size: 24)
    }
    for column in 0..<3 { page.lines(english, x: 50 + 190 * Double(column), y: 110) }
    let found = blocks(page)
    #expect(found.first?.text == "ANNUAL REPORT")
    #expect(found.first?.kind == .heading)
    #expect(found.map(\.text).joined(separator: " ").contains("dividend of forty yen for Sales rose"))
  }

  @Test(arguments: [0, 2]) func `a heading below two columns stands above what goes on across the page`(_ more: Int) {
    var page = PageMaker()
    page.line("Plan", x: 50, y: 60, size: 14)
    page.line("Results", x: 310, y: 60, size: 14)
    page.lines(english + english.prefix(more), x: 50, y: 85)
    page.lines(english.reversed(), x: 310, y: 85)
    page.line("Notices", x: 50, y: 210, size: 14)
    page.line(
      "The next issue appears in October and will report on the new plant in the north of the country, which opens then.",
      x: 50, y: 235, size: 9)
    let found = blocks(page).map(\.text)
    #expect(found.first == "Plan")
    #expect(found.suffix(2).first == "Notices")
    #expect(found.firstIndex(of: "Results") ?? 9 < found.firstIndex(of: "Notices") ?? 0)
  }

  @Test func `a heading below two columns that end alike stands above short lines`() {
    var page = PageMaker()
    page.line("Plan", x: 50, y: 60, size: 14)
    page.line("Results", x: 310, y: 60, size: 14)
    page.lines(english, x: 50, y: 85)
    page.lines(english.reversed(), x: 310, y: 85)
    page.line("Notices", x: 50, y: 190, size: 14)
    page.line("The next issue appears in October.", x: 50, y: 212)
    #expect(blocks(page).map(\.text).suffix(2) == ["Notices", "The next issue appears in October."])
  }

  @Test func `kanji set across the page are one title`() {
    var page = PageMaker()
    for (index, letter) in "年次報告".enumerated() {
      page.line(String(letter), x: 60 + 140 * Double(index), y: 60, size: 24)
    }
    let text = ["売上高は前の年度に比べて増えました", "国内では設備への投資が堅く推移し海", "外でも需要が戻りました。旧い工場を"]
    for column in 0..<3 { page.lines(text, x: 40 + 182 * Double(column), y: 110) }
    let found = blocks(page)
    #expect(found.first?.text == "年次報告")
    #expect(found.dropFirst().map(\.text).joined().hasPrefix(text.joined() + text[0]))
  }

  @Test func `single letters that name columns stay apart`() {
    var page = PageMaker()
    for (index, letter) in "ABCDE".enumerated() {
      page.line(String(letter), x: 60 + 90 * Double(index), y: 60, size: 14)
    }
    for row in 0..<3 {
      for column in 0..<5 {
        page.line("\(row * 7 + column * 13 + 10)", x: 60 + 90 * Double(column), y: 90 + 15 * Double(row))
      }
    }
    #expect(!blocks(page).contains { $0.text == "ABCDE" })
  }

  private func slide(titleSize: Double, _ left: [String], _ right: [String]) -> PageMaker {
    var page = PageMaker(width: 720, height: 405)
    page.line("Where we stand", x: 40, y: 30, size: 26)
    for (x, texts) in [(55.0, left), (390, right)] {
      page.line(texts[0], x: x, y: 90, size: titleSize)
      page.lines(Array(texts.dropFirst()), x: x, y: 124, pitch: 26, size: 14)
    }
    return page
  }

  private let today = ["Today", "Sales rose by a third", "Turnover of staff fell", "Stock turns stayed level"]
  private let next = ["Next steps", "Open a site in the east", "Hire for the sales desk", "Ship the new sensor"]

  @Test func `blocks with titles of their own are read one after the other, in frames and without`() {
    let joined = (today + next).joined(separator: " ")
    var page = slide(titleSize: 18, today, next)
    #expect(!blocks(page).contains { $0.kind == .table })
    #expect(blocks(page).dropFirst().map(\.text).joined(separator: " ") == joined)
    page = slide(titleSize: 14, today, next)
    for x in [40.0, 375] { page.grid(x: [x, x + 300], y: [75, 240]) }
    #expect(blocks(page).dropFirst().map(\.text).joined(separator: " ") == joined)
  }

  @Test func `two lists in English beside each other are lists`() {
    let left = ["- Sales rose by a third", "- Turnover of staff fell", "- Stock stayed level"]
    let right = ["- No site in the east", "- Hiring is late", "- Sensor ships in spring"]
    let items = blocks(slide(titleSize: 14, left, right)).filter { $0.kind == .listItem }.map(\.text)
    #expect(items == left + right)
  }

  @Test func `two lists under names of their size are lists, each under its name`() {
    var page = PageMaker(width: 720, height: 405)
    page.line("Problems and measures", x: 40, y: 30, size: 26)
    let left = ["• Lead time of parts has grown to 14", "weeks on average", "• Few contracts are renewed"]
    let right = ["• Qualify three alternative parts by", "January 2025", "• Send the quotation earlier"]
    for (x, name, texts) in [(40.0, "Problems", left), (390, "Measures", right)] {
      page.line(name, x: x, y: 90, size: 14, font: "Serif-Bold")
      for (index, text) in texts.enumerated() {
        page.line(text, x: text.hasPrefix("•") ? x + 20 : x + 34, y: 120 + Double(index) * 18, size: 14)
      }
    }
    let found = blocks(page)
    #expect(!found.contains { $0.kind == .table })
    #expect(
      found.dropFirst().map(\.text) == [
        "Problems", "• Lead time of parts has grown to 14 weeks on average", "• Few contracts are renewed", "Measures",
        "• Qualify three alternative parts by January 2025", "• Send the quotation earlier",
      ])
    #expect(found.filter { $0.kind == .listItem }.allSatisfy { $0.level == 1 })
  }

  @Test func `a list beside a table is read before it, and a table before the list at its right`() {
    let items = [
      "• Sales rose by 8.2%", "• Domestic sales were flat", "• The east grew by 21%", "• Profit fell a little",
    ]
    for isLeft in [true, false] {
      var page = PageMaker(width: 720, height: 405)
      page.line("Results of the half year", x: 40, y: 30, size: 26)
      page.lines(items, x: isLeft ? 60 : 400, y: 100, pitch: 18, size: 14)
      let start = isLeft ? 400.0 : 60
      page.grid(x: [start, start + 100, start + 200], y: [90, 115, 140, 165])
      for (row, texts) in [["Region", "Sales"], ["Domestic", "25.1"], ["Asia", "12.4"]].enumerated() {
        for (column, text) in texts.enumerated() {
          page.line(text, x: start + 5 + 100 * Double(column), y: 95 + 25 * Double(row), size: 14)
        }
      }
      let kinds = blocks(page).dropFirst().map(\.kind)
      let items = [Block.Kind](repeating: .listItem, count: 4)
      #expect(kinds == (isLeft ? items + [.table] : [.table] + items))
    }
  }

  @Test func `two lists beside each other are lists, and a table stays one`() {
    let page = slide(titleSize: 14, ["・売上は増えた", "・離職率は下がった", "・在庫は横ばい"], ["・東の拠点が足りない", "・採用が遅れている", "・発売は来春"])
    let texts = blocks(page).filter { $0.kind == .listItem }.map(\.text)
    #expect(texts.count == 6)
    #expect(texts.prefix(3).allSatisfy { ["・売上は増えた", "・離職率は下がった", "・在庫は横ばい"].contains($0) })
    let table = slide(titleSize: 14, ["品目", "検出器", "部品", "送料"], ["金額", "120,000", "8,000", "1,200"])
    #expect(blocks(table).contains { $0.kind == .table && $0.rows?.contains(["部品", "8,000"]) == true })
    let larger = slide(titleSize: 18, ["品目", "検出器", "部品一式", "送料"], ["金額", "120,000", "8,000", "1,200"])
    #expect(
      blocks(larger).first { $0.kind == .table }?.rows == [
        ["品目", "金額"], ["検出器", "120,000"], ["部品一式", "8,000"], ["送料", "1,200"],
      ])
  }

  @Test(arguments: [0.0, 7])
  func `addressee and sender of an English invoice are blocks, level or not`(offset: Double) {
    let addressee = ["Accounts Department", "Northwind Traders Ltd", "12 King Street", "Leeds LS1 2AB"]
    let sender = [
      "Invoice number 2025-0042", "Blue Leaf Works Ltd", "4 Mill Lane", "York YO1 9AB", "Phone 01904 000 000",
    ]
    var page = PageMaker()
    page.line("Invoice", x: 260, y: 60, size: 20)
    page.lines(addressee, x: 50, y: 100, pitch: 14)
    page.lines(sender, x: 340, y: 100 + offset, pitch: 14)
    page.line("Re: upkeep of the sensor", x: 50, y: 210)
    let text = blocks(page).flatMap { $0.text.split(whereSeparator: \.isWhitespace) }.joined(separator: " ")
    #expect(text == (["Invoice"] + addressee + sender + ["Re: upkeep of the sensor"]).joined(separator: " "))
  }

  private let addressee = ["〒100-0001", "東京都千代田区千代田一丁目", "株式会社みどり商会", "経理部　御中"]
  private let sender = [
    "請求書番号：2025-0042", "株式会社あおば製作所", "〒390-0811 松本市中央二丁目3-4", "電話 0263-00-0000", "登録番号 T1234567890123",
  ]

  @Test(arguments: [0.0, 7])
  func `addressee and sender of an invoice are blocks, level or not`(offset: Double) {
    var page = PageMaker()
    page.line("請求書", x: 260, y: 60, size: 20)
    page.lines(addressee, x: 50, y: 100, pitch: 14)
    page.lines(sender, x: 340, y: 100 + offset, pitch: 14)
    page.line("件名：検出器の保守", x: 50, y: 210)
    let text = blocks(page).map(\.text).joined().filter { $0 != " " && $0 != "\u{3000}" }
    func plain(_ lines: [String]) -> String { lines.joined().filter { $0 != " " && $0 != "\u{3000}" } }
    #expect(text == "請求書" + plain(addressee) + plain(sender) + "件名：検出器の保守")
  }

  @Test func `a form's labels and a list of companies are no addresses`() {
    var form = PageMaker()
    form.lines(["会社名", "所在地", "電話", "FAX"], x: 60, y: 100, pitch: 15)
    form.lines(["株式会社あおば製作所", "〒390-0811 松本市中央二丁目", "電話 0263-00-0000", "0263-00-0001"], x: 200, y: 100, pitch: 15)
    #expect(blocks(form).contains { $0.rows?.contains(["所在地", "〒390-0811 松本市中央二丁目"]) == true })
    var list = PageMaker()
    let names = ["株式会社あおば", "株式会社みどり", "有限会社やまと", "合同会社かわせみ"]
    list.lines(names, x: 60, y: 100, pitch: 15)
    list.lines(names.map { _ in "〒390-0811 松本市中央" }, x: 260, y: 100, pitch: 15)
    #expect(blocks(list).contains { $0.rows?.count == 4 })
  }

  @Test func `labels beside the middle of their values make rows`() {
    var page = PageMaker()
    page.line("Terms of handling", x: 50, y: 60, size: 16)
    let rows = [
      (
        ["Storage and", "temperature"],
        [
          "Keep the product away from sunlight in a dry", "place between 5 and 25 degrees, and use it",
          "within thirty days.",
        ]
      ),
      (
        ["Return of", "goods"],
        ["Accepted within fourteen days of delivery if", "unopened. The customer bears the cost of", "carriage."]
      ),
      (
        ["Terms of", "payment"],
        ["End of the month following the invoice, by", "bank transfer. Interest on late payment is", "three percent."]
      ),
    ]
    for (index, (label, value)) in rows.enumerated() {
      let y = 100 + 50 * Double(index)
      page.lines(label, x: 50, y: y + 6.5)
      page.lines(value, x: 200, y: y)
    }
    let table = blocks(page).first { $0.kind == .table }
    #expect(table?.rows == rows.map { [$0.joined(separator: " "), $1.joined(separator: " ")] })
  }

  @Test func `the first row of a table is not its head's second line, and text below it no row`() {
    var page = PageMaker()
    for (row, cells) in [["品目", "数量", "単価"], ["定期点検", "二回", "五万円"], ["部品交換", "四個", "五千円"], ["合計額", "六件", "十二万円"]]
      .enumerated()
    {
      for (column, cell) in cells.enumerated() {
        page.line(cell, x: 50 + 150 * Double(column), y: 100 + 18 * Double(row))
      }
    }
    page.line("お支払期限は十一月三十日　　お振込先はみどり銀行の松本支店まで", x: 50, y: 192)
    let table = blocks(page).first { $0.kind == .table }
    #expect(table?.rows?.count == 4)
    #expect(table?.rows?.first == ["品目", "数量", "単価"])
  }

  @Test func `places to sign are no table and head nothing`() {
    var page = PageMaker()
    page.lines(["本契約の成立を証するため、本書二通を作成し、甲乙記名押印のうえ、各一通を保有する。"], x: 50, y: 80)
    for (index, party) in ["甲", "乙"].enumerated() {
      let y = 120 + 60 * Double(index)
      page.line(party, x: 50, y: y)
      page.line("住所", x: 80, y: y)
      page.line("氏名", x: 80, y: y + 20)
      page.line("印", x: 320, y: y + 20)
    }
    #expect(!blocks(page).contains { $0.kind == .table || $0.kind == .heading })
    var english = PageMaker()
    english.lines(["The parties have executed this agreement on the date", "that is written below."], x: 50, y: 80)
    english.line("Signed for and on behalf of Blue Leaf Works Ltd", x: 50, y: 130, size: 14, font: "Serif-Bold")
    english.line("Signature: ________________", x: 50, y: 160)
    #expect(!blocks(english).contains { $0.kind == .heading })
  }

  @Test func `a list beside one that has a name is read before it`() {
    var page = PageMaker()
    let left = ["• Domestic: 12 million", "• Overseas: 8 million", "• Services: 2 million"]
    for (index, text) in left.enumerated() {
      page.line(text, x: 60, y: 60 + Double(index) * 13)
    }
    page.line("Risks", x: 310, y: 57, font: "Serif-Bold")
    page.line("• Exchange rate 140 to 155", x: 325, y: 80)
    page.line("• Delay of the new pump", x: 325, y: 93)
    let found = blocks(page)
    #expect(
      found.map(\.text) == left + ["Risks", "• Exchange rate 140 to 155", "• Delay of the new pump"])
    #expect(found.allSatisfy { $0.kind != .table })
  }
}
