public import Foundation
public import Records

/// Makes a folder a workspace. What is there already stays as it is, so that a missing template can be put back.
public enum WorkspaceTemplate {
  /// Writes the folders, the default templates and a commented `studio.json`.
  ///
  /// - Returns: The files that were written, relative to the workspace.
  /// - Throws: `WorkspaceError`; `TemplatesMissing` when the program lies apart from its templates.
  public static func install(at root: URL, language: Language) throws -> [String] {
    guard let templates = Installation.templates() else { throw TemplatesMissing() }
    var written: [String] = []
    try Workspace.makeFolder(root.appendingPathComponent("corpora"))
    try Workspace.makeFolder(root.appendingPathComponent("output"))
    let target = root.appendingPathComponent("templates")
    if templates.standardizedFileURL.path != target.standardizedFileURL.path {
      for path in try FileManager.default.subpathsOfDirectory(atPath: templates.path).sorted() {
        let source = templates.appendingPathComponent(path)
        guard try source.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
        if try writeIfMissing(try Data(contentsOf: source), target.appendingPathComponent(path)) {
          written.append("templates/" + path)
        }
      }
    }
    let settings = Data(Configuration.sample(language).utf8)
    if try writeIfMissing(settings, root.appendingPathComponent("studio.json")) { written.append("studio.json") }
    return written
  }

  private static func writeIfMissing(_ data: Data, _ url: URL) throws(WorkspaceError) -> Bool {
    guard !FileManager.default.fileExists(atPath: url.path) else { return false }
    try AtomicFile.write(data, to: url)
    return true
  }
}

/// The default templates are not near the program.
public struct TemplatesMissing: ExplainedError {
  /// Names the folder of the program that was searched, and where templates can be had from.
  public var text: BilingualText {
    BilingualText(
      en: "The default templates were not found near the program (\(Installation.programFolder.path)). "
        + "Run shikomi from its repository, or copy its templates/ folder into the workspace.",
      ja: "標準のテンプレートがプログラムの近く（\(Installation.programFolder.path)）に見つかりません。"
        + "リポジトリの shikomi を使うか、templates/ を作業フォルダへコピーしてください。")
  }
}
