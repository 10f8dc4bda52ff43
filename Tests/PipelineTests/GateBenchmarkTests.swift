import Foundation
import Records
import TestSupport
import Testing

@testable import Pipeline

struct GateBenchmarkTests {
  /// Passages written for this test, each with a question of a person.
  private static let passages = [
    (
      "The harbour museum in Esbjerg opened in 1987 and keeps 240 model ships.", "When did the harbour museum open?",
      "1987"
    ),
    (
      "Queen Astrid laid the first stone of the Belvoir bridge on a rainy morning.",
      "Who laid the first stone of the bridge?", "Queen Astrid"
    ),
    (
      "The Kelmore bakery sells 3,200 loaves a day to the hospitals of the county.",
      "How many loaves does the Kelmore bakery sell a day?", "3,200"
    ),
    (
      "Professor Ilse Brandt taught botany at Marburg until she was seventy.", "Who taught botany at Marburg?",
      "Professor Ilse Brandt"
    ),
  ]

  @Test func `corrupted pairs are found by the gates that are there for them, and sound ones are let through`() throws {
    let folder = try TemporaryFolder()
    let paragraphs = Self.passages.map { text, question, answer in
      ["context": text, "qas": [["question": question, "answers": [["text": answer]]]]] as [String: Any]
    }
    let data = try JSONSerialization.data(withJSONObject: ["data": [["paragraphs": paragraphs]]])
    try folder.write(String(decoding: data, as: UTF8.self), to: "pairs.json")
    let result = try GateBenchmark.run(
      file: folder.appending("pairs.json"), passages: 10, seed: 7, rank: 1)
    #expect(result.pairs == 4 && result.language == .en)
    let rows = Dictionary(uniqueKeysWithValues: result.rows.map { ($0.corruption, $0) })
    for name in [
      "wrong-number", "swapped-entity", "foreign-passage", "leaked-answer", "wrong-language", "this-document",
    ] {
      let row = try #require(rows[name])
      #expect(row.corrupted >= 2 && row.recall == 1 && row.precision == 1, "\(row)")
    }
    #expect(rows["duplicated"]?.corrupted == 4)
    let contradicted = try #require(rows["contradicted"])
    // Of questions this short a changed word is a third of all pieces.
    #expect(contradicted.corrupted == 4 && contradicted.caught >= 1 && contradicted.falseAlarms == 0)
    #expect(result.heldOut.map(\.gate).contains("duplicateThreshold"))
    for check in result.heldOut where check.gate == "answerFacts" {
      #expect(check.usualHeldOut.corrupted == 1 && check.usualHeldOut.recall == 1, "\(check)")
    }
  }

  @Test func `a threshold is chosen on one half alone and judged by the other`() {
    // On the first half 0.4 divides best; on the other it does not.
    let tuning = [(0.8, 0.3), (0.9, 0.35), (0.7, 0.2)].map {
      HeldOutThreshold.Case(sound: $0.0, corrupted: $0.1, isHeldOut: false)
    }
    let others = [(0.3, 0.6), (0.9, 0.1)].map { HeldOutThreshold.Case(sound: $0.0, corrupted: $0.1, isHeldOut: true) }
    let check = HeldOutThreshold("gate", "broken", usual: 0.65, tuning + others)
    #expect(check.chosen == 0.65 || check.chosenWhereChosen.recall == 1)
    #expect(check.chosenWhereChosen.recall == 1 && check.chosenWhereChosen.precision == 1)
    #expect(check.usualHeldOut.recall == 1 && check.usualHeldOut.precision == 2.0 / 3)
    #expect(check.chosenHeldOut.corrupted == 2)
  }
}
