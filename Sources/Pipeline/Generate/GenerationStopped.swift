public import Records

/// A model stopped answering in the middle: what is done is kept.
public struct GenerationStopped: ExplainedError, Equatable {
  /// Why the model gave no answer.
  public let cause: BilingualText
  /// Chunks that are done.
  public let done: Int
  /// Chunks of the plan.
  public let total: Int

  /// The cause, what is kept, and how to go on.
  public var text: BilingualText {
    BilingualText(
      en:
        "\(cause.en) Stopped after \(done) of \(total) chunks; their pairs are kept, and running again goes on from there.",
      ja: "\(cause.ja)\(total) チャンクのうち \(done) チャンクまでで止めました。そこまでのペアは残っており、"
        + "もう一度実行すると続きから始まります。")
  }
}

/// Nothing that could be tried again goes by this name.
struct NothingToRetry: ExplainedError {
  let item: String

  var isConfiguration: Bool { true }

  var text: BilingualText {
    item == "all"
      ? BilingualText(
        en: "No fact failed that could be tried again. `shikomi ledger --stage generate` lists everything left out.",
        ja: "やり直せる失敗はありません。除いたものの一覧は `shikomi ledger --stage generate` で確認できます。")
      : BilingualText(
        en: "“\(item)” names no fact that failed and could be tried again. Take an item or a chunk from "
          + "`shikomi ledger --stage generate --json`, or “all”.",
        ja: "「\(item)」に当たる、やり直せる失敗がありません。`shikomi ledger --stage generate --json` の item か chunk、"
          + "または all を指定してください。")
  }
}

/// No chunk goes by this name.
struct UnknownChunk: ExplainedError {
  let name: String

  var isConfiguration: Bool { true }

  var text: BilingualText {
    BilingualText(
      en:
        "There is no chunk “\(name)”. Name one by the beginning of its id, or as corpora/FILE:NUMBER, counted from 1.",
      ja: "「\(name)」というチャンクはありません。ID の先頭部分か、corpora/ファイル名:番号（1 から数えます）で指定してください。")
  }
}
