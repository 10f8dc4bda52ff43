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

  /// Browsers write bold letters that no font has as drawings that stand on their heads, which the font turns over; other
  /// producers let the text do so.
  @Test(arguments: [(1, 1), (-1, 1), (-1, -1)])
  func `letters that are drawings are read from their beginning, however they are turned`(flip: Int, text: Int) throws {
    let folder = try TemporaryFolder()
    let letters = "abcdefgh"
    let ways = [("10 0 0 \(10 * text)", "72 700"), ("0 10 \(-10 * text) 0", "100 300")]
    let back = [("0 -10 \(10 * text) 0", "300 600"), ("-10 0 0 \(-10 * text)", "500 100")]
    let font = """
      /T <</Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 \(flip > 0 ? "" : "-")0.001 0 0]
      /CharProcs <<\(letters.map { "/\($0) 5 0 R" }.joined(separator: " "))>> /FirstChar 97 /LastChar 104
      /Encoding <</Type /Encoding /Differences [97 \(letters.map { "/\($0)" }.joined(separator: " "))]>>
      /Widths [\(letters.map { _ in "600" }.joined(separator: " "))]>>
      """
    let file = pdf(
      (ways + back).map { "BT /T 1 Tf \($0.0) \($0.1) Tm (\(letters)) Tj ET" },
      drawing: "600 0 0 0 600 700 d1 0 0 600 700 re f"
    ).replacingOccurrences(of: "/BaseFont /Helvetica>>", with: "/BaseFont /Helvetica>> \(font)")
    let page = try PDFDocument(path: folder.write(file, to: "drawn.pdf").path).page(1).content()
    let turns = Dictionary(grouping: page.glyphs) { page.styles[Int($0.style)].quarterTurns }
      .mapValues { String(String.UnicodeScalarView($0.map(\.scalar))) }
    #expect(turns == [0: letters, 1: letters, 2: letters, 3: letters])
  }
}
