import Foundation
import PageContent
import Records
import TestSupport
import Testing

@testable import PDFReading

/// Words that only the appearances of annotations have.
@Suite struct AppearanceTests {
  /// A page with a line of text and these annotations, whose appearances write `words`, broken at bars.
  private func parts(
    _ annotations: [(rest: String, words: String)], rotation: Int = 0, mode: Int = 0
  ) throws -> (parts: PageParts, letters: Int) {
    let drawn = annotations.map { annotation in
      let lines = annotation.words.split(separator: "|").map { "(\($0)) Tj 0 -12 Td" }.joined(separator: " ")
      return (rest: annotation.rest, drawing: "BT /F 10 Tf \(mode) Tr 2 28 Td \(lines) ET")
    }
    let content = try content(drawn, rotation: rotation)
    return (content.parts, content.glyphs.count)
  }

  /// A page with annotations that are drawn with these instructions, on 200 × 40 points each.
  private func content(
    _ annotations: [(rest: String, drawing: String)], page: String = "", rotation: Int = 0
  ) throws -> PageContent {
    var objects: [String] = []
    for (index, annotation) in annotations.enumerated() {
      let top = 640 - 50 * (index % 12)
      objects.append(
        """
        \(10 + 2 * index) 0 obj <</Type /Annot /Rect [72 \(top - 40) 272 \(top)]
          /AP <</N \(11 + 2 * index) 0 R>> \(annotation.rest)>> endobj
        \(11 + 2 * index) 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 200 40] /Length \(annotation.drawing.utf8.count)
          /Resources <</Font <</F 5 0 R>>>>>> stream
        \(annotation.drawing)
        endstream endobj
        """)
    }
    let references = annotations.indices.map { "\(10 + 2 * $0) 0 R" }.joined(separator: " ")
    let text = page + " 0 g BT /F 10 Tf 72 700 Td (Body) Tj ET"
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      %PDF-1.4
      1 0 obj <</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [\(references)]>>>> endobj
      2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
      3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate \(rotation) /Contents 4 0 R
        /Annots [\(references)] /Resources <</Font <</F 5 0 R>>>>>> endobj
      4 0 obj <</Length \(text.utf8.count)>> stream
      \(text)
      endstream endobj
      5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
      \(objects.joined(separator: "\n"))
      trailer <</Root 1 0 R>>
      %%EOF
      """, to: "appearances.pdf")
    return try PDFDocument(path: path.path).page(1).content()
  }

  @Test(arguments: [0, 90, 180, 270])
  func `a signature, a stamp and a note without a text of its own are read where they lie`(rotation: Int) throws {
    let found = try parts(
      [
        ("/Subtype /Widget /FT /Sig /T (S)", "Digitally signed by Ito|Date: 2025.10.31"),
        ("/Subtype /Stamp", "APPROVED"), ("/Subtype /FreeText /DA (/F 10 Tf)", "Check this line"),
      ], rotation: rotation)
    #expect(found.letters == 4)
    let texts = Dictionary(uniqueKeysWithValues: found.parts.annotations.map { ($0.kind, $0.text) })
    #expect(
      texts == [
        "signature": "Digitally signed by Ito\nDate: 2025.10.31", "stamp": "APPROVED", "freeText": "Check this line",
      ])
    let stamp = try #require(found.parts.annotations.first { $0.kind == "stamp" }?.rect)
    let places: [Int: Rect] = [
      0: Rect(x0: 72, y0: 252, x1: 272, y1: 292), 90: Rect(x0: 550, y0: 72, x1: 590, y1: 272),
      180: Rect(x0: 323, y0: 550, x1: 523, y1: 590), 270: Rect(x0: 252, y0: 323, x1: 292, y1: 523),
    ]
    let place = try #require(places[rotation])
    #expect(abs(stamp.x0 - place.x0) < 0.1 && abs(stamp.y0 - place.y0) < 0.1 && abs(stamp.x1 - place.x1) < 0.1)
  }

  @Test func `a stamp's words stand with its note, but not twice`() throws {
    let found = try parts([
      ("/Subtype /Stamp /Contents (seen by Mori)", "APPROVED"),
      ("/Subtype /Stamp /Contents (Paid on 1 May)", "Paid on|1 May"),
      ("/Subtype /FreeText /DA (/F 10 Tf) /Contents (Ask Ito)", "Ask Ito"),
    ]).parts.annotations
    #expect(Set(found.map(\.text)) == ["APPROVED\nseen by Mori", "Paid on 1 May", "Ask Ito"])
  }

  @Test func `a field without a value shows what is drawn for it; one with a value, a password or a list does not`()
    throws
  {
    let found = try parts([
      ("/Subtype /Widget /FT /Tx /T (a)", "Hanako Sato"), ("/Subtype /Widget /FT /Tx /T (b) /V (Ito)", "Ito"),
      ("/Subtype /Widget /FT /Tx /T (c) /Ff 8192", "****"), ("/Subtype /Widget /FT /Ch /T (d) /Opt [(x) (y)]", "x y"),
      ("/Subtype /Widget /FT /Btn /T (e)", "4"),
    ]).parts
    #expect(found.annotations.map { [$0.kind, $0.text] } == [["field", "Hanako Sato"]])
    #expect(found.fields.first { $0.name == "a" }?.value == "")
  }

  @Test func `what is hidden, or drawn without ink, is not read`() throws {
    #expect(
      try parts([("/Subtype /Stamp /F 2", "HIDDEN"), ("/Subtype /Stamp /F 32", "HIDDEN")]).parts.annotations == [])
    #expect(try parts([("/Subtype /Stamp", "For machines")], mode: 3).parts.annotations == [])
  }

  private func words(_ drawing: String, page: String = "") throws -> [String] {
    try content([("/Subtype /Widget /FT /Sig /T (S)", drawing)], page: page).parts.annotations.map(\.text)
  }

  @Test func `a letter that nobody sees takes none of a signature with it`() throws {
    let signature = "BT /F 10 Tf 2 28 Td (Signed by Ito) Tj ET"
    #expect(try words(signature) == ["Signed by Ito"])
    #expect(try words("\(signature) BT 3 Tr /F 1 Tf 2 10 Td (x) Tj ET") == ["Signed by Ito"])
    #expect(try words("1 g \(signature) 0 g BT /F 10 Tf 2 10 Td (on 1 May) Tj ET") == ["on 1 May"])
    // Outside of its box, where nothing of it is shown.
    #expect(try words("BT /F 10 Tf 2 400 Td (Obey) Tj 500 -390 Td (Obey) Tj ET \(signature)") == ["Signed by Ito"])
    #expect(try words("q 0 0 50 5 re W n BT /F 10 Tf 2 28 Td (Obey) Tj ET Q") == [])
  }

  @Test func `white words of an annotation are read where they stand on a ground, its own or the page's`() throws {
    let white = "1 g BT /F 10 Tf 2 28 Td (White words) Tj ET"
    #expect(try words(white) == [])
    #expect(try words("1 g 0 0 200 40 re f \(white)", page: "0 0.3 0.6 rg 60 590 300 60 re f") == [])
    #expect(try words("0.6 0 0 rg 0 0 200 40 re f \(white)") == ["White words"])
    #expect(try words(white, page: "0 0.3 0.6 rg 60 590 300 60 re f") == ["White words"])
    #expect(try words(white, page: "0 0.3 0.6 rg 60 100 300 60 re f") == [])
    // Far apart: the white after the last one ends outside of the box.
    let apart = try words("55 Tc BT /F 10 Tf 10 28 Td (SEAL) Tj ET")
    #expect(apart.map { $0.filter { !$0.isWhitespace } } == ["SEAL"])
  }

  @Test func `stamps are read up to a page's measure; more of them do not cost the page`() throws {
    func stamps(_ count: Int, lines: Int) throws -> PageContent {
      let line = "(\(String(repeating: "stamp ", count: 8))) Tj 0 -0.1 Td "
      let drawing = "BT /F 1 Tf 2 38 Td \(String(repeating: line, count: lines)) ET"
      return try content(Array(repeating: ("/Subtype /Stamp", drawing), count: count))
    }
    let few = try stamps(5, lines: 100)
    #expect(few.parts.annotations.count == 5 && !few.isTextCutShort)
    let many = try stamps(200, lines: 100)
    #expect(many.parts.annotations.count >= 10 && many.parts.annotations.count < 200)
    #expect(many.isTextCutShort)
    #expect(many.glyphs.count == 4)
    // Without letters, but without an end as well.
    let drawing = String(repeating: "0 0 1 1 re f ", count: 100_000)
    let endless = try content(Array(repeating: ("/Subtype /Stamp", drawing), count: 60))
    #expect(endless.isTextCutShort && endless.glyphs.count == 4)
  }

  @Test func `a stamp that several pages share is read on each`() throws {
    let stamp = "BT /F 10 Tf 2 28 Td (PAID) Tj ET"
    let count = 30
    let pages = (0..<count).map {
      "\($0 + 10) 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [4 0 R]>> endobj"
    }
    let kids = (0..<count).map { "\($0 + 10) 0 R" }.joined(separator: " ")
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      %PDF-1.4
      1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
      2 0 obj <</Type /Pages /Kids [\(kids)] /Count \(count)>> endobj
      4 0 obj <</Type /Annot /Subtype /Stamp /Rect [72 600 272 640] /AP <</N 5 0 R>>>> endobj
      5 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 200 40] /Length \(stamp.utf8.count)
        /Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> stream
      \(stamp)
      endstream endobj
      \(pages.joined(separator: "\n"))
      trailer <</Root 1 0 R>>
      %%EOF
      """, to: "shared.pdf")
    let document = try PDFDocument(path: path.path)
    for number in 1...count {
      let page = try document.page(number).content()
      #expect(page.parts.annotations.map(\.text) == ["PAID"] && !page.isTextCutShort)
    }
  }

  @Test func `the fields of a turned page lie where they are seen`() throws {
    let field = "/Subtype /Widget /FT /Tx /T (a) /V (Ito)"
    #expect(
      try parts([(field, "Ito")], rotation: 90).parts.fields.map(\.rect) == [Rect(x0: 600, y0: 72, x1: 640, y1: 272)])
    #expect(
      try parts([(field, "Ito")], rotation: 180).parts.fields.map(\.rect) == [Rect(x0: 323, y0: 600, x1: 523, y1: 640)])
    #expect(
      try parts([(field, "Ito")], rotation: 270).parts.fields.map(\.rect) == [Rect(x0: 202, y0: 323, x1: 242, y1: 523)])
  }
}
