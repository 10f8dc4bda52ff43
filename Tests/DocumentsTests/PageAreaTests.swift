import PageContent
import Records
import Testing

@testable import Documents

/// What of a page stands beside or apart from the text: boxes, headings at the left, the sender of a letter.
@Suite struct PageAreaTests {
  private let story = [
    "The main text begins here and goes around the box at the",
    "right. It goes on for several lines so that the box is at",
    "its side. The company opened an office in Osaka and then",
    "closed the one in Leeds. Revenue rose by three per cent in",
    "a year in which costs fell, and the outlook for this one is",
  ]

  private func area(_ page: inout PageMaker, _ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float) {
    page.page.rules = page.page.rules ?? PageRules()
    page.page.rules?.areas.append(RuleBox(x0: x0, y0: y0, x1: x1, y1: y1))
  }

  @Test func `text beside a box on a ground of its own is no table, and goes on below the box`() throws {
    var maker = PageMaker()
    maker.lines(story, x: 60, y: 100)
    maker.line(
      "good, although exchange rates remain uncertain, as the board says in its own report of May,", x: 60, y: 165)
    maker.line("and dear.", x: 60, y: 178)
    maker.line("Dates", x: 400, y: 104)
    maker.line("17 June", x: 400, y: 124)
    maker.line("21 June", x: 400, y: 137)
    area(&maker, 380, 96, 540, 160)
    let found = blocks(maker)
    #expect(!found.contains { $0.kind == .table })
    let main = try #require(found.firstIndex { $0.text.hasPrefix("The main text") })
    #expect(
      found[main].text.hasSuffix(
        "this one is good, although exchange rates remain uncertain, as the board says in its own report of May, and dear."
      ))
    #expect(found[(main + 1)...].map(\.text).joined(separator: " ").contains("Dates 17 June 21 June"))
  }

  @Test func `what is framed is a paragraph of its own, and does not go on with the text around it`() {
    var maker = PageMaker()
    maker.lines(["地震が起きたときは、まず身の安全を確保してください。揺れが収まったら、出口を確保し、火の元を確認し"], x: 60, y: 100)
    maker.lines(["重要 エレベーターは使用しないでください。階段で一階まで降り、正面の駐車場に", "集合してください"], x: 70, y: 130)
    maker.lines(["ます。点呼は各部の防災担当が行います。"], x: 60, y: 180)
    maker.page.rules = PageRules(lines: [
      RuleBox(x0: 62, y0: 122, x1: 464, y1: 123), RuleBox(x0: 62, y0: 160, x1: 464, y1: 161),
      RuleBox(x0: 62, y0: 122, x1: 63, y1: 161), RuleBox(x0: 463, y0: 122, x1: 464, y1: 161),
    ])
    #expect(blocks(maker).contains { $0.text == "重要 エレベーターは使用しないでください。階段で一階まで降り、正面の駐車場に集合してください" })
    maker.page.rules = nil
    #expect(
      !blocks(maker).contains { $0.text.hasSuffix("集合してください") && $0.text.hasPrefix("重要") && $0.text.contains("ます。") })
  }

  @Test(arguments: [(330.0, 4), (150.0, 1)])
  func `lines of a box that are all short in it were ended on purpose`(width: Double, count: Int) {
    var page = PageMaker()
    page.lines(story, x: 60, y: 60)
    area(&page, 60, 200, Float(60 + width), 270)
    page.lines(["工場の夏の行事の予定", "七月十二日の夏祭りと盆踊", "八月三日の倉庫の棚卸し", "八月十四日の全社の休業"], x: 70, y: 208)
    let box = blocks(page).filter { $0.rects.first.map { $0.y0 > 195 } ?? false }
    #expect(box.count == count)
  }

  @Test func `the ground of every second row makes no box of it`() throws {
    var maker = PageMaker()
    for (index, y) in [100.0, 130, 160, 180].enumerated() {
      maker.line("1000\(index)", x: 60, y: y)
      maker.line(index == 1 ? "minimum length ten metres," : "Washer number \(index)", x: 120, y: y)
      maker.line("29.6\(index)", x: 400, y: y)
    }
    maker.line("Cable, sold by the metre;", x: 120, y: 118)
    maker.line("cut to order in two days", x: 120, y: 142)
    for (left, right) in [(56, 110), (110, 390), (390, 440)] { area(&maker, Float(left), 115, Float(right), 156) }
    let table = try #require(blocks(maker).first { $0.kind == .table })
    #expect(table.rows?.map { $0[0] } == ["10000", "10001", "10002", "10003"])
    #expect(table.rows?[1][1] == "Cable, sold by the metre; minimum length ten metres, cut to order in two days")
  }

  @Test func `grounds of two pages on one sheet leave the pages in their order`() throws {
    var maker = PageMaker(width: 842, height: 595)
    for (x, name) in [(40.0, "first"), (460.0, "second")] {
      maker.lines((1...6).map { "This is line \($0) of the \(name) page of the sheet" }, x: x, y: 100)
    }
    area(&maker, 0, 1, 421, 595)
    area(&maker, 421, 0, 842, 595)
    let pages = blocks(maker).flatMap { $0.text.split(separator: " ") }.filter { $0 == "first" || $0 == "second" }
    #expect(pages == Array(repeating: "first", count: 6) + Array(repeating: "second", count: 6))
  }

  @Test func `headings at the left of their text are headings, and no column of a table`() {
    var maker = PageMaker()
    func part(_ y: Double, _ head: String, _ lines: [String]) {
      maker.line(head, x: 60, y: y, font: "Serif-Bold")
      maker.lines(lines, x: 170, y: y)
    }
    part(
      100, "Safety",
      [
        "Read the whole of this chapter before you switch it on",
        "for the first time. Keep it where others find it, and", "hand it on together with the kettle itself later.",
      ])
    part(
      160, "Use",
      [
        "1. Open the lid and fill in water up to the mark", "2. Close the lid and set it on its base",
        "3. Press the switch until the lamp lights up",
      ])
    part(
      220, "Care",
      [
        "Clean the inside with citric acid once a month, and wipe",
        "the outside with a moist cloth. Never put the kettle into", "water, since it has parts that carry current.",
      ])
    let found = blocks(maker)
    #expect(found.filter { $0.kind == .heading }.map(\.text) == ["Safety", "Use", "Care"])
    #expect(
      found.map(\.kind) == [.heading, .paragraph, .heading, .listItem, .listItem, .listItem, .heading, .paragraph])
  }

  @Test func `an addressee at the left and a sender at the right edge are two stacks of lines`() {
    var maker = PageMaker()
    for (text, y) in [("株式会社見本商会　御中", 100.0), ("下記のとおりご請求申し上げます。", 122), ("お支払期限：七月三十一日", 144)] {
      maker.line(text, x: 60, y: y)
    }
    for (index, text) in ["請求書番号：第十三号", "発行日：六月十三日", "大阪市北区梅田一丁目", "青空商事株式会社", "電話：内線四千四百十一"].enumerated() {
      maker.line(text, x: 540 - 10 * Double(text.count), y: 97 + 11 * Double(index))
    }
    #expect(
      blocks(maker).map(\.text) == [
        "株式会社見本商会　御中", "下記のとおりご請求申し上げます。", "お支払期限：七月三十一日", "請求書番号：第十三号", "発行日：六月十三日",
        "大阪市北区梅田一丁目", "青空商事株式会社", "電話：内線四千四百十一",
      ])
  }

  @Test func `below a title at the left the lines at its right are a stack, and a table below both is one`() throws {
    var maker = PageMaker()
    maker.line("INVOICE", x: 60, y: 100, size: 20)
    maker.lines(["Bill to:", "Harrow and Sons", "12 Mill Lane"], x: 60, y: 128)
    maker.lines(["Northfield Foods", "4 Dock Road", "Hull", "Due on 14 July"], x: 380, y: 103)
    for (index, row) in [
      ("Description", "Qty", "Price"), ("Consulting in May", "2", "640.00"), ("Licence for a year", "5", "49.00"),
      ("Training room", "1", "150.00"),
    ].enumerated() {
      let y = 200 + 22 * Double(index)
      maker.line(row.0, x: 60, y: y)
      maker.line(row.1, x: 330, y: y)
      maker.line(row.2, x: 460, y: y)
    }
    let found = blocks(maker)
    #expect(found.first?.text == "INVOICE")
    #expect(found.filter { $0.kind == .table }.map { $0.rows?.count } == [4])
    let address = try #require(found.firstIndex { $0.text == "12 Mill Lane" })
    #expect(found[address + 1].text == "Northfield Foods")
  }

  @Test func `lines of an address at the right are not joined, however far one of them goes`() {
    var maker = PageMaker()
    maker.lines(["株式会社見本製作所", "営業部　山田様"], x: 60, y: 80)
    maker.lines(["郵便番号五三〇", "東京都千代田区丸の内一丁目一番", "大空商事株式会社", "総務部　鈴木花子"], x: 380, y: 120)
    maker.lines(
      [
        "拝啓　時下ますますご清栄のこととお慶び申し上げます。平素は格別のお引き立てを賜り、厚く御礼申", "し上げます。さて、このたび原材料の高騰に伴い、価格を改めさせていただくこととなりました。",
      ], x: 60, y: 190)
    let found = blocks(maker).map(\.text)
    #expect(found.contains("東京都千代田区丸の内一丁目一番"))
    #expect(found.contains { $0.hasPrefix("拝啓") && $0.contains("厚く御礼申し上げます。") })
  }

  @Test func `small type that touches a title is a line of its own`() {
    var maker = PageMaker()
    maker.line("The Northfield Weekly", x: 60, y: 60, size: 28)
    maker.line("Issue 42, Friday 14 June, for the staff of Northfield Foods", x: 60, y: 87.5, size: 10)
    maker.lines(story, x: 60, y: 120)
    #expect(
      blocks(maker).map(\.text).prefix(2) == [
        "The Northfield Weekly", "Issue 42, Friday 14 June, for the staff of Northfield Foods",
      ])
  }
}
