import Foundation
import Records
import TestSupport
import Testing

@testable import Documents

@Suite struct TextEncodingTests {
  private let japanese = "購買規程\n第1条　この規程は、物品の購買について定める。１件30万円以上のときは、見積りを取る。カタカナも漢字も、ひらがなもある。\n"

  private func encoded(_ encoding: String.Encoding) throws -> Data {
    try #require(japanese.data(using: encoding))
  }

  @Test(arguments: [
    (String.Encoding.shiftJIS, TextEncoding.shiftJIS), (.iso2022JP, .iso2022JP), (.utf8, .utf8),
    (.utf16LittleEndian, .utf16LittleEndian), (.utf16BigEndian, .utf16BigEndian),
  ])
  func `each encoding of Japanese is found and read`(_ encoding: String.Encoding, _ expected: TextEncoding) throws {
    let decoded = try #require(TextEncoding.decode(encoded(encoding)))
    #expect(decoded.encoding == expected)
    #expect(decoded.text == japanese)
  }

  @Test func `EUC is told from Shift_JIS`() throws {
    // The same text, encoded by Python's `euc_jp`.
    let bytes = try #require(
      Data(
        base64Encoded:
          "udjH47WsxPgKwugxvvKhoaSzpM61rMT4pM+hosqqycqkzrnYx+Oky6TEpKSkxsTqpOGk66Gjo7G37zMwy/yx37DKvuWkzqTIpK2kz6GiuKvA0aTqpPK86KTroaOlq6W/paulyqTitMG7+qTioaKk0qTppKykyqTipKKk66GjCg=="
      ))
    let decoded = try #require(TextEncoding.decode(bytes))
    #expect(decoded.encoding == .eucJP)
    #expect(decoded.text == japanese)
  }

  @Test func `a byte order mark is no part of the text`() throws {
    let decoded = try #require(TextEncoding.decode(Data([0xEF, 0xBB, 0xBF]) + Data("規程".utf8)))
    #expect(decoded.text == "規程")
    #expect(!decoded.isGuess)
  }

  @Test func `characters that only Windows has are read`() throws {
    // ① and ㈱ in CP932.
    let decoded = try #require(TextEncoding.decode(Data([0x87, 0x40, 0x87, 0x8A, 0x82, 0xCC, 0x8B, 0x4B, 0x92, 0xF6])))
    #expect(decoded.text == "①㈱の規程")
  }

  @Test(arguments: ["ｶ)ﾐﾅﾄｼﾖｳｼﾞ", "ﾔﾏﾀﾞ ﾀﾛｳ", "1234567,ｶﾌﾞｼｷｶｲｼﾔ ﾐﾅﾄ,50000"])
  func `a file with no other Japanese than half-width katakana is no Western one`(line: String) throws {
    let bytes = try #require(CharacterConversion.bytes(of: line + "\n", in: "CP932"))
    let decoded = try #require(TextEncoding.decode(Data(bytes)))
    #expect(decoded.encoding == .shiftJIS)
    #expect(decoded.text == line + "\n")
  }

  @Test(arguments: ["ÄRZTE GRÜßEN KÖLN", "Straße, Größe, Übung, ÄÖÜ", "Müller & Söhne – 5 €"])
  func `Western letters are not taken for half-width katakana`(line: String) throws {
    let bytes = try #require(CharacterConversion.bytes(of: line + "\n", in: "CP1252"))
    #expect(TextEncoding.decode(Data(bytes))?.encoding == .latin1)
  }

  @Test func `half-width katakana in Shift_JIS are not taken for EUC`() throws {
    let bytes: [UInt8] = [
      0xB6, 0xB7, 0xB8, 0x82, 0xCC, 0x89, 0xBF, 0x8A, 0x69, 0x82, 0xF0, 0x92, 0xE8, 0x82, 0xDF, 0x82, 0xE9,
    ]
    #expect(TextEncoding.decode(Data(bytes))?.text == "ｶｷｸの価格を定める")
  }

  @Test func `Western text that is not UTF-8 is read as Windows-1252`() throws {
    let decoded = try #require(TextEncoding.decode(Data([0x43, 0x61, 0x66, 0xE9, 0x20, 0x80, 0x35])))
    #expect(decoded.text == "Café €5")
    #expect(decoded.isGuess)
  }

  @Test func `a character that only JIS X 0213 has does not spoil a text in EUC`() throws {
    // 草彅さんの席は窓側です。, of which 彅 is not in JIS X 0208.
    let bytes: [UInt8] = [
      0xC1, 0xF0, 0xF4, 0xBA, 0xA4, 0xB5, 0xA4, 0xF3, 0xA4, 0xCE, 0xC0, 0xCA, 0xA4, 0xCF, 0xC1, 0xEB, 0xC2, 0xA6, 0xA4,
      0xC7, 0xA4, 0xB9, 0xA1, 0xA3,
    ]
    let decoded = try #require(TextEncoding.decode(Data(bytes)))
    #expect(decoded.encoding == .eucJP)
    // Where the system knows no JIS X 0213, one character is named as missing.
    #expect(decoded.text == "草彅さんの席は窓側です。" || decoded.text == "草\u{FFFD}さんの席は窓側です。" && decoded.invalidBytes == 1)
  }

  @Test func `a table of ISO-2022 that is not known is never read as letters without a word`() throws {
    // ESC $ ( C is Korean (second edition), ESC $ ( Z nothing.
    let korean = try #require(TextEncoding.decode(Data("\u{1B}$B5,\u{1B}$(C\"&\u{1B}(B.".utf8)))
    #expect(korean.encoding == .iso2022JP && !korean.text.contains("$"))
    let unknown = try #require(TextEncoding.decode(Data("\u{1B}$B5,\u{1B}$(Z\"&\u{1B}(B.".utf8)))
    #expect(unknown.text == "規\u{FFFD}." && unknown.invalidBytes == 1)
  }

  @Test func `bytes that are no text are refused`() {
    #expect(TextEncoding.decode(Data([0x00, 0x01, 0x02, 0xFF, 0x00])) == nil)
  }

  @Test func `lines end with LF, CR LF or CR`() {
    #expect(TextFile.lines(of: "a\r\nb\rc\nd") == ["a", "b", "c", "d"])
    #expect(TextFile.lines(of: "a\n\nb\n") == ["a", "", "b"])
  }
}

@Suite struct MarkdownTests {
  private func blocks(_ text: String) -> [Block] {
    var structure = MarkdownStructure()
    return structure.blocks(of: TextFile(text).lines)
  }

  @Test func `front matter is metadata and no text`() {
    var structure = MarkdownStructure()
    let found = structure.blocks(of: TextFile("---\ntitle: \"The rules\"\nauthor: x\n---\n# One\ntext\n").lines)
    #expect(structure.title == "The rules")
    #expect(found.map(\.text) == ["One", "text"])
  }

  @Test func `headings have levels, with marks before or lines under them`() {
    let found = blocks("# One #\n\n### Three\nText\n\nUnder\n=====\n\nBelow\n---\n")
    #expect(found.map(\.text) == ["One", "Three", "Text", "Under", "Below"])
    #expect(found.map(\.level) == [1, 3, nil, 1, 2])
  }

  @Test func `lists nest, keep their numbers and lose their bullets`() {
    let found = blocks("- one\n  - inner\n    1. deep\n- two\n  goes on\n\n3. three\n")
    #expect(found.map(\.text) == ["one", "inner", "1. deep", "two goes on", "3. three"])
    #expect(found.map(\.level) == [1, 2, 3, 1, 1])
    #expect(found.allSatisfy { $0.kind == .listItem })
  }

  @Test func `tables have rows and cells`() throws {
    let table = try #require(blocks("| 型番 | 価格 |\n|:--|--:|\n| **KL-210** | 28,600円 |\n| a\\|b |\n").first)
    #expect(table.kind == .table)
    #expect(table.rows == [["型番", "価格"], ["KL-210", "28,600円"], ["a|b", ""]])
  }

  @Test func `code stays as it is`() throws {
    let found = blocks("```swift\nlet a = *b*\n\n# no heading\n```\nafter\n")
    #expect(found.map(\.kind) == [.code, .paragraph])
    #expect(found[0].text == "let a = *b*\n\n# no heading")
  }

  @Test func `code without an end reaches to the end of the file`() {
    #expect(blocks("```\na\nb").map(\.text) == ["a\nb"])
  }

  @Test(arguments: [
    ("**bold** and *slanted* and `code`", "bold and slanted and code"), ("[text](https://a.example/b_(c))", "text"),
    ("![picture](a.png) here", "picture here"), ("2 * 3 = 6 and a_b_c", "2 * 3 = 6 and a_b_c"),
    ("\\*no emphasis\\*", "*no emphasis*"), ("note[^1] end", "note end"), ("a < b and b > c", "a < b and b > c"),
    ("<https://a.example>", "https://a.example"), ("[not a link] here", "[not a link] here"),
    ("**重要**：確認する", "重要：確認する"),
  ])
  func `marks go and words stay`(_ markdown: String, _ text: String) { #expect(MarkdownInline.plain(markdown) == text) }

  @Test func `Japanese lines are joined with nothing`() {
    #expect(blocks("一行目の\n続きです。\n").map(\.text) == ["一行目の続きです。"])
  }
}

@Suite struct PlainTextTests {
  private func blocks(_ text: String) -> [Block] {
    var structure = PlainTextStructure()
    return structure.blocks(of: TextFile(text).lines)
  }

  @Test func `structure comes from numbering, underlines, bullets and blank lines`() {
    let found = blocks(
      "購買規程\n\n第1章 総則\n\n第1条（目的）\n　この規程は、物品の購買について\n定める。\n\n・一つ目\n・二つ目\n\nNotes\n-----\nSome words\non two lines.\n")
    #expect(
      found.map(\.kind) == [.heading, .heading, .heading, .paragraph, .listItem, .listItem, .heading, .paragraph])
    #expect(found[3].text == "この規程は、物品の購買について定める。")
    #expect(found[7].text == "Some words on two lines.")
    #expect(found[0].level == 1)
  }

  @Test func `a few words alone on a line are a heading, a short sentence is not`() {
    let found = blocks("Release notes\n\nText.\n\nKnown problems\n\nThe margin is cut off.\n\nupdate it, then go on\n")
    #expect(found.map(\.kind) == [.heading, .paragraph, .heading, .paragraph, .paragraph])
    #expect(found.map(\.level) == [1, nil, 3, nil, nil])
  }

  @Test func `columns set with spaces are a table`() {
    let found = blocks("Item        Price\nBowl        34.50\nSpoon        2.80\n")
    #expect(found.first?.rows == [["Item", "Price"], ["Bowl", "34.50"], ["Spoon", "2.80"]])
  }

  @Test func `tables drawn with signs have rows, and a header where a line stands under it`() {
    let drawn =
      "+------+-------+\n| Item | Price |\n+======+=======+\n| Bowl | 34.50 |\n| Cup  |       |\n+------+-------+\nafter\n"
    let found = blocks(drawn)
    #expect(found.map(\.kind) == [.table, .paragraph])
    #expect(found[0].rows == [["Item", "Price"], ["Bowl", "34.50"], ["Cup", ""]])
    #expect(found[0].headerRows == 1)
    let japanese = blocks("┌──┬──┐\n│品名│数量│\n├──┼──┤\n│ねじ│10│\n└──┴──┘\n")
    #expect(japanese.map(\.rows) == [[["品名", "数量"], ["ねじ", "10"]]])
  }

  @Test func `an indented line behind the end of a sentence begins a paragraph`() {
    let found = blocks("  One begins here and\ngoes on.\n  Two begins here.\n　次の段落。\n　その次。\n")
    #expect(found.map(\.text) == ["One begins here and goes on.", "Two begins here.", "次の段落。", "その次。"])
  }

  @Test func `numbering gives headings their depth`() {
    let found = blocks("1.2.3 Scope\n\nWords.\n\n第２章　総則\n第１節　通則\n\n第３条（定義）\n　用語を定める。\n")
    #expect(found.map(\.kind) == [.heading, .paragraph, .heading, .heading, .heading, .paragraph])
    let levels = found.compactMap(\.level)
    #expect(levels.count == 4 && levels[1] < levels[2] && levels[2] < levels[3])
  }

  @Test func `a rule between parts is no text`() {
    #expect(blocks("One.\n==========\n\nTwo.\n").map(\.text).contains { $0.contains("=") } == false)
  }

  @Test func `an item goes on where its lines hang`() {
    #expect(
      blocks("1. The first item\n   goes on here.\n2. The second.\n").map(\.text) == [
        "1. The first item goes on here.", "2. The second.",
      ])
  }
}

@Suite struct RenderingTests {
  private func document(_ blocks: [Block]) -> Document {
    Document(
      source: SourceFile(path: "corpora/a.pdf", sha256: ContentHash(of: ["a"]), bytes: 3, mediaType: "application/pdf"),
      title: "A", language: .en, pages: [Page(number: 1, width: 595.276, height: 841.89)], blocks: blocks)
  }

  private var sample: Document {
    document([
      Block(id: "b1", page: 1, kind: .header, text: "running"),
      Block(id: "b2", page: 1, kind: .heading, level: 2, text: "Prices"),
      Block(id: "b3", page: 1, kind: .listItem, level: 1, text: "• one"),
      Block(id: "b4", page: 1, kind: .listItem, level: 2, text: "• two"),
      Block(
        id: "b5", page: 1, kind: .table, text: "a | b\n1 | 2", rows: [["a", "b"], ["1", "2"]],
        rects: [Rect(x0: 1, y0: 2.04, x1: 3, y1: 4)],
        boxes: [TextBox(start: 0, end: 1, page: 1, rect: Rect(x0: 1, y0: 2, x1: 3, y1: 4))]),
      Block(id: "b6", page: 1, kind: .paragraph, text: "# no heading"),
    ])
  }

  @Test func `Markdown shows structure and leaves headers out`() {
    #expect(
      DocumentMarkdown.render(sample)
        == "## Prices\n\n- one\n  - two\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n\\# no heading\n")
  }

  @Test func `Markdown that is read again has the same blocks`() {
    var structure = MarkdownStructure()
    let again = structure.blocks(of: TextFile(DocumentMarkdown.render(sample)).lines)
    #expect(again.map(\.kind) == [.heading, .listItem, .listItem, .table, .paragraph])
    #expect(again.map(\.level) == [2, 1, 2, nil, nil])
  }

  @Test func `text has tabs between cells`() {
    #expect(DocumentPlainText.render(sample) == "Prices\n\n• one\n\n• two\n\na\tb\n1\t2\n\n# no heading\n")
  }

  @Test func `JSON has the keys of the contract and no boxes of words`() throws {
    let json = try JSONSerialization.jsonObject(with: DocumentJSON.render(sample)) as? [String: Any]
    #expect(Set((json ?? [:]).keys) == ["source", "title", "language", "pages", "blocks", "warnings"])
    let blocks = try #require(json?["blocks"] as? [[String: Any]])
    #expect(Set(blocks[4].keys) == ["id", "page", "kind", "text", "rows", "rects"])
    #expect(blocks[4]["rects"] as? [[Double]] == [[1, 2, 3, 4]])
    #expect(blocks[1]["level"] as? Int == 2)
  }
}

@Suite struct MarkdownDetailTests {
  private func read(_ text: String) -> (blocks: [Block], structure: MarkdownStructure) {
    var structure = MarkdownStructure()
    let blocks = structure.blocks(of: TextFile(text).lines)
    return (blocks, structure)
  }

  /// The words that link, with where they lead.
  private func links(_ block: Block) -> [[String]] {
    let bytes = Array(block.text.utf8)
    return (block.links ?? []).map { [String(decoding: bytes[$0.start..<$0.end], as: UTF8.self), $0.target] }
  }

  @Test func `links keep their words and say where they lead`() {
    let found = read(
      "See [the **rules**](rules.md \"Rules\"), [規程][r], [r], <https://a.example> and https://b.example/x.\n\n[r]: <../規程.md> 'x'\n"
    ).blocks
    #expect(found.map(\.text) == ["See the rules, 規程, r, https://a.example and https://b.example/x."])
    #expect(
      links(found[0]) == [
        ["the rules", "rules.md"], ["規程", "../規程.md"], ["r", "../規程.md"], ["https://a.example", "https://a.example"],
        ["https://b.example/x", "https://b.example/x"],
      ])
  }

  @Test func `links in lists, headings and tables have their places too`() {
    let found = read("# [A](a.md)\n\n- see [b](b.md)\n\n| x | y |\n|---|---|\n| 一 | [二](c.md) |\n").blocks
    #expect(found.map(links) == [[["A", "a.md"]], [["b", "b.md"]], [["二", "c.md"]]])
    #expect(found[2].headerRows == 1)
  }

  @Test func `a bracket that names nothing is text`() {
    #expect(read("as in [1][2] and [sic]\n").blocks.map(\.text) == ["as in [1][2] and [sic]"])
  }

  @Test func `all of the front matter is kept, as metadata`() {
    let (blocks, structure) = read(
      "---\n# about\ntitle: '規程: 旅費'\ntags:\n  - travel\n  - money\nauthor:\n  name: Sato\ndescription: >\n  two\n  lines\ndraft: false\n---\ntext\n"
    )
    #expect(blocks.map(\.text) == ["text"])
    #expect(structure.title == "規程: 旅費")
    #expect(
      structure.metadata.map { "\($0.key)=\($0.value)" } == [
        "title=規程: 旅費", "tags=travel, money", "author.name=Sato", "description=two lines", "draft=false",
      ])
    let toml = read("+++\ntitle = \"A\"\ntags = [\"x\", \"y\"]\n+++\ntext\n")
    #expect(toml.structure.metadata.map(\.value) == ["A", "x, y"] && toml.blocks.map(\.text) == ["text"])
  }

  @Test func `rules around a text are no front matter`() {
    #expect(read("---\nThis is a sentence.\n---\nmore\n").blocks.map(\.text).joined().contains("This is a sentence."))
  }

  @Test func `quotations hold blocks of every kind`() {
    let found = read("> ## Note\n> one\n> two\n>\n> - a\n>   - b\n>\n> ```\n> code\n> ```\nafter\n").blocks
    #expect(found.map(\.kind) == [.heading, .paragraph, .listItem, .listItem, .code, .paragraph])
    #expect(found.map(\.text) == ["Note", "one two", "a", "b", "code", "after"])
    #expect(found.map(\.id) == ["b1", "b2", "b3", "b4", "b5", "b6"])
  }

  @Test func `indented lines are code, but not those of a list`() {
    let found = read("text\n\n    let a = 1\n      b\n\n    c\n\n- item\n\n    goes on\n").blocks
    #expect(found.map(\.kind) == [.paragraph, .code, .listItem])
    #expect(found[1].text == "let a = 1\n  b\n\nc")
    #expect(found[2].text == "item\ngoes on")
  }

  @Test func `entities are signs, comments and anchors are nothing`() {
    #expect(MarkdownInline.plain("A&amp;B &lt;c&gt; &#x3042; AT&T") == "A&B <c> あ AT&T")
    #expect(read("<!-- note --> text\n\n## Head {#head}\n").blocks.map(\.text) == ["text", "Head"])
  }

  @Test func `what is to be filled in keeps its line`() {
    #expect(MarkdownInline.plain("Name: ______ Date: ______") == "Name: ______ Date: ______")
  }
}
