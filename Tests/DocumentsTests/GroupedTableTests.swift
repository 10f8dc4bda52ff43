import PageContent
import Records
import Testing

@testable import Documents

/// Tables that nothing rules, with rows that name groups, cells of several lines, and other tables below them.
@Suite struct GroupedTableTests {
  private func row(_ maker: inout PageMaker, _ y: Double, _ texts: [(String, Double)]) {
    for (text, x) in texts { maker.line(text, x: x, y: y) }
  }

  private func item(_ maker: inout PageMaker, _ y: Double, _ number: String, _ name: String, _ price: String) {
    row(&maker, y, [(number, 60), (name, 130), (price, 400)])
  }

  @Test func `a row that names the rows below it is a row of the table`() throws {
    var maker = PageMaker()
    item(&maker, 100, "Item", "Description", "Price")
    row(&maker, 120, [("Fasteners", 60)])
    item(&maker, 140, "10001", "Washer, stainless", "29.60")
    item(&maker, 160, "10002", "Bolt, zinc plated", "18.75")
    row(&maker, 180, [("Pipes", 60)])
    item(&maker, 200, "10003", "Copper elbow", "68.32")
    item(&maker, 220, "10004", "Copper pipe", "5.33")
    item(&maker, 240, "10005", "Steel pipe", "7.10")
    let found = blocks(maker)
    #expect(found.map(\.kind) == [.table])
    #expect(
      found[0].rows?.map { $0[0] } == ["Item", "Fasteners", "10001", "10002", "Pipes", "10003", "10004", "10005"])
  }

  @Test func `a sentence between two tables belongs to neither`() {
    var maker = PageMaker()
    item(&maker, 100, "10001", "Washer, stainless", "29.60")
    item(&maker, 120, "10002", "Bolt, zinc plated", "18.75")
    item(&maker, 140, "10003", "Nut, zinc plated", "1.75")
    row(&maker, 160, [("Prices end in July.", 60)])
    item(&maker, 180, "10004", "Copper elbow", "68.32")
    item(&maker, 200, "10005", "Copper pipe", "5.33")
    item(&maker, 220, "10006", "Steel pipe", "5.33")
    #expect(blocks(maker).map(\.kind) == [.table, .paragraph, .table])
  }

  @Test func `the first line of a cell begins its row, be it the first of the page's`() throws {
    var maker = PageMaker()
    row(&maker, 88, [("Cable, three cores,", 130)])
    item(&maker, 101, "10001", "sold by the metre,", "29.60")
    row(&maker, 114, [("cut to order", 130)])
    item(&maker, 135, "10002", "Bolt, zinc plated", "18.75")
    item(&maker, 156, "10003", "Copper elbow", "68.32")
    item(&maker, 177, "10004", "Copper pipe", "5.33")
    let found = blocks(maker)
    #expect(found.map(\.kind) == [.table])
    #expect(found[0].rows?.first == ["10001", "Cable, three cores, sold by the metre, cut to order", "29.60"])
  }

  @Test func `words of a header in two lines stand above their columns, beside others in one line between them`() throws
  {
    var maker = PageMaker()
    row(&maker, 100, [("List", 340), ("Trade", 420)])
    row(&maker, 106, [("Item", 60), ("Description", 130), ("Unit", 300)])
    row(&maker, 112, [("price", 340), ("price", 420)])
    for (index, figure) in [
      "48.98", "56.31", "23.34", "75.28", "57.14", "66.71", "68.24", "74.12", "82.81", "65.53", "1.1",
    ].enumerated() {
      let y = 132 + 20 * Double(index)
      row(&maker, y, [("1000\(index)", 60), ("Washer number \(index)", 130), ("m", 300)])
      maker.line(figure, x: 370 - 5 * Double(figure.count), y: y)
      maker.line(figure, x: 452 - 5 * Double(figure.count), y: y)
    }
    let table = try #require(blocks(maker).first { $0.kind == .table })
    #expect(table.rows?[0] == ["Item", "Description", "Unit", "List price", "Trade price"])
  }

  @Test func `a table with other columns, well below another, is one of its own`() {
    var maker = PageMaker()
    for (index, text) in [("Number", "NF-20931"), ("Date", "14 June"), ("Due", "14 July")].enumerated() {
      row(&maker, 100 + 14 * Double(index), [(text.0, 300), (text.1, 400)])
    }
    for index in 0..<4 {
      row(
        &maker, 170 + 14 * Double(index),
        [("Line \(index) of this bill", 60), ("pieces, all told: \(index)", 260), ("\(index).00", 440)])
    }
    #expect(blocks(maker).filter { $0.kind == .table }.map { $0.rows?.count } == [3, 4])
  }

  @Test func `numbered names and what they say beside them are a list`() {
    var maker = PageMaker()
    for (index, entry) in [("１．日時", "八月十日の午前十時から"), ("２．場所", "本社三階の第二会議室"), ("３．持ち物", "筆記用具")].enumerated() {
      row(&maker, 100 + 16 * Double(index), [(entry.0, 60), (entry.1, 140)])
    }
    row(&maker, 148, [("４．お問い合わせ　総務部", 60)])
    let found = blocks(maker)
    #expect(found.map(\.kind) == [.listItem, .listItem, .listItem, .listItem])
    #expect(found.first?.text == "１．日時 八月十日の午前十時から")
  }

  @Test func `numbered names with the numbers of pages are a table`() {
    var maker = PageMaker()
    for (index, entry) in [("１．はじめに", "3"), ("２．安全", "4"), ("３．設置", "6")].enumerated() {
      row(&maker, 100 + 16 * Double(index), [(entry.0, 60), (entry.1, 340)])
    }
    #expect(blocks(maker).map(\.kind) == [.table])
  }
}
