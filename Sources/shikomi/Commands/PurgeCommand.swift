import Pipeline
import Records
import Storage

enum PurgeCommand: Command {
  static let name = "purge"
  static let summary = BilingualText(
    en: "removes a document and everything derived from it; names who learned from it",
    ja: "文書とそこから作られたものをすべて消し、それを学習したものを知らせます")
  static let operands = [
    Operand("DOCUMENT", en: "its path, or the beginning of its hash", ja: "文書のパス、またはハッシュ値の先頭")
  ]

  static func run(_ invocation: Invocation) async throws {
    let session = try invocation.session()
    let lock = try WorkspaceLock(session.workspace)
    defer { withExtendedLifetime(lock) {} }
    let name = invocation.operands[0]
    let sources = try session.store.read { try $0.findDocuments(name) }
    guard let report = try session.purge(sources) else { throw UnknownDocument(name: name) }
    try invocation.print(report) { text(report, invocation.language) }
  }

  private static func text(_ report: PurgeReport, _ language: Language) -> String {
    let revisions =
      report.revisions == 1
      ? BilingualText(en: "", ja: "")
      : BilingualText(
        en: " with \(report.revisions - 1) earlier contents", ja: "（以前の内容 \(report.revisions - 1) 件を含む）")
    var lines = [
      BilingualText(
        en: "\(report.path) is purged\(revisions.en): \(report.chunks) chunks, \(report.pairs) pairs, "
          + "\(report.events) review events, \(report.answers) answers.",
        ja: "\(report.path)\(revisions.ja) を消しました（チャンク \(report.chunks)、ペア \(report.pairs)、"
          + "確認の記録 \(report.events)、回答 \(report.answers)）。")[language]
    ]
    if !report.removed.isEmpty {
      lines.append(
        BilingualText(
          en: "Removed with it, because they held copies of its text; they are made again when they are needed:",
          ja: "次のものもその文章の写しを含むため、消しました（必要なときに作り直されます）:")[language])
      lines += report.removed.map { "  " + $0 }
    }
    let learned = report.datasets.map { "output/dataset/\($0)" } + report.adapters.map { "output/adapters/\($0)" }
    if !learned.isEmpty {
      lines.append(
        BilingualText(
          en: "These were made from it and still hold what they learned; delete them and make them anew "
            + "(`shikomi curate`, `shikomi tune`):",
          ja: "次のものはこの文書から作られ、その内容を含んでいます。削除して、作り直してください"
            + "（`shikomi curate`、`shikomi tune`）:")[language])
      lines += learned.map { "  " + $0 }
      lines.append(
        BilingualText(
          en: "Copies elsewhere, such as those of `shikomi export --output`, are not known here.",
          ja: "`shikomi export --output` などでほかの場所に書き出した写しは、ここでは分かりません。")[language])
    }
    lines.append(
      BilingualText(
        en: "A file with this content in corpora/ is left alone and not taken in again by itself.",
        ja: "corpora/ のファイルはそのままですが、自動では取り込み直しません。")[language])
    return lines.joined(separator: "\n")
  }
}

/// A document that the store does not know.
struct UnknownDocument: ExplainedError {
  let name: String

  var text: BilingualText {
    BilingualText(
      en:
        "There is no document “\(name)” in the store. `shikomi status --json` and `shikomi ingest` show what is there.",
      ja: "「\(name)」という文書は保存されていません。`shikomi status` や `shikomi ingest` で確認してください。")
  }
}
