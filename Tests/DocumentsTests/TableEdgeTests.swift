import PageContent
import Records
import Testing

@testable import Documents

/// What stands at the edges of tables: columns that are nearly empty, and rows that a page's end has left alone.
@Suite struct TableEdgeTests {
  private let columns: [(x: Double, texts: (Int) -> String)] = [
    (60, { "TS-\(1000 + $0)" }), (140, { $0 % 2 == 0 ? "Pump" : "Valve" }), (220, { "\(3 + $0 % 6)" }),
    (280, { "\(100 + $0 * 7)" }),
  ]

  /// Rows of a stock list without lines; `remarks` are those with a word in the last column.
  private func stock(_ rows: Range<Int>, remarks: Set<Int>, on number: Int = 1, withHeader: Bool = true) -> PageMaker {
    var page = PageMaker(number)
    if withHeader {
      for (text, x) in zip(["Code", "Name", "In", "Value", "Remark"], [60.0, 140, 220, 280, 330]) {
        page.line(text, x: x, y: 80)
      }
    }
    for (place, row) in rows.enumerated() {
      let y = 97 + Double(place) * 17
      for column in columns { page.line(column.texts(row), x: column.x, y: y) }
      if remarks.contains(row) { page.line("order", x: 330, y: y) }
    }
    return page
  }

  @Test func `a last column in which few rows have a word is a column`() throws {
    let table = try #require(blocks(stock(0..<38, remarks: [4, 25])).first { $0.kind == .table })
    #expect(table.rows?.first == ["Code", "Name", "In", "Value", "Remark"])
    #expect(table.rows?[5] == ["TS-1004", "Pump", "7", "128", "order"])
    #expect(table.rows?.allSatisfy { $0.count == 5 } == true)
    #expect(table.headerRows == 1)
  }

  @Test func `a page on which no row has a remark goes on with the table`() {
    let found = blocks(
      stock(0..<38, remarks: [4, 25]), stock(38..<70, remarks: [], on: 2, withHeader: false))
    let tables = found.filter { $0.kind == .table }
    #expect(tables.count == 1)
    #expect(tables.first?.rows?.count == 71)
    #expect(tables.first?.rows?.last == ["TS-1069", "Valve", "6", "583", ""])
  }

  private func ruled(_ rows: [[String]], y: Double, on page: inout PageMaker) {
    page.grid(x: [60, 140, 300, 460], y: (0...rows.count).map { y + Double($0) * 20 })
    for (index, row) in rows.enumerated() {
      for (text, x) in zip(row, [64.0, 144, 304]) { page.line(text, x: x, y: y + 5 + Double(index) * 20) }
    }
  }

  private let rows = [["E1", "The pump is dry", "Fill it"], ["E2", "The lid is open", "Close it"]]
  private let header = ["Code", "Meaning", "What to do"]

  @Test func `the header of a ruled table that stands alone at a page's end is its header`() {
    var first = PageMaker(1)
    first.lines(
      ["The display shows a code where something is wrong", "with the machine. All of them are listed here."], x: 60,
      y: 80)
    ruled([header], y: 690, on: &first)
    var second = PageMaker(2)
    ruled(rows, y: 60, on: &second)
    second.line("Call the maintenance desk for all other codes.", x: 60, y: 200)
    let found = blocks(first, second)
    #expect(found.map(\.kind) == [.paragraph, .table, .paragraph])
    #expect(found[1].rows == [header] + rows)
  }

  @Test func `the last row of a ruled table that stands alone on the next page is its last row`() {
    var first = PageMaker(1)
    first.lines(
      ["The display shows a code where something is wrong", "with the machine. All of them are listed here."], x: 60,
      y: 80)
    ruled([header, rows[0]], y: 680, on: &first)
    var second = PageMaker(2)
    ruled([rows[1]], y: 60, on: &second)
    second.line("Call the maintenance desk for all other codes.", x: 60, y: 200)
    #expect(blocks(first, second).first { $0.kind == .table }?.rows == [header] + rows)
  }

  @Test func `a ruled row alone from which no table goes on is text`() {
    var page = PageMaker()
    page.lines(
      ["The display shows a code where something is wrong", "with the machine. All of them are listed here."], x: 60,
      y: 80)
    ruled([header], y: 690, on: &page)
    let found = blocks(page)
    #expect(!found.contains { $0.kind == .table })
    #expect(found.last?.text == "Code Meaning What to do")
  }
}
