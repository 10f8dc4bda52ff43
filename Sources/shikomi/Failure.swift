import Foundation
import Records

/// Any error as a text in both languages and an exit code.
struct Failure {
  let text: BilingualText
  let exitCode: Int32

  init(_ error: any Error) {
    switch error {
    case let error as any ExplainedError:
      text = error.text
      exitCode = error.isConfiguration ? ExitCode.usage : ExitCode.failed
    case let error as CocoaError where error.code == .fileWriteOutOfSpace:
      let file = Self.path(of: error).map { BilingualText(en: " (\($0))", ja: "（\($0)）") }
      text = BilingualText(
        en: "The disk is full\(file?.en ?? ""). Free some space and run again: nothing already stored is lost.",
        ja: "ディスクの空きがありません\(file?.ja ?? "")。空きを作ってから、もう一度実行してください。"
          + "保存済みのものは失われていません。")
      exitCode = ExitCode.failed
    default:
      // Foundation's errors, and what nobody foresaw; not all of Foundation's name their file.
      let reason = BilingualText(reasonOf: error)
      let path = (error as? CocoaError).flatMap(Self.path(of:))
      text = BilingualText(
        en: "\(path.map { "Cannot use \($0): " } ?? "")\(reason.en).",
        ja: "\(path.map { "\($0) を扱えません。" } ?? "")処理に失敗しました（\(reason.ja)）。")
      exitCode = ExitCode.failed
    }
  }

  private static func path(of error: CocoaError) -> String? { error.filePath ?? error.url?.path }
}
