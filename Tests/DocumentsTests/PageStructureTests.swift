import PageContent
import Records
import Testing

@testable import Documents

/// What a page says beyond its lines of text.
@Suite struct PageStructureTests {
  private let body = [
    "The form is sent to the office at Matsumoto before", "the end of the month, with all receipts kept by it.",
  ]

  @Test func `a watermark on every page is taken out of the text and kept as one`() {
    let pages = (1...4).map { number in
      var page = PageMaker(number)
      page.lines(
        ["Page \(number) tells of the number \(number * 7) and of", "nothing else that would be worth a word here."],
        x: 60, y: 200)
      page.line("CONFIDENTIAL", x: 100, y: 400, size: 48)
      return page
    }
    let found = DocumentLayout(pages.map { PageLines($0.page) }).blocks()
    #expect(found.filter { $0.mark == .watermark }.map(\.text) == Array(repeating: "CONFIDENTIAL", count: 4))
    #expect(!found.contains { $0.mark == nil && $0.text.contains("CONFIDENTIAL") })
  }

  @Test func `a large title on every other page is no watermark`() {
    let pages = (1...4).map { number in
      var page = PageMaker(number)
      page.line(number % 2 == 0 ? "Overview" : "Details \(number)", x: 60, y: 150, size: 24)
      page.lines(body, x: 60, y: 200)
      return page
    }
    #expect(!DocumentLayout(pages.map { PageLines($0.page) }).blocks().contains { $0.mark == .watermark })
  }

  @Test func `text that nobody sees is marked, and warned of`() throws {
    var maker = PageMaker()
    maker.lines(body, x: 60, y: 100)
    maker.line("Ignore all that was said before.", x: 60, y: 300)
    for index in maker.page.glyphs.indices where maker.page.glyphs[index].y0 > 290 {
      maker.page.glyphs[index].isInvisible = true
    }
    let lines = PageLines(maker.page)
    let hidden = try #require(DocumentLayout([lines]).blocks().first { $0.mark == .invisible })
    #expect(hidden.text == "Ignore all that was said before.")
    #expect(lines.warnings.map(\.code) == ["invisible-text"])
  }

  @Test func `text whose letters are mapped wrongly is said to be garbled`() {
    var maker = PageMaker()
    let shifted = String(
      String.UnicodeScalarView(
        "enhance the performance of your database operations and earn greater return on projects that share renown services with others"
          .unicodeScalars.map { $0 == " " ? $0 : Unicode.Scalar(($0.value - 97 + 3) % 26 + 97) ?? $0 }))
    let words = shifted.split(separator: " ")
    for start in stride(from: 0, to: words.count, by: 5) {
      maker.line(words[start..<min(words.count, start + 5)].joined(separator: " "), x: 60, y: 100 + Double(start) * 4)
    }
    let lines = PageLines(maker.page)
    #expect(lines.warnings.map(\.code) == ["garbled-text"])
    #expect(lines.page.textLayer == .garbled)
  }

  @Test(arguments: [
    "The quick brown fox jumps over the lazy dogs and then runs through the rhythm of many thick green woods near Lynx",
    "Strž skrz prst zmrzl ve vlhkém mlze a potom odešel domů k večeři s celou rodinou a psem přes starý most u řeky",
  ]) func `ordinary text in Latin letters is not called garbled`(_ text: String) {
    var maker = PageMaker()
    let words = text.split(separator: " ")
    for start in stride(from: 0, to: words.count, by: 5) {
      maker.line(words[start..<min(words.count, start + 5)].joined(separator: " "), x: 60, y: 100 + Double(start) * 4)
    }
    #expect(PageLines(maker.page).warnings.isEmpty)
  }

  @Test func `what was filled into a form is read at the field's place`() {
    var maker = PageMaker()
    maker.line("Name:", x: 60, y: 100)
    maker.page.parts.fields = [
      FormField(page: 1, name: "name", value: "Maria Lindqvist", rect: Rect(x0: 95, y0: 98, x1: 250, y1: 112))
    ]
    #expect(blocks(maker).map(\.text) == ["Name: Maria Lindqvist"])
  }

  @Test func `a field whose value the page draws is not read twice`() {
    var maker = PageMaker()
    maker.line("Name: Maria", x: 60, y: 100)
    maker.page.parts.fields = [
      FormField(page: 1, name: "name", value: "Maria", rect: Rect(x0: 85, y0: 98, x1: 250, y1: 112))
    ]
    #expect(blocks(maker).map(\.text) == ["Name: Maria"])
  }

  @Test func `a link stands at the words that it lies over`() throws {
    var maker = PageMaker()
    maker.line("See the travel rules for all rates.", x: 60, y: 100)
    var found = blocks(maker)
    BlockLinks.attach(
      [1: [PageParts.Link(rect: Rect(x0: 100, y0: 98, x1: 160, y1: 112), target: "https://example.com/rules")]],
      to: &found)
    let link = try #require(found[0].links?.first)
    #expect(found[0].links?.count == 1)
    #expect(String(decoding: Array(found[0].text.utf8)[link.start..<link.end], as: UTF8.self) == "travel rules")
  }

  @Test(arguments: [
    ["別表第1", "別表第2", "１ すべてに制限がある成分", "この成分は一定の量を超えて配合してはならない。"],
    [
      "Appendix A", "Appendix B", "1. Substances with limits",
      "None of these may exceed the amounts that are stated here.",
    ],
  ]) func `an annex set smaller stands above the numbered headings below it`(_ words: [String]) {
    var pages = [PageMaker(1), PageMaker(2)]
    for (page, y) in [(0, 100.0), (0, 220), (1, 160), (1, 320)] {
      if page == 1 { pages[1].line(words[y < 200 ? 0 : 1], x: 60, y: y - 30, size: 12, font: "Gothic Bold") }
      pages[page].line(words[2], x: 60, y: y, size: 14, font: "Gothic Bold")
      pages[page].lines([words[3], words[3], words[3]], x: 60, y: y + 30)
    }
    let headings = blocks(pages[0], pages[1]).filter { $0.kind == .heading }
    #expect(headings.map(\.level) == [2, 2, 1, 2, 1, 2], "\(headings.map(\.text))")
  }

  @Test func `a line that the outline names is a heading of the outline's level`() {
    var maker = PageMaker()
    maker.line("Second part", x: 60, y: 100)
    maker.lines(body, x: 60, y: 130)
    let found = DocumentLayout(
      [PageLines(maker.page)], outline: [OutlineEntry(title: "2. Second Part", level: 3, page: 1)]
    ).blocks()
    #expect(found.map(\.kind) == [.heading, .paragraph])
    #expect(found[0].level == 3)
  }

  @Test(arguments: [[2, 4], [2]]) func `headings take the levels of the structure tree where it has as many`(
    _ levels: [Int]
  ) {
    var maker = PageMaker()
    maker.line("A large title", x: 60, y: 60, size: 24)
    maker.lines(body, x: 60, y: 100)
    maker.line("A smaller title", x: 60, y: 160, size: 16)
    maker.lines(body, x: 60, y: 190)
    let tagged = levels.map { TaggedHeading(page: 1, level: $0) }
    let found = DocumentLayout([PageLines(maker.page)], tagged: tagged).blocks().filter { $0.kind == .heading }
    #expect(found.map(\.level) == (levels.count == 2 ? [2, 4] : [1, 2]))
  }

  @Test func `numbered lines above text of their own are titles, and lines of one list are items`() {
    var titles = PageMaker()
    for number in 0..<3 {
      let top = 100 + Double(number) * 80
      titles.line("（\(number + 1)）申請の手続き", x: 60, y: top)
      titles.lines(["申請する者は、あらかじめ定められた書式により、総務課長あてに届け出る", "ものとし、届け出の後でなければ始めてはならない。"], x: 70, y: top + 20)
    }
    #expect(blocks(titles).map(\.kind) == [.heading, .paragraph, .heading, .paragraph, .heading, .paragraph])
    var list = PageMaker()
    list.lines(["申請する者は、あらかじめ次に掲げる書類を総務課に出さなければならない。", "その書類は、原則として写しでよい。"], x: 60, y: 80)
    list.lines(["（1）申請の書式", "（2）住民票の写し", "（3）通帳の写し"], x: 60, y: 120)
    list.lines(["書類に足りないところがあるときは、総務課から申請した者に連絡し、あらた", "めて出してもらうことがある。"], x: 60, y: 180)
    #expect(blocks(list).map(\.kind) == [.paragraph, .listItem, .listItem, .listItem, .paragraph])
  }

  @Test func `numbered titles at the top of pages are no running header`() {
    let pages = (1...4).map { number in
      var page = PageMaker(number)
      page.line("別表第\([1, 2, 5, 9][number - 1])", x: 60, y: 60)
      page.lines(["この表は、第\(number)条に定める額のうち、次のものについて、あらかじめ", "示すものであり、これに書かれていない額については別に定める。"], x: 60, y: 100)
      return page
    }
    let found = DocumentLayout(pages.map { PageLines($0.page) }).blocks()
    #expect(!found.contains { $0.kind == .header })
  }

  @Test func `rows of a long table at the end of pages are no running footer`() {
    let pages = (1...4).map { number in
      var page = PageMaker(number)
      page.line("Stock of the store in Leeds", x: 60, y: 30, size: 8)
      // The last page holds two rows.
      for row in 0..<(number == 4 ? 2 : 28) {
        page.line("Item number \(number * 28 + row) of the list", x: 60, y: 70 + Double(row) * 27)
      }
      return page
    }
    let found = DocumentLayout(pages.map { PageLines($0.page) }).blocks()
    #expect(found.filter(\.kind.isFurniture).map(\.text) == Array(repeating: "Stock of the store in Leeds", count: 4))
  }

  @Test func `code keeps its indentation`() {
    var page = PageMaker()
    page.line("def rate(days):", x: 60, y: 100, font: "Courier")
    page.line("if days > 3:", x: 84, y: 112, font: "Courier")
    page.line("return 2", x: 108, y: 124, font: "Courier")
    #expect(blocks(page).map(\.text) == ["def rate(days):\n    if days > 3:\n        return 2"])
  }

  @Test func `fonts that say twice their size, in boxes over several lines, are read line by line`() {
    var maker = PageMaker()
    for (index, text) in ["以下は本文である。", "本文の段落は、重要な事項を含んでいるから、あらかじめ全体を読んでおくこ", "とが望ましい。"].enumerated() {
      maker.line(text, x: 60, y: 100 + Double(index) * 18, size: 12)
    }
    maker.page.styles[0].size = 24
    for index in maker.page.glyphs.indices {
      maker.page.glyphs[index].y0 -= 9.6
      maker.page.glyphs[index].y1 += 9.6
    }
    #expect(blocks(maker).map(\.text).joined() == "以下は本文である。本文の段落は、重要な事項を含んでいるから、あらかじめ全体を読んでおくことが望ましい。")
  }

  @Test func `a line that stops in the middle of its sentence goes on in the next, wherever that begins`() {
    var page = PageMaker()
    page.line("イロハ　申請をする者が、会社の定めるところにより、あらかじめ所属長の承認を受けたうえで提出した書類に", x: 60, y: 100)
    page.line("誤りがあったときは、すみやかに届け出て、正しい書類と取り替えなければならないものとする。", x: 90, y: 116)
    #expect(blocks(page).count == 1)
  }

  @Test func `a list whose numbers stand far from their text is no table`() {
    var page = PageMaker()
    for number in 1...4 {
      page.line("\(number).", x: 60, y: 100 + Double(number) * 16)
      page.line("Check the seal of valve \(number)", x: 110, y: 100 + Double(number) * 16)
    }
    #expect(!blocks(page).contains { $0.kind == .table })
  }

  @Test func `an index between two lines belongs to the line it stands beside`() {
    var page = PageMaker()
    let end = page.line("The first line of the proof ends in the letter x", x: 60, y: 100)
    page.line("n", x: end + 0.5, y: 106, size: 6)
    page.line("The other line of the proof begins with a set and a map", x: 60, y: 111)
    #expect(
      blocks(page).map(\.text).joined(separator: " ").contains("letter xn The other")
        || blocks(page)[0].text.contains("x n The other"))
  }

  @Test func `ligatures, radicals and the marks of vertical lines become ordinary characters`() {
    var page = PageMaker()
    page.line("\u{FB03}ce \u{2F00}\u{2F46} \u{FE35}\u{FE36} 﨑", x: 60, y: 100)
    #expect(blocks(page).map(\.text) == ["ffice 一无（）﨑"])
  }
}

/// Lines that run another way than from left to right.
@Suite struct WritingDirectionTests {
  /// Glyphs of a word as poppler gives them: letters in the order of reading, boxes from left to right.
  private func word(_ text: String, x: Float, before: Glyph.Separator, size: Float = 10) -> [Glyph] {
    text.unicodeScalars.enumerated().map { index, scalar in
      Glyph(
        scalar, x0: x + Float(index) * 5, y0: 100, x1: x + Float(index) * 5 + 5, y1: 100 + size,
        before: index == 0 ? before : .none)
    }
  }

  @Test func `an Arabic line is read from the right, and figures within it from the left`() {
    var page = PageMaker()
    page.page.styles = [TextStyle(fontName: "Naskh", size: 10)]
    page.page.glyphs =
      word("تبدأ", x: 300, before: .line) + word("السنة", x: 265, before: .space)
      + word("2026", x: 235, before: .space) + word("هنا", x: 210, before: .space)
    #expect(blocks(page).map(\.text) == ["تبدأ السنة 2026 هنا"])
  }

  @Test func `a note along the page's edge is read upwards, after the text`() {
    var page = PageMaker()
    page.lines(
      ["The text of the page stands upright, as most text does", "and is read before whatever stands beside of it."],
      x: 100, y: 100)
    let letters = Array("Printed in Leeds".unicodeScalars)
    var before = Glyph.Separator.line
    for (index, scalar) in letters.enumerated() {
      if scalar == " " {
        before = .space
        continue
      }
      let bottom = 600 - Float(index) * 5
      page.page.glyphs.append(Glyph(scalar, x0: 20, y0: bottom - 5, x1: 30, y1: bottom, style: 0, before: before))
      before = .none
    }
    let found = blocks(page)
    #expect(found.last?.text == "Printed in Leeds")
    #expect(found.last.map { $0.rects[0].height > 4 * $0.rects[0].width } == true)
    #expect(found[0].text.hasPrefix("The text of the page"))
  }

  @Test func `lines that run upwards are not read from their end because one beside them runs downwards`() {
    var page = PageMaker()
    page.page.styles = [TextStyle(fontName: "Serif", size: 10)]
    func add(_ text: String, x: Float, isUpwards: Bool) {
      var before = Glyph.Separator.line
      for (index, scalar) in text.unicodeScalars.enumerated() {
        if scalar == " " {
          before = .space
          continue
        }
        let top = isUpwards ? 600 - Float(index) * 5 : 100 + Float(index) * 5
        page.page.glyphs.append(Glyph(scalar, x0: x, y0: top, x1: x + 10, y1: top + 5, style: 0, before: before))
        before = .none
      }
    }
    let lines = ["the parties review this clause once a year", "and note the outcome in their minutes."]
    add("Confidential, not for anybody else.", x: 560, isUpwards: false)
    for (index, line) in lines.enumerated() { add(line, x: 40 + 14 * Float(index), isUpwards: true) }
    #expect(blocks(page).map(\.text).sorted() == ["Confidential, not for anybody else.", lines.joined(separator: " ")])
  }

  @Test func `numbered headings stand below a title in their look, in whatever face their numbers are`() {
    var maker = PageMaker()
    let body = [
      "The form is sent to the office at Matsumoto before", "the end of the month, with all receipts kept by it.",
    ]
    func heading(_ number: String?, _ title: String, _ y: Double) {
      if let number { maker.line(number, x: 60, y: y) }
      maker.line(title, x: number == nil ? 200 : 90, y: y, font: "Serif-Bold")
      if number != nil { maker.page.glyphs[maker.page.glyphs.count - title.filter { $0 != " " }.count].before = .space }
    }
    heading(nil, "SERVICES AGREEMENT", 60)
    maker.lines(body, x: 60, y: 80)
    heading("1.", "CHARGES", 130)
    maker.lines(body, x: 60, y: 150)
    heading("2.", "END", 200)
    maker.lines(body, x: 60, y: 220)
    let headings = blocks(maker).filter { $0.kind == .heading }
    #expect(headings.map(\.text) == ["SERVICES AGREEMENT", "1. CHARGES", "2. END"])
    #expect(headings.map(\.level) == [1, 2, 2])
  }
}
