import PageContent
import Records
import Testing

@testable import Documents

@Suite struct BlockShapeTests {
  // MARK: - Vertical writing

  @Test func `words on their side that come from the bottom to the top are read downwards`() {
    var page = PageMaker()
    let lines = ["四月から全社で", "Teams", "を導入しました。会議は原則としてこれで行います。"]
    var y = 80.0
    for text in lines {
      let isLatin = text.unicodeScalars.allSatisfy(\.isASCII)
      let scalars = Array(text.unicodeScalars)
      let step = isLatin ? 5.0 : 10.0
      for index in isLatin ? Array(scalars.indices.reversed()) : Array(scalars.indices) {
        let place = y + step * Double(index)
        page.glyph(
          scalars[index], isLatin ? 495 : 500, place, isLatin ? 512 : 510, place + step,
          before: isLatin && index < scalars.count - 1 ? .none : .line)
      }
      y += step * Double(scalars.count)
    }
    // A second line, so that the page is one of vertical writing.
    for (index, scalar) in "資料は共有の場所に置きますので各自で見てください。".unicodeScalars.enumerated() {
      page.glyph(scalar, 480, 80 + 10 * Double(index), 490, 90 + 10 * Double(index))
    }
    #expect(blocks(page).map(\.text).joined().hasPrefix(lines.joined()))
  }

  // MARK: - Tables

  @Test func `lines of a cell that end on purpose stay apart`() throws {
    var page = PageMaker()
    for (column, texts) in [["良い例", "十二文字以上", "文字の種類を混ぜる", "使い回さない"], ["悪い例", "名前", "付せんに書いて貼っておく", "全部で共通"]]
      .enumerated()
    {
      let x = 60 + 200 * Double(column)
      page.line(texts[0], x: x, y: 100)
      page.lines(Array(texts[1...]), x: x, y: 130, pitch: 12)
    }
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(table.rows?.last == ["十二文字以上 文字の種類を混ぜる 使い回さない", "名前 付せんに書いて貼っておく 全部で共通"])
  }

  @Test func `larger words above the columns of a table are its header`() throws {
    var page = PageMaker()
    for (column, texts) in [
      ["Basic", "by e-mail", "20 a month"], ["Standard", "by phone", "60 a month"],
      ["Premium", "in person", "190 a month"],
    ]
    .enumerated() {
      let x = 60 + 150 * Double(column)
      page.line(texts[0], x: x, y: 100, size: 13)
      page.line(texts[1], x: x, y: 126)
      page.line(texts[2], x: x, y: 146)
    }
    let table = try #require(blocks(page).first)
    #expect(table.rows?.first == ["Basic", "Standard", "Premium"])
  }

  /// A page with a ruled table, one line a row, its columns between these places.
  private func ruledPage(_ number: Int, x: [Double], _ rows: [[String]]) -> PageMaker {
    var page = PageMaker(number)
    page.grid(x: x, y: (0...rows.count).map { 100 + 20 * Double($0) })
    for (row, cells) in rows.enumerated() {
      for (column, cell) in cells.enumerated() where !cell.isEmpty {
        page.line(cell, x: x[column] + 4, y: 105 + 20 * Double(row))
      }
    }
    return page
  }

  @Test func `a row that a page's end has cut is one row`() throws {
    let header = ["番号", "行為", "処分"]
    func page(_ number: Int, _ rows: [[String]]) -> PageMaker {
      ruledPage(number, x: [60, 110, 250, 400], [header] + rows)
    }
    let first = page(1, [["1", "無断で欠勤する。", "減給とする。"], ["2", "会社の名誉や信用を著しく", "事実を確かめたうえ情状により"]])
    let second = page(2, [["", "傷つける。", "懲戒解雇とする。"], ["3", "遅刻する。", "戒告とする。"]])
    let found = blocks(first, second)
    let table = try #require(found.first { $0.kind == .table })
    #expect(found.count { $0.kind == .table } == 1)
    #expect(
      table.rows == [
        header, ["1", "無断で欠勤する。", "減給とする。"], ["2", "会社の名誉や信用を著しく傷つける。", "事実を確かめたうえ情状により懲戒解雇とする。"],
        ["3", "遅刻する。", "戒告とする。"],
      ])
    let bytes = Array(table.text.utf8)
    let cut = table.boxes.filter { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) == "傷" }
    #expect(cut.map(\.page) == [2])
  }

  @Test(arguments: [("", "精算の際に申し出る。"), ("条", "い。ただし急ぐときを除く。")])
  func `a row is one row where a page's end has cut its number, or all of its sentences were whole`(
    number: String, rest: String
  ) throws {
    func page(_ number: Int, _ rows: [[String]]) -> PageMaker { ruledPage(number, x: [60, 110, 254, 400], rows) }
    let whole = number.isEmpty
    let last = whole ? ["第4条", "宿泊の費用は支給する。", "同じ。"] : ["第4", "宿泊の費用は全額を支給しな", "同じ。"]
    let first = page(1, [["第1条", "旅費は支給する。", "同じ。"], ["第2条", "日当は支給しない。", "同じ。"], last])
    let second = page(2, [[number, rest, ""], ["第5条", "食費は支給しない。", "同じ。"], ["第6条", "旅費は後で払う。", "同じ。"]])
    let table = try #require(blocks(first, second).first { $0.kind == .table })
    #expect(table.rows?.count == 5)
    // A line that ended early is parted from the next by a space.
    #expect(table.rows?[2].map { $0.filter { $0 != " " } } == [last[0] + number, last[1] + rest, "同じ。"])
  }

  @Test(arguments: [("flow meters", 4), ("Flow meters", 5)])
  func `a row is one row where a page's end has cut the words of its first column`(rest: String, count: Int) throws {
    func page(_ number: Int, _ rows: [[String]]) -> PageMaker { ruledPage(number, x: [60, 160, 300], rows) }
    let first = page(
      1,
      [
        ["Cleaning", "Once a week, by staff."], ["Transport", "Twice a month by van."],
        ["Calibration of the", "Once a year in the own"],
      ])
    let second = page(2, [[rest, "laboratory of the firm."], ["Storage", "In the cool room."]])
    let table = try #require(blocks(first, second).first { $0.kind == .table })
    #expect(table.rows?.count == count)
    if count == 4 {
      #expect(table.rows?[2] == ["Calibration of the flow meters", "Once a year in the own laboratory of the firm."])
    }
  }

  @Test(arguments: [
    (218.0, 595.0, "部長山田、課長佐々木 係長中村"), (226, 595, "部長山田、課長佐々木係長中村"), (218, 280, "部長山田、課長佐々木係長中村"),
  ])
  func `lines in a column that was made to fit the longest, and had more room, were ended on purpose`(
    edge: Double, pageWidth: Double, text: String
  ) throws {
    var page = PageMaker(width: pageWidth)
    page.grid(x: [60, 110, edge], y: [100, 120, 160])
    page.line("日時", x: 64, y: 105)
    page.line("六月三日の午前十時", x: 114, y: 105)
    page.line("出席者", x: 64, y: 125)
    page.line("部長山田、課長佐々木", x: 114, y: 125)
    page.line("係長中村", x: 114, y: 141)
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(table.rows?.last?.last == text)
  }

  @Test func `a ruled cell is not cut at a space that its lines happen to share`() throws {
    var page = PageMaker()
    page.grid(x: [60, 120, 400], y: [100, 120, 140, 180])
    page.line("日時", x: 64, y: 105)
    page.line("五月二十日（火）", x: 124, y: 105)
    page.line("場所", x: 64, y: 125)
    page.line("本社　第二会議室", x: 124, y: 125)
    page.line("出席者", x: 64, y: 145)
    page.line("委員長　大野、委員　小林・加藤・三浦", x: 124, y: 145)
    page.line("事務局　石井", x: 124, y: 161)
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(table.rows?.allSatisfy { $0.count == 2 } == true)
  }

  @Test func `rows on two pages stay two where the second has a number of its own`() throws {
    func page(_ number: Int, _ rows: [[String]]) -> PageMaker { ruledPage(number, x: [60, 110, 214], rows) }
    let first = page(1, [["第1条", "旅費の支給の範囲"], ["第2条", "日当の支給の範囲"], ["第3条", "宿泊の費用の範囲"]])
    let second = page(2, [["第4条", "食費の支給の範囲"], ["第5条", "食費の支給の方法"]])
    let table = try #require(blocks(first, second).first { $0.kind == .table })
    #expect(table.rows?.count == 5)
  }

  // MARK: - Paragraphs and headings

  @Test(arguments: [
    "東京都千代田区丸の内一丁目２番３号", "宮城県仙台市青葉区一番町１－２－３", "青葉精機株式会社　御中",
    "Name: J. R. Smith Title: Director", "氏名：佐藤恵子　役職：部長",
  ])
  func `an address, an addressee and a place to sign head nothing, however large they are`(line: String) {
    var page = PageMaker()
    page.line("契約の条件", x: 60, y: 60, size: 14)
    page.lines(["この契約は、流量計の校正と点検について定める。校正は毎年一回、点検は毎月一回行うものとする。"], x: 60, y: 90)
    page.line(line, x: 60, y: 130, size: 14)
    page.lines(["この契約は、流量計の校正と点検について定める。校正は毎年一回、点検は毎月一回行うものとする。"], x: 60, y: 160)
    let found = blocks(page)
    #expect(found.map(\.kind) == [.heading, .paragraph, .paragraph, .paragraph])
  }

  @Test(arguments: ["東京都港区における調査", "Title: what it says", "点検：その方法"])
  func `titles with the name of a place or a colon stay titles`(line: String) {
    var page = PageMaker()
    page.line(line, x: 60, y: 130, size: 14)
    page.lines(["この契約は、流量計の校正と点検について定める。校正は毎年一回、点検は毎月一回行うものとする。"], x: 60, y: 160)
    #expect(blocks(page).map(\.kind) == [.heading, .paragraph])
  }

  @Test func `a sender's lines at the right edge stay apart`() {
    var page = PageMaker()
    page.line("標記の件につきまして、下記のとおり実施しますので、お知らせします。詳細は確認してください。", x: 60, y: 160)
    page.line("株式会社大空商事", x: 430, y: 100)
    page.line("総務部長　中村太郎", x: 420, y: 114)
    #expect(blocks(page).prefix(2).map(\.text) == ["株式会社大空商事", "総務部長　中村太郎"])
  }

  @Test func `a clause that leads in a list is no title, and the chapter after it is one`() {
    var page = PageMaker()
    let lines = [
      "1. DEFINITIONS", "1.1 In this agreement a day is any day other than a Sunday or holiday.", "2. SERVICES",
      "2.1 The supplier shall:", "(a) perform the services with reasonable care; and", "(b) comply with all laws.",
      "3. CHARGES",
      "3.1 The client pays within thirty days of the date of an invoice.",
    ]
    page.lines(lines, x: 60, y: 100, pitch: 18)
    let headings = blocks(page).filter { $0.kind == .heading }.map(\.text)
    #expect(headings == ["1. DEFINITIONS", "2. SERVICES", "3. CHARGES"])
  }

  @Test func `headings that the structure tree does not name have the level of those that look alike`() {
    func page(_ number: Int, _ titles: [(String, Double)]) -> PageMaker {
      var page = PageMaker(number)
      for (index, (title, size)) in titles.enumerated() {
        page.line(title, x: 60, y: 60 + 70 * Double(index), size: size)
        page.line("この規程は、社員の就業について定めるものとする。", x: 60, y: 95 + 70 * Double(index))
      }
      return page
    }
    let pages = [
      page(1, [("就業規則", 20), ("第４章　労働時間", 16), ("（休憩の時間）", 13), ("（休日と休暇）", 13)]),
      page(2, [("第５章　休暇", 16), ("（慶弔の休暇）", 13), ("附則", 13)]),
    ]
    let tagged = [1, 2, 3, 3].map { TaggedHeading(page: 1, level: $0) } + [TaggedHeading(page: 2, level: 2)]
    let found = DocumentLayout(pages.map { PageLines($0.page) }, tagged: tagged).blocks()
    let levels = found.filter { $0.kind == .heading }.map { "\($0.text.prefix(3)) \($0.level ?? 0)" }
    #expect(levels.prefix(6) == ["就業規 1", "第４章 2", "（休憩 3", "（休日 3", "第５章 2", "（慶弔 3"])
  }

  @Test func `code goes on after an empty line, with its indentation and spaces`() {
    var page = PageMaker()
    page.line("The file names the services and their ports.", x: 60, y: 60)
    page.line("Each of them is started by the command below.", x: 60, y: 74)
    page.line("It stops when the last of them has come to its end.", x: 60, y: 88)
    for (text, column, row) in [("services:", 0, 0), ("web:", 2, 1), ("db:", 2, 3), ("port:", 4, 4), ("# kept", 11, 4)]
    {
      page.line(text, x: 60 + 6 * Double(column), y: 120 + 13 * Double(row), font: "Courier")
    }
    let code = blocks(page).filter { $0.kind == .code }.map(\.text)
    #expect(code == ["services:\n  web:\n\n  db:\n    port:   # kept"])
  }
}
