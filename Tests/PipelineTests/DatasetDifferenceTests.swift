import Foundation
import Preparation
import Records
import TestSupport
import Testing

@testable import Pipeline

/// What two versions' files say of each other.
struct DatasetDifferenceTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("a\n", to: "corpora/a.txt")
  }

  private func write(_ version: String, _ train: [(question: String, lines: Int, weight: Double)], test: [String])
    throws
  {
    func lines(_ question: String, _ weight: Double, _ count: Int) throws -> String {
      let evidence = Evidence(
        document: "corpora/a.txt", sha256: ContentHash(of: ["a"]), chunk: ContentHash(of: ["chunk"]), start: 0, end: 1,
        quote: "a", page: 1, rects: [])
      let pair = QAPair(
        question: question, answer: "a", language: .en, type: .factoid, difficulty: 1, evidence: [evidence],
        fact: ContentHash(of: [question]), generator: PairGenerator(model: "m", template: "t", seed: 0))
      let line = String(decoding: try JSONLines.line(TrainingExample(pair, weight: weight)), as: UTF8.self) + "\n"
      return String(repeating: line, count: count)
    }
    let texts: [DatasetSplit: String] = [
      .train: try train.map { try lines($0.question, $0.weight, $0.lines) }.joined(),
      .testUnseen: try test.map { try lines($0, 1, 1) }.joined(),
    ]
    for part in DatasetSplit.allCases {
      try folder.write(texts[part] ?? "", to: "output/dataset/\(version)/\(part.fileName)")
    }
  }

  @Test func `pairs that count for more or less in training are told, and the lines of every part`() throws {
    try write("v1", [("one?", 1, 1), ("two?", 1, 1), ("three?", 2, 1), ("four?", 1, 1)], test: ["five?"])
    try write("v2", [("one?", 3, 1), ("two?", 1, 2.5), ("three?", 2, 1), ("five?", 4, 2)], test: ["four?"])
    let workspace = try Workspace(root: folder.url)
    let difference = try DatasetDifference(from: "v1", to: "v2", in: workspace)
    #expect(difference.added.isEmpty && difference.removed.isEmpty)
    #expect(difference.changed.map(\.question).sorted() == ["five?", "four?"], "their part alone")
    #expect(difference.repeatedOtherwise == 1 && difference.weightedOtherwise == 1)
    let one = try #require(difference.emphasised.first { $0.question == "one?" })
    #expect(one.from == .init(lines: 1, weight: 1) && one.to == .init(lines: 3, weight: 1))
    #expect(difference.emphasised.first { $0.question == "two?" }?.to == .init(lines: 1, weight: 2.5))
    #expect(difference.lines.first { $0.part == .train } == .init(part: .train, from: 5, to: 10))
    #expect(difference.lines.first { $0.part == .testUnseen } == .init(part: .testUnseen, from: 1, to: 1))
    #expect(try DatasetDifference(from: "v1", to: "v1", in: workspace).emphasised.isEmpty)
  }
}
