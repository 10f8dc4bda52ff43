import Foundation
import Preparation
import Records
import Testing

@Suite struct CleanerTests {
  private func document(_ blocks: [Block]) -> Document {
    Document(
      source: SourceFile(
        path: "corpora/a.pdf", sha256: ContentHash(of: Data("a".utf8)), bytes: 1, mediaType: "application/pdf"),
      title: "A", language: .ja, pages: [Page(number: 1, width: 595, height: 842)], blocks: blocks)
  }

  @Test func `furniture goes, with the name of what it was`() {
    let clean = Cleaner.clean(
      document([
        Block(id: "b1", page: 1, kind: .header, text: "就業規則"),
        Block(id: "b2", page: 1, kind: .paragraph, text: "第1条 本規則は社員に適用する。"),
        Block(id: "b3", page: 1, kind: .footer, text: "- ３ -"),
        Block(id: "b4", page: 1, kind: .footer, text: "3 / 12 ページ"),
        Block(id: "b5", page: 1, kind: .footer, text: "社外秘"),
        Block(id: "b6", page: 1, kind: .paragraph, text: "Scope ........... 4"),
      ]))
    #expect(clean.text == "第1条 本規則は社員に適用する。")
    #expect(
      clean.removed.map(\.rule) == [
        "running-header", "page-number", "page-number", "running-footer", "table-of-contents",
      ])
    #expect(clean.removed.map(\.block) == ["b1", "b3", "b4", "b5", "b6"])
  }

  @Test func `an ellipsis before a number is not a table of contents`() {
    let short = Cleaner.clean(document([Block(id: "b1", page: 1, kind: .paragraph, text: "Wait … 5")]))
    #expect(short.text == "Wait … 5")
  }

  @Test func `invisible characters go and the text around them stays traceable`() {
    let clean = Cleaner.clean(document([Block(id: "b1", page: 1, kind: .paragraph, text: "a\u{AD}b\u{200B}\u{FEFF}あ")]))
    #expect(clean.text == "abあ")
    #expect(clean.segments.count == 3)
    #expect(clean.removed.map(\.text) == ["\u{AD}", "\u{200B}\u{FEFF}"])
    #expect(clean.removed.allSatisfy { $0.rule == "invisible-characters" })
  }

  @Test func `list items stand on lines, other blocks apart`() {
    let clean = Cleaner.clean(
      document([
        Block(id: "b1", page: 1, kind: .paragraph, text: "次のとおり"),
        Block(id: "b2", page: 1, kind: .listItem, text: "一"), Block(id: "b3", page: 1, kind: .listItem, text: "二"),
        Block(id: "b4", page: 1, kind: .paragraph, text: "以上"),
      ]))
    #expect(clean.text == "次のとおり\n\n一\n二\n\n以上")
  }

  @Test func `a section ends where the next of its level or above begins`() {
    let clean = Cleaner.clean(
      document([
        Block(id: "b1", page: 1, kind: .heading, level: 1, text: "A"),
        Block(id: "b2", page: 1, kind: .heading, level: 2, text: "B"),
        Block(id: "b3", page: 1, kind: .paragraph, text: "x"),
        Block(id: "b4", page: 1, kind: .heading, level: 2, text: "C"),
      ]))
    #expect(
      clean.sections == [
        Section(title: "A", level: 1, start: 0, end: 10), Section(title: "B", level: 2, start: 3, end: 9),
        Section(title: "C", level: 2, start: 9, end: 10),
      ])
  }

  @Test(arguments: 0..<200) func `every byte comes from a block or is named`(seed: Int) {
    let document = RandomDocument.make(seed: UInt64(seed))
    let clean = Cleaner.clean(document)
    let text = Array(clean.text.utf8)
    var seen = document.blocks.map { [Bool](repeating: false, count: $0.text.utf8.count) }
    var covered = 0
    for segment in clean.segments {
      let block = Array(document.blocks[segment.block].text.utf8)
      let stretch = segment.blockStart..<segment.blockStart + segment.length
      #expect(text[segment.start..<segment.start + segment.length] == block[stretch])
      #expect(segment.start >= covered)
      // Between segments there is nothing but line breaks.
      #expect(text[covered..<segment.start].allSatisfy { $0 == 0x0A })
      covered = segment.start + segment.length
      for byte in stretch { seen[segment.block][byte] = true }
    }
    #expect(covered == text.count)
    for removal in clean.removed {
      let index = document.blocks.firstIndex { $0.id == removal.block }!
      let block = Array(document.blocks[index].text.utf8)
      #expect(String(decoding: block[removal.start..<removal.end], as: UTF8.self) == removal.text)
      for byte in removal.start..<removal.end {
        #expect(!seen[index][byte])
        seen[index][byte] = true
      }
    }
    #expect(seen.allSatisfy { $0.allSatisfy { $0 } })
  }
}
