import Pipeline
import Records
import Storage

/// The tables that close a run.
enum ClosingSummary {
  /// Files that could not be read, and such as have the content of another.
  static func remarks(_ store: Store) throws -> [Drop] { try store.read { try ChainSummary.remarks($0) } }

  /// Documents, pages and chunks, each file that could not be read, and each that another stands for.
  static func corpus(_ status: WorkspaceStatus, _ remarks: [Drop], _ language: Language) -> String {
    var table = TextTable(figures: [1])
    table.add(BilingualText(en: "documents", ja: "文書")[language], String(status.documents))
    table.add(BilingualText(en: "pages", ja: "ページ")[language], String(status.pages))
    table.add(BilingualText(en: "chunks", ja: "チャンク")[language], String(status.chunks))
    var lines = [table.text]
    func list(_ drops: [Drop], _ title: (Int) -> BilingualText) {
      guard !drops.isEmpty else { return }
      lines += ["", "  " + title(drops.count)[language]]
      lines += drops.map { "    \($0.item)  [\($0.reason)] \($0.detail[language])" }
    }
    list(remarks.filter { $0.outcome == .dropped }) {
      BilingualText(en: "\($0) not read:", ja: "読めなかったもの（\($0) 件）:")
    }
    list(remarks.filter { $0.reason == "same-content" }) {
      BilingualText(en: "\($0) with the same content as another file:", ja: "他のファイルと内容が同じもの（\($0) 件）:")
    }
    list(remarks.filter { $0.reason == "file-gone" }) {
      BilingualText(en: "\($0) whose file is gone:", ja: "ファイルがなくなったもの（\($0) 件）:")
    }
    if let revisions = status.revisions, !revisions.isEmpty {
      lines += ["", "  " + BilingualText(en: "changed:", ja: "変わったもの:")[language]]
      lines += revisions.map { "    \($0.path)  \($0.difference.text[language])" }
    }
    return lines.joined(separator: "\n")
  }
}
