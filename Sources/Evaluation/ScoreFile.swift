public import Foundation
public import Records

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
          ? BilingualText(
            en: "\"document\" is missing, while the lines before it have one",
            ja: "前の行にはある \"document\" がありません")
          : BilingualText(
            en: "there is a \"document\", while the lines before it have none",
            ja: "前の行にはない \"document\" があります"),
        remedy: BilingualText(
          en: "Give every line its document, or none.",
          ja: "\"document\" は、すべての行に書くか、どの行にも書かないでください。"))
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
          remedy: BilingualText(
            en: "A line looks like {\"prediction\": \"20 days\", \"references\": [\"20 days\"], \"language\": \"en\"}.",
            ja: "各行は {\"prediction\": \"20日\", \"references\": [\"20日\"], \"language\": \"ja\"} のように書いてください。"))
      }
    }
    if lines.isEmpty {
      throw UnscorableFile(
        file: name, line: nil, problem: BilingualText(en: "there is nothing in it", ja: "中身がありません"),
        remedy: BilingualText(
          en: "Write one JSON object a line, with prediction, references and language.",
          ja: "1 行に一つずつ、prediction、references、language を持つ JSON オブジェクトを書いてください。"))
    }
    return lines
  }

  private static func problem(_ error: any Error) -> BilingualText {
    switch error {
    case DecodingError.keyNotFound(let key, _):
      BilingualText(en: "\"\(key.stringValue)\" is missing", ja: "\"\(key.stringValue)\" がありません")
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      context.codingPath.isEmpty
        ? BilingualText(en: "it is no JSON object", ja: "JSON オブジェクトではありません")
        : BilingualText(
          en: "\"\(path(context))\" is not what it should be: \(context.debugDescription)",
          ja: "\"\(path(context))\" の値の種類が違います（\(context.debugDescription)）")
    case DecodingError.dataCorrupted(let context) where context.codingPath.first?.stringValue == "language":
      BilingualText(
        en: "\"language\" is neither \"ja\" nor \"en\"", ja: "\"language\" が \"ja\" でも \"en\" でもありません")
    default: BilingualText(en: "it is not valid JSON", ja: "JSON として正しくありません")
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined()
  }
}

/// A file of answers that cannot be scored: where, why, and what to do.
public struct UnscorableFile: ExplainedError, Hashable {
  /// The name that the caller gave it.
  public var file: String
  /// Counted from 1; nil where the whole file is meant.
  public var line: Int?
  /// What does not fit, without a full stop.
  public var problem: BilingualText
  /// What to write instead, as one or more sentences.
  public var remedy: BilingualText

  /// File, line, problem and remedy in one line.
  public var text: BilingualText {
    BilingualText(
      en: "Could not score \(file)\(line.map { ", line \($0)" } ?? ""): \(problem.en). \(remedy.en)",
      ja: "\(file)\(line.map { " の \($0) 行目" } ?? "")を採点できません（\(problem.ja)）。\(remedy.ja)")
  }
}
