import Foundation
import PageContent
import TestSupport
import Testing

@testable import PDFReading

/// White letters: seen on a coloured ground, a message to programs on paper.
@Suite struct WhiteLetterTests {
  private let letters = "1 g BT /F 10 Tf 72 650 Td (Hidden) Tj ET"

  private static let resources = """
    /ExtGState <</Clear <</ca 0.01>> /Multiply <</BM /Multiply>>>> /Shading <</Blue <</ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 595 0]
      /Extend [true true] /Function <</FunctionType 2 /Domain [0 1] /C0 [0 0 0.5] /C1 [0 0.2 0.6] /N 1>>>>>>
    """

  /// A page with a line in black and these instructions; which of its letters are not seen, and whether that took drawing
  /// it.
  private func unseen(_ instructions: String...) throws -> (letters: String, isDrawn: Bool) {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      pdf(["0 g BT /F 10 Tf 72 700 Td (Seen) Tj ET"] + instructions, resources: Self.resources), to: "white.pdf")
    let page = try PDFDocument(path: path.path).page(1).content()
    #expect(page.glyphs.count >= 4)
    let unseen = page.glyphs.filter(\.isInvisible).map(\.scalar)
    return (String(String.UnicodeScalarView(unseen)), page.isInterpretedAgain)
  }

  /// One grey pixel on these points.
  private func picture(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> String {
    "q \(width) 0 0 \(height) \(x) \(y) cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{40} EI Q"
  }

  @Test func `they are not seen on paper, whatever colours the page has elsewhere`() throws {
    #expect(try unseen(letters).letters == "Hidden")
    #expect(try unseen(picture(20, 20, 20, 20), letters).letters == "Hidden")
    #expect(try unseen("0 0.2 0.5 rg 60 100 200 24 re f", letters).letters == "Hidden")
    // A frame, drawn at once as what lies between two rectangles.
    #expect(try unseen("0 0.2 0.5 rg 10 10 575 822 re 20 20 555 802 re f*", letters).letters == "Hidden")
    // A ground that is not seen where the letters are: cut off, covered, drawn over them, or as good as white.
    let ground = "60 640 200 24 re f"
    let clip = "60 600 m 300 600 l 300 670 l 290 639 l 60 639 l h W n"
    #expect(try unseen("q \(clip) 0 g \(ground) Q", letters).letters == "Hidden")
    #expect(try unseen("0 g \(ground) 1 g \(ground)", letters).letters == "Hidden")
    #expect(try unseen(letters, "0 g \(ground)").letters == "Hidden")
    #expect(try unseen("0.95 g \(ground)", letters).letters == "Hidden")
  }

  @Test func `black letters are not seen below what is drawn over them, be it a box or a picture`() throws {
    let black = "0 g BT /F 10 Tf 72 650 Td (Hidden) Tj ET"
    let cover = "60 640 200 24 re f"
    for colour in ["0 g", "1 g", "0.8 0.1 0.1 rg"] {
      #expect(try unseen(black, "\(colour) \(cover)").letters == "Hidden")
    }
    #expect(try unseen(black, picture(60, 640, 200, 24)).letters == "Hidden")
    // What stands below another cover is seen there, and so is what is drawn on top of it.
    #expect(try unseen("0.9 g \(cover)", black) == ("", false))
    #expect(try unseen(black, "0.9 g 60 600 200 24 re f", "0 g BT /F 10 Tf 72 606 Td (On it) Tj ET") == ("", false))
    // A marker, something that shines through, and a line through the words hide nothing.
    #expect(try unseen(black, "q /Multiply gs 1 1 0 rg \(cover) Q") == ("", false))
    #expect(try unseen(black, "q /Clear gs 0 g \(cover) Q") == ("", false))
    #expect(try unseen(black, "0 g 60 653 200 0.8 re f") == ("", false))
  }

  @Test func `letters that all shines through are not seen on any ground`() throws {
    #expect(try unseen("0 0.2 0.5 rg 60 640 200 24 re f /Clear gs", letters).letters == "Hidden")
    #expect(try unseen("q /Clear gs 0 g BT /F 10 Tf 72 650 Td (Hidden) Tj ET Q").letters == "Hidden")
  }

  @Test(arguments: [
    "0 0.2 0.5 rg 60 640 200 24 re f", "0 0.2 0.5 RG 20 w 60 652 m 260 652 l S",
    // With round ends, of several pieces, cut to a box.
    "0 g 60 640 m 200 640 l 220 640 220 664 200 664 c 60 664 l 40 664 40 640 60 640 c f",
    "0 g 60 640 200 24 re 60 600 200 24 re f", "q 60 600 300 100 re W n 0 g 0 0 595 842 re f Q",
  ])
  func `they are seen on a coloured shape, and the page is not drawn to know it`(ground: String) throws {
    let found = try unseen(ground, letters)
    #expect(found.letters == "" && !found.isDrawn)
  }

  @Test func `they are seen on a picture and on a shade too`() throws {
    #expect(try unseen(picture(60, 640, 200, 24), letters).letters == "")
    #expect(try unseen("q 60 640 200 24 re W n /Blue sh Q", letters).letters == "")
    // White with black edges.
    #expect(try unseen("1 g 0 G 2 Tr 0.5 w BT /F 30 Tf 72 600 Td (Edges) Tj ET").letters == "")
  }

  @Test func `a white space is nothing to draw a page for, and no more are two letters`() throws {
    #expect(try !unseen("1 g BT /F 10 Tf 72 650 Td (   ) Tj ET").isDrawn)
    #expect(try !unseen("3 Tr BT /F 10 Tf 72 650 Td (   ) Tj ET").isDrawn)
    #expect(try unseen("3 Tr BT /F 10 Tf 72 650 Td (Hid) Tj ET").letters == "Hid")
    #expect(try !unseen("1 g BT /F 10 Tf 72 650 Td (Hi) Tj ET").isDrawn)
    #expect(try unseen("1 g BT /F 10 Tf 72 650 Td (Hid) Tj ET").letters == "Hid")
  }
}
