import Foundation
import Records
import TestSupport
import Testing

@testable import Documents

/// Which lines of a Markdown text go together, and what stands in it as HTML.
@Suite struct MarkdownLinesTests {
  private func read(_ text: String) -> MarkdownStructure {
    var structure = MarkdownStructure()
    _ = structure.blocks(of: TextFile(text).lines)
    return structure
  }

  private func blocks(_ text: String) -> [Block] {
    var structure = MarkdownStructure()
    return structure.blocks(of: TextFile(text).lines)
  }

  /// Each took minutes once: what they cost must grow with their length alone.
  @Test(arguments: [
    String(repeating: "[", count: 200_000),
    String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000),
    String(repeating: "[a", count: 20_000) + String(repeating: "](x)", count: 20_000),
    String(repeating: ">", count: 200_000) + " end", String(repeating: "> ", count: 50_000) + "end",
    String(repeating: "<a", count: 150_000), String(repeating: "![", count: 100_000),
    String(repeating: "(", count: 200_000),
  ])
  func `marks without end are read in time that grows with their number alone`(text: String) {
    let start = ContinuousClock.now
    _ = blocks("# Title\n\n" + text + "\n\nThe end.\n")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `quotations and links within one another keep their words`() {
    #expect(blocks("> > > deep\n").map(\.text) == ["deep"])
    #expect(blocks(String(repeating: "> ", count: 30) + "deeper\n").map(\.text) == ["deeper"])
    #expect(
      blocks("[![Logo](logo.png)](https://kirisawa.example) and [a (b)](c_(d))\n").map(\.text) == ["Logo and a (b)"])
  }

  @Test func `a line break that the text asks for stays`() {
    #expect(blocks("一行目である  \n二行目である\\\n三行目である\n").map(\.text) == ["一行目である\n二行目である\n三行目である"])
    #expect(blocks("One  \nTwo\nthree\n").map(\.text) == ["One\nTwo three"])
  }

  @Test func `labels, questions and answers stay on lines of their own`() {
    #expect(blocks("日時：6月3日  \n場所：別館\n担当：林\n").map(\.text) == ["日時：6月3日\n場所：別館\n担当：林"])
    #expect(blocks("Q1. 借りられますか？\nA1. はい、借りられます。\n").map(\.text) == ["Q1. 借りられますか？\nA1. はい、借りられます。"])
    #expect(blocks("**Q: Is it open?**\nA: Yes.\n").map(\.text) == ["Q: Is it open?\nA: Yes."])
  }

  @Test func `Japanese bullets and numbers are items though Markdown knows them not`() {
    let found = blocks("手順は次のとおり。\n（1）蓋を開ける。\n（2）電池を入れる。\n\n・茶碗\n・急須\n")
    #expect(found.map(\.kind) == [.paragraph, .listItem, .listItem, .listItem, .listItem])
    #expect(found.map(\.text) == ["手順は次のとおり。", "（1）蓋を開ける。", "（2）電池を入れる。", "・茶碗", "・急須"])
  }

  @Test func `paragraphs that hang under an item belong to it, those at the margin do not`() {
    let found = blocks("1. Open the box.\n\n   Keep the paper. It has the number.\n\n2. Close it.\n\nDone.\n")
    #expect(found.map(\.kind) == [.listItem, .listItem, .paragraph])
    #expect(found.map(\.text) == ["1. Open the box.\nKeep the paper. It has the number.", "2. Close it.", "Done."])
  }

  @Test func `a footnote goes on where its lines are indented`() {
    let found = blocks("Text[^1].\n\n[^1]: The note\n    goes on.\n\n    It has two parts.\n\nMore text.\n")
    #expect(found.map(\.kind) == [.paragraph, .footnote, .paragraph])
    #expect(found[1].text == "The note goes on.\nIt has two parts.")
  }

  @Test func `a table in HTML has rows, cells, a header and spans`() throws {
    let found = blocks(
      "Before.\n\n<table>\n<tr><th>Plan</th><th colspan=\"2\">Price &amp; term</th></tr>\n<tr><td rowspan=\"2\">Basic</td><td>500</td><td>1 year</td></tr>\n<tr><td><b>450</b></td><td>2 years</td></tr>\n</table>\n\nAfter.\n"
    )
    #expect(found.map(\.kind) == [.paragraph, .table, .paragraph])
    let table = found[1]
    #expect(table.rows == [["Plan", "Price & term", ""], ["Basic", "500", "1 year"], ["", "450", "2 years"]])
    #expect(table.headerRows == 1)
    #expect(
      table.spans == [
        CellSpan(row: 0, column: 1, rows: 1, columns: 2), CellSpan(row: 1, column: 0, rows: 2, columns: 1),
      ])
    #expect(blocks("<table><tr><td>a</td><td>b</td></tr></table>\n").map(\.rows) == [[["a", "b"]]])
  }

  @Test func `a table within a table stays as it stands, and a warning says so`() {
    let nested = "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>"
    #expect(blocks(nested + "\n").map(\.text) == [nested] && read(nested).warnings.map(\.code) == ["html-kept"])
    let open = "<table>\n<tr><td>x\n\nAfter.\n"
    #expect(blocks(open).map(\.text) == ["<table>\n<tr><td>x", "After."] && read(open).warnings.count == 1)
    #expect(read("| a |\n|---|\n| b |\n").warnings.isEmpty)
  }

  @Test func `parts of a page in HTML are not glued`() {
    #expect(blocks("<div><p>One.</p><p>Two.</p></div>\n").map(\.text) == ["One.\nTwo."])
    #expect(blocks("in<b>side</b> a word\n").map(\.text) == ["inside a word"])
  }

  @Test func `lines of a block are lines again when its Markdown is read`() {
    let source = SourceFile(
      path: "corpora/a.txt", sha256: ContentHash(of: ["a"]), bytes: 1, mediaType: "text/plain")
    let made = Document(
      source: source, title: "A", language: .ja, pages: [Page(number: 1, width: 0, height: 0)],
      blocks: [
        Block(id: "b1", page: 1, kind: .paragraph, text: "日時：今日\n場所：別館"),
        Block(id: "b2", page: 1, kind: .listItem, level: 1, text: "1. one\nbelow"),
        Block(id: "b3", page: 1, kind: .listItem, level: 2, text: "・二\n下"),
      ])
    let again = blocks(DocumentMarkdown.render(made))
    #expect(again.map(\.text) == ["日時：今日\n場所：別館", "1. one\nbelow", "二\n下"])
    #expect(again.map(\.level) == [nil, 1, 2])
  }

  @Test func `the box of a task stays in its text`() {
    let found = blocks("- [x] Badge returned\n- [ ] Book signed\n")
    #expect(found.map(\.kind) == [.listItem, .listItem])
    #expect(found.map(\.text) == ["[x] Badge returned", "[ ] Book signed"])
  }
}
