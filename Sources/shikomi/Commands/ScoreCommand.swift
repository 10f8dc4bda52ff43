import Evaluation
import Foundation
import Pipeline
import Records

enum ScoreCommand: Command {
  static let name = "score"
  static let summary = BilingualText(
    en: "exact match, F1 and chrF of predictions against references, with intervals",
    ja: "予測と正解から、完全一致・F1・chrF を区間つきで計算します")
  static let operands = [
    Operand(
      "FILE",
      en: "JSON lines: {\"prediction\", \"references\": […], \"language\"[, \"document\"]}; - is standard input",
      ja: "JSON Lines（{\"prediction\", \"references\": […], \"language\"[, \"document\"]}）。- は標準入力")
  ]

  /// What `--json` writes: means over the lines and over those of each language, with their 95 % intervals.
  struct Result: Encodable {
    struct Figures: Encodable {
      var n: Int
      var exactMatch: Double
      var exactMatchInterval: [Double]
      var f1: Double
      var f1Interval: [Double]
      var chrF: Double
      var empty: Int

      init(_ figures: ScoreFile.Figures) {
        n = figures.n
        exactMatch = figures.exactMatch.mean
        exactMatchInterval = [figures.exactMatch.lower, figures.exactMatch.upper]
        f1 = figures.f1.mean
        f1Interval = [figures.f1.lower, figures.f1.upper]
        chrF = figures.chrF
        empty = figures.empty
      }
    }

    var unit: ScoreFile.Unit
    var all: Figures
    var byLanguage: [String: Figures]
    var lines: [AnswerScore]

    init(_ scores: ScoreFile.Scores) {
      unit = scores.unit
      all = Figures(scores.all)
      byLanguage = scores.byLanguage.mapValues(Figures.init)
      lines = scores.lines
    }
  }

  static func run(_ invocation: Invocation) async throws {
    let name = invocation.operands[0]
    let scores = try ScoreFile.score(try data(name), name: name)
    try invocation.print(Result(scores)) { text(scores, invocation.language) }
  }

  private static func data(_ name: String) throws -> Data {
    if name == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: name))
    } catch {
      throw UnreadableInput(file: name, why: BilingualText(reasonOf: error))
    }
  }

  private static func text(_ scores: ScoreFile.Scores, _ language: Language) -> String {
    var table = TextTable(figures: [1, 2, 3, 4, 5, 6])
    let interval = BilingualText(en: "95 % interval", ja: "95 % 区間")[language]
    table.add(
      "", BilingualText(en: "exact match", ja: "完全一致")[language], interval, "F1", interval, "chrF", "n")
    func add(_ name: String, _ figures: ScoreFile.Figures) {
      table.add(
        name, CompareCommand.percent(figures.exactMatch.mean), range(figures.exactMatch),
        CompareCommand.percent(figures.f1.mean), range(figures.f1), CompareCommand.percent(figures.chrF),
        String(figures.n))
    }
    for (name, figures) in scores.byLanguage.sorted(by: { $0.key < $1.key }) { add(name, figures) }
    add(BilingualText(en: "all", ja: "全体")[language], scores.all)
    return table.text + "\n" + unit(scores)[language]
  }

  private static func range(_ estimate: Estimate) -> String {
    "\(CompareCommand.percent(estimate.lower))–\(CompareCommand.percent(estimate.upper))"
  }

  /// What the intervals rest on, as a sentence.
  private static func unit(_ scores: ScoreFile.Scores) -> BilingualText {
    let empty = BilingualText(
      en: scores.all.empty == 0 ? "" : " Empty predictions: \(scores.all.empty).",
      ja: scores.all.empty == 0 ? "" : "空の予測: \(scores.all.empty) 件。")
    return switch scores.unit {
    case .document:
      BilingualText(
        en: "The intervals take \(scores.all.f1.documents) documents as independent.\(empty.en)",
        ja: "区間は、\(scores.all.f1.documents) 件の文書を独立とみなしています。\(empty.ja)")
    case .question:
      BilingualText(
        en: "No line names its document (\"document\"), so the intervals take every line as independent: too narrow "
          + "where lines share a document.\(empty.en)",
        ja: "\"document\" のない行なので、区間は各行を独立とみなしています。同じ文書の行があれば、区間は狭すぎます。\(empty.ja)")
    }
  }
}
