import PageContent
import Records
import Testing

@testable import Documents

/// Three columns of text with titles, each filled by itself, against tables with long texts in every column.
@Suite struct FlowingColumnsTests {
  private static let places = [50.0, 225, 400]
  private static let news = [
    "the committee has chosen a", "new caterer, and the prices", "stay as they are until the",
    "end of the year, while the", "dishes without meat will be", "offered on every day of the",
    "week and not only on one.",
  ]
  private static let notice = [
    "職場の改善提案について先月か", "ら投票を始め、十二件の提案が", "寄せられた。結果は次号で知ら",
    "せるとともに、優れたものは表", "彰し、全社で広める予定である", "とのことである。",
  ]

  /// Columns whose paragraphs and titles stand at heights of their own, as their order is another one in each.
  private func columns(of text: [String], title: String, on page: inout PageMaker) -> [String] {
    var read: [String] = []
    for (number, x) in Self.places.enumerated() {
      var y = 60.0 + Double(number) * 5
      for part in 0..<6 {
        // A paragraph is shorter by some lines where a title stands above it.
        let isTitled = (part + number) % 3 == 0
        if isTitled {
          page.line(title, x: x, y: y + 6, size: 13, font: "Serif-Bold")
          y += 28
          read.append(title)
        }
        let lines = isTitled ? Array(text.dropFirst(2 + (part % 2))) : text
        page.lines(lines, x: x, y: y, pitch: 13)
        y += 13 * Double(lines.count) + 4
        read.append(lines.joined(separator: text == Self.news ? " " : ""))
      }
    }
    return read
  }

  @Test(arguments: [(FlowingColumnsTests.news, "A new caterer"), (FlowingColumnsTests.notice, "新しい提案")])
  func `three columns with titles are read one after the other`(text: [String], title: String) {
    var page = PageMaker()
    let expected = columns(of: text, title: title, on: &page)
    let found = blocks(page)
    #expect(!found.contains { $0.kind == .table })
    #expect(found.map(\.text) == expected)
  }

  @Test func `cells of rows with long texts in every column do not run past each other`() {
    var page = PageMaker()
    var y = 60.0
    for row in 0..<6 {
      for (number, x) in Self.places.enumerated() {
        page.line("Depot \(number + 3 * row) has its own plan", x: x, y: y)
        page.lines(Array(Self.news.prefix(1 + (row + number / 2) % 3)), x: x, y: y + 13, pitch: 13)
      }
      y += 13 * 4 + 8
    }
    #expect(!areFlowing(page))
  }

  @Test func `paragraphs of columns run past each other's ends`() {
    var page = PageMaker()
    _ = columns(of: Self.news, title: "A new caterer", on: &page)
    #expect(areFlowing(page))
  }

  private func areFlowing(_ page: PageMaker) -> Bool {
    let segments = PageLines(page.page).segments
    let columns = Self.places.map { x in segments.filter { $0.rect.x0 >= x - 1 && $0.rect.x0 < x + 150 } }
    return FlowingColumns.are(columns.map { Row.rows(of: $0) })
  }

  @Test func `a dash at the end of a line that is spread out does not begin the next column's`() {
    var page = PageMaker()
    page.lines([String](repeating: "the office has looked at every", count: 8), x: 60, y: 60)
    page.line("some", x: 60, y: 164)
    page.line("plan", x: 105, y: 164)
    page.line("there", x: 150, y: 164)
    page.line("—", x: 205, y: 164)
    page.lines([String](repeating: "the office has looked at every", count: 8), x: 60, y: 177)
    page.lines([String](repeating: "and the workshop has seen them", count: 17), x: 235, y: 65)
    #expect(!PageLines(page.page).segments.contains { $0.text.hasPrefix("— and") })
  }

  @Test func `spread lines in the midst of a paragraph are no table`() {
    var page = PageMaker()
    page.line("the sales of the north rose by", x: 60, y: 60)
    for (row, words) in [["eight,", "so", "both"], ["dealers", "of", "that"]].enumerated() {
      let y = 73 + Double(row) * 13
      page.line(words[0], x: 60, y: y)
      page.line(words[1], x: 130, y: y)
      page.line(words[2], x: 190, y: y)
    }
    page.line("town have asked for more them.", x: 60, y: 99)
    #expect(blocks(page).map(\.kind) == [.paragraph])
  }
}
