import PageContent
import Records
import Testing

@testable import Documents

/// Titles that look like something else: like a running header, because they repeat but for a figure, or like the text.
@Suite struct PageTitleTests {
  private func found(_ titles: [String], size: Double = 14, texts: (Int) -> [String]) -> [Block] {
    let pages = titles.enumerated().map { index, title -> PageMaker in
      var page = PageMaker(index + 1)
      page.line(title, x: 60, y: 60, size: size)
      page.lines(texts(index) + ["Nobody was hurt, and no damage was done in the year."], x: 60, y: 100)
      page.lines(texts(index + 1), x: 60, y: 160)
      page.line("\(index + 1)", x: 290, y: 800, size: 9)
      return page
    }
    return DocumentLayout(pages.map { PageLines($0.page) }).blocks()
  }

  private func texts(_ index: Int) -> [String] {
    let texts = [
      ["The revenue was higher than in the year before, mostly", "since the plant in York was opened."],
      ["Two machines were sold, and the store was moved to", "another hall."],
      ["Nothing was built. The board was renewed, and all the", "loans were paid back."],
    ]
    return texts[index % 3]
  }

  @Test(arguments: [
    ["2019年度の実績", "2020年度の実績", "2021年度の実績"], ["第1回 品質会議", "第2回 品質会議", "第3回 品質会議"],
    ["2024年4月の実績", "2024年5月の実績", "2024年6月の実績"], ["Week 12 report", "Week 13 report", "Week 14 report"],
    ["1. Results of year 2019", "2. Results of year 2020", "3. Results of year 2021"],
    ["Minutes of meeting 7", "Minutes of meeting 8", "Minutes of meeting 9"],
  ])
  func `a large title on each page that counts years or meetings is a title on all of them`(titles: [String]) {
    let found = found(titles, texts: texts)
    #expect(found.filter { $0.kind == .heading }.map(\.text) == titles)
    #expect(!found.contains { $0.kind == .header })
  }

  @Test(arguments: [
    ["Handbook 2024, page 1", "Handbook 2024, page 2", "Handbook 2024, page 3"],
    ["Account sheet 1 / 3", "Account sheet 2 / 3", "Account sheet 3 / 3"], ["案内 1頁", "案内 2頁", "案内 3頁"],
    ["Rules of 2024", "Rules of 2024", "Rules of 2024"],
  ])
  func `a line whose figure is the page's number, or stays, is a running header, however large`(titles: [String]) {
    #expect(found(titles, size: 12, texts: texts).filter { $0.kind == .header }.map(\.text) == titles)
  }

  @Test func `a line that counts in the size of the text or below it may hold the page's number`() {
    let titles = ["Smith 1", "Smith 2", "Smith 3"]
    #expect(found(titles, size: 10, texts: texts).filter { $0.kind == .header }.map(\.text) == titles)
  }

  private func sections(_ titles: [String], size: Double, white: Double) -> [Block] {
    var page = PageMaker()
    var y = 80.0
    for (index, title) in titles.enumerated() {
      page.line(title, x: 60, y: y, size: size)
      page.lines(
        ["設備の点検は、毎月はじめに担当する者が行い、その結果を記録に残して保管し、\(index)年の間", "いつでも見ることができるようにしておく。異常があれば、ただちに保全課へ連絡する。"], x: 60,
        y: y + 16)
      y += 42 + white
    }
    return blocks(page)
  }

  @Test func `lines a tenth larger than the text, with white above them, are headings where there are several`() {
    let titles = ["点検の時期", "記録のしかた", "異常があったとき"]
    let found = sections(titles, size: 11, white: 12)
    #expect(found.filter { $0.kind == .heading }.map(\.text) == titles)
    #expect(found.count { $0.kind == .paragraph } == 3)
  }

  @Test func `one such line, or lines in the size of the text, are none`() {
    #expect(!sections(["点検の時期"], size: 11, white: 12).contains { $0.kind == .heading })
    #expect(!sections(["点検の時期", "記録のしかた"], size: 10, white: 12).contains { $0.kind == .heading })
  }
}
