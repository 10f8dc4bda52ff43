import PageContent
import Records
import Testing

@testable import Documents

/// Boxes beside the text, lists whose bullets are drawn, and cells of several lines.
@Suite struct SideBarTests {
  private let story = [
    "The main text begins here and goes around the box at the",
    "right. It goes on for several lines so that the box is at",
    "its side. The company opened an office in Osaka and then",
    "closed the one in Leeds. Revenue rose by three per cent in",
    "a year in which costs fell. The outlook for the coming one",
    "is good, although exchange rates remain uncertain and dear.",
  ]
  private let box = [
    "Key figures of the year", "Revenue: twelve million", "Staff: a hundred and two", "Offices: four in all",
  ]

  @Test func `text that goes around a box is no table, and the box follows its paragraph`() throws {
    var maker = PageMaker()
    maker.line("1. Overview of the year that has now come to its end", x: 60, y: 84, size: 10)
    maker.lines(story, x: 60, y: 100)
    maker.lines(box, x: 380, y: 100)
    maker.lines(["This part stands below and is a paragraph of its own, well apart from what is above."], x: 60, y: 240)
    let found = blocks(maker)
    #expect(!found.contains { $0.kind == .table })
    let main = try #require(found.firstIndex { $0.text.contains("The main text begins") })
    #expect(found[main].text.hasSuffix("uncertain and dear."))
    let bar = try #require(found.firstIndex { $0.text.contains("Key figures") })
    let below = try #require(found.firstIndex { $0.text.contains("stands below") })
    #expect(main < bar && bar < below)
  }

  @Test func `a heading beside the end of a box stands above its own text, and not above the box`() throws {
    var maker = PageMaker()
    maker.lines(story, x: 60, y: 100)
    maker.line("Claims", x: 60, y: 200, size: 13, font: "Serif-Bold")
    maker.lines(
      [
        "Take the train where it", "takes four hours at most,", "and keep every receipt of",
        "the journey and the hotel.",
        "Ask about visas six weeks", "before you leave the city,", "since some consulates are",
        "slow, and closed on Friday.",
      ],
      x: 380, y: 100)
    maker.lines(
      [
        "Hand in the claim with all receipts that you have kept, and sign it in the place that is meant for it,",
        "since the accounts department does not pay what nobody has signed, and sends it back to the sender.",
      ], x: 60, y: 226)
    let found = blocks(maker)
    let heading = try #require(found.firstIndex { $0.text == "Claims" })
    #expect(found[heading].kind == .heading)
    #expect(found[heading + 1].text.hasPrefix("Hand in"))
  }

  @Test func `a small table beside nothing is still one`() {
    var maker = PageMaker()
    for (index, row) in [["Plan", "Price"], ["Basic plan", "50"], ["Team plan", "200"], ["Business", "700"]]
      .enumerated()
    {
      maker.line(row[0], x: 60, y: 100 + 14 * Double(index))
      maker.line(row[1], x: 380, y: 100 + 14 * Double(index))
    }
    #expect(blocks(maker).map(\.kind) == [.table])
  }

  @Test func `lines with a bullet drawn before them are list items, nested by where they stand`() {
    var maker = PageMaker()
    maker.line("Do these things in your first week:", x: 60, y: 80)
    var dots: [RuleBox] = []
    for (index, (text, x)) in [
      ("Fetch your badge", 80.0), ("Set a password", 80), ("Do not write it down", 110), ("Read the book", 80),
    ]
    .enumerated() {
      let y = 100 + 20 * Double(index)
      maker.line(text, x: x, y: y)
      dots.append(RuleBox(x0: Float(x - 10), y0: Float(y + 4), x1: Float(x - 7), y1: Float(y + 7)))
    }
    // A dot in a chart, far from any line's beginning.
    dots.append(RuleBox(x0: 400, y0: 400, x1: 403, y1: 403))
    maker.page.rules = PageRules(dots: dots)
    let items = blocks(maker).filter { $0.kind == .listItem }
    #expect(items.map(\.text) == ["Fetch your badge", "Set a password", "Do not write it down", "Read the book"])
    #expect(items.map(\.level) == [1, 1, 2, 1])
  }

  @Test func `a cell of several lines beside cells of one belongs to one row`() throws {
    var maker = PageMaker()
    func row(_ y: Double, _ texts: [(String, Double)]) { for (text, x) in texts { maker.line(text, x: x, y: y) } }
    row(100, [("Plan", 60), ("Contents", 160), ("Price", 360)])
    row(120, [("Basic", 60), ("up to 10 users", 160), ("50 EUR", 360)])
    row(140, [("Team", 60), ("up to 50 users,", 160), ("200 EUR", 360)])
    row(153, [("with support by telephone", 160)])
    row(173, [("up to 200 users,", 160)])
    row(186, [("Business", 60), ("with support day and night,", 160), ("700 EUR", 360)])
    row(199, [("and a yearly visit", 160)])
    row(219, [("Setup", 60), ("once", 160), ("500 EUR", 360)])
    let table = try #require(blocks(maker).first { $0.kind == .table })
    #expect(table.rows?.count == 5)
    #expect(
      table.rows?[3] == ["Business", "up to 200 users, with support day and night, and a yearly visit", "700 EUR"])
  }

  @Test func `a title above rows of labels and values is no row of theirs`() throws {
    var maker = PageMaker()
    maker.line("第5回 安全衛生委員会", x: 120, y: 60, size: 16)
    maker.line("議事録", x: 360, y: 60, size: 16)
    for (index, row) in [("日　時", "五月七日の午前十時から"), ("場　所", "本社三階の第二会議室"), ("出席者", "田中、鈴木、佐藤、高橋"), ("書　記", "山田")]
      .enumerated()
    {
      maker.line(row.0, x: 60, y: 110 + 16 * Double(index))
      maker.line(row.1, x: 160, y: 110 + 16 * Double(index))
    }
    maker.lines(
      ["先月の会議で決めたことについて、担当の者から順に報告があり、異議なく承認された。", "来月の会議の日取りは、追って担当の者から全員に知らせることとした。"], x: 60, y: 210)
    let found = blocks(maker)
    #expect(found.first?.kind == .heading)
    let table = try #require(found.first { $0.kind == .table })
    #expect(table.rows?.count == 4)
  }
}
