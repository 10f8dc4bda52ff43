import PageContent
import Records
import Testing

@testable import Documents

/// Horizontal Japanese on a page that was set sideways and is not turned by the file: its letters lie, and those of
/// vertical writing stand.
@Suite struct LyingJapaneseTests {
  /// The page as it looks when a person has turned it so that its text runs upwards or downwards.
  private func turned(_ page: PageMaker, _ turn: PageFrame.Turn) -> PageMaker {
    let frame = PageFrame(turn, width: page.page.height, height: page.page.width)
    var turned = PageMaker(width: page.page.height, height: page.page.width)
    turned.page.styles = page.page.styles.map { style in
      var style = style
      style.quarterTurns = turn == .downwards ? 1 : 3
      return style
    }
    turned.page.glyphs = page.page.glyphs.map { glyph in
      let rect = frame.onPage(glyph.rect)
      var glyph = glyph
      (glyph.x0, glyph.y0) = (Float(rect.x0), Float(rect.y0))
      (glyph.x1, glyph.y1) = (Float(rect.x1), Float(rect.y1))
      return glyph
    }
    return turned
  }

  private var upright: PageMaker {
    var page = PageMaker()
    page.line("別紙２　点検の手順", x: 50, y: 60, size: 18)
    page.lines(
      ["点検は毎月第一月曜日に行い、その結果を点検表に記録し、課長の", "確認を受ける。異常を認めたときは、直ちに設備を止める。"], x: 50, y: 100)
    let rows = [
      ["月", "本社", "第一工場"], ["1月", "1,200", "34,000"], ["2月", "1,150", "33,200"], ["3月", "1,185", "35,700"],
    ]
    for (row, cells) in rows.enumerated() {
      for (column, cell) in cells.enumerated() {
        page.line(cell, x: 50 + 120 * Double(column), y: 160 + 16 * Double(row))
      }
    }
    return page
  }

  @Test(arguments: [PageFrame.Turn.upwards, .downwards])
  func `it is read as if it stood upright, with its table`(_ turn: PageFrame.Turn) {
    let (found, wanted) = (blocks(turned(upright, turn)), blocks(upright))
    #expect(found.map(\.text) == wanted.map(\.text))
    #expect(found.map(\.kind) == wanted.map(\.kind))
    #expect(wanted.map(\.kind) == [.heading, .paragraph, .table])
  }

  @Test func `an upright line above it comes first`() {
    var page = turned(upright, .upwards)
    page.line("旅費規程　別紙", x: 60, y: 20)
    let found = blocks(page).map(\.text)
    #expect(found.first == "旅費規程　別紙")
    #expect(Array(found.dropFirst()) == blocks(upright).map(\.text))
  }
}
