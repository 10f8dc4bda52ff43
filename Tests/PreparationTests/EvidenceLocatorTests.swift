import Foundation
import Preparation
import Records
import Testing

@Suite struct EvidenceLocatorTests {
  /// A paragraph of Japanese on two lines of ten characters each, the second on page 2.
  private func document() -> Document {
    let text = "日当は三千円とする。宿泊は一万円とする。"
    let boxes = text.unicodeScalars.indices.enumerated().map { place, _ in
      let x = 72.0 + Double(place % 10) * 10
      return TextBox(
        start: place * 3, end: place * 3 + 3, page: place < 10 ? 1 : 2,
        rect: Rect(x0: x, y0: 100, x1: x + 10, y1: 110))
    }
    return Document(
      source: SourceFile(
        path: "corpora/a.pdf", sha256: ContentHash(of: Data("a".utf8)), bytes: 1, mediaType: "application/pdf"),
      title: "旅費", language: .ja,
      pages: [Page(number: 1, width: 595, height: 842), Page(number: 2, width: 595, height: 842)],
      blocks: [
        Block(id: "b1", page: 1, kind: .header, text: "社外秘"),
        Block(id: "b2", page: 1, kind: .paragraph, text: text, boxes: boxes),
      ])
  }

  private func chunk(_ document: Document) -> (Chunk, CleanDocument) {
    let clean = Cleaner.clean(document)
    return (Chunker(counter: RoughCounter(), maximumTokens: 200).chunk(clean, document)[0], clean)
  }

  @Test func `a quote has its page and one rectangle a line`() {
    let document = document()
    let (chunk, clean) = chunk(document)
    let evidence = EvidenceLocator.locate(chunk: chunk, start: 9, end: 18, clean: clean, document: document)
    #expect(evidence.quote == "三千円")
    #expect(evidence.page == 1)
    #expect(evidence.rects == [.init(page: 1, rect: Rect(x0: 102, y0: 100, x1: 132, y1: 110))])
    #expect(evidence.document == "corpora/a.pdf")
    #expect(evidence.chunk == chunk.id)
  }

  @Test func `a quote over a page's end has a rectangle on both pages`() {
    let document = document()
    let (chunk, clean) = chunk(document)
    #expect(chunk.pages == [1, 2])
    let evidence = EvidenceLocator.locate(chunk: chunk, start: 24, end: 36, clean: clean, document: document)
    #expect(evidence.quote == "る。宿泊")
    #expect(
      evidence.rects == [
        .init(page: 1, rect: Rect(x0: 152, y0: 100, x1: 172, y1: 110)),
        .init(page: 2, rect: Rect(x0: 72, y0: 100, x1: 92, y1: 110)),
      ])
  }

  @Test func `characters of a vertical column make one rectangle`() {
    var document = document()
    document.blocks[1].boxes = (0..<20).map { place in
      let y = 100 + Double(place % 10) * 10
      let x = place < 10 ? 300.0 : 280.0
      return TextBox(
        start: place * 3, end: place * 3 + 3, page: 1, rect: Rect(x0: x, y0: y, x1: x + 10, y1: y + 10))
    }
    let (chunk, clean) = chunk(document)
    let evidence = EvidenceLocator.locate(chunk: chunk, start: 24, end: 36, clean: clean, document: document)
    #expect(
      evidence.rects == [
        .init(page: 1, rect: Rect(x0: 300, y0: 180, x1: 310, y1: 200)),
        .init(page: 1, rect: Rect(x0: 280, y0: 100, x1: 290, y1: 120)),
      ])
  }

  @Test func `a block without boxes gives its own rectangles, a text file none`() {
    var document = document()
    document.blocks[1].boxes = []
    document.blocks[1].rects = [Rect(x0: 72, y0: 100, x1: 200, y1: 140)]
    let (chunk, clean) = chunk(document)
    let found = EvidenceLocator.locate(chunk: chunk, start: 0, end: 6, clean: clean, document: document)
    #expect(found.rects == [.init(page: 1, rect: Rect(x0: 72, y0: 100, x1: 200, y1: 140))])
    document.blocks[1].rects = []
    let none = EvidenceLocator.locate(chunk: chunk, start: 0, end: 6, clean: clean, document: document)
    #expect(none.rects.isEmpty)
    #expect(none.page == 1)
    #expect(none.quote == "日当")
  }
}
