import PageContent
import Records
import Testing

@testable import Documents

@Suite struct SidewaysTableTests {
  @Test func `single figures of a table printed across the page stay in their rows`() throws {
    var page = PageMaker()
    // Upwards: a letter is wider than high, and the next one stands above it; the page's left edge is the top.
    func write(_ text: String, column: Double, row: Double, torn: Bool = false) {
      for (index, scalar) in text.unicodeScalars.enumerated() {
        let y = 760 - column - 5 * Double(index)
        page.glyph(scalar, row, y - 5, row + 12, y, before: index == 0 || torn ? .line : .none)
      }
    }
    let rows = [
      ["Site", "2021", "2022", "2023"], ["Hull", "104", "98", "7"], ["Leeds", "12", "21", "3"],
      ["York", "7", "6", "9"],
      ["Derby", "33", "4", "5"],
    ]
    for (index, cells) in rows.enumerated() {
      for (column, cell) in cells.enumerated() {
        write(cell, column: 100 * Double(column), row: 100 + 18 * Double(index), torn: cell.count < 4)
      }
    }
    let table = try #require(blocks(page).first)
    #expect(table.rows == rows)
    #expect(blocks(page).count == 1)
  }
}
