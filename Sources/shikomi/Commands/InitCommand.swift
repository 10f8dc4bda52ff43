import Foundation
import Pipeline
import Records

enum InitCommand: Command {
  static let name = "init"
  static let summary = BilingualText(
    en: "makes a workspace with the default templates and a commented studio.json",
    ja: "標準のテンプレートと注釈付きの studio.json を備えた作業フォルダを作ります")
  static let operands = [
    Operand("DIR", .optional, en: "where (default: here)", ja: "作る場所（省略時は現在のフォルダ）")
  ]

  static func run(_ invocation: Invocation) async throws {
    let root = URL(fileURLWithPath: invocation.operands.first ?? ".", isDirectory: true)
    let made = try WorkspaceTemplate.install(at: root, language: invocation.language)
    try invocation.print(["workspace": [root.standardizedFileURL.path], "written": made]) {
      let written = made.isEmpty ? [] : made.map { "  \($0)" }
      let next = BilingualText(
        en: "\(root.standardizedFileURL.path) is a workspace now. Put documents into corpora/ and run `shikomi run`.",
        ja: "\(root.standardizedFileURL.path) を作業フォルダにしました。corpora/ に文書を入れて `shikomi run` を実行してください。")
      return (written + [next[invocation.language]]).joined(separator: "\n")
    }
  }
}
