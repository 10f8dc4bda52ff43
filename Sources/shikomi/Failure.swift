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
      text = BilingualText(
        en: "The disk is full. Free some space and run again: nothing already stored is lost.",
        ja: "ディスクの空きがありません。空きを作ってから、もう一度実行してください。保存済みのものは失われていません。")
      exitCode = ExitCode.failed
    default:
      // Foundation's errors, and what nobody foresaw: the English text is theirs and names the file by itself.
      let reason = BilingualText(reasonOf: error)
      let file = (error as? CocoaError)?.filePath.map { "\($0) を扱えません。" } ?? ""
      text = BilingualText(en: reason.en, ja: "\(file)処理に失敗しました（\(reason.ja)）。")
      exitCode = ExitCode.failed
    }
  }
}
