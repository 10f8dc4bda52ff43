import PageContent
import Records
import Testing

@testable import Documents

/// Latin letters and figures that lie on their side in vertical Japanese.
@Suite struct SidewaysRunTests {
  /// A line of vertical writing. Letters and figures on their side are as wide as their font is high: `unevenness` ems
  /// off the line, as in fonts whose descent and ascent differ.
  private func line(_ text: String, x: Double, y: Double = 80, unevenness: Double = 0, _ page: inout PageMaker) {
    let size = 10.0
    var y = y
    var before = Glyph.Separator.line
    for scalar in text.unicodeScalars {
      if scalar.isWide || scalar == "\u{3000}" {
        if scalar != "\u{3000}" {
          page.page.glyphs.append(
            Glyph(scalar, x0: Float(x), y0: Float(y), x1: Float(x + size), y1: Float(y + size), before: before))
        }
        before = .line
        y += size
      } else {
        let off = unevenness * size
        page.page.glyphs.append(
          Glyph(
            scalar, x0: Float(x - 2 - 2 * off), y0: Float(y + off / 4), x1: Float(x + size + 2),
            y1: Float(y + 5 + off / 4),
            before: before))
        before = .none
        y += 5
      }
    }
  }

  private let texts = [
    "第1条　この規則は従業員の就業に関する", "事項を定める。試用期間は3か月とし、", "IT部門はISO27001の認証を2024年に取得した。", "電話は03-1234-5678、Webはexample.comである。",
  ]

  private func read(unevenness: Double) -> String {
    var maker = PageMaker()
    maker.page.styles = [TextStyle(fontName: "Mincho", size: 10)]
    for (index, text) in texts.enumerated() { line(text, x: 500 - 18 * Double(index), unevenness: unevenness, &maker) }
    return blocks(maker).map(\.text).joined().filter { !$0.isWhitespace }
  }

  @Test(arguments: [0.0, 0.2, 0.5])
  func `letters on their side stay in the line where they stand`(_ unevenness: Double) {
    #expect(read(unevenness: unevenness) == texts.joined().filter { !$0.isWhitespace })
  }

  @Test func `two tiers of short lines are read one after the other`() {
    var maker = PageMaker()
    maker.page.styles = [TextStyle(fontName: "Mincho", size: 10)]
    let upper = ["山のふもとの小さな町に", "古い時計の店があった", "店の主人は朝になると", "窓をあけて鐘を鳴らす"]
    let lower = ["鐘の音は川をこえて", "向こうの森まで届くのだ", "子どもたちは学校へと", "その音を聞いて走り出す"]
    for (index, text) in upper.enumerated() { line(text, x: 500 - 18 * Double(index), &maker) }
    for (index, text) in lower.enumerated() { line(text, x: 500 - 18 * Double(index), y: 260, &maker) }
    let found = blocks(maker)
    #expect(!found.contains { $0.kind == .table })
    #expect(found.map(\.text).joined().filter { !$0.isWhitespace } == (upper + lower).joined())
  }
}
