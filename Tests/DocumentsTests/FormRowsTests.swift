import PageContent
import Records
import Testing

@testable import Documents

/// Labels beside the middle of values of several lines, in forms that no lines rule.
@Suite struct FormRowsTests {
  private func rows(_ page: PageMaker) -> [[String]] {
    blocks(page).filter { $0.kind == .table }.flatMap { $0.rows ?? [] }
  }

  @Test func `a label between two lines of its value has both, and its neighbours have theirs`() {
    var page = PageMaker()
    page.line("会議通知", x: 260, y: 40, size: 16)
    page.line("下記のとおり会議を開催しますので、所属長の承認を受けたうえで、時間までにご出席ください。", x: 60, y: 76)
    page.line("日", x: 60, y: 100)
    page.line("時", x: 80, y: 100)
    page.line("2024年6月11日（火）15時から16時30分まで", x: 95, y: 100)
    page.line("（委員長）佐藤工場長、（委員）鈴木、高橋、渡辺、", x: 95, y: 120)
    page.line("出席者", x: 60, y: 126)
    page.line("（産業医）山口医師", x: 95, y: 132)
    page.line("欠席者", x: 60, y: 152)
    page.line("小林", x: 95, y: 152)
    page.line("１．前回議事録の確認", x: 58, y: 190, size: 12)
    #expect(
      rows(page) == [
        ["日時", "2024年6月11日（火）15時から16時30分まで"], ["出席者", "（委員長）佐藤工場長、（委員）鈴木、高橋、渡辺、（産業医）山口医師"],
        ["欠席者", "小林"],
      ]
        || rows(page).map(\.last) == [
          "2024年6月11日（火）15時から16時30分まで", "（委員長）佐藤工場長、（委員）鈴木、高橋、渡辺、（産業医）山口医師", "小林",
        ])
    #expect(blocks(page).contains { $0.text.contains("前回議事録の確認") && $0.kind != .table })
  }

  @Test func `a label level with the middle one of three lines has all of them`() {
    var page = PageMaker()
    page.line("下記のとおり会議を開催しますので、所属長の承認を受けたうえで、時間までにご出席ください。", x: 60, y: 70)
    page.line("場所", x: 60, y: 100)
    page.line("本社3階の第2会議室", x: 95, y: 100)
    page.lines(["（１）前回の指摘事項の確認", "（２）労働災害の発生状況について", "（３）夏季の熱中症対策"], x: 95, y: 124, pitch: 15)
    page.line("議題", x: 60, y: 139)
    #expect(rows(page).map { $0[0] } == ["場所", "議題"])
    #expect(rows(page).last?.last?.contains("確認") == true && rows(page).last?.last?.contains("熱中症対策") == true)
  }

  @Test func `English values of several lines stay whole`() {
    var page = PageMaker()
    page.line("The pump is made for clean water, and these are the values that were measured.", x: 60, y: 60)
    page.line("Motor", x: 60, y: 100)
    page.line("5.5 kW, 400 V, 50 Hz", x: 150, y: 100)
    page.lines(
      ["0.5 to 42 litres a second, depending on the wheel", "that is fitted to it"], x: 150, y: 122, pitch: 13)
    page.line("Flow rate", x: 60, y: 128.5)
    page.line("Delivery", x: 60, y: 157)
    page.line("Six weeks", x: 150, y: 157)
    #expect(
      rows(page) == [
        ["Motor", "5.5 kW, 400 V, 50 Hz"],
        ["Flow rate", "0.5 to 42 litres a second, depending on the wheel that is fitted to it"],
        ["Delivery", "Six weeks"],
      ])
  }

  @Test func `a fraction behind its sign, and a heading level with the first line of its text, are no form`() {
    var formula = PageMaker()
    formula.line("The flow is found by the law that was given in the second part of this text:", x: 60, y: 60)
    formula.line("q =", x: 60, y: 100)
    formula.line("a + b", x: 90, y: 93)
    formula.line("2 c d", x: 90, y: 107)
    formula.line("in which the signs have the meaning that they had there, but for the last of them.", x: 60, y: 140)
    #expect(rows(formula).isEmpty)
    var page = PageMaker()
    for (index, head) in ["Scope", "Terms", "Costs"].enumerated() {
      let y = 100 + 50 * Double(index)
      page.line(head, x: 60, y: y)
      page.lines(
        [
          "\(head) are what the first part says and", "what the second line of it goes on to",
          "say until the third one ends it.",
        ],
        x: 140, y: y, pitch: 13)
    }
    let text = blocks(page).map(\.text).joined(separator: "\n")
    #expect(!text.contains("goes on to Terms") && !text.contains("goes on to Costs"))
  }
}
