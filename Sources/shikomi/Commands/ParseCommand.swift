import Documents
import Foundation
import Pipeline
import Preparation
import Records

enum ParseCommand: Command {
  static let name = "parse"
  static let summary = BilingualText(
    en: "prints one parsed document; touches no store", ja: "文書を一つ読み取って表示します（保存はしません）")
  static let operands = [Operand("FILE", en: "the document", ja: "文書のファイル")]
  static let options = [
    CommandOption("format", "json|markdown|text", en: "how (default: json)", ja: "形式（既定値 json）"),
    CommandOption(
      "overlay", "DIR", en: "draws the blocks over pictures of the pages", ja: "ページ画像に読み取り結果を重ねて書き出します"),
    CommandOption("cleaned", en: "the clean text, as it is cut into chunks", ja: "整形後の本文（チャンクに分ける前）"),
    CommandOption("removed", en: "what cleaning takes out, with the rule's name", ja: "整形で取り除く箇所と規則名"),
    CommandOption("password", "P", en: "an encrypted PDF's password", ja: "暗号化された PDF のパスワード"),
  ]

  static func run(_ invocation: Invocation) async throws {
    let format = try invocation.choice("format", of: ["json", "markdown", "text"], default: "json")
    let url = URL(fileURLWithPath: invocation.operands[0])
    let workspace = try? invocation.workspace()
    let path = workspace?.relativePath(of: url) ?? invocation.operands[0]
    let configuration = try workspace.map { try invocation.configuration(of: $0) } ?? Configuration()
    let sources = configuration.general.passwords.sources
    let pool = ReaderPool(
      executable: ReaderPool.installedExecutable, count: 1, passwords: DocumentPasswords(sources))
    let library = DocumentLibrary(pool: pool, password: invocation.value("password"))
    let document = try await library.read(url, as: try DocumentLibrary.sourceFile(at: url, path: path))
    if format != "json" || invocation.isSet("cleaned") { noteMissingText(of: document, invocation) }
    if let folder = invocation.value("overlay") {
      try await draw(document, at: url, through: pool, into: URL(fileURLWithPath: folder), invocation)
      return
    }
    if invocation.isSet("cleaned") || invocation.isSet("removed") {
      try show(Cleaner.clean(document, configuration.ingest.cleaning), of: document, invocation)
      return
    }
    switch format {
    case "markdown": invocation.terminal.result(DocumentMarkdown.render(document))
    case "text": invocation.terminal.result(DocumentPlainText.render(document))
    default:
      invocation.terminal.result(
        String(decoding: try DocumentJSON.render(document, language: invocation.language), as: UTF8.self))
    }
  }

  /// Pages without text that are named one by one, at most.
  private static let mostNamed = 3

  /// An empty result alone looks as if the document were empty: its warnings stand in the JSON form only.
  private static func noteMissingText(of document: Document, _ invocation: Invocation) {
    guard document.blocks.allSatisfy(\.text.isEmpty) else { return }
    invocation.terminal.note(
      BilingualText(
        en: "\(document.source.path) has no text to print", ja: "\(document.source.path) には表示できる文字がありません"))
    for warning in document.warnings.prefix(mostNamed) { invocation.terminal.note(warning.message) }
    let rest = document.warnings.count - mostNamed
    guard rest > 0 else { return }
    invocation.terminal.note(
      BilingualText(
        en: "and \(rest) more warning\(rest == 1 ? "" : "s"): see --format json",
        ja: "ほか \(rest) 件の警告：--format json で確認できます"))
  }

  /// Writes `page-0001.png` and so on: the pages with their blocks, in reading order.
  private static func draw(
    _ document: Document, at url: URL, through pool: ReaderPool, into folder: URL, _ invocation: Invocation
  ) async throws {
    guard document.pages.contains(where: { $0.width > 0 }) else {
      throw UsageError.needsPages(option: "overlay", path: document.source.path)
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await PageOverlay.draw(document, at: url, through: pool, password: invocation.value("password")) { page, png in
      let number = String(page)
      let name = "page-" + String(repeating: "0", count: max(0, 4 - number.count)) + number + ".png"
      let file = folder.appendingPathComponent(name)
      try png.write(to: file)
      invocation.terminal.result(file.path + "\n")
    }
  }

  /// The clean text, or what is missing from it.
  private static func show(_ clean: CleanDocument, of document: Document, _ invocation: Invocation) throws {
    if invocation.isSet("cleaned") {
      try invocation.print(clean) { clean.text.isEmpty ? "" : clean.text + "\n" }
      return
    }
    try RemovalList(invocation).print(clean, of: document)
  }
}
