import PageContent
import Records
import Testing

@testable import Documents

/// Justified text in narrow columns, whose stretched spaces look like those between cells.
@Suite struct NarrowColumnTests {
  /// A line whose words fill a width, with equal spaces.
  private func justified(_ text: String, x: Double, y: Double, width: Double, on page: inout PageMaker) {
    let words = text.split(separator: " ")
    let letters = words.reduce(0) { $0 + Double($1.count) * 5 }
    let space = (width - letters) / Double(max(words.count - 1, 1))
    var place = x
    for word in words {
      page.line(String(word), x: place, y: y)
      place += Double(word.count) * 5 + space
    }
  }

  @Test func `stretched lines one under the other are text`() {
    var page = PageMaker()
    let lines = [
      "the committee considered the plan for", "extending calibration intervals", "proposed manufacturing",
      "representatives, and asked the office",
    ]
    for (index, line) in lines.enumerated() {
      justified(line, x: 60, y: 100 + Double(index) * 13, width: 190, on: &page)
    }
    page.line("for measurements.", x: 60, y: 152)
    let found = blocks(page)
    #expect(found.map(\.kind) == [.paragraph])
    #expect(found.first?.text == (lines + ["for measurements."]).joined(separator: " "))
  }

  @Test func `words and figures in columns are a table, though all rows begin and end at one place`() {
    var page = PageMaker()
    for (index, row) in [["Leeds", "depot", "1200"], ["Derby", "store", "3400"], ["Truro", "plant", "5600"]]
      .enumerated()
    {
      for (text, x) in zip(row, [60.0, 130, 200]) { page.line(text, x: x, y: 100 + Double(index) * 16) }
    }
    let found = blocks(page)
    #expect(found.map(\.kind) == [.table])
    #expect(found.first?.rows?.count == 3)
  }
}
