import Evaluation
import Foundation
import Records
import Testing

@Suite struct ScoreFileTests {
  private static func score(_ lines: String...) throws -> ScoreFile.Scores {
    try ScoreFile.score(Data(lines.joined(separator: "\n").utf8), name: "answers.jsonl")
  }

  private static func failure(_ lines: String...) -> UnscorableFile? {
    do {
      _ = try ScoreFile.score(Data(lines.joined(separator: "\n").utf8), name: "answers.jsonl")
      return nil
    } catch { return error as? UnscorableFile }
  }

  private static let right = #"{"prediction": "20 days", "references": ["the 20 days"], "language": "en"}"#
  private static let half = #"{"prediction": "毎月末日", "references": ["末日"], "language": "ja", "extra": 1}"#

  @Test func `figures stand for all lines and for each language`() throws {
    let scores = try Self.score(Self.right, "", Self.half, "")
    #expect(scores.all.n == 2 && scores.unit == .question)
    #expect(scores.all.exactMatch.mean == 0.5)
    #expect(scores.byLanguage["en"]?.f1.mean == 1)
    #expect(scores.byLanguage["ja"].map { abs($0.f1.mean - 2.0 / 3) < 1e-9 } == true)
    #expect(scores.all.f1.documents == 2)
  }

  @Test func `lines about one document count as one observation`() throws {
    let line = { (answer: String, document: String) in
      #"{"prediction": "\#(answer)", "references": ["20 days"], "language": "en", "document": "\#(document)"}"#
    }
    let scores = try Self.score(line("20 days", "a.pdf"), line("20 days", "a.pdf"), line("", "b.pdf"))
    #expect(scores.unit == .document)
    #expect(scores.all.exactMatch.documents == 2 && scores.all.n == 3)
    #expect(scores.all.empty == 1)
  }

  @Test func `Windows line ends are read`() throws {
    #expect(try ScoreFile.score(Data((Self.right + "\r\n" + Self.half + "\r\n").utf8), name: "a").all.n == 2)
  }

  @Test(arguments: [
    (#"{"prediction": "x""#, "it is not valid JSON"),
    (#"{"references": ["x"], "language": "en"}"#, "\"prediction\" is missing"),
    (#"{"prediction": "x", "references": ["x"]}"#, "\"language\" is missing"),
    (#"{"prediction": "x", "references": ["x"], "language": "fr"}"#, "\"language\" is neither \"ja\" nor \"en\""),
    (#"{"prediction": "x", "references": "x", "language": "en"}"#, "\"references\" is not what it should be"),
    (#"{"prediction": 5, "references": ["x"], "language": "en"}"#, "\"prediction\" is not what it should be"),
    (#"["x"]"#, "it is no JSON object"),
  ])
  func `a line that does not fit is named with its number and the reason`(line: String, problem: String) throws {
    let error = try #require(Self.failure(Self.right, "", line, Self.right))
    #expect(error.line == 3)
    #expect(error.problem.en.hasPrefix(problem), "\(error.problem.en)")
    #expect(error.description.hasPrefix("Could not score answers.jsonl, line 3: "))
  }

  @Test func `documents on some lines only are refused`() {
    let named = #"{"prediction": "x", "references": ["x"], "language": "en", "document": "a.pdf"}"#
    #expect(Self.failure(Self.right, named)?.line == 2)
    #expect(Self.failure(named, Self.right)?.problem.en.contains("missing") == true)
  }

  @Test func `an empty file is refused`() {
    #expect(Self.failure("", " ")?.problem.en == "there is nothing in it")
  }
}
