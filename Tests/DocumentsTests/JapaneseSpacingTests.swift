import PageContent
import Records
import Testing

@testable import Documents

@Suite struct JapaneseSpacingTests {
  private func page(_ lines: [String], space: Double = 0.26) -> [Block] {
    var page = PageMaker()
    for (index, text) in lines.enumerated() { page.line(text, x: 60, y: 100 + Double(index) * 18, space: space) }
    return blocks(page)
  }

  @Test func `a narrow space after a clause's number is kept, and every clause stands alone`() {
    let lines = [
      "4. 不適合品の処置", "4.1 不適合品を発見した者は、直ちに赤札を付け、隔離しなければならない。",
      "4.2 廃棄は、立会いのもとで行う。", "a) 受入検査：原材料を受け入れる際に行う検査", "b) 工程内検査：製造工程の途中で行う検査",
    ]
    let found = page(lines)
    #expect(found.map(\.text) == lines)
    #expect(found.suffix(2).allSatisfy { $0.kind == .listItem })
  }

  @Test func `white that a typesetter put between figures and Japanese is no space`() {
    let found = page(["記録の保存期間は 5 年とし、保存の責任者は各課長とする。その 3 種類を", "3 年ごとに見直し、また 10 人の委員に諮るものとする。"])
    #expect(found.map(\.text) == ["記録の保存期間は5年とし、保存の責任者は各課長とする。その3種類を3年ごとに見直し、また10人の委員に諮るものとする。"])
  }

  @Test func `where figures and kanji stand close together elsewhere, white is a space`() {
    let found = page(["令和6年4月1日から 2024年度の Excel ファイルを用いて、各課の長に提出しなければならない。"])
    #expect(found.map(\.text) == ["令和6年4月1日から 2024年度の Excel ファイルを用いて、各課の長に提出しなければならない。"])
  }

  @Test func `titles numbered without a mark are headings where they count from one`() {
    let found = page([
      "1 目的", "この規程は、令和6年4月1日に施行し、文書の取扱いについて定めるものとする。", "2 定義", "2.1 文書",
      "職務上作成し、又は取得した書面をいう。", "3 保管", "文書は、各課の書庫に5年間保管する。",
    ])
    #expect(found.filter { $0.kind == .heading }.map(\.text) == ["1 目的", "2 定義", "2.1 文書", "3 保管"])
    #expect(found.filter { $0.kind == .heading }.map(\.level) == [1, 1, 2, 1])
  }

  @Test func `a single line that begins with a number is no title`() {
    let found = page(["令和6年4月1日に施行し、その期間は5年とする。", "3 日以内の届出", "文書の種類ごとに別表で定める期間をいう。"])
    #expect(found.allSatisfy { $0.kind != .heading })
  }
}
