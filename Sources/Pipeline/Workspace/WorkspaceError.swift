public import Records

/// Why there is no workspace to work in.
public enum WorkspaceError: ExplainedError, Hashable {
  /// No folder upwards has `corpora/`.
  case notFound(from: String)
  /// The named folder has no `corpora/`.
  case noCorpora(String)
  /// There is nothing in `corpora/`.
  case emptyCorpora(String)
  /// A path outside the workspace's `corpora/`, or no such file.
  case notInCorpora(String)
  /// Another process is changing this workspace.
  case locked(pid: String)
  /// A folder or file under `output/` could not be made.
  case cannotWrite(path: String, why: BilingualText)
  /// A stage could not write a file, such as on a full disk.
  case stageCannotWrite(stage: String, path: String, why: BilingualText)
  /// A step needs something that an earlier one makes.
  case missing(what: BilingualText, command: String)

  /// Whoever names a folder that is no workspace has written a wrong command line.
  public var isConfiguration: Bool {
    if case .noCorpora = self { return true }
    return false
  }

  /// Names the path, the process or the missing result, and the command or option that helps.
  public var text: BilingualText {
    switch self {
    case .notFound(let from):
      BilingualText(
        en: "No workspace found: neither \(from) nor a folder above it has “corpora/”. "
          + "Make one with `shikomi init`, or name one with --workspace.",
        ja: "作業フォルダが見つかりません。\(from) とその上のフォルダに「corpora/」がありません。"
          + "`shikomi init` で作るか、--workspace で指定してください。")
    case .noCorpora(let path):
      BilingualText(
        en: "\(path) is no workspace: it has no folder “corpora/”. Make it one with `shikomi init \(path)`.",
        ja: "\(path) は作業フォルダではありません（「corpora/」がありません）。`shikomi init \(path)` で作成してください。")
    case .emptyCorpora(let path):
      BilingualText(
        en: "There is no document in \(path). Put PDF, Markdown, text or CSV files there and run again.",
        ja: "\(path) に文書がありません。PDF、Markdown、テキスト、CSV のファイルを入れて、もう一度実行してください。")
    case .notInCorpora(let path):
      BilingualText(
        en: "\(path) is not a file in the workspace's “corpora/”. Copy it there first.",
        ja: "\(path) は作業フォルダの「corpora/」にありません。先にそこへ置いてください。")
    case .locked(let pid):
      BilingualText(
        en: "Another shikomi (process \(pid)) is working in this workspace. Wait for it to end, or stop it.",
        ja: "別の shikomi（プロセス \(pid)）がこの作業フォルダで動いています。終わるのを待つか、止めてください。")
    case .cannotWrite(let path, let why):
      BilingualText(
        en: "Could not write \(path): \(why.en). Check that there is space and that you may write there.",
        ja: "\(path) に書き込めません（\(why.ja)）。空き容量と書き込み権限を確認してください。")
    case .stageCannotWrite(let stage, let path, let why):
      BilingualText(
        en:
          "`shikomi \(stage)` could not write \(path): \(why.en). Make sure that there is space and that you may write "
          + "there, then run it again: nothing already stored is lost.",
        ja: "`shikomi \(stage)` が \(path) に書き込めません（\(why.ja)）。空き容量と書き込み権限を確認してから、"
          + "もう一度実行してください。保存済みのものは失われていません。")
    case .missing(let what, let command):
      BilingualText(
        en: "There is no \(what.en) yet. Run `shikomi \(command)` first.",
        ja: "\(what.ja)がまだありません。先に `shikomi \(command)` を実行してください。")
    }
  }
}
