import Foundation
import Generation
import Pipeline
import Records
import Storage

/// Any error as a text in both languages and an exit code: the one place that knows every kind.
struct Failure {
  let text: BilingualText
  let exitCode: Int32

  init(_ error: any Error) {
    switch error {
    case let error as any ExplainedError:
      text = error.text
      exitCode = error.isConfiguration ? ExitCode.usage : ExitCode.failed
    case let error as TemplateError:
      text = BilingualText(en: error.description, ja: error.description)
      exitCode = ExitCode.usage
    case let error as StoreError:
      text = BilingualText(
        en: error.description,
        ja: "\(error.path) を扱えません（\(error.attempt)：\(error.message)）。\(Self.advice(error.kind))")
      exitCode = ExitCode.failed
    case let error as CocoaError where error.code == .fileWriteOutOfSpace:
      text = BilingualText(
        en: "The disk is full. Free some space and run again: nothing already stored is lost.",
        ja: "ディスクの空きがありません。空きを作ってから、もう一度実行してください。保存済みのものは失われていません。")
      exitCode = ExitCode.failed
    default:
      let description = Self.describe(error)
      text = BilingualText(en: description, ja: description)
      exitCode = ExitCode.failed
    }
  }

  /// Our own errors describe themselves; Foundation's need its words.
  private static func describe(_ error: any Error) -> String {
    if type(of: error) is NSError.Type || error is CocoaError || error is URLError { return error.localizedDescription }
    return String(describing: error)
  }

  private static func advice(_ kind: StoreError.Kind) -> String {
    switch kind {
    case .diskFull: "ディスクの空きがありません。空きを作ってから、もう一度実行してください。保存済みのものは失われていません。"
    case .busy: "別のプログラムが書き込んでいます。終わるのを待つか、止めてください。"
    case .damaged: "控えから戻すか、ファイルを別の場所へ移してから、もう一度実行してください。"
    case .newer: "新しい版の shikomi を使うか、別の作業フォルダを使ってください。"
    case .notWritable: "フォルダがあること、書き込み権限があることを確認してください。"
    case .other: "shikomi の不具合です。この文言を添えて報告してください。"
    }
  }
}
