import PageContent
import Records
import Testing

@testable import Documents

@Suite struct GarbledCodeTests {
  private func layer(_ scalars: [UInt32], of font: String = "Serif") -> (codes: [String], layer: TextLayer?) {
    var page = PageMaker()
    for (index, value) in scalars.enumerated() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let (x, y) = (60 + 10 * Double(index % 40), 100 + 14 * Double(index / 40))
      page.glyph(scalar, x, y, x + 10, y + 10, font: font, before: index % 40 == 0 ? .line : .none)
    }
    let (warnings, layer) = PageWarnings.find(in: page.page)
    return (warnings.map(\.code), layer)
  }

  @Test func `control characters are a font's codes`() {
    let codes = (0..<80).map { (index: UInt32) -> UInt32 in index % 3 == 0 ? 1 + index % 30 : 0x41 + index % 26 }
    let found = layer(codes)
    #expect(found.codes == ["garbled-text"])
    #expect(found.layer == .garbled)
  }

  @Test func `marks one after the other are a font's codes`() {
    let found = layer((0..<120).map { (index: UInt32) -> UInt32 in 0x21 + index * 7 % 14 })
    #expect(found.codes == ["garbled-text"])
    #expect(found.layer == .garbled)
  }

  @Test func `leaders and figures are none`() {
    let codes = (0..<200).map { (index: UInt32) -> UInt32 in index % 20 < 16 ? 0x2E : 0x30 + index % 10 }
    #expect(layer(codes).codes == [])
  }
}
