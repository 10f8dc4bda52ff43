import CPopplerPages
import Foundation
import PageContent
import Records
import TestSupport
import Testing

@testable import PDFReading

@Suite struct PDFReadingTests {
  private func page(_ name: String, _ number: Int = 1) throws -> PageContent {
    try PDFDocument(path: TestLocations.sampleFixture(name).path).page(number).content()
  }

  func text(_ page: PageContent) -> String {
    var scalars = String.UnicodeScalarView()
    for glyph in page.glyphs {
      if glyph.before == .space || glyph.before == .line { scalars.append(" ") }
      scalars.append(glyph.scalar)
    }
    return String(scalars)
  }

  @Test func `a page gives its glyphs with boxes inside the page and their fonts`() throws {
    let page = try page("table.pdf")
    #expect(text(page).contains("Copper bowl"))
    #expect(page.number == 1)
    #expect(!page.isTextCutShort)
    for glyph in page.glyphs {
      #expect(glyph.x0 >= -1 && Double(glyph.x1) <= page.width + 1 && glyph.x1 > glyph.x0)
      #expect(glyph.y0 >= -1 && Double(glyph.y1) <= page.height + 1 && glyph.y1 > glyph.y0)
    }
    let heading = try #require(page.glyphs.first)
    #expect(page.styles[Int(heading.style)].size > 10)
  }

  @Test func `Japanese in a font that is not embedded is read`() throws {
    #expect(try text(page("japanese-list.pdf")).contains("図書室"), "the package poppler-data is missing")
  }

  @Test func `a page of pictures has no glyphs, and says how much of it is covered`() throws {
    let page = try page("image-only.pdf")
    #expect(page.glyphs.isEmpty)
    #expect(page.imageCoverage ?? 0 > 0)
  }

  @Test func `lines and grounds are told where text stands in cells, however they are drawn`() throws {
    let cells = (0..<4).flatMap { row in
      (0..<2).map { "BT /F 10 Tf \(80 + $0 * 200) \(706 - row * 20) Td (cell \(row) \($0)) Tj ET" }
    }
    let drawing = [
      // A stroke, a filled rectangle as thin as a line, the ground of a header, a white line on it and one on nothing.
      "1 w 72 720 m 472 720 l S", "72 700 400 1 re f", "0.8 g 72 700 400 20 re f", "1 g 270 700 1 20 re f",
      "1 g 270 600 1 20 re f", "0 g",
      // Cut off by a clip.
      "q 0 0 300 842 re W n 72 680 400 1 re f Q",
    ]
    let folder = try TemporaryFolder()
    let path = try folder.write(pdf(drawing + cells), to: "ruled.pdf")
    let rules = try #require(PDFDocument(path: path.path).page(1).content().rules)
    // Places are exact to a few hundredths of a point.
    func places(_ boxes: [RuleBox]) -> Set<[Float]> {
      Set(boxes.map { [$0.x0, $0.y0, $0.x1, $0.y1].map { ($0 * 2).rounded() / 2 } })
    }
    #expect(places(rules.areas) == [[72, 122, 472, 142]])
    #expect(
      places(rules.lines) == [
        [72, 121.5, 472, 122.5], [72, 141, 472, 142], [270, 122, 271, 142], [72, 161, 300, 162],
      ])
  }

  @Test func `the text of a note is not among the page's`() throws {
    let folder = try TemporaryFolder()
    let text = ["BT /F 10 Tf 72 700 Td (Seen by people) Tj ET"]
    let note = "/Type /Annot /Subtype /FreeText /Rect [72 600 300 620] /DA (/Helv 10 Tf) /Contents (Ask Ito)"
    let link = "/Type /Annot /Subtype /Link /Rect [72 600 300 620] /A <</S /URI /URI (https://example.com)>>"
    func content(_ annotation: String, _ name: String) throws -> PageContent {
      let path = try folder.write(pdf(text, annotations: "<<\(annotation)>>"), to: name).path
      return try PDFDocument(path: path).page(1).content()
    }
    let noted = try content(note, "note.pdf")
    #expect(!noted.isInterpretedAgain)
    #expect(noted.parts.annotations.map(\.text) == ["Ask Ito"])
    #expect(self.text(noted).trimmingCharacters(in: .whitespaces) == "Seen by people")
    let linked = try content(link, "link.pdf")
    #expect(!linked.isInterpretedAgain)
    #expect(linked.parts.links.count == 1)
    #expect(linked.glyphs == noted.glyphs)
  }

  @Test func `a document says how many pages it has`() throws {
    #expect(try PDFDocument(path: TestLocations.sampleFixture("running-header.pdf").path).info.pageCount == 3)
  }

  @Test(arguments: [
    ("encrypted.pdf", ReaderFailure.Code.encrypted), ("not-a-pdf.pdf", .damaged), ("zero-byte.pdf", .damaged),
    ("no-such-file.pdf", .cannotOpen),
  ])
  func `a file that cannot be opened says why`(_ name: String, _ code: ReaderFailure.Code) {
    let path = TestLocations.sampleFixture(name).path
    let failure = #expect(throws: ReaderFailure.self) { try PDFDocument(path: path) }
    #expect(failure?.code == code)
  }

  @Test func `a page that is not there is a typed error`() throws {
    let document = try PDFDocument(path: TestLocations.sampleFixture("table.pdf").path)
    let failure = #expect(throws: ReaderFailure.self) { try document.page(2) }
    #expect(failure?.code == .noSuchPage)
    #expect(failure?.message.en == "there is no page 2, or it cannot be read")
  }

  @Test func `a drawing tells where a picture lies, and the text that comes along is the page's own`() throws {
    let folder = try TemporaryFolder()
    let text = "BT /F 10 Tf 72 700 Td (Seen by people) Tj ET"
    // A picture of one pixel over 200 x 100 points, 50 from the left and 80 from the bottom.
    let picture = "q 200 0 0 100 50 80 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
    let document = try PDFDocument(path: folder.write(pdf([text, picture]), to: "picture.pdf").path)
    let page = try document.page(1)
    let glyphs = page.content().glyphs
    let drawing = document.interpreter.drawing()
    let box = try #require(UnsafeBufferPointer(start: drawing.pictures, count: drawing.picture_count).first)
    #expect(drawing.picture_count == 1)
    #expect(abs(box.x0 - 50) < 0.01 && abs(box.x1 - 250) < 0.01)
    #expect(abs(box.y1 - Float(page.height - 80)) < 0.01 && abs(box.y0 - Float(page.height - 180)) < 0.01)
    let alone = try PDFDocument(path: folder.write(pdf([text]), to: "text.pdf").path).page(1)
    #expect(glyphs == alone.content().glyphs)
    #expect(glyphs.count == 12)
  }

  @Test func `a line made of small pictures is a line, and a large picture is none`() throws {
    let folder = try TemporaryFolder()
    func rules(_ pixels: Int) throws -> PageRules? {
      let row = String(repeating: "x", count: pixels)
      let picture = "q 200 0 0 1 50 80 cm BI /W \(pixels) /H 1 /CS /G /BPC 8 ID \(row) EI Q"
      return try PDFDocument(path: folder.write(pdf([picture]), to: "\(pixels).pdf").path).page(1).content().rules
    }
    #expect(try rules(16)?.lines.count == 1)
    #expect(try rules(400) == nil)
  }

  @Test func `a line as thick as its coordinates make it is told as thick as it is seen`() throws {
    let folder = try TemporaryFolder()
    let line = "q 0.1 0 0 0.1 0 0 cm 20 w 500 5000 m 3000 5000 l S Q"
    let rules = try PDFDocument(path: folder.write(pdf([line]), to: "scaled.pdf").path).page(1).content().rules
    let found = try #require(rules?.lines.first)
    #expect(abs(found.height - 2) < 0.01 && abs(found.width - 250) < 0.01)
  }

  @Test func `what a soft mask holds is not among the lines of the page`() throws {
    let folder = try TemporaryFolder()
    let mask = "0 0 400 1 re f"
    let content = "q /M gs 0 0 200 40 re f Q"
    let path = try folder.write(
      """
      %PDF-1.4
      1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
      2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
      3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
        /Resources <</ExtGState <</M <</SMask <</S /Luminosity /G 5 0 R>>>>>>>>>> endobj
      4 0 obj <</Length \(content.utf8.count)>> stream
      \(content)
      endstream endobj
      5 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group <</S /Transparency /CS /DeviceGray>>
        /Length \(mask.utf8.count)>> stream
      \(mask)
      endstream endobj
      trailer <</Root 1 0 R>>
      %%EOF
      """, to: "mask.pdf")
    let rules = try #require(PDFDocument(path: path.path).page(1).content().rules)
    #expect(rules.lines.isEmpty)
    #expect(rules.areas.count == 1)
  }

  @Test func `a character that stands for nothing does not cut off the rest of the page`() throws {
    let folder = try TemporaryFolder()
    let map = "1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfrange <20> <7e> <0020> endbfrange"
    let zero = "1 beginbfchar <23> <0000> endbfchar"
    let stream = "begincmap \(map.replacing("2 beginbfrange", with: "1 beginbfrange")) \(zero) endcmap"
    let content = "BT /F 10 Tf 72 700 Td (before # after) Tj ET"
    let path = try folder.write(
      """
      %PDF-1.4
      1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
      2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
      3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F
        <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R>>>>>>>> endobj
      4 0 obj <</Length \(content.utf8.count)>> stream
      \(content)
      endstream endobj
      5 0 obj <</Length \(stream.utf8.count)>> stream
      \(stream)
      endstream endobj
      trailer <</Root 1 0 R>>
      %%EOF
      """, to: "zero.pdf")
    let page = try PDFDocument(path: path.path).page(1).content()
    #expect(self.text(page).contains("after"))
    #expect(!page.isTextCutShort)
  }

  @Test func `letters without ink are told, and white ones where they stand on nothing`() throws {
    let folder = try TemporaryFolder()
    let seen = "0 g BT /F 10 Tf 72 700 Td (Seen) Tj ET"
    func unseen(_ instructions: String, _ name: String) throws -> String {
      let page = try PDFDocument(path: folder.write(pdf([instructions, seen]), to: name).path).page(1).content()
      return String(String.UnicodeScalarView(page.glyphs.filter(\.isInvisible).map(\.scalar)))
    }
    let letters = "BT /F 10 Tf 72 650 Td (Hidden) Tj ET"
    #expect(try unseen("3 Tr \(letters) 0 Tr", "inkless.pdf") == "Hidden")
    #expect(try unseen("1 g \(letters)", "white.pdf") == "Hidden")
    #expect(try unseen("0 0.2 0.5 rg 60 640 200 24 re f 1 g \(letters)", "banner.pdf") == "")
    #expect(try unseen(letters, "plain.pdf") == "")
  }

  @Test func `letters under a picture are told, and those over it are not drawn to see`() throws {
    let folder = try TemporaryFolder()
    // More letters than a page has that is looked at anyway.
    let letters =
      "0 g BT /F 10 Tf 72 700 Td 12 TL " + String(repeating: "(Twenty letters here) Tj T* ", count: 12) + "ET"
    let picture = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{7F} EI Q"
    let under = try PDFDocument(path: folder.write(pdf([letters, picture]), to: "under.pdf").path).page(1).content()
    #expect(under.glyphs.count > 120 && under.glyphs.allSatisfy(\.isInvisible))
    let over = try PDFDocument(path: folder.write(pdf([picture, letters]), to: "over.pdf").path).page(1).content()
    #expect(!over.isInterpretedAgain && !over.glyphs.contains(where: \.isInvisible))
  }

  @Test func `fields that nobody sees are not among the page's, and a password has no value`() throws {
    let folder = try TemporaryFolder()
    func field(_ value: String, _ rest: String, x: Int = 72) -> String {
      """
      <</Type /Annot /Subtype /Widget /FT /Tx /T (\(value)) /V (\(value)) /Rect [\(x) 600 \(x + 100) 620] \(rest)>>
      """
    }
    let fields = [
      field("seen", ""), field("hidden", "/F 2", x: 200), field("unviewed", "/F 32", x: 420),
      field("outside", "", x: -900),
      field("secret", "/Ff 8192", x: 300), field("under", "/F 2"),
      // Beside a hidden one, half a point away, which is no reason to lose it.
      field("beside", "/F 2", x: 490), field("kept", "", x: 489),
    ]
    let numbered = fields.enumerated().map { "\($0 + 4) 0 obj \($1) endobj" }.joined(separator: "\n")
    let references = (4..<(4 + fields.count)).map { "\($0) 0 R" }.joined(separator: " ")
    let path = try folder.write(
      """
      %PDF-1.4
      1 0 obj <</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [\(references)]>>>> endobj
      2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
      3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [\(references)]>> endobj
      \(numbered)
      trailer <</Root 1 0 R>>
      %%EOF
      """, to: "fields.pdf")
    let found = try PDFDocument(path: path.path).page(1).content().parts.fields
    #expect(Set(found.map { [$0.name, $0.value] }) == [["seen", "seen"], ["secret", ""], ["kept", "kept"]])
  }

  @Test func `a white bullet counts on a dark ground`() throws {
    let folder = try TemporaryFolder()
    let bullet =
      "1 g 80 700 m 80 702 78 704 76 704 c 74 704 72 702 72 700 c 72 698 74 696 76 696 c 78 696 80 698 80 700 c f"
    func dots(_ ground: String, _ name: String) throws -> Int {
      try PDFDocument(path: folder.write(pdf([ground, bullet]), to: name).path).page(1).content().rules?.dots.count ?? 0
    }
    #expect(try dots("0 0.2 0.5 rg 0 600 595 200 re f", "dark.pdf") == 1)
    #expect(try dots("", "white.pdf") == 0)
  }

  /// Pages of a document, each with its instructions and the object of the font that it calls F.
  private func document(_ pages: [(content: String, font: String, box: String)]) -> String {
    var objects = ["<</Type /Catalog /Pages 2 0 R>>", ""]
    let fonts = ["Helvetica", "Courier"]
    objects += fonts.map { "<</Type /Font /Subtype /Type1 /BaseFont /\($0)>>" }
    var kids: [String] = []
    for page in pages {
      objects.append("<</Length \(page.content.utf8.count)>> stream\n\(page.content)\nendstream")
      objects.append(
        """
        <</Type /Page /Parent 2 0 R /MediaBox [\(page.box)] /Contents \(objects.count) 0 R \
        /Resources <</Font <</F \(page.font)>>>>>>
        """)
      kids.append("\(objects.count) 0 R")
    }
    objects[1] = "<</Type /Pages /Kids [\(kids.joined(separator: " "))] /Count \(kids.count)>>"
    let numbered = objects.enumerated().map { "\($0 + 1) 0 obj \($1) endobj" }
    return "%PDF-1.4\n" + numbered.joined(separator: "\n") + "\ntrailer <</Root 1 0 R>>\n%%EOF"
  }

  @Test func `a page reads the same after others as alone, whatever they leave undone`() throws {
    let box = "0 0 595 842"
    func text(_ number: Int) -> String { "BT /F 10 Tf 72 700 Td (Page number \(number)) Tj ET 72 600 100 1 re f" }
    let pages = [
      (text(1), "3 0 R", box),
      // States that are never given back, a clip to nothing, a path that nobody draws.
      (text(2) + " q q 5 0 0 5 9 9 cm 0 0 1 1 re W n 3 Tr 72 500 m 72 400 l", "3 0 R", box),
      (text(3), "3 0 R", box),
      // More given back than taken, where poppler gives up.
      (text(4) + " Q Q /Span <</ActualText (hidden)>> BDC BT /F 40 Tf", "3 0 R", box),
      (text(5) + " 1 0 0 1 300 300 cm BX /Span <</ActualText (hidden)>> BDC BT /F 40 Tf", "3 0 R", box),
      // The same name for another font, a page of another size, a font that has no number, and none at all.
      (text(6), "4 0 R", box), (text(7), "3 0 R", "0 0 400 900"),
      (text(8), "<</Type /Font /Subtype /Type1 /BaseFont /Courier>>", box),
      ("72 600 100 1 re f", "3 0 R", box), (text(10), "3 0 R", box),
    ]
    let folder = try TemporaryFolder()
    let together = try PDFDocument(
      path: folder.write(document(pages.map { (content: $0.0, font: $0.1, box: $0.2) }), to: "all.pdf").path)
    for (index, page) in pages.enumerated() {
      let alone = try PDFDocument(
        path: folder.write(document([(content: page.0, font: page.1, box: page.2)]), to: "\(index).pdf").path)
      var expected = try alone.page(1).content()
      expected.number = index + 1
      #expect(try together.page(index + 1).content() == expected, "page \(index + 1)")
      if index != 8 { #expect(self.text(expected).contains("Page number \(index + 1)")) }
    }
    // In another order too.
    #expect(try together.page(1).content().glyphs.count == 11)
  }

  @Test func `a page is drawn as PNG of the size asked for`() throws {
    let page = try PDFDocument(path: TestLocations.sampleFixture("table.pdf").path).page(1)
    let png = try page.png(scale: 0.5)
    #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
    #expect(width == Int((page.width * 0.5).rounded(.up)))
  }

  @Test func `a picture that would fill the memory is drawn smaller`() throws {
    let page = try PDFDocument(path: TestLocations.sampleFixture("table.pdf").path).page(1)
    let png = try page.png(scale: 1000)
    let sides = [16, 20].map { png[$0..<$0 + 4].reduce(0) { $0 << 8 | Int($1) } }
    #expect(sides[0] > 1000 && sides[0] * sides[1] <= 40_000_000)
  }
}
