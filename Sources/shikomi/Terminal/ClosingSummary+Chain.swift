import Foundation
import Pipeline
import Records
import Storage

extension ClosingSummary {
  /// Pairs by fate: kept, and left out by stage and reason.
  static func fates(kept: Int, _ counts: [LedgerCount], _ language: Language) -> String {
    var table = TextTable(figures: [1])
    table.add(BilingualText(en: "pairs kept", ja: "採用したペア")[language], String(kept))
    for count in counts where count.outcome == .dropped {
      let name = BilingualText(en: "\(count.stage): \(count.reason)", ja: "\(count.stage)：\(count.reason)")
      table.add("  " + name[language], String(count.count))
    }
    return table.text
  }

  /// The latest version's parts.
  static func splits(_ status: WorkspaceStatus, _ language: Language) -> String {
    var table = TextTable(figures: [1])
    guard let dataset = status.dataset else { return "" }
    for split in DatasetSplit.allCases {
      table.add("\(dataset.version) \(split.rawValue)", String(dataset.splits[split.rawValue] ?? 0))
    }
    return table.text
  }

  /// What changed between two versions.
  static func difference(_ difference: DatasetDifference, _ language: Language) -> String {
    var lines: [String] = []
    func list(_ sign: String, _ changes: [DatasetDifference.Change]) {
      for change in changes {
        let places = [change.from, change.to].compactMap { $0?.rawValue }.joined(separator: " → ")
        lines.append("\(sign) \(change.id.short)  \(places)  \(change.question)")
      }
    }
    list("+", difference.added)
    list("-", difference.removed)
    list("~", difference.changed)
    lines += emphasis(difference, language)
    let total = BilingualText(
      en: "\(difference.added.count) added, \(difference.removed.count) removed, \(difference.changed.count) changed "
        + "from \(difference.from) to \(difference.to)",
      ja: "\(difference.from) から \(difference.to)：追加 \(difference.added.count)、削除 \(difference.removed.count)、"
        + "変更 \(difference.changed.count)")
    return (lines + [total[language]]).joined(separator: "\n")
  }

  /// What counts for more or less in training, in figures, and the lines of each part.
  private static func emphasis(_ difference: DatasetDifference, _ language: Language) -> [String] {
    let (repeated, weighted) = (difference.repeatedOtherwise, difference.weightedOtherwise)
    var texts: [BilingualText] = []
    if repeated + weighted > 0 {
      texts.append(
        BilingualText(
          en: "of the pairs that train in both: \(repeated) stand in another number of lines, \(weighted) with another "
            + "weight",
          ja: "どちらの版でも学習用のペアのうち、行数（くり返し）が変わったもの \(repeated)、重みが変わったもの \(weighted)"))
    }
    let lines = difference.lines.map { "\($0.part.rawValue) \($0.from) → \($0.to)" }.joined(separator: ", ")
    texts.append(BilingualText(en: "lines: \(lines)", ja: "行数：\(lines)"))
    return texts.map { $0[language] }
  }

  /// Everything that a run closes with.
  static func chain(_ summary: ChainSummary, _ workspace: Workspace, _ language: Language) -> String {
    let reviewed = BilingualText(
      en: "  \(summary.reviewed) of \(summary.datasetPairs) reviewed",
      ja: "  \(summary.datasetPairs) 件中 \(summary.reviewed) 件を人が確認済み")
    let report = workspace.report.appendingPathComponent("index.html").path
    return [
      corpus(summary.status, summary.unreadable + summary.copies + summary.gone, language),
      fates(kept: summary.datasetPairs, summary.fates, language),
      splits(summary.status, language) + "\n" + reviewed[language],
      scores(summary.scores, language),
      summary.refusedExport.map { "  " + $0[language] } ?? "",
      BilingualText(en: "  report: \(report)", ja: "  レポート: \(report)")[language],
    ].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// F1 of each arm on each test set, with its interval.
  static func scores(_ scores: [ScoreRecord], _ language: Language) -> String {
    var table = TextTable(figures: [2, 3, 4])
    table.add(
      BilingualText(en: "test set", ja: "試験")[language], BilingualText(en: "arm", ja: "方式")[language], "F1",
      BilingualText(en: "95 % interval", ja: "95% 区間")[language], "n")
    for score in scores where score.metric == "f1" {
      var interval = ""
      if let low = score.low, let high = score.high { interval = "\(percent(low))–\(percent(high))" }
      table.add(score.split, score.arm, percent(score.value), interval, String(score.n))
    }
    return scores.isEmpty ? "" : table.text
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f", share * 100) }
}
