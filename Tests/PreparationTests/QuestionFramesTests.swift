import Records
import Testing

@testable import Preparation

/// A question with words put around it is no rewording that could test anything.
struct QuestionFramesTests {
  @Test func `a question that holds another one whole is told, whatever its punctuation`() {
    #expect(
      QuestionFrames.holding([
        "What is the hotel limit?", "In “Travel rules”, what is the hotel limit?", "How much may a hotel cost?",
      ]) == [true, true, false])
    #expect(QuestionFrames.holding(["宿泊費の上限はいくらですか？", "旅費規程について、宿泊費の上限はいくらですか？"]) == [true, true])
    #expect(QuestionFrames.holding(["", "宿泊費の上限はいくらですか？"]) == [false, false])
  }

  @Test func `a Japanese question that differs in its ending alone is told, with a frame or without`() {
    for (one, other) in [
      ("音を止めるには、ボタンを何回押すのか教えてください。", "音を止めるには、ボタンを何回押しますか？"),
      ("天井クレーンの担当が誰か教えてください。", "天井クレーンの担当は誰ですか？"),
      ("消火器の担当は誰でしょうか？", "点検と報告では、消火器の担当は誰ですか？"),
      ("KL-210は、何点までの測定値を保存できるのか教えてください。", "記録の方法について、KL-210は、何点までの測定値を保存できますか？"),
    ] {
      #expect(QuestionFrames.holding([one, other]) == [true, true], "\(one)")
      #expect(QuestionFrames.holding([one, other], endings: false) == [false, false], "\(one)")
    }
    for (one, other) in [
      ("「危険区域」の意味は何ですか？", "「危険区域」とは何ですか？"),
      ("出張申請は誰が承認しますか？", "出張申請を承認するのは誰ですか？"),
      ("校正の金額を教えてください。", "校正はいくらですか？"),
      ("いつですか？", "どこですか？"),
      ("What number of days does it last?", "How many days does it last?"),
    ] {
      #expect(QuestionFrames.holding([one, other]) == [false, false], "\(one)")
    }
  }

  private func corpus() -> (pairs: [QAPair], documents: [SplitDocument]) {
    let documents = RandomPairs.corpus(20)
    let pairs = documents.enumerated().flatMap { number, document -> [QAPair] in
      let words = ["制御盤", "搬送機", "保管庫", "試験室", "会議棟"]
      let asked = "\(words[number % 5])第\(number)号の点検を受け持つのはどの係ですか？"
      let original = RandomPairs.pair(asked, "保全\(number)係", in: document, fact: "inspection \(number)")
      var framed = RandomPairs.pair("設備点検の手引きについて、" + asked, "保全\(number)係", in: document, fact: "inspection \(number)")
      framed.variantOf = original.id
      return [original, framed]
    }
    return (pairs, documents)
  }

  @Test func `a framed question is not held out as a rewording, and verify finds one that is`() throws {
    let (pairs, documents) = corpus()
    #expect(Splitter().split(pairs, documents: documents)[.testReworded].isEmpty)
    let earlier = Splitter(options: SplitOptions(frameRewords: true, questionThreshold: 0.99))
      .split(pairs, documents: documents)
    let held = try #require(earlier[.testReworded].first)
    var frames = FrameCheck()
    for pair in earlier[.testReworded] { frames.add(TrainingExample(pair)) }
    for pair in earlier[.train] { frames.compare(TrainingExample(pair)) }
    let found = frames.violations
    #expect(found.contains { $0.code == "reworded-by-frame" && $0.detail.en.hasPrefix(held.id.short) })
  }
}
