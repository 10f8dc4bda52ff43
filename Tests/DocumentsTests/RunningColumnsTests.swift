import PageContent
import Records
import Testing

@testable import Documents

/// Columns of text that go on over a page's end, and those whose lines stand at heights of their own.
@Suite struct RunningColumnsTests {
  private static let places = [60.0, 225, 390]
  private static let lines = [
    "the office has looked at", "every plan for the longer", "interval, and asked that", "the workshop send its own",
    "figures before the summer", "so that those who decide", "can compare all of them",
  ]

  private func filled(_ number: Int) -> PageMaker {
    var page = PageMaker(number)
    for x in Self.places { page.lines((0..<28).map { Self.lines[$0 % Self.lines.count] }, x: x, y: 60) }
    return page
  }

  @Test func `what is left for columns on the next page is read column by column`() {
    var last = PageMaker(2)
    last.lines(["with those of last year;", "nobody has to travel"], x: 60, y: 60)
    last.lines(["for that, and whoever", "wishes to may write"], x: 225, y: 60)
    last.lines(["a letter to the office", "in the capital."], x: 390, y: 60)
    let found = blocks(filled(1), last)
    #expect(found.allSatisfy { $0.kind == .paragraph })
    #expect(
      found.last?.text.hasSuffix(
        "with those of last year; nobody has to travel for that, and whoever wishes to may write a letter to the office "
          + "in the capital.") == true)
  }

  @Test(arguments: [("interdepartmental letters.", 1), ("new letters that are sent.", 2)])
  func `a line that ends early at a page's end goes on where the next word had no room`(next: String, count: Int) {
    var first = PageMaker(1)
    let lines = (0..<27).map { Self.lines[$0 % Self.lines.count] } + ["they have asked"]
    first.lines(lines, x: 60, y: 60)
    var last = PageMaker(2)
    last.lines([next, "The office answers them."], x: 60, y: 60)
    #expect(blocks(first, last).count == count)
  }

  @Test func `a table below columns of the page before stays one`() {
    var last = PageMaker(2)
    for (index, row) in [["Leeds", "depot", "1200"], ["Derby", "store", "3400"], ["Truro", "plant", "5600"]]
      .enumerated()
    {
      for (text, x) in zip(row, Self.places) { last.line(text, x: x, y: 60 + Double(index) * 16) }
    }
    let found = blocks(filled(1), last)
    #expect(found.last?.kind == .table)
    #expect(found.last?.rows?.first == ["Leeds", "depot", "1200"])
  }

  @Test func `three columns whose lines stand at heights of their own are no table`() {
    var page = PageMaker()
    let text = Self.lines + ["and answer in good time."]
    page.lines(text, x: 60, y: 60, pitch: 13)
    page.lines(text, x: 225, y: 66, pitch: 13)
    page.lines(text, x: 390, y: 60, pitch: 13)
    let found = blocks(page)
    #expect(found.map(\.kind) == [.paragraph, .paragraph, .paragraph])
    #expect(found.map(\.text) == [String](repeating: text.joined(separator: " "), count: 3))
  }
}
