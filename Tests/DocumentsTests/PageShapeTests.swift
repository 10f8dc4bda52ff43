import PageContent
import Records
import Testing

@testable import Documents

@Suite struct PageShapeTests {
  @Test func `titles above tables are headings in a document of tables alone`() {
    var page = PageMaker()
    page.line("Holiday calendar", x: 60, y: 60, size: 20)
    for (index, place) in ["England", "Scotland"].enumerated() {
      let y = 110 + 140 * Double(index)
      page.line(place, x: 60, y: y, size: 14)
      page.grid(x: [60, 160, 300], y: [y + 30, y + 50, y + 70, y + 90])
      for (row, cells) in [["Date", "Holiday"], ["1 January", "New Year"], ["18 April", "Good Friday"]].enumerated() {
        for (column, cell) in cells.enumerated() {
          page.line(cell, x: column == 0 ? 64 : 164, y: y + 35 + 20 * Double(row))
        }
      }
    }
    let found = blocks(page)
    #expect(found.map(\.kind) == [.heading, .heading, .table, .heading, .table])
    #expect(found.filter { $0.kind == .heading }.map(\.level) == [1, 2, 2])
  }

  @Test func `short lines below two columns are read after both`() {
    var page = PageMaker()
    let left = ["今回の調査は全国の営業所を対象に実施した。その", "結果、設備の老朽化を課題に挙げた営業所は多く、", "特に地方で目立った。人手の不足を挙げる営業所は"]
    let right = ["昨年より増えている。これらについては来年度から", "三年間で計画的に改める。人手については、地域を", "限った採用を広げる。"]
    page.lines(left, x: 40, y: 100, pitch: 17)
    page.lines(right, x: 300, y: 100, pitch: 17)
    page.line("（調査担当：経営企画部）", x: 40, y: 162)
    page.line("次回の調査は来年行う。", x: 40, y: 190)
    #expect(
      blocks(page).map(\.text) == [left.joined() + right.joined(), "（調査担当：経営企画部）", "次回の調査は来年行う。"])
  }

  private let beside = [
    "新しいラインは三月に稼働を始めました。一時間あた", "り四千個のパンを焼くことができ、ガスの使用量は従来", "の四分の三で済みます。導入に当たっては、設計の段階",
    "から現場の意見を取り入れ、清掃のしやすさと安全とを", "両立させることに力を入れてきたところです。",
  ]

  @Test func `lines beside a picture are one paragraph with those below it`() {
    var page = PageMaker()
    page.lines(beside, x: 60, y: 100, pitch: 15)
    let below = ["第二四半期には、残る二つの工場でも順次このラインを導入し、年内にすべての工場で", "稼働させる予定です。"]
    page.lines(below, x: 60, y: 190, pitch: 15)
    #expect(blocks(page).map(\.text) == [beside.joined(), below.joined()])
  }

  @Test func `lines of a list that begin alike stay apart`() {
    var page = PageMaker()
    let items = ["「上昇」と回答した企業の構成比は四割、", "「不変」と回答した企業の構成比は二割五", "「下降」と回答した企業の構成比は三割、", "「不明」と回答した企業の構成比は五分、"]
    page.lines(items, x: 60, y: 100, pitch: 15)
    page.line("これらの数値は、四半期ごとに調査票を送り、回答のあった企業について集計している。", x: 60, y: 175)
    #expect(blocks(page).count >= 4)
  }

  @Test func `two lines set wide apart are one paragraph where the sentence goes on`() {
    var page = PageMaker()
    page.line("災害時の行動", x: 60, y: 60, size: 18)
    let text = ["地震が起きたときは、まず身の安全を確保してください。揺れが収まったら、出口を確保し、", "火の元を確認します。"]
    page.lines(text, x: 60, y: 110, pitch: 19)
    page.line("点呼は各部の担当が行い、結果を報告します。", x: 60, y: 160)
    #expect(blocks(page).map(\.text) == ["災害時の行動", text.joined(), "点呼は各部の担当が行い、結果を報告します。"])
  }

  @Test func `a large line that counts the pages is a title once and a header after`() {
    let pages = (1...3).map { number -> PageMaker in
      var page = PageMaker(number)
      page.line("Account statement Sheet \(number) of 3", x: 60, y: 50, size: 20)
      page.lines(
        ["The balance of \(number * 731) was carried forward from", "the sheet before, after \(number + 4) payments."],
        x: 60,
        y: 120)
      return page
    }
    let found = blocks(pages[0], pages[1], pages[2]).filter { $0.text.hasPrefix("Account") }
    #expect(found.map(\.kind) == [.heading, .header, .header])
  }
}
