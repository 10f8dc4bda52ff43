import PageContent
import Records
import Testing

@testable import Documents

@Suite struct RuledTableTests {
  @Test func `lines make cells of text that stands close together`() throws {
    var page = PageMaker()
    page.grid(x: [72, 122, 172, 272], y: [100, 120, 140, 160])
    for (row, texts) in [["品名", "重さ", "色"], ["銅の鉢です", "1.2 kg", "赤"], ["錫の匙", "45 g", "銀"]].enumerated() {
      for (column, text) in texts.enumerated() {
        page.line(text, x: [72, 122, 172][column], y: 105 + Double(row) * 20)
      }
    }
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(table.rows == [["品名", "重さ", "色"], ["銅の鉢です", "1.2 kg", "赤"], ["錫の匙", "45 g", "銀"]])
    #expect(table.spans == nil)
    #expect(table.rects == [Rect(x0: 72, y0: 100, x1: 272, y1: 160)])
  }

  @Test func `a word that runs over a line is cut there`() throws {
    var page = PageMaker()
    page.grid(x: [72, 102, 172], y: [100, 120, 140])
    page.line("甲乙丙丁戊", x: 72, y: 105)
    page.line("一", x: 80, y: 125)
    page.line("二", x: 110, y: 125)
    #expect(blocks(page).first?.rows == [["甲乙丙", "丁戊"], ["一", "二"]])
  }

  @Test func `cells over several rows and columns are spans, and their text stands in the first place`() throws {
    var page = PageMaker()
    page.rule(72, 100, 372, 100)
    page.rule(172, 120, 372, 120)
    page.rule(72, 140, 372, 140)
    page.rule(72, 160, 372, 160)
    for x in [72.0, 172, 372] { page.rule(x, 100, x, 160) }
    page.rule(272, 120, 272, 160)
    page.line("支店", x: 80, y: 115)
    page.line("売上高", x: 250, y: 105)
    page.line("前期", x: 180, y: 125)
    page.line("当期", x: 280, y: 125)
    page.line("大阪", x: 80, y: 145)
    page.line("1,200", x: 180, y: 145)
    page.line("1,450", x: 280, y: 145)
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(table.rows == [["支店", "売上高", ""], ["", "前期", "当期"], ["大阪", "1,200", "1,450"]])
    #expect(
      table.spans == [
        CellSpan(row: 0, column: 0, rows: 2, columns: 1), CellSpan(row: 0, column: 1, rows: 1, columns: 2),
      ])
    #expect(table.headerRows == 2)
  }

  @Test func `lines of a cell are joined where they fill it, and parted where they end early`() throws {
    var page = PageMaker()
    page.grid(x: [72, 132, 252], y: [100, 150, 200])
    page.line("区分", x: 75, y: 110)
    page.line("交通費の支給に関する一", x: 135, y: 110)
    page.line("切の定め", x: 135, y: 124)
    page.line("例", x: 75, y: 160)
    page.line("上長", x: 135, y: 160)
    page.line("人事課長", x: 135, y: 174)
    let rows = try #require(blocks(page).first { $0.kind == .table }?.rows)
    #expect(rows[0][1] == "交通費の支給に関する一切の定め")
    #expect(rows[1][1] == "上長 人事課長")
  }

  @Test func `rows are found where lines part only the columns and the header`() throws {
    var page = PageMaker()
    page.grid(x: [72, 272, 372], y: [100, 120, 200])
    page.line("Country", x: 80, y: 105)
    page.line("Cases", x: 280, y: 105)
    for (index, row) in [("Austria", "3375"), ("Belgium", "3973"), ("Cyprus", "158")].enumerated() {
      page.line(row.0, x: 80, y: 125 + Double(index) * 14)
      page.line(row.1, x: 280, y: 125 + Double(index) * 14)
    }
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(table.rows == [["Country", "Cases"], ["Austria", "3375"], ["Belgium", "3973"], ["Cyprus", "158"]])
    #expect(table.headerRows == 1)
  }

  @Test func `columns are found where lines part only the rows`() throws {
    var page = PageMaker()
    page.grid(x: [72, 172, 472], y: [100, 120, 140, 160, 180])
    for (index, row) in [("No.", "Freq.", "Percent"), ("0", "138", "6.9"), ("1", "178", "8.8"), ("2", "626", "31.1")]
      .enumerated()
    {
      page.line(row.0, x: 80, y: 105 + Double(index) * 20)
      page.line(row.1, x: 200, y: 105 + Double(index) * 20)
      page.line(row.2, x: 340, y: 105 + Double(index) * 20)
    }
    let table = try #require(blocks(page).first { $0.kind == .table })
    #expect(
      table.rows == [["No.", "Freq.", "Percent"], ["0", "138", "6.9"], ["1", "178", "8.8"], ["2", "626", "31.1"]])
  }

  @Test func `a frame around text, and lines that meet in a drawing, are no table`() {
    var page = PageMaker()
    page.grid(x: [72, 472], y: [100, 200])
    page.lines(["This notice concerns everybody who works here.", "Read it before you sign."], x: 80, y: 110)
    #expect(!blocks(page).contains { $0.kind == .table })
    var drawing = PageMaker()
    drawing.rule(100, 100, 100, 300)
    drawing.rule(100, 300, 400, 300)
    drawing.rule(400, 200, 400, 300)
    drawing.line("Sales", x: 60, y: 100)
    drawing.line("Years of growth", x: 200, y: 320)
    #expect(!blocks(drawing).contains { $0.kind == .table })
  }

  @Test func `a table that goes on over the page is one, and the header it repeats is a running header`() throws {
    var first = PageMaker(1)
    var second = PageMaker(2)
    first.line("The list of all branches follows here.", x: 72, y: 80)
    first.table([["支店", "人数"], ["札幌", "12"], ["仙台", "9"]], y: 700)
    second.table([["支店", "人数"], ["大阪", "31"], ["福岡", "14"]], y: 60)
    second.line("It was made in spring.", x: 72, y: 200)
    let all = blocks(first, second)
    let tables = all.filter { $0.kind == .table }
    let table = try #require(tables.first)
    #expect(tables.count == 1)
    #expect(table.rows == [["支店", "人数"], ["札幌", "12"], ["仙台", "9"], ["大阪", "31"], ["福岡", "14"]])
    #expect(table.headerRows == 1)
    #expect(table.boxes.filter { $0.page == 2 }.count > 0)
    let text = Array(table.text.utf8)
    for box in table.boxes where box.page == 2 {
      #expect("大阪31福岡14".contains(String(decoding: text[box.start..<box.end], as: UTF8.self)))
    }
    #expect(all.filter { $0.kind == .header }.map(\.text) == ["支店 人数"])
  }

  @Test func `numbered items in a cell stand apart, whether a line before them is full or not`() {
    var page = PageMaker()
    page.grid(x: [72, 192, 312], y: [100, 120, 200])
    page.line("改正後", x: 80, y: 105)
    page.line("改正前", x: 200, y: 105)
    page.lines(["特別休暇は次のとおり。", "（１）結婚するとき五日", "（２）転居するとき", "（３）忌引のとき"], x: 80, y: 125, pitch: 14)
    page.lines(["特別休暇は与えない。"], x: 200, y: 125)
    #expect(
      blocks(page).first?.rows?.last == ["特別休暇は次のとおり。 （１）結婚するとき五日 （２）転居するとき （３）忌引のとき", "特別休暇は与えない。"])
  }

  @Test func `tables of other columns on two pages stay two`() {
    var first = PageMaker(1)
    var second = PageMaker(2)
    first.table([["支店", "人数"], ["札幌", "12"], ["仙台", "9"]], y: 700)
    second.table([["品名", "価格"], ["銅の鉢", "3,100"], ["錫の匙", "1,400"]], y: 60, width: 150)
    #expect(blocks(first, second).filter { $0.kind == .table }.count == 2)
  }
}

extension PageMaker {
  /// Draws a line.
  mutating func rule(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
    page.rules = page.rules ?? PageRules()
    page.rules?.lines.append(RuleBox(x0: Float(x0), y0: Float(y0), x1: Float(x1), y1: Float(y1)))
  }

  /// Rules cells between these places.
  mutating func grid(x: [Double], y: [Double]) {
    for place in x { rule(place, y[0], place, y[y.count - 1]) }
    for place in y { rule(x[0], place, x[x.count - 1], place) }
  }

  /// A ruled table with a line of text in each cell.
  fileprivate mutating func table(_ rows: [[String]], y: Double, width: Double = 100) {
    let columns = rows[0].count
    grid(x: (0...columns).map { 72 + Double($0) * width }, y: (0...rows.count).map { y + Double($0) * 20 })
    for (row, texts) in rows.enumerated() {
      for (column, text) in texts.enumerated() {
        line(text, x: 80 + Double(column) * width, y: y + 5 + Double(row) * 20)
      }
    }
  }
}

@Suite struct TableHeaderTests {
  @Test func `a table of contents with leaders is no table`() {
    var page = PageMaker()
    for (index, title) in ["調査の概要", "結果の概要", "統計表", "用語の説明"].enumerated() {
      page.line(title, x: 72, y: 100 + Double(index) * 16)
      page.line("----------------------------------------", x: 170, y: 100 + Double(index) * 16)
      page.line("\(index * 3 + 1)頁", x: 420, y: 100 + Double(index) * 16)
    }
    #expect(!blocks(page).contains { $0.kind == .table })
  }

  @Test func `the first row on a ground of its own is the header`() throws {
    var page = PageMaker()
    page.grid(x: [72, 172, 372], y: [100, 120, 140, 160])
    page.page.rules?.areas = [RuleBox(x0: 72, y0: 100, x1: 372, y1: 120)]
    for (index, row) in [("区分", "内容"), ("甲", "乙の類"), ("丙", "丁の類")].enumerated() {
      page.line(row.0, x: 80, y: 105 + Double(index) * 20)
      page.line(row.1, x: 180, y: 105 + Double(index) * 20)
    }
    #expect(blocks(page).first?.headerRows == 1)
    page.page.rules?.areas = []
    #expect(blocks(page).first?.headerRows == nil)
  }

  @Test func `a first row in the middle of its cells above text at their left is the header`() {
    var page = PageMaker()
    page.grid(x: [72, 172, 372], y: [100, 120, 140, 160])
    page.line("区分", x: 112, y: 105)
    page.line("内容", x: 262, y: 105)
    for (index, row) in [("甲", "乙の類"), ("丙", "丁の類")].enumerated() {
      page.line(row.0, x: 76, y: 125 + Double(index) * 20)
      page.line(row.1, x: 176, y: 125 + Double(index) * 20)
    }
    #expect(blocks(page).first?.headerRows == 1)
  }
}
