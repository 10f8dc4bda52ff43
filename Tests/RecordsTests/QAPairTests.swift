import Foundation
import Records
import Testing

@Suite struct QAPairTests {
  /// The contract's own sample of a pair.
  static let sample = #"""
    {"id": "…", "question": "…", "answer": "…", "language": "ja", "type": "factoid", "difficulty": 2,
     "evidence": [{"document": "corpora/rules.pdf", "sha256": "…", "chunk": "…", "start": 120, "end": 168, "quote": "…",
                   "page": 3, "rects": [{"page": 3, "rect": [72.0, 80.1, 301.2, 98.4]}]}],
     "fact": "…", "variantOf": null, "answerable": true,
     "status": "accepted", "reviewer": "…", "scores": {"grounded": 1.0, "roundTrip": 0.93, "selfContained": 1.0},
     "split": "train", "generator": {"model": "…", "template": "…", "seed": 7}}
    """#

  @Test func `the contract's sample is read and written back with the same keys and values`() throws {
    let pair = try JSONDecoder().decode(QAPair.self, from: Data(Self.sample.utf8))
    #expect(pair.evidence[0].rects[0].rect == Rect(x0: 72, y0: 80.1, x1: 301.2, y1: 98.4))
    #expect(pair.status == .accepted && pair.variantOf == nil && pair.scores["roundTrip"] == 0.93)
    let written = try #require(try JSONSerialization.jsonObject(with: JSONLines.line(pair)) as? NSDictionary)
    let expected = try #require(try JSONSerialization.jsonObject(with: Data(Self.sample.utf8)) as? NSDictionary)
    #expect(written == expected)
  }

  @Test func `a pair that nobody has looked at has the same keys, with null where there is nothing`() throws {
    let pair = Self.pair()
    let written = try #require(try JSONSerialization.jsonObject(with: JSONLines.line(pair)) as? [String: Any])
    let expected = try #require(try JSONSerialization.jsonObject(with: Data(Self.sample.utf8)) as? [String: Any])
    #expect(Set(written.keys) == Set(expected.keys))
    #expect(written["reviewer"] is NSNull && written["split"] is NSNull)
    #expect(try JSONDecoder().decode(QAPair.self, from: JSONLines.line(pair)) == pair)
  }

  @Test func `the question types are the contract's words`() {
    #expect(
      QuestionType.allCases.map(\.rawValue) == [
        "factoid", "number", "definition", "procedure", "list", "reason", "yes-no", "comparison", "multi-hop",
        "unanswerable",
      ])
  }

  @Test func `a pair's id depends on its words and its place, not on its review`() {
    var reviewed = Self.pair()
    reviewed.status = .accepted
    #expect(reviewed.id == Self.pair().id)
    #expect(Self.pair(question: "How long?").id != Self.pair().id)
    #expect(Self.pair(start: 1).id != Self.pair().id)
  }

  @Test func `lines are read and written with their number kept, empty lines passed over`() throws {
    let pairs = [Self.pair(), Self.pair(start: 1)]
    let data = try JSONLines.data(pairs)
    #expect(data.count { $0 == 0x0A } == 2)
    #expect(try JSONLines.decode(QAPair.self, from: Data("\n".utf8) + data + Data("\n".utf8)) == pairs)
  }

  static func pair(question: String = "何日ですか？", start: Int = 0) -> QAPair {
    QAPair(
      question: question, answer: "20日", language: .ja, type: .number, difficulty: 1,
      evidence: [
        Evidence(
          document: "corpora/rules.pdf", sha256: ContentHash(hex: "aa"), chunk: ContentHash(hex: "bb"), start: start,
          end: start + 5, quote: "20日", page: 1, rects: [])
      ], fact: ContentHash(hex: "cc"), generator: PairGenerator(model: "m", template: "t", seed: 7))
  }
}
