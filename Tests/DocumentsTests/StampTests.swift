import Foundation
import PageContent
import Records
import Testing

@testable import Documents

@Suite struct StampTests {
  private let text = [
    "The supplier delivers the goods to the address named", "in the order within ten working days, and tells the buyer",
    "at once where this is not possible. The buyer inspects", "the goods on arrival and reports damage within three",
    "days, and hidden damage as soon as it is found.",
  ]

  private func page() -> PageMaker {
    var page = PageMaker()
    page.lines(text, x: 60, y: 100, pitch: 14)
    return page
  }

  @Test func `a slanted stamp across one page is a watermark and tears no line`() {
    var page = page()
    for (index, letter) in "DRAFT".unicodeScalars.enumerated() {
      let (x, y) = (80 + 40 * Double(index), 150 - 20 * Double(index))
      page.glyph(letter, x, y, x + 60, y + 60, size: 60, font: "Stamp", before: .space)
    }
    let found = blocks(page)
    #expect(found.filter { $0.mark == .watermark }.map(\.text) == ["DRAFT"])
    #expect(found.filter { $0.kind == .paragraph }.map(\.text).joined(separator: " ") == text.joined(separator: " "))
  }

  @Test func `large letters through which lines run are a watermark`() {
    var page = page()
    page.glyph("見", 80, 105, 140, 165, size: 60, font: "Stamp")
    page.glyph("本", 140, 105, 200, 165, size: 60, font: "Stamp", before: .none)
    let found = blocks(page)
    #expect(found.filter { $0.mark == .watermark }.map(\.text) == ["見本"])
    #expect(found.filter { $0.kind == .paragraph }.map(\.text).joined(separator: " ") == text.joined(separator: " "))
  }

  @Test func `a large title above the text is none`() {
    var page = page()
    page.line("Agreement", x: 60, y: 40, size: 40)
    let found = blocks(page)
    #expect(found[0].kind == .heading && found[0].text == "Agreement")
    #expect(found.allSatisfy { $0.mark == nil })
  }
}
