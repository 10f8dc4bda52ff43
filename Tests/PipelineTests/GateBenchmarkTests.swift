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
  }
}
