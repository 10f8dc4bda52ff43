import Evaluation
import Foundation
import Pipeline
import Records

enum ScoreCommand: Command {
  static let name = "score"
  static let summary = BilingualText(
    en: "exact match and F1 of predictions against references", ja: "予測と正解から、完全一致と F1 を計算します")
  static let operands = [
    Operand(
      "FILE", en: "JSON lines: {\"prediction\", \"references\": […], \"language\"}; - is standard input",
      ja: "JSON Lines（{\"prediction\", \"references\": […], \"language\"}）。- は標準入力")
  ]

  private struct Line: Decodable {
    var prediction: String
    var references: [String]
    var language: Language
  }

  /// Means over the lines, and over those of each language.
  struct Result: Codable {
    struct Mean: Codable {
      var exactMatch: Double
      var f1: Double
      var n: Int

      init(_ scores: [AnswerScore]) {
        n = scores.count
        exactMatch = scores.map(\.exactMatch).reduce(0, +) / Double(max(1, n))
        f1 = scores.map(\.f1).reduce(0, +) / Double(max(1, n))
      }
    }

    var all: Mean
    var byLanguage: [String: Mean]
    var lines: [AnswerScore]
  }

  static func run(_ invocation: Invocation) async throws {
    let name = invocation.operands[0]
    var scored: [(language: Language, score: AnswerScore)] = []
    for (index, bytes) in try data(name).split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { continue }
      do {
        let line = try JSONDecoder().decode(Line.self, from: Data(bytes))
        scored.append(
          (
            line.language,
            AnswerMetrics.score(prediction: line.prediction, references: line.references, language: line.language)
          ))
      } catch {
        throw UnreadableLine(file: name, line: index + 1)
      }
    }
    let result = Result(
      all: Result.Mean(scored.map(\.score)),
      byLanguage: Dictionary(grouping: scored) { $0.language.rawValue }.mapValues { Result.Mean($0.map(\.score)) },
      lines: scored.map(\.score))
    try invocation.print(result) { text(result, invocation.language) }
  }

  private static func data(_ name: String) throws -> Data {
    if name == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: name))
    } catch {
      throw UnreadableInput(file: name, why: error.localizedDescription)
    }
  }

  private static func text(_ result: Result, _ language: Language) -> String {
    var table = TextTable(figures: [1, 2, 3])
    table.add("", BilingualText(en: "exact match", ja: "完全一致")[language], "F1", "n")
    func add(_ name: String, _ mean: Result.Mean) {
      table.add(name, CompareCommand.percent(mean.exactMatch), CompareCommand.percent(mean.f1), String(mean.n))
    }
    for (name, mean) in result.byLanguage.sorted(by: { $0.key < $1.key }) { add(name, mean) }
    add(BilingualText(en: "all", ja: "全体")[language], result.all)
    return table.text
  }
}

/// A line that is not as its format says.
struct UnreadableLine: ExplainedError {
  let file: String
  let line: Int
  var expected = "{\"prediction\": …, \"references\": […], \"language\": \"ja\"|\"en\"}"

  var text: BilingualText {
    BilingualText(
      en: "\(file), line \(line): not a JSON object of the form \(expected). Correct the line.",
      ja: "\(file) の \(line) 行目: \(expected) の形の JSON ではありません。直してください。")
  }
}

/// A file that cannot be read.
struct UnreadableInput: ExplainedError {
  let file: String
  let why: String

  var text: BilingualText {
    BilingualText(
      en: "Could not read \(file): \(why). Check the path and its permissions.",
      ja: "\(file) を読めません（\(why)）。パスと権限を確認してください。")
  }
}
