import Foundation
import Records
import Testing

@testable import Pipeline

/// Which place in the corpus is the evidence of a pair made elsewhere.
struct EvidenceFinderTests {
  private static func chunk(_ text: String, context: [String] = []) -> Chunk {
    Chunk(
      document: ContentHash(of: [text]), path: "corpora/a.md", index: 0, text: text, start: 0, end: text.utf8.count,
      pages: [1], tokenCount: 10, context: context, language: Language(guessing: text))
  }

  private static let leave = chunk(
    """
    There are 16 days of summer leave and 16,5 of winter leave. An employee who adopts a child receives seven weeks. An \
    employee who marries receives 6 days, and seven weeks for the wedding. Room B6 seats 1,600 engineers.
    """)
  private static let rules = chunk("夏季休暇は16日とし、忌引休暇は十三日とする。結婚した社員には6日、出産した社員には三日の休暇を与える。費用は3万5千円である。")

  private func place(_ question: String, _ answer: String, passage: String = "") -> (
    chunk: Chunk, quote: String, at: Int
  )? {
    let finder = EvidenceFinder([Self.leave, Self.rules])
    let record = ImportedRecord(line: 1, question: question, answer: answer, passage: passage)
    guard let place = finder.place(of: record) else { return nil }
    let bytes = Array(place.chunk.text.utf8)
    let before = String(decoding: bytes[..<place.range.lowerBound], as: UTF8.self)
    return (place.chunk, String(decoding: bytes[place.range], as: UTF8.self), before.count)
  }

  @Test(arguments: [
    ("How many days does an employee who marries receive?", "6 days", "receives "),
    ("結婚した社員の休暇は何日ですか", "6日", "社員には"), ("出産した社員の休暇は何日ですか", "三日", "社員には"),
  ])
  func `an answer is not found inside a longer number`(question: String, answer: String, before: String) throws {
    let found = try #require(place(question, answer))
    #expect(found.quote == answer)
    #expect(found.chunk.text.prefix(found.at).hasSuffix(before))
  }

  @Test(arguments: [
    ("What is the number of the room for engineers?", "6"), ("How many engineers?", "600 engineers"),
    ("How many engineers does the room seat?", "1"), ("費用はいくらですか", "5千円"), ("費用はいくらですか", "3万"),
  ])
  func `nor is a part of a number or a code`(question: String, answer: String) throws {
    let text = FoldedText(Language(guessing: question) == .en ? "Room B6 seats 1,600 engineers." : "費用は3万5千円である。")
    #expect(text.ranges(of: FoldedText(answer)) == [])
    #expect(text.ranges(of: FoldedText(answer), inWords: true).count >= 1)
  }

  @Test(arguments: [
    ("正門は何時に閉まりますか", "午後6時", "正門は18時に閉まる。"), ("容器の重さはどれくらいですか", "2.5kg", "容器の重さは2,500gである。"),
    ("守衛所の電話番号は何ですか", "〇三-一二三四-五六七八", "守衛所の電話番号は03-1234-5678である。"),
    ("When does the depot gate close?", "6 p.m.", "The depot gate closes at 18:00."),
    ("How much does the crate weigh?", "2.5 kg", "The crate weighs 2,500 g."),
  ])
  func `an imported answer that is spelled otherwise than its sentence finds it`(
    question: String, answer: String, sentence: String
  ) throws {
    let other = Language(guessing: question) == .en ? "Lunch costs 6 pounds on 25 days." : "昼食は6ポンドで、25日ある。"
    let finder = EvidenceFinder([Self.chunk(other + "\n" + sentence)])
    let place = try #require(finder.place(of: ImportedRecord(line: 1, question: question, answer: answer, passage: "")))
    let quote = String(decoding: Array(place.chunk.text.utf8)[place.range], as: UTF8.self)
    #expect(sentence.contains(quote) && quote.contains { $0.isNumber })
  }

  @Test func `a word is found as a word, with other widths and spaces, and beside its unit`() {
    let text = FoldedText("The engineers use ５００GB in team-room Ａ. Gear costs 20 %.")
    for answer in ["engineers", "500 gb", "500", "GB", "room A", "20%", "gear"] {
      #expect(text.ranges(of: FoldedText(answer)).count == 1, "\(answer)")
    }
    for answer in ["engineer", "ear", "00GB", "0 %"] { #expect(text.ranges(of: FoldedText(answer)) == [], "\(answer)") }
  }

  @Test(arguments: [
    ("What does an employee who marries receive for the wedding?", 1),
    ("What does an employee who adopts a child receive?", 0),
  ])
  func `of several places the one whose sentence shares most with the question is the evidence`(
    question: String, place expected: Int
  ) throws {
    let text = Self.leave.text
    let places = [text.range(of: "seven weeks"), text.range(of: "seven weeks", options: .backwards)].compactMap {
      found in
      found.map { text.distance(from: text.startIndex, to: $0.lowerBound) }
    }
    let found = try #require(place(question, "seven weeks"))
    #expect(found.at == places[expected])
  }

  @Test func `a passage that is cut otherwise still says where to look`() throws {
    let passage = "An employee who adopts a child receives seven weeks. Nothing else is in the corpus."
    let found = try #require(
      place("What does an employee who marries receive for the wedding?", "seven weeks", passage: passage))
    #expect(Self.leave.text.prefix(found.at).hasSuffix("adopts a child receives "))
    #expect(place("How long?", "seven weeks", passage: "An unknown passage altogether.") == nil)
  }
}
