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
    guard let source = try session.store.read({ try $0.findDocument(name) }) else { throw UnknownDocument(name: name) }
    let report = try session.store.write { try $0.purge(source) }
    try session.store.compact()
    try invocation.print(report) { text(report, invocation.language) }
  }

  private static func text(_ report: PurgeReport, _ language: Language) -> String {
    var lines = [
      BilingualText(
        en: "\(report.path) is purged: \(report.chunks) chunks, \(report.pairs) pairs, \(report.events) review events, "
          + "\(report.answers) answers.",
        ja: "\(report.path) を消しました（チャンク \(report.chunks)、ペア \(report.pairs)、確認の記録 \(report.events)、"
          + "回答 \(report.answers)）。")[language]
    ]
    let learned = report.datasets.map { "output/dataset/\($0)" } + report.adapters.map { "output/adapters/\($0)" }
    if !learned.isEmpty {
      lines.append(
        BilingualText(
          en: "These were made from it and still hold what they learned; delete them and make them anew:",
          ja: "次のものはこの文書から作られ、その内容を含んでいます。削除して作り直してください:")[language])
      lines += learned.map { "  " + $0 }
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
