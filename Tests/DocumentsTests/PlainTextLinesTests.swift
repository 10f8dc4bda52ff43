import Foundation
import Records
import Testing

@testable import Documents

/// Which lines of a plain text go together.
@Suite struct PlainTextLinesTests {
  private func blocks(_ text: String) -> [Block] {
    var structure = PlainTextStructure()
    return structure.blocks(of: TextFile(text).lines)
  }

  @Test func `lines with labels, addresses and telephone numbers stay lines`() {
    let found = blocks("日時：6月3日（月）14:00～\n場所：別館2階\n出席者：林、森\n　　　　原\n\n〒999-0000\n霧沢市中央9-9\n電話 000-0000\n")
    #expect(found.map(\.text) == ["日時：6月3日（月）14:00～\n場所：別館2階\n出席者：林、森 原", "〒999-0000\n霧沢市中央9-9\n電話 000-0000"])
    let memo = blocks(
      "MEMO\n\nTO: All teams\nFROM: The office\nSUBJECT: Keys\n\nKirisawa Works\n9 Hill Road\nNewtown\n")
    #expect(
      memo.map(\.text) == [
        "MEMO", "TO: All teams\nFROM: The office\nSUBJECT: Keys", "Kirisawa Works\n9 Hill Road\nNewtown",
      ])
  }

  @Test func `wrapped lines are joined, with nothing between Japanese`() {
    let found = blocks(
      "社員が出張するときは、あらかじめ所属長に申請書を提出し、その承\n認を得なければならない。ただし、急を要するときはこの限りでな\nい。精算は帰着後五日以内に行う。\n\nThe key is kept at the desk. Whoever takes it must\nSign the list and bring it back on the same day or\nsay so.\n"
    )
    #expect(
      found.map(\.text) == [
        "社員が出張するときは、あらかじめ所属長に申請書を提出し、その承認を得なければならない。ただし、急を要するときはこの限りでない。精算は帰着後五日以内に行う。",
        "The key is kept at the desk. Whoever takes it must Sign the list and bring it back on the same day or say so.",
      ])
  }

  @Test func `a short line that breaks off in a sentence goes on in the next`() {
    #expect(blocks("5月末の在庫は\n12個である。\n").map(\.text) == ["5月末の在庫は12個である。"])
    #expect(blocks("夏期休業について\n総務部\n").map(\.text) == ["夏期休業について\n総務部"])
  }

  @Test func `numbered lines are items, and what hangs below is their text`() {
    let found = blocks("１．封筒\n　　　総務課にある。\n２．切手\n（１）国内用\n　　　　窓口にある。\n３．宛名シール\n　　　各課にある。\n")
    #expect(found.allSatisfy { $0.kind == .listItem })
    #expect(found.map(\.text) == ["１．封筒\n総務課にある。", "２．切手", "（１）国内用\n窓口にある。", "３．宛名シール\n各課にある。"])
    let nested = blocks("2. Money\n   2.1 Trips\n       Trips are paid\n       by the office.\n   2.2 Books\n")
    #expect(nested.map(\.text) == ["2. Money", "2.1 Trips\nTrips are paid by the office.", "2.2 Books"])
    #expect(nested.map(\.level) == [1, 2, 2])
  }

  @Test func `a line at the margin does not belong to the item above it`() {
    #expect(blocks("・茶碗\n・急須\n以上のとおり。\n").map(\.text) == ["・茶碗", "・急須", "以上のとおり。"])
  }

  @Test func `each line with leader dots is a block of its own`() {
    #expect(blocks("緑茶 ………… 420\n抹茶 ………… 450円\n").map(\.text) == ["緑茶 ………… 420", "抹茶 ………… 450円"])
    #expect(blocks("待った……\nそして来た。\n").map(\.text).count == 1)
  }

  @Test func `strokes under the names of columns make them a header and are no row`() {
    let found = blocks(
      "Part        Stock    Place\n----        -----    -----\nBolt           40    A1\nNut            50    A2\n")
    #expect(found.map(\.rows) == [[["Part", "Stock", "Place"], ["Bolt", "40", "A1"], ["Nut", "50", "A2"]]])
    #expect(found.first?.headerRows == 1)
    let single = blocks("Part        Stock\n-----------------\nBolt           40\n")
    #expect(single.map(\.kind) == [.table] && single.first?.headerRows == 1)
  }
}

/// Rules and contracts as plain text.
@Suite struct PlainTextArticleTests {
  private func blocks(_ text: String) -> [Block] {
    var structure = PlainTextStructure()
    return structure.blocks(of: TextFile(text).lines)
  }

  @Test func `articles on lines of their own are blocks of their own, without empty lines between them`() {
    let found = blocks("就業規則\n第1条 社員は、この規則を守らなければならない。\n第2条 始業は午前九時とする。\n第3条 終業は午後六時とする。\n")
    #expect(found.map(\.text).suffix(3) == ["第1条 社員は、この規則を守らなければならない。", "第2条 始業は午前九時とする。", "第3条 終業は午後六時とする。"])
  }

  @Test func `an article's first line that goes on is its text and no heading`() {
    let found = blocks("（目的）\n第１条　この規程は、機器の貸出しに必要な\n　事項を定める。\n（範囲）\n第２条　この規程は、全員に適用する。\n")
    #expect(found.map(\.kind) == [.paragraph, .paragraph, .paragraph, .paragraph])
    #expect(found.map(\.text) == ["（目的）", "第１条　この規程は、機器の貸出しに必要な事項を定める。", "（範囲）", "第２条　この規程は、全員に適用する。"])
  }

  @Test func `a number with a title is a heading, with or without brackets, and a repealed article is none`() {
    let found = blocks("第1条（目的）\n　用語を定める。\n第2条　範囲\n　全員とする。\n第3条　削除\n")
    #expect(found.map(\.kind) == [.heading, .paragraph, .heading, .paragraph, .paragraph])
  }

  @Test func `a line that begins with another article's number in a sentence begins no article`() {
    let found = blocks("第4条 前条の届出は、\n第2条の規定による届出とみなす。\n")
    #expect(found.map(\.text) == ["第4条 前条の届出は、第2条の規定による届出とみなす。"])
  }

  @Test func `annexes and supplementary provisions are sections beside the chapters`() {
    let found = blocks("第１章　総則\n第１条　貸出しは無料とする。\n附則\nこの規程は、公布の日から施行する。\n別表第１（第２条関係）\n機器　　　　期間\n測定器　　　三日\n")
    #expect(found.map(\.kind) == [.heading, .paragraph, .heading, .paragraph, .heading, .table])
    #expect(found.compactMap(\.level) == [2, 2, 2])
    #expect(found[4].text == "別表第１（第２条関係）")
  }

  @Test func `a word that a line end parts is put together`() {
    let found = blocks("（２）機密情報\n　　漏えいした場合に損害を与えるおそれがあ\n　　る情報をいう。\n")
    #expect(found.contains { $0.text.contains("おそれがある情報をいう。") })
  }

  @Test func `labels with a colon beside their values are no header`() {
    let found = blocks("MEMO\n\nTo:      All staff\nFrom:    Facilities\nDate:    3 June 2024\n")
    let table = found.first { $0.kind == .table }
    #expect(table?.rows?.first == ["To:", "All staff"] && table?.headerRows == nil)
  }
}
