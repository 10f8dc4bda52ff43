import Foundation
import Records
import Testing

@testable import Documents

/// Section titles of a plain text that only their numbers tell.
@Suite struct PlainTextTitleTests {
  private func blocks(_ text: String) -> [Block] {
    var structure = PlainTextStructure()
    return structure.blocks(of: TextFile(text).lines)
  }

  private func titles(_ text: String) -> [String] {
    blocks(text).filter { $0.kind == .heading }.map { "\($0.level ?? 0) \($0.text)" }
  }

  @Test(arguments: ["1. ", "１．", "１　", "1 "])
  func `numbered lines with prose below them are titles, with and without empty lines`(_ first: String) {
    for (between, indent) in [("", ""), ("", "　"), ("\n", ""), ("\n", "　")] {
      func number(_ value: String) -> String { value + first.dropFirst() }
      let digits = first.first?.isASCII == true ? ["1", "2"] : ["１", "２"]
      let found = blocks(
        "器具の貸出し\n\n\(number(digits[0]))目的\n\(between)\(indent)この規程は、器具の貸出しを定める。\n\(between)\(number(digits[1]))期間\n\(between)\(indent)貸出しは三日とする。\n"
      )
      #expect(found.map(\.kind) == [.heading, .heading, .paragraph, .heading, .paragraph])
      #expect(found.compactMap(\.level) == [1, 2, 2])
      #expect(found[2].text == "この規程は、器具の貸出しを定める。")
    }
  }

  @Test func `levels come from the numbers, and a title above another one is a title too`() {
    let text =
      "Tool loans\n\n1. Purpose\nThis note is about tools.\n\n2. Loans\n2.1 How to ask\nAsk at the desk.\n2.2 Return\nBring it back clean.\n\n3. Loss\nSay so at once.\n"
    #expect(
      titles(text) == ["1 Tool loans", "2 1. Purpose", "2 2. Loans", "3 2.1 How to ask", "3 2.2 Return", "2 3. Loss"])
    let bare = "Tool loans\n\n1 Purpose\n\nThis note is about tools.\n\n2 Loss\n\nSay so at once.\n"
    #expect(titles(bare) == ["1 Tool loans", "2 1 Purpose", "2 2 Loss"])
    let bracketed = "１．目的\n　貸出しを定める。\n２．手続き\n（１）申請\n　窓口で申し込む。\n（２）返却\n　翌日までに返す。\n"
    #expect(titles(bracketed) == ["2 １．目的", "2 ２．手続き", "3 （１）申請", "3 （２）返却"])
  }

  @Test func `a title with a list below it is one where its neighbours have prose`() {
    let text = "１　目的\n　器具の貸出しを定める。\n\n２　器具\n　・のこぎり\n　・はしご\n\n３　期間\n　三日とする。\n"
    #expect(titles(text) == ["2 １　目的", "2 ２　器具", "2 ３　期間"])
    #expect(blocks(text).filter { $0.kind == .listItem }.map(\.text) == ["・のこぎり", "・はしご"])
  }

  @Test func `what is counted one below the other is a list, with empty lines between it or not`() {
    #expect(titles("Bring these.\n\n1. Gloves\n2. Rope\n3. Lamp\n\nThe desk has spare ones.\n") == [])
    let loose = blocks("1. Gloves\n\n2. Rope\n\n3. Lamp\n\nThe desk has spare ones.\n")
    #expect(loose.map(\.kind) == [.listItem, .listItem, .listItem, .paragraph])
    #expect(titles("手順\n\n１．電源を入れる\n　ランプがつく。\n２．ふたを閉める\n　音がする。\n") == ["1 手順"])
    #expect(titles("How to\n\n1. Open the lid\nIt clicks.\n2. Press the button\nThe lamp lights.\n") == ["1 How to"])
    #expect(titles("持ち物は次のとおりです。\n1. 手袋\n総務課で貸します。\n2. ロープ\n窓口にあります。\n") == [])
    #expect(titles("1. Gloves\n   They are in the box.\n2. Rope\n   It hangs at the door.\n") == [])
  }

  @Test func `a number that begins a sentence, a date or a label is no title`() {
    #expect(titles("１　この規程は、器具の貸出しを定める。\n２　貸出しは三日とする。\n") == [])
    #expect(titles("3 June 2024\nThe office was closed.\n4 June 2024\nIt opened again.\n") == [])
    #expect(titles("１．日時：6月3日\n２．場所：別館\n当日は早めに来てください。\n") == [])
  }

  @Test func `numbers begin again in each chapter, one level below it`() {
    let text = "第1章　総則\n1. 目的\n貸出しを定める。\n2. 範囲\n全員とする。\n第2章　手続き\n1. 申請\n窓口で申し込む。\n2. 返却\n翌日までに返す。\n"
    #expect(titles(text) == ["2 第1章　総則", "3 1. 目的", "3 2. 範囲", "2 第2章　手続き", "3 1. 申請", "3 2. 返却"])
  }

  @Test func `strokes below one of several numbered titles do not lift it above the others`() {
    let text =
      "1 Scope\n\nAll are meant.\n\n2 Rules\n\n2.1 Hours\n\nFrom eight to five.\n\n2.2 Keys\n--------\n\nAt the desk.\n"
    #expect(titles(text) == ["2 1 Scope", "2 2 Rules", "3 2.1 Hours", "3 2.2 Keys"])
  }

  @Test func `a row whose longest cell leaves one wide space belongs to the table`() {
    let found = blocks("品目　　　　　周期　　　担当\nかさ　　　　　３年　　　総務課\nぼうえんきょう　６か月　　倉庫\n")
    #expect(found.map(\.rows) == [[["品目", "周期", "担当"], ["かさ", "３年", "総務課"]], nil])
    let aligned = blocks("品目　　　　　　周期　　　担当\nかさ　　　　　　３年　　　総務課\nぼうえんきょう　６か月　　倉庫\n")
    #expect(aligned.map(\.rows) == [[["品目", "周期", "担当"], ["かさ", "３年", "総務課"], ["ぼうえんきょう", "６か月", "倉庫"]]])
  }
}
