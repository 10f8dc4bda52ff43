import Documents
import Foundation
import Pipeline
import Records

enum ParseCommand: Command {
  static let name = "parse"
  static let summary = BilingualText(
    en: "prints one parsed document; touches no store", ja: "文書を一つ読み取って表示します（保存はしません）")
  static let operands = [Operand("FILE", en: "the document", ja: "文書のファイル")]
  static let options = [
    CommandOption("format", "json|markdown|text", en: "how (default: json)", ja: "形式（既定値 json）"),
    CommandOption("password", "P", en: "an encrypted PDF's password", ja: "暗号化された PDF のパスワード"),
  ]

  static func run(_ invocation: Invocation) async throws {
    let format = try invocation.choice("format", of: ["json", "markdown", "text"], default: "json")
    let url = URL(fileURLWithPath: invocation.operands[0])
    let workspace = try? invocation.workspace()
    let path = workspace?.relativePath(of: url) ?? invocation.operands[0]
    let sources = try workspace.map { try invocation.configuration(of: $0).general.passwords.sources } ?? []
    let pool = ReaderPool(
      executable: ReaderPool.installedExecutable, count: 1, passwords: DocumentPasswords(sources))
    let library = DocumentLibrary(pool: pool, password: invocation.value("password"))
    let document = try await library.read(url, as: try DocumentLibrary.sourceFile(at: url, path: path))
    switch format {
    case "markdown": invocation.terminal.result(DocumentMarkdown.render(document))
    case "text": invocation.terminal.result(DocumentPlainText.render(document))
    default:
      invocation.terminal.result(
        String(decoding: try DocumentJSON.render(document, language: invocation.language), as: UTF8.self))
    }
  }
}
