import PageContent
import Records
import Testing

@testable import Documents

/// Pages that stand on their heads.
@Suite struct UpsideDownTests {
  /// The page as a scanner or a printer's driver turns it, in the order in which the library gives what it finds.
  private func turned(_ page: PageMaker) -> PageMaker {
    var turned = page
    let (width, height) = (Float(page.page.width), Float(page.page.height))
    turned.page.glyphs = page.page.glyphs.map { glyph in
      var glyph = glyph
      (glyph.x0, glyph.x1) = (width - glyph.x1, width - glyph.x0)
      (glyph.y0, glyph.y1) = (height - glyph.y1, height - glyph.y0)
      return glyph
    }
    return turned
  }

  @Test func `they are read as if they stood upright, with tables, in both languages`() {
    var page = PageMaker()
    page.line("第1章　総則", x: 50, y: 60, size: 18)
    page.lines(["この規程は、物品の購買について定める。申請は所属長に出し、", "承認を受けてから発注する。"], x: 50, y: 100)
    page.line("2 Staff", x: 50, y: 160, size: 18)
    page.lines(
      ["Everybody who buys for the company reads these rules", "before the first order is sent."], x: 50, y: 200)
    for (row, cells) in [["Item", "Qty"], ["Bolt", "2"], ["Nut", "40"], ["Screw", "9"]].enumerated() {
      for (column, cell) in cells.enumerated() {
        page.line(cell, x: 50 + 150 * Double(column), y: 260 + 16 * Double(row))
      }
    }
    page.line("- 3 -", x: 280, y: 800)
    let upright = blocks(page)
    let found = blocks(turned(page))
    #expect(found.map(\.text) == upright.map(\.text))
    #expect(found.map(\.kind) == upright.map(\.kind))
    #expect(found.contains { $0.kind == .table } && found.last?.kind == .footer)
    // Places are those on the page.
    #expect(found.first.flatMap(\.rects.first).map { $0.y0 > 700 } == true)
  }

  @Test func `a line on its head does not turn the page`() {
    var page = PageMaker()
    page.lines(
      ["Everybody who buys for the company reads these rules", "before the first order is sent."], x: 50, y: 100)
    var note = PageMaker()
    note.line("Printed on the back of the form", x: 50, y: 60)
    page.page.glyphs += turned(note).page.glyphs
    let text = blocks(page).map(\.text)
    #expect(text.first?.hasPrefix("Everybody who buys") == true)
    #expect(text.last == "Printed on the back of the form")
  }
}
