import Foundation
import PageContent
import Records
import Testing

@testable import Documents

@Suite struct LayoutTests {
  private let paragraph = [
    "The greenhouse stands behind the mill and holds", "orchids that were brought from three continents in",
    "the year in which the railway came to the valley.",
  ]

  @Test func `lines of an English paragraph are joined with a space`() {
    var page = PageMaker()
    page.lines(paragraph, x: 60, y: 100)
    let found = blocks(page)
    #expect(found.map(\.kind) == [.paragraph])
    #expect(found[0].text == paragraph.joined(separator: " "))
    #expect(found[0].rects.count == 3)
  }

  @Test func `lines of a Japanese paragraph are joined with nothing`() {
    var page = PageMaker()
    page.lines(["社員は、住所または氏名に変更があったときは、十四日以内に", "人事課へ届け出なければならない。"], x: 60, y: 100)
    #expect(blocks(page).map(\.text) == ["社員は、住所または氏名に変更があったときは、十四日以内に人事課へ届け出なければならない。"])
  }

  @Test func `every box holds the word or character it says`() throws {
    var page = PageMaker()
    page.line("型番 KL-210 の価格は 28,600 円です。", x: 60, y: 100)
    let block = try #require(blocks(page).first)
    let bytes = Array(block.text.utf8)
    let pieces = block.boxes.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) }
    #expect(pieces.joined() == block.text.filter { $0 != " " })
    #expect(pieces.contains("KL-210"))
    #expect(pieces.contains("28,600"))
    #expect(pieces.contains("型") && pieces.contains("番"))
    let box = try #require(block.boxes.first { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) == "KL-210" })
    #expect(abs(box.rect.x0 - 85) < 0.1 && abs(box.rect.x1 - 115) < 0.1)
  }

  @Test func `a hyphen at a line end goes where the document writes the word without it`() {
    var page = PageMaker()
    page.lines(["The temperature was written down, as was the tempera-", "ture of the well."], x: 60, y: 100)
    #expect(blocks(page)[0].text == "The temperature was written down, as was the temperature of the well.")
  }

  @Test func `a hyphen at a line end stays where the document writes it elsewhere`() {
    var page = PageMaker()
    page.lines(["A cross-section is shown here, and the next cross-", "section is shown there."], x: 60, y: 100)
    #expect(blocks(page)[0].text == "A cross-section is shown here, and the next cross-section is shown there.")
  }

  @Test func `two columns are read one after the other, below the heading over both`() {
    var page = PageMaker()
    page.line("A heading over both of the columns of the page", x: 60, y: 60, size: 18)
    let left = (1...6).map { "left column line \($0) runs to the edge" }
    let right = (1...6).map { "right column line \($0) runs to its end" }
    for index in 0..<6 {
      // The library gives lines of both columns in turn.
      page.line(left[index], x: 60, y: 100 + Double(index) * 13)
      page.line(right[index], x: 270, y: 100 + Double(index) * 13)
    }
    let text = blocks(page).map(\.text).joined(separator: "\n")
    #expect(text.hasPrefix("A heading over both"))
    let order = (left + right).map { text.range(of: $0)?.lowerBound }
    #expect(!order.contains(nil))
    #expect(order.compactMap { $0 } == order.compactMap { $0 }.sorted())
  }

  @Test func `aligned cells are a table with its rows`() throws {
    var page = PageMaker()
    page.lines(paragraph, x: 60, y: 60)
    for (row, cells) in [
      ["Article", "Weight", "Price"], ["Copper bowl", "1.2 kg", "34.50"], ["Tin spoon", "45 g", "2.80"],
    ].enumerated() {
      for (column, cell) in cells.enumerated() {
        page.line(cell, x: 60 + Double(column) * 100, y: 130 + Double(row) * 18)
      }
    }
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(
      table.rows == [
        ["Article", "Weight", "Price"], ["Copper bowl", "1.2 kg", "34.50"], ["Tin spoon", "45 g", "2.80"],
      ])
    #expect(table.text == "Article | Weight | Price\nCopper bowl | 1.2 kg | 34.50\nTin spoon | 45 g | 2.80")
    #expect(table.rects.count == 1)
  }

  @Test func `cells that the library would glue stay apart`() throws {
    var page = PageMaker()
    for row in 0..<3 {
      page.line("\(row + 1)", x: 60, y: 100 + Double(row) * 18)
      // No separator before the next cell, as poppler gives it.
      for (column, cell) in ["20.00", "40.00"].enumerated() {
        let start = page.page.glyphs.count
        page.line(cell, x: 120 + Double(column) * 80, y: 100 + Double(row) * 18)
        page.page.glyphs[start].before = .none
      }
    }
    #expect(blocks(page).first?.rows == [["1", "20.00", "40.00"], ["2", "20.00", "40.00"], ["3", "20.00", "40.00"]])
  }

  @Test func `the lines of a cell stay in their row`() throws {
    var page = PageMaker()
    page.line("Code", x: 60, y: 100)
    page.line("Remedy", x: 160, y: 100)
    page.line("A12", x: 60, y: 122)
    page.line("Renew the grease", x: 160, y: 122)
    page.line("and start again", x: 160, y: 134)
    page.line("A23", x: 60, y: 156)
    page.line("Vent the pipe", x: 160, y: 156)
    #expect(
      blocks(page).first?.rows
        == [["Code", "Remedy"], ["A12", "Renew the grease and start again"], ["A23", "Vent the pipe"]])
  }

  @Test func `rows of figures stay apart where the header stands further away than they do from each other`() throws {
    var page = PageMaker()
    for (column, title) in ["Country", "Cases", "Share"].enumerated() {
      page.line(title, x: 72 + Double(column) * 120, y: 100)
    }
    let rows = [
      ("Austria", "5821", "70.2"), ("Belgium", "5895", "55.7"), ("Cyprus", "17", "2.2"), ("Denmark", "3868", "71"),
    ]
    for (index, row) in rows.enumerated() {
      for (column, text) in [row.0, row.1, row.2].enumerated() {
        page.line(text, x: 72 + Double(column) * 120, y: 126 + Double(index) * 11)
      }
    }
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(table.rows?.count == 5)
    #expect(table.rows?[2] == ["Belgium", "5895", "55.7"])
  }

  @Test func `a header over several columns does not hide them, and the caption is no row`() throws {
    var page = PageMaker()
    page.line("Table 3:", x: 72, y: 60)
    page.line("Unemployment by gender in two countries, in percent of the labour force", x: 140, y: 60)
    page.line("Finland", x: 190, y: 85)
    page.line("Sweden", x: 370, y: 85)
    for (row, cells) in [
      ["Year", "Female", "Male", "Female", "Male"], ["1995", "15.1", "15.7", "7.8", "9.7"],
      ["2000", "10.6", "9.1", "5.3", "5.9"], ["2005", "8.6", "8.2", "7.7", "7.9"],
    ].enumerated() {
      for (column, text) in cells.enumerated() {
        // The heads of neighbouring columns stand closer together than their figures.
        page.line(text, x: 72 + Double(column) * 90, y: 100 + Double(row) * 15)
      }
    }
    let all = blocks(page)
    let table = try #require(all.first { $0.kind == .table })
    #expect(table.rows?.last == ["2005", "8.6", "8.2", "7.7", "7.9"])
    #expect(table.text.contains("Unemployment") == false)
    #expect(all.contains { $0.text.hasPrefix("Table 3:") })
  }

  @Test func `labels of a drawing are no table`() {
    var page = PageMaker()
    // Ticks along a slope: six columns and five rows, two labels in each.
    for index in 0..<5 {
      page.line("\(index)", x: 72 + Double(index) * 80, y: 100 + Double(index) * 25)
      page.line("x\(index)", x: 152 + Double(index) * 80, y: 100 + Double(index) * 25)
    }
    #expect(!blocks(page).contains { $0.kind == .table })
  }

  @Test func `the sides of an index are columns, and the rows of a table are not`() {
    var page = PageMaker()
    page.lines((1...12).map { "left \($0), \($0 * 3)" }, x: 72, y: 100, pitch: 14)
    page.lines((1...11).map { "right \($0), \($0 * 7)" }, x: 320, y: 107, pitch: 14)
    let text = blocks(page).map(\.text).joined(separator: "\n")
    #expect(text.range(of: "left 12")!.lowerBound < text.range(of: "right 1,")!.lowerBound)
    var table = PageMaker()
    table.lines((1...12).map { "item \($0)" }, x: 72, y: 100, pitch: 14)
    table.lines((1...12).map { "\($0 * 7) yen" }, x: 320, y: 100, pitch: 14)
    #expect(blocks(table).first?.rows?.first == ["item 1", "7 yen"])
  }

  @Test func `letters set apart are words again, cells are not`() {
    var page = PageMaker()
    page.line("A G E N D A", x: 72, y: 100, size: 10)
    page.line("1 2 3 4 5 6", x: 72, y: 140, size: 10)
    #expect(blocks(page).map(\.text) == ["AGENDA", "1 2 3 4 5 6"])
  }

  @Test func `Korean keeps its spaces`() {
    var page = PageMaker()
    page.line("연차 유급 휴가는 20일 입니다", x: 72, y: 100)
    #expect(blocks(page).first?.text == "연차 유급 휴가는 20일 입니다")
  }

  @Test func `larger and bold lines are headings, the larger the higher`() {
    var page = PageMaker()
    page.line("Leave Rules", x: 60, y: 60, size: 18)
    page.line("1 Annual leave", x: 60, y: 100, size: 10, font: "Serif-Bold")
    page.lines(paragraph, x: 60, y: 125)
    page.line("2 Special leave", x: 60, y: 190, size: 10, font: "Serif-Bold")
    page.lines(paragraph, x: 60, y: 215)
    let found = blocks(page)
    #expect(found.map(\.kind) == [.heading, .heading, .paragraph, .heading, .paragraph])
    #expect(found.map(\.level) == [1, 2, nil, 2, nil])
  }

  @Test func `chapters and articles of Japanese rules are headings, sentences about them are not`() {
    var page = PageMaker()
    page.line("第1章　総則", x: 60, y: 60, size: 14)
    page.line("第1条（目的）", x: 60, y: 90)
    page.lines(["この規則は、会社の社員の労働条件と職場の秩序について定める。", "第3条に定める場合を除き、社員はこれを守る。"], x: 60, y: 110)
    page.line("第2条　社員は、この規則を守らなければならない。", x: 60, y: 150)
    let found = blocks(page)
    #expect(found.filter { $0.kind == .heading }.map(\.text) == ["第1章　総則", "第1条（目的）"])
    #expect(found.last?.kind == .paragraph)
  }

  @Test func `list items are nested by how far right they stand`() {
    var page = PageMaker()
    page.line("• The first item", x: 60, y: 100)
    page.line("• One that lies inside", x: 80, y: 115)
    page.line("• The second item, which goes on for so long that it needs", x: 60, y: 130)
    page.line("another line", x: 70, y: 143)
    let found = blocks(page)
    #expect(found.map(\.kind) == [.listItem, .listItem, .listItem])
    #expect(found.map(\.level) == [1, 2, 1])
    #expect(found[2].text.hasSuffix("needs another line"))
  }

  @Test func `a paragraph that a page cuts in two is one block with boxes on both pages`() throws {
    var first = PageMaker(1)
    first.lines(
      [
        "The valve is opened by hand and then the water flows", "slowly through the long pipe that leads from the well",
      ], x: 60, y: 700)
    var second = PageMaker(2)
    second.lines(["to the house. It takes an hour."], x: 60, y: 60)
    let found = blocks(first, second)
    #expect(found.count == 1)
    #expect(found[0].text.hasSuffix("from the well to the house. It takes an hour."))
    #expect(Set(found[0].boxes.map(\.page)) == [1, 2])
    #expect(found[0].rects.count == 2, "rectangles are those of the page where the block begins")
  }
}

@Suite struct RaisedFigureTests {
  @Test func `a mark set high behind a figure is no figure of it`() {
    var page = PageMaker()
    page.line("At the end of the year the firm employed 812", x: 60, y: 100)
    page.line("1", x: 280, y: 98, size: 6)
    page.line("people and sold 4,120 metres of hose at a price that", x: 286, y: 100)
    page.line("had risen by 34%", x: 60, y: 113)
    page.line("2)", x: 140, y: 111, size: 6)
    page.line("since the year before.", x: 150, y: 113)
    let text = blocks(page).map(\.text).joined(separator: " ")
    #expect(text.contains("employed 812¹ people"))
    #expect(text.contains("by 34%²⁾ since"))
  }

  @Test func `a mark set high behind a word or the end of a sentence is a footnote's`() {
    var page = PageMaker()
    let edge = page.line("Mount the logger at eye level.", x: 60, y: 100)
    // Browsers make them five sixths as large, and nothing parts them from the word.
    page.glyph("1", edge, 97, edge + 4, 105.3, size: 8.3, before: .none)
    page.line("Then connect the supply and the lamp", x: edge + 10, y: 100)
    let word = page.line("Its range", x: 60, y: 113)
    page.glyph("2", word, 110, word + 4, 118.3, size: 8.3, before: .none)
    page.line("is given below, its area in m", x: word + 10, y: 113)
    page.glyph("2", word + 155, 110, word + 159, 118.3, size: 8.3, before: .none)
    let text = blocks(page).map(\.text).joined(separator: " ")
    #expect(text.hasPrefix("Mount the logger at eye level.¹ Then connect the supply and the lamp Its range² is given"))
    #expect(text.hasSuffix("area in m2"))
    var japanese = PageMaker()
    let end = japanese.line("売上高は１２４億円", x: 60, y: 100)
    japanese.line("1", x: end, y: 98, size: 6)
    japanese.line("であり、従業員は八百名である。", x: end + 4, y: 100)
    #expect(blocks(japanese).map(\.text) == ["売上高は１２４億円¹であり、従業員は八百名である。"])
  }

  @Test func `small figures at the height of the others stay as they are`() {
    var page = PageMaker()
    page.line("The formula of water is written as H", x: 60, y: 100)
    page.line("2", x: 240, y: 105, size: 6)
    page.line("O, and that of 10", x: 243, y: 100)
    page.line("12", x: 330, y: 104, size: 6)
    #expect(!blocks(page).map(\.text).joined().unicodeScalars.contains { "¹²".unicodeScalars.contains($0) })
  }
}

@Suite struct FurnitureTests {
  private func page(_ number: Int, header: String, footer: String) -> PageMaker {
    var page = PageMaker(number)
    page.line(header, x: 60, y: 30, size: 8)
    page.line("This is the text of page \(number), which nobody else has.", x: 60, y: 120)
    page.line(footer, x: 280, y: 800, size: 8)
    return page
  }

  @Test func `what repeats at the edges of pages is header and footer, digits aside`() {
    let found = blocks(
      page(1, header: "Rules, edition 2", footer: "1 / 3"), page(2, header: "Rules, edition 2", footer: "2 / 3"),
      page(3, header: "Rules, edition 2", footer: "3 / 3"))
    #expect(found.filter { $0.kind == .header }.count == 3)
    #expect(found.filter { $0.kind == .footer }.map(\.text) == ["1 / 3", "2 / 3", "3 / 3"])
    #expect(found.filter { $0.kind == .paragraph }.count == 3)
  }

  @Test(arguments: [("Chapter ", ""), ("第", "章"), ("Appendix ", ""), ("別表第", "")])
  func `numbers of chapters that begin with each page are titles, those that stay are running heads`(
    _ before: String, _ after: String
  ) {
    func found(_ number: (Int) -> Int) -> [String] {
      let pages = (1...4).map { page in
        var maker = self.page(page, header: "\(before)\(number(page))\(after)", footer: "\(page)")
        maker.line("More of the text of this page stands below it.", x: 60, y: 140)
        return maker
      }
      return DocumentLayout(pages.map { PageLines($0.page) }).blocks().filter { $0.kind == .header }.map(\.text)
    }
    #expect(found { $0 }.isEmpty)
    #expect(found { _ in 3 } == Array(repeating: "\(before)3\(after)", count: 4))
  }

  @Test func `rows of a table at the top of pages are none, though one of their figures grows by one`() {
    func headers(_ texts: [String]) -> Int {
      let pages = texts.enumerated().map { page($0.offset + 1, header: $0.element, footer: "\($0.offset + 1)") }
      return DocumentLayout(pages.map { PageLines($0.page) }).blocks().filter { $0.kind == .header }.count
    }
    #expect(
      headers([
        "S-018 Pump 18 in hall 3, every 3 months", "S-035 Pump 35 in hall 4, every 9 months",
        "S-052 Pump 52 in hall 5, every 4 months",
      ]) == 0)
    #expect(headers(["18 pumps cost 1,200", "35 pumps cost 3,400", "52 pumps cost 7,100"]) == 0)
    #expect(headers(["Rules, edition 2.1 11", "Rules, edition 2.1 14", "Rules, edition 2.1 19"]) == 3)
  }

  @Test func `a line that stands on one page only is text, wherever it stands`() {
    let found = blocks(
      page(1, header: "A title", footer: "the end of a sentence"),
      page(2, header: "Something else", footer: "more words"))
    #expect(!found.contains { $0.kind.isFurniture })
  }

  @Test(arguments: ["12", "- 3 -", "3 / 10", "Page 3 of 10", "3ページ", "iv", "― ５ ―", "第3頁"])
  func `page numbers are known by themselves`(_ text: String) { #expect(Furniture.isPageNumber(text)) }

  @Test(arguments: ["12 kg", "Total 3", "2025年度", "12345", "Page", "", "mix"])
  func `other short lines are no page numbers`(_ text: String) { #expect(!Furniture.isPageNumber(text)) }

  @Test func `the last line of a cell is no page number, and the number below the table is one`() {
    var page = PageMaker()
    for row in 0..<26 {
      let y = 70 + Double(row) * 27
      for (x, text) in [(60.0, "A-"), (150, "Ball valve"), (300, "Dunmore"), (420, "540")] {
        page.line(text, x: x, y: y)
      }
      page.line("\(1000 + row)", x: 60, y: y + 11)
    }
    page.line("7", x: 295, y: 800)
    let found = blocks(page)
    #expect(found.filter { $0.kind == .footer }.map(\.text) == ["7"])
    #expect(found.first { $0.kind == .table }?.rows?.last == ["A-1025", "Ball valve", "Dunmore", "540"])
  }

  @Test func `a number alone at the foot of a single page is its page number`() {
    var page = PageMaker()
    page.line("This is the only text of the only page.", x: 60, y: 120)
    page.line("- 1 -", x: 280, y: 800)
    #expect(blocks(page).map(\.kind) == [.paragraph, .footer])
  }

  @Test func `a document of one page that holds nothing but a number keeps it as text`() {
    var page = PageMaker()
    page.line("7", x: 280, y: 800)
    #expect(blocks(page).map(\.kind) == [.paragraph])
  }
}

@Suite struct ListMarkerTests {
  @Test(arguments: [
    "• item", "- item", "1. item", "(3) item", "（２）項目", "① 項目", "一、項目", "a) item", "ア．項目", "ア、項目", "イ、カメラを使う。",
    "ii. item", "viii) item",
  ])
  func `markers of items are known`(_ text: String) throws {
    let marker = try #require(ListMarker(text))
    #expect(marker.kind == .bullet || marker.kind == .number)
  }

  @Test(arguments: ["ア、イ及びウに掲げるもの", "ア、エ", "カ、ケ又はコの額"])
  func `letters of items that a sentence names are no markers`(_ text: String) { #expect(ListMarker(text) == nil) }

  @Test func `numbers of sections tell their depth`() {
    #expect(ListMarker("第1章 総則")?.kind == .section(depth: 1))
    #expect(ListMarker("第十二節 雑則")?.kind == .section(depth: 2))
    #expect(ListMarker("2.3.1 Purpose")?.kind == .section(depth: 3))
    #expect(ListMarker("Chapter 4 Pay")?.kind == .section(depth: 1))
    #expect(ListMarker("第５条の２ 特例")?.kind == .article)
  }

  @Test func `Roman numbers set at their full stops are items of one level`() {
    var page = PageMaker()
    page.line("The conditions of the licence are these:", x: 60, y: 80)
    let texts = [
      "the visitor is older than 16;", "the visitor has signed the book;", "the host is present;", "a badge is worn;",
    ]
    for (index, number) in ["i.", "ii.", "iii.", "iv."].enumerated() {
      let y = 100 + Double(index) * 14
      page.line(number, x: 96 - Double(number.count) * 5, y: y)
      page.line(texts[index], x: 101, y: y)
    }
    let items = blocks(page).filter { $0.kind == .listItem }
    #expect(items.map(\.text) == zip(["i.", "ii.", "iii.", "iv."], texts).map { "\($0) \($1)" })
    #expect(items.map(\.level) == [1, 1, 1, 1])
  }

  @Test(arguments: [
    "28,600 円", "2025 was a good year", "A. Smith came", "第一に、", "-5 degrees", "Chapters", "3kg", "iiii. e", "vx. e",
    "xi.2", "mix. e",
  ])
  func `what only looks like a marker is none`(_ text: String) { #expect(ListMarker(text) == nil) }
}
