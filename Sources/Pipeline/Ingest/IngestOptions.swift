import Records

/// How documents are read and cut into passages.
public struct IngestOptions: StageOptions {
  /// Longest chunk, in tokens of the model that will read it.
  public var chunkTokens = 220
  /// Sentences that a chunk repeats from the one before.
  public var overlapSentences = 0
  /// Reader processes at a time.
  public var readers = 2

  /// Every option at the default written above.
  public init() {}

  /// The keys of `ingest` in `studio.json`: `chunkTokens` at least 16, `overlapSentences` at least 0, `readers` at
  /// least 1.
  public static let fields: [OptionField<IngestOptions>] = [
    .atLeast(
      16, "chunkTokens", \.chunkTokens, en: "longest chunk, in the model's tokens", ja: "チャンクの最大の長さ（モデルのトークン数）"),
    .atLeast(
      0, "overlapSentences", \.overlapSentences, en: "sentences that a chunk repeats from the one before",
      ja: "前のチャンクから繰り返す文の数"),
    .atLeast(
      1, "readers", \.readers, en: "reader processes at a time", ja: "同時に動かす読み取りプロセスの数", affectsResult: false),
  ]
}
