import Foundation
import PageContent
import TestSupport
import Testing

@testable import PDFReading

/// How letters lie on the page: what the order of a line's letters does not tell where they are as high as wide.
@Suite struct TurnedLetterTests {
  @Test func `letters know how the page turns them`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      pdf([
        "BT /F 10 Tf 72 700 Td (Upright) Tj ET", "BT /F 10 Tf 0 1 -1 0 100 300 Tm (Upwards) Tj ET",
        "BT /F 10 Tf 0 -1 1 0 300 600 Tm (Downwards) Tj ET",
      ]), to: "turned.pdf")
    let page = try PDFDocument(path: path.path).page(1).content()
    let turns = Dictionary(grouping: page.glyphs) { page.styles[Int($0.style)].quarterTurns }
      .mapValues { String(String.UnicodeScalarView($0.map(\.scalar))) }
    #expect(turns == [0: "Upright", 3: "Upwards", 1: "Downwards"])
  }
}
