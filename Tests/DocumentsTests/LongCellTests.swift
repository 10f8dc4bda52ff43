import PageContent
import Records
import Testing

@testable import Documents

/// Tables that nothing rules, with long texts in one column: they are neither columns of text nor one row.
@Suite struct LongCellTests {
  private static let english = ["No.", "Unit", "Place", "Interval", "What is done"]
  private static let japanese = ["番号", "設備名", "設置場所", "点検周期", "説明"]

  private let places: [Double] = [60, 110, 190, 250, 310]

  private func cells(_ row: Int, isJapanese: Bool) -> [String] {
    isJapanese
      ? ["S-00\(row)", "遠心ポンプ\(row)号", "第\(row % 4 + 1)工場", "\(row)か月"]
      : ["S-00\(row)", "Pump no. \(row)", "Plant \(row % 4 + 1)", "\(row) months"]
  }

  private func texts(isJapanese: Bool) -> [String] {
    isJapanese
      ? ["毎回の運転の前に油の量を確認し、異常が", "あれば保全課に連絡する。"]
      : ["Check the oil level before each long run of it", "and call the maintenance desk if it is low."]
  }

  /// A header and rows, the last cell of each in two lines.
  private func table(_ numbers: ClosedRange<Int>, y: Double, pitch: Double, isJapanese: Bool, on page: Int = 1)
    -> PageMaker
  {
    var maker = PageMaker(page)
    for (text, x) in zip(isJapanese ? Self.japanese : Self.english, places) { maker.line(text, x: x, y: y, size: 9) }
    for (index, number) in numbers.enumerated() {
      let top = y + 17 + Double(index) * pitch
      for (text, x) in zip(cells(number, isJapanese: isJapanese), places) { maker.line(text, x: x, y: top, size: 9) }
      maker.lines(texts(isJapanese: isJapanese), x: places[4], y: top, pitch: 11, size: 9)
    }
    return maker
  }

  private func rows(_ numbers: ClosedRange<Int>, isJapanese: Bool) -> [[String]] {
    let text = texts(isJapanese: isJapanese).joined(separator: isJapanese ? "" : " ")
    return [isJapanese ? Self.japanese : Self.english] + numbers.map { cells($0, isJapanese: isJapanese) + [text] }
  }

  @Test(arguments: [false, true])
  func `a table of five columns whose last one holds sentences is one table`(isJapanese: Bool) {
    let found = blocks(table(1...9, y: 130, pitch: 28, isJapanese: isJapanese))
    #expect(found.map(\.kind) == [.table])
    #expect(found.first?.rows == rows(1...9, isJapanese: isJapanese))
  }

  @Test func `three columns of text whose lines stand level are columns`() {
    let lines = [
      "Sales rose in all regions dur", "ing the year that ended in the", "spring, and costs fell because",
      "two older plants were closed a",
      "nd their work was moved to the", "site in the mountains, which i", "s nearer to the harbour, where",
      "the new hall had been built in",
    ]
    var page = PageMaker()
    for column in 0..<3 { page.lines(lines, x: 50 + 168 * Double(column), y: 110) }
    let found = blocks(page)
    #expect(!found.contains { $0.kind == .table })
    #expect(found.map(\.text).joined(separator: " ").contains("had been built in Sales rose"))
  }

  @Test func `a header that a table repeats on each page is no running header on the first`() {
    let first = table(1...9, y: 60, pitch: 28, isJapanese: false)
    let second = table(1...9, y: 60, pitch: 28, isJapanese: false, on: 2)
    let found = blocks(first, second)
    #expect(found.filter { $0.kind == .table }.map { $0.rows?.first } == [Self.english])
    #expect(found.filter { $0.kind == .header }.map(\.page) == [2])
  }

  @Test func `a title between firm and number above columns of a table is a running header`() {
    let pages = (1...3).map { number in
      var page = table(1...9, y: 60, pitch: 28, isJapanese: false, on: number)
      for (text, x) in zip(["Tessel", "Upkeep", "\(number + 11)"], [60.0, 190, 250]) {
        page.line(text, x: x, y: 40, size: 9)
      }
      return page
    }
    let found = DocumentLayout(pages.map { PageLines($0.page) }).blocks()
    #expect(found.filter { $0.kind == .header && $0.text.hasPrefix("Tessel") }.count == 3)
  }

  @Test(arguments: [30.0, 36])
  func `rows with cells of two lines stay rows, as far from each other as the header is or not`(pitch: Double) {
    var maker = PageMaker()
    let places: [Double] = [60, 130, 240]
    for (text, x) in zip(["No.", "Unit", "What is done"], places) { maker.line(text, x: x, y: 100, size: 9) }
    var rows = [["No.", "Unit", "What is done"]]
    for row in 1...9 {
      let top = 100 + pitch * Double(row)
      let text =
        row % 3 == 0 ? ["Check the oil level."] : ["Check the oil level before each", "run and call if it is low."]
      for (text, x) in zip(["S-00\(row)", "Pump no. \(row)"], places) { maker.line(text, x: x, y: top, size: 9) }
      maker.lines(text, x: places[2], y: top, pitch: 11, size: 9)
      rows.append(["S-00\(row)", "Pump no. \(row)", text.joined(separator: " ")])
    }
    let found = blocks(maker)
    #expect(found.map(\.kind) == [.table])
    #expect(found.first?.rows == rows)
  }
}
