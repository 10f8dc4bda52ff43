import Records
import Testing

@Suite struct SentenceSplitterTests {
  private func split(_ text: String, _ language: Language) -> [String] {
    let bytes = Array(text.utf8)
    return SentenceSplitter.split(text, language: language).map { range in
      var sentence = String(decoding: bytes[range], as: UTF8.self)
      while sentence.last?.isWhitespace == true { sentence.removeLast() }
      return sentence
    }
  }

  @Test(arguments: [
    ["社員は申請する。", "期限は3日とする。"],
    ["本当ですか？！", "はい。"],
    ["「承知しました。」と答えた。", "次に進む。"],
    ["彼は「承知しました。」", "次の日に出社した。"],
    ["上限は5万円です（税込みです。別途見積もり）。", "超える場合は申請する。"],
    ["料金は1.5倍です。", "詳細はhttps://example.co.jp/a.b.html?x=1を見る。"],
    ["（注）適用しない。", "『規程。』"],
    ["見出し\n", "本文です。"].map { $0.trimmingNewline },
    ["速い！", "次も速い。"],
    ["売上高は124億円である。¹", "従業員は812名²である。"],
  ])
  func `Japanese sentences end where a reader would say`(sentences: [String]) {
    let joint = sentences.first == "見出し" ? "\n" : ""
    #expect(split(sentences.joined(separator: joint), .ja) == sentences)
  }

  @Test(arguments: [
    ["Mr. Smith met Dr. Jones.", "They agreed."],
    ["See No. 5 and Fig. 2 for details.", "The answer is no.", "Then stop."],
    ["Use tools, e.g. Excel, i.e. a spreadsheet.", "It works."],
    ["The rate is 3.5 percent.", "See https://example.com/a.html?b=1 for more."],
    ["J. R. Smith founded it.", "He left."],
    ["Deliveries enter through Gate B.", "Drivers wait 15 minutes."],
    ["The lab uses Method A.", "Results arrive in 3 days.", "Ask team A.", "Replies take a day."],
    ["It was written by J. Smith and John F. Kennedy.", "Nobody knew."],
    ["The supply draws 120 mA.²", "Then run the commands.", "It is 3 m² large."],
    ["Acme Inc. Tokyo is the branch.", "It opened in the U.S.", "The rest is here."],
    ["He asked \"Really?\" and left.", "\"Yes.\"", "Done!"],
    ["1. Scope of the rules.", "2. Terms."],
    ["Work from 9 a.m. to 5 p.m. every day.", "Lunch is one hour."],
    ["It was due on Jan. 7 at noon.", "(It was late.)", "Fine."],
    ["Version 2.0 is out... and it works.", "Wait!", "Why?"],
  ])
  func `English sentences end where a reader would say`(sentences: [String]) {
    #expect(split(sentences.joined(separator: " "), .en) == sentences)
  }

  @Test func `a bracket that nothing closes protects nothing`() {
    #expect(split("「開いたまま。次の文。", .ja) == ["「開いたまま。", "次の文。"])
  }

  @Test(arguments: 0..<300) func `the ranges tile any text on character boundaries`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let pieces = [
      "。", "！", "」", "「", "（", "）", ".", " ", "\n", "あ", "Mr", "3", "e.g.", "?", "\"", "👨‍👩‍👧", "が\u{3099}", "　", "A",
    ]
    let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
    for language in Language.allCases {
      var end = 0
      for range in SentenceSplitter.split(text, language: language) {
        #expect(range.lowerBound == end)
        #expect(range.upperBound > end)
        end = range.upperBound
        let index = text.utf8.index(text.utf8.startIndex, offsetBy: end)
        #expect(index.samePosition(in: text.unicodeScalars) != nil)
      }
      #expect(end == text.utf8.count)
    }
  }
}

extension String {
  fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
