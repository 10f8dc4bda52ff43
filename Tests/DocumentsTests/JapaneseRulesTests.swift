import PageContent
import Records
import Testing

@testable import Documents

/// Rules as Japanese companies write them: chapters, captions in brackets, articles, items under them.
@Suite struct JapaneseRulesTests {
  private let article = "第1条　この規則は、従業員の労働条件、服務規律その他の就業に関する事項を"
  private let rest = "定めるものである。この規則にない事項は、法令の定めるところによる。"

  /// Lines one under the other, with a blank line's height before each chapter and caption.
  private func page(_ lines: [String]) -> PageMaker {
    var maker = PageMaker()
    var y = 80.0
    for line in lines {
      if line.hasPrefix("第2章") || line.hasPrefix("第1章") { y += 16 }
      maker.line(line, x: 60, y: y, font: "Mincho")
      y += 14
    }
    return maker
  }

  private let rules = [
    "第1章　総則", "（目的）", "第1条　この規則は、従業員の労働条件、服務規律その他の就業に関する事項を", "定めるものである。この規則にない事項は、法令の定めるところによるものとする。",
    "（適用範囲）", "第2条　この規則は、正社員に適用する。パートタイムの者については別に定める。", "第2章　採用", "（採用手続）",
    "第3条　会社は、入社を希望する者の中から選考を行い、合格した者を採用するもの", "とする。選考は書類と面接によって行い、その結果を速やかに本人へ通知する。", "（試用期間）",
    "第4条　採用した者については、採用した日から三か月間を試用期間とする。",
  ]

  @Test func `a chapter stands above the captions and articles under it`() {
    let found = blocks(page(rules))
    let chapters = found.filter { $0.text.hasPrefix("第1章") || $0.text.hasPrefix("第2章") }
    #expect(chapters.map(\.kind) == [.heading, .heading])
    let captions = found.filter { $0.text.hasPrefix("（") }
    #expect(captions.map(\.text) == ["（目的）", "（適用範囲）", "（採用手続）", "（試用期間）"])
    #expect(captions.allSatisfy { $0.kind == .heading && $0.level ?? 0 > chapters[0].level ?? 9 })
  }

  @Test func `a caption belongs to the article below it, however full the line above is`() {
    let found = blocks(page(rules))
    #expect(!found.contains { $0.text.contains("。（") })
    #expect(found.contains { $0.kind == .paragraph && $0.text.hasSuffix("通知する。") })
  }

  @Test func `chapters line under line are a list, and no titles`() {
    let found = blocks(page(["第1章　総則", "第2章　採用", "第3章　服務", "第4章　賃金", article, rest]))
    #expect(found.prefix(4).allSatisfy { $0.kind == .listItem })
  }

  @Test(arguments: [["一", "二", "イ", "ロ"], ["(1)", "(2)", "ア", "イ"]])
  func `items of an article are list items with their own below them, and no headings or tables`(_ marks: [String]) {
    var maker = PageMaker()
    maker.line("文書管理規程", x: 240, y: 50, font: "Mincho")
    maker.line("第１条　この規程は、文書の管理について定める。", x: 60, y: 90, font: "Mincho")
    maker.line("第２条　文書の保存期間は、次の各号のとおりとする。", x: 60, y: 110, font: "Mincho")
    var y = 130.0
    for mark in marks.prefix(2) {
      maker.line("\(mark)　永久保存", x: 70, y: y, font: "Mincho")
      for letter in marks.suffix(2) {
        y += 18
        maker.line("\(letter)　会計帳簿", x: 90, y: y, font: "Mincho")
      }
      y += 18
    }
    maker.line("２　前項の期間は、文書を作成した日の翌日から起算する。", x: 60, y: y, font: "Mincho")
    let found = blocks(maker)
    #expect(found[0].kind == .heading)
    #expect(!found.contains { $0.kind == .table })
    #expect(!found.dropFirst().contains { $0.kind == .heading })
    let items = found.filter { $0.text.contains("永久") || $0.text.contains("帳簿") }
    #expect(items.map(\.kind) == Array(repeating: .listItem, count: 6))
    #expect(items.map { $0.level ?? 0 } == [1, 2, 2, 1, 2, 2])
  }

  @Test func `a table at the end of rules has its number as a title`() {
    var maker = page(rules)
    maker.line("別表第1（第4条関係）", x: 60, y: 400, font: "Mincho")
    for (index, row) in [["区分", "日当"], ["役員", "5,000円"], ["管理職", "4,000円"]].enumerated() {
      maker.line(row[0], x: 60, y: 420 + 16 * Double(index), font: "Mincho")
      maker.line(row[1], x: 200, y: 420 + 16 * Double(index), font: "Mincho")
    }
    let found = blocks(maker).suffix(2)
    #expect(found.map(\.kind) == [.heading, .table])
  }

  @Test func `numbers that stand alone before far text are a list`() {
    var maker = PageMaker()
    maker.line("第２条　文書の保存期間は、次の各号のとおりとする。", x: 60, y: 90, font: "Mincho")
    for (index, mark) in ["一", "二", "三"].enumerated() {
      maker.line(mark, x: 70, y: 110 + 14 * Double(index), font: "Mincho")
      maker.line("五年保存", x: 110, y: 110 + 14 * Double(index), font: "Mincho")
    }
    let found = blocks(maker)
    #expect(!found.contains { $0.kind == .table })
    #expect(found.filter { $0.kind == .listItem }.count == 3)
  }

  @Test func `an item that goes on with a sentence is no title`() {
    var maker = PageMaker()
    maker.lines(
      [
        "2.1 The Supplier shall:", "(a) keep the Service available for most of each month;",
        "(b) answer reports of faults",
        "(i) within one hour where the Service is down; and", "(ii) within one working day in all other cases; and",
        "(c) keep records for five years.",
      ], x: 60, y: 100, pitch: 18)
    #expect(!blocks(maker).contains { $0.kind == .heading && $0.text.hasPrefix("(") })
  }

  @Test func `dots beside characters are no text, and letters may have a reading`() {
    var page = PageMaker()
    page.line("玉掛け作業は有資格者だけが行う。", x: 60, y: 100)
    for index in 0..<4 { page.line("﹅", x: 122.5 + 10 * Double(index), y: 94, size: 5) }
    page.line("5S", x: 60, y: 140)
    page.line("ごエス", x: 57, y: 134, size: 5)
    page.line("とは整理のことをいう。", x: 70, y: 140)
    let found = blocks(page)
    #expect(found.map(\.text).joined().contains("玉掛け作業は有資格者だけが行う。"))
    #expect(!found.contains { $0.text.contains("﹅") || $0.text.contains("ごエス") })
    #expect(found.flatMap { $0.readings ?? [] }.map(\.text) == ["ごエス"])
  }

  @Test func `a bullet of a symbol font is a bullet`() {
    var page = PageMaker()
    page.line("\u{F0B7} Keep the receipt.", x: 60, y: 100)
    page.line("\u{F0B7} Book early.", x: 60, y: 113)
    #expect(blocks(page).map(\.text) == ["• Keep the receipt.", "• Book early."])
    #expect(PageWarnings.find(in: page.page).warnings.isEmpty)
  }

  @Test(arguments: [["１．", "２．", "３．"], ["（1）", "（2）", "（3）"]])
  func `what a notice lists stays a list where its closing words stand apart`(numbers: [String]) {
    var page = PageMaker()
    page.line("下記のとおり研修を開催しますので、対象者の出席をお願いします。", x: 70, y: 60)
    page.line("記", x: 290, y: 90)
    let entries = [("日時", "七月十五日の十四時から十六時まで"), ("場所", "本社五階の大会議室"), ("対象者", "各部門の情報管理責任者")]
    for (index, (name, value)) in entries.enumerated() {
      page.line(numbers[index] + name, x: 70, y: 120 + Double(index) * 18)
      page.line(value, x: 160, y: 120 + Double(index) * 18)
    }
    page.line("以", x: 480, y: 200)
    page.line("上", x: 510, y: 200)
    let found = blocks(page)
    #expect(found.filter { $0.kind == .listItem }.map(\.text) == zip(numbers, entries).map { "\($0)\($1.0) \($1.1)" })
    #expect(!found.contains { $0.kind == .table })
  }
}
