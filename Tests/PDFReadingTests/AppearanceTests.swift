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
    var objects: [String] = []
    for (index, annotation) in annotations.enumerated() {
      let lines = annotation.words.split(separator: "|").map { "(\($0)) Tj 0 -12 Td" }.joined(separator: " ")
      let stream = "BT /F 10 Tf \(mode) Tr 2 28 Td \(lines) ET"
      objects.append(
        """
        \(10 + 2 * index) 0 obj <</Type /Annot /Rect [72 \(600 - 50 * index) 272 \(640 - 50 * index)]
          /AP <</N \(11 + 2 * index) 0 R>> \(annotation.rest)>> endobj
        \(11 + 2 * index) 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 200 40] /Length \(stream.utf8.count)
          /Resources <</Font <</F 5 0 R>>>>>> stream
        \(stream)
        endstream endobj
        """)
    }
    let references = annotations.indices.map { "\(10 + 2 * $0) 0 R" }.joined(separator: " ")
    let text = "BT /F 10 Tf 72 700 Td (Body) Tj ET"
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
    let content = try PDFDocument(path: path.path).page(1).content()
    return (content.parts, content.glyphs.count)
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
