import PageContent
import Records
import Testing

@testable import Documents

/// Titles numbered one within the other, and covers above them.
@Suite struct NumberedTitleTests {
  private let text = "この手順は、設備の点検について定める。点検は毎月一回、担当の者が二名で行うものとする。"

  private func page(_ titles: [(text: String, size: Double)]) -> PageMaker {
    var page = PageMaker()
    var y = 60.0
    for title in titles {
      page.line(title.text, x: 60, y: y, size: title.size)
      page.line(text, x: 60, y: y + 26)
      y += 60
    }
    return page
  }

  @Test func `a chapter whose own parts follow is a title, though the one before it ended in parts of another form`() {
    let titles: [(String, Double)] = [
      ("１．概要", 12), ("１．１　範囲", 10.5), ("（１）責任者", 10), ("（２）担当者", 10), ("２．日常の点検", 12), ("２．１　始業前", 10.5),
    ]
    let found = blocks(page(titles))
    let chapters = found.filter { $0.text.hasPrefix("１．概要") || $0.text.hasPrefix("２．日常") }
    #expect(chapters.map(\.kind) == [.heading, .heading])
    #expect(chapters[0].level == chapters[1].level)
    let part = found.first { $0.text.hasPrefix("２．１") }
    #expect(part?.kind == .heading && part?.level ?? 0 > chapters[1].level ?? 9)
  }

  @Test func `a part stands below its chapter, whatever level the file's tags give it`() {
    let page = page([("点検の手引き", 16), ("1．はじめに", 11), ("2．方法", 11), ("2.1　場所", 9.5), ("2.2　時期", 9.5), ("3．結果", 11)])
    let tagged = [1, 2, 2, 2, 2, 2].map { TaggedHeading(page: 1, level: $0) }
    let found = DocumentLayout([PageLines(page.page)], tagged: tagged).blocks().filter { $0.kind == .heading }
    #expect(found.map(\.level) == [1, 2, 2, 3, 3, 2])
  }

  @Test func `lines of a cover head nothing but for its title`() {
    var cover = PageMaker(1)
    cover.line("設備点検の手引き", x: 166, y: 290, size: 22)
    cover.line("第2.1版　2024年4月1日", x: 200, y: 340, size: 15)
    cover.line("青葉精機株式会社　保全課", x: 175, y: 610, size: 15)
    let pages = (2...4).map { number in
      var page = PageMaker(number)
      page.line("第\(number - 1)章　点検その\(number)", x: 60, y: 60, size: 13)
      page.lines([text, text], x: 60, y: 90)
      return page
    }
    let found = DocumentLayout(([cover] + pages).map { PageLines($0.page) }).blocks()
    #expect(found.prefix(3).map(\.kind) == [.heading, .paragraph, .paragraph])
    #expect(found.filter { $0.kind == .heading }.map(\.level) == [1, 2, 2, 2])
  }

  @Test func `large lines on a first page with text are titles all the same`() {
    var first = PageMaker(1)
    first.line("設備点検の手引き", x: 166, y: 60, size: 22)
    first.line("はじめに", x: 60, y: 110, size: 15)
    first.lines([text, text], x: 60, y: 140)
    let pages = (2...4).map { number in
      var page = PageMaker(number)
      page.lines([text, text], x: 60, y: 90)
      return page
    }
    let found = DocumentLayout(([first] + pages).map { PageLines($0.page) }).blocks()
    #expect(found.prefix(2).map(\.kind) == [.heading, .heading])
  }
}
