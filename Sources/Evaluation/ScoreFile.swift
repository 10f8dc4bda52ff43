public import Foundation
import Records

/// Scores answers that anybody's program wrote: one JSON object a line with `prediction`, `references` (a list),
/// `language` (`ja` or `en`) and, where questions come from documents, `document`.
public enum ScoreFile {
  /// What the intervals take as independent.
  public enum Unit: String, Codable, Sendable {
    /// Every line names its document: lines about one document count as one observation.
    case document
    /// No line names a document, so that each line stands for itself. Too narrow where lines do share documents.
    case question
  }

  /// The figures of some lines; shares from 0 to 1.
  public struct Figures: Codable, Sendable, Hashable {
    /// Lines scored.
    public var n: Int
    /// Share of predictions equal to a reference once both are normalised, 0…1.
    public var exactMatch: Estimate
    /// Mean F1, 0…1: over words in English, over characters in Japanese.
    public var f1: Estimate
    /// chrF as sacrebleu computes it, over all lines, but from 0 to 1.
    public var chrF: Double
    /// Predictions with nothing in them.
    public var empty: Int
  }

  /// The figures of a file.
  public struct Scores: Codable, Sendable, Hashable {
    /// What every interval in this value takes as independent.
    public var unit: Unit
    /// Of all lines, both languages together.
    public var all: Figures
    /// By `ja`, `en`.
    public var byLanguage: [String: Figures]
    /// Exact match and F1 of each line, in the file's order.
    public var lines: [AnswerScore]
  }

  /// Scores a file's lines. Empty lines are passed over.
  ///
  /// - Parameter name: The file's name, for error messages.
  /// - Throws: `UnscorableFile` for the first line that does not fit, and for a file without lines.
  public static func score(_ data: Data, name: String) throws -> Scores {
    let lines = try lines(of: data, name: name)
    let named = lines.first?.record.document != nil
    if let odd = lines.first(where: { ($0.record.document != nil) != named }) {
      throw UnscorableFile(
        file: name, line: odd.number,
        problem: named
          ? "\"document\" is missing, while the lines before it have one"
          : "there is a \"document\", while the lines before it have none",
        remedy: "Give every line its document, or none.")
    }
    let scored = lines.map { line in
      ScoredLine(
        record: line.record, unit: line.record.document ?? "line \(line.number)",
        score: AnswerMetrics.score(
          prediction: line.record.prediction, references: line.record.references, language: line.record.language))
    }
    return Scores(
      unit: named ? .document : .question, all: figures(scored),
      byLanguage: Dictionary(grouping: scored) { $0.record.language.rawValue }.mapValues(figures),
      lines: scored.map(\.score))
  }

  private struct Record: Decodable {
    var prediction: String
    var references: [String]
    var language: Language
    var document: String?
  }

  private struct ScoredLine {
    var record: Record
    var unit: String
    var score: AnswerScore
  }

  private static func figures(_ lines: [ScoredLine]) -> Figures {
    let units = lines.map(\.unit)
    var characters = CharacterFScore()
    for line in lines { characters.add(prediction: line.record.prediction, references: line.record.references) }
    return Figures(
      n: lines.count, exactMatch: Estimate(values: lines.map(\.score.exactMatch), groups: units, bounds: 0...1),
      f1: Estimate(values: lines.map(\.score.f1), groups: units, bounds: 0...1), chrF: characters.score,
      empty: lines.count { $0.record.prediction.allSatisfy(\.isWhitespace) })
  }

  private static func lines(of data: Data, name: String) throws -> [(number: Int, record: Record)] {
    let decoder = JSONDecoder()
    var lines: [(number: Int, record: Record)] = []
    for (index, bytes) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      do {
        lines.append((index + 1, try decoder.decode(Record.self, from: Data(bytes))))
      } catch {
        throw UnscorableFile(
          file: name, line: index + 1, problem: problem(error),
          remedy:
            "A line looks like {\"prediction\": \"20 days\", \"references\": [\"20 days\"], \"language\": \"en\"}.")
      }
    }
    if lines.isEmpty {
      throw UnscorableFile(
        file: name, line: nil, problem: "there is nothing in it",
        remedy: "Write one JSON object a line, with prediction, references and language.")
    }
    return lines
  }

  private static func problem(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      context.codingPath.isEmpty
        ? "it is no JSON object" : "\"\(path(context))\" is not what it should be: \(context.debugDescription)"
    case DecodingError.dataCorrupted(let context) where context.codingPath.first?.stringValue == "language":
      "\"language\" is neither \"ja\" nor \"en\""
    default: "it is not valid JSON"
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined()
  }
}

/// A file of answers that cannot be scored: where, why, and what to do.
public struct UnscorableFile: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
  /// The name that the caller gave it.
  public var file: String
  /// Counted from 1; nil where the whole file is meant.
  public var line: Int?
  /// What does not fit, in English, without a full stop.
  public var problem: String
  /// What to write instead, as one or more sentences in English.
  public var remedy: String

  /// File, line, problem and remedy in one line of English.
  public var description: String {
    "Could not score \(file)\(line.map { ", line \($0)" } ?? ""): \(problem). \(remedy)"
  }

  /// The same line, for `localizedDescription`.
  public var errorDescription: String? { description }
}
