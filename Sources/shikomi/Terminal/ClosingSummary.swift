import Pipeline
import Records
import Storage

/// The tables that close a run.
enum ClosingSummary {
  /// Files that could not be read.
  static func unreadable(_ store: Store) throws -> [Drop] {
    var drops: [Drop] = []
    try store.read { transaction in
      try transaction.eachDrop(stage: IngestStage.name) { if $0.outcome == .dropped { drops.append($0) } }
    }
    return drops
  }

  /// Documents, pages and chunks, and each file that could not be read.
  static func corpus(_ status: WorkspaceStatus, _ unreadable: [Drop], _ language: Language) -> String {
    var table = TextTable(figures: [1])
    table.add(BilingualText(en: "documents", ja: "文書")[language], String(status.documents))
    table.add(BilingualText(en: "pages", ja: "ページ")[language], String(status.pages))
    table.add(BilingualText(en: "chunks", ja: "チャンク")[language], String(status.chunks))
    guard !unreadable.isEmpty else { return table.text }
    let title = BilingualText(en: "\(unreadable.count) not read:", ja: "読めなかったもの（\(unreadable.count) 件）:")[language]
    return
      ([table.text, "", "  " + title] + unreadable.map { "    \($0.item)  [\($0.reason)] \($0.detail[language])" })
      .joined(separator: "\n")
  }
}
