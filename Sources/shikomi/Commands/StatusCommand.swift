import Pipeline
import Records
import Storage

enum StatusCommand: Command {
  static let name = "status"
  static let summary = BilingualText(en: "what stands where", ja: "いまの状態を表示します")

  static func run(_ invocation: Invocation) async throws {
    let session = try invocation.session()
    var status = try session.store.read { try WorkspaceStatus($0) }
    // A run without an end is under way, or was killed.
    if status.lastRun != nil, status.lastRun?.outcome == nil {
      status.lastRun?.outcome = WorkspaceLock.isHeld(session.workspace) ? "running" : "interrupted"
    }
    let remarks = try ClosingSummary.remarks(session.store)
    try invocation.print(status) { text(status, remarks, invocation.language) }
  }

  private static func text(_ status: WorkspaceStatus, _ remarks: [Drop], _ language: Language) -> String {
    var lines = [ClosingSummary.corpus(status, remarks, language)]
    var table = TextTable(figures: [1])
    for status in status.pairs.sorted(by: { $0.key < $1.key }) {
      let name = PairStatus(rawValue: status.key).map { StatusName.text($0)[language] } ?? status.key
      table.add(BilingualText(en: "pairs, \(name)", ja: "ペア（\(name)）")[language], String(status.value))
    }
    if let dataset = status.dataset {
      for split in DatasetSplit.allCases {
        table.add("\(dataset.version) \(split.rawValue)", String(dataset.splits[split.rawValue] ?? 0))
      }
    }
    if !table.text.isEmpty { lines.append(table.text) }
    for adapter in status.adapters {
      lines.append("  " + BilingualText(en: "adapter \(adapter)", ja: "アダプター \(adapter)")[language])
    }
    if let run = status.lastRun { lines.append("  " + line(run)[language]) }
    return lines.joined(separator: "\n")
  }

  private static func line(_ run: WorkspaceStatus.Run) -> BilingualText {
    let begin = BilingualText(en: "last run: \(run.id) (\(run.command))", ja: "前回の実行: \(run.id)（\(run.command)）")
    let end =
      switch run.outcome {
      case "done": BilingualText(en: ", done", ja: "、完了")
      case "failed": BilingualText(en: ", failed", ja: "、失敗")
      case "running": BilingualText(en: ", under way", ja: "、実行中")
      default:
        BilingualText(
          en: ", interrupted; `shikomi \(run.command)` goes on from there",
          ja: "、途中で終了（`shikomi \(run.command)` で続きから再開します）")
      }
    return BilingualText(en: begin.en + end.en, ja: begin.ja + end.ja)
  }
}

/// Review states as people read them.
enum StatusName {
  static func text(_ status: PairStatus) -> BilingualText {
    switch status {
    case .unreviewed: BilingualText(en: "unreviewed", ja: "未確認")
    case .accepted: BilingualText(en: "accepted", ja: "承認")
    case .rejected: BilingualText(en: "rejected", ja: "却下")
    case .edited: BilingualText(en: "edited", ja: "修正")
    case .stale: BilingualText(en: "stale", ja: "根拠なし")
    }
  }
}
