public import Preparation
import Records

/// How documents are read and cut into passages.
public struct IngestOptions: StageOptions {
  /// Longest chunk, in tokens of the model that will read it.
  public var chunkTokens = 220
  /// Sentences that a chunk repeats from the one before.
  public var overlapSentences = 0
  /// Reader processes at a time.
  public var readers = 2

  /// Names of cleaning rules that take nothing out; see `Cleaner.ruleNames`.
  public var cleaningOff: [String] = []
  /// Texts that stay although a cleaning rule names them, as `ledger --removals` shows them.
  public var cleaningKeep: [String] = []
  /// `newest`: of several versions of a document the newest alone is asked about; `all`: every one.
  public var versions = "newest"

  /// Every option at the default written above.
  public init() {}

  /// Every rule but those that are off, and without what is to stay.
  public var cleaning: CleaningOptions { CleaningOptions(off: Set(cleaningOff), keeping: cleaningKeep) }

  /// The names that `cleaningOff` may hold.
  private static var ruleCodes: [String] { Cleaner.ruleNames.map(\.code).filter { $0 != "blank" } }

  /// The keys of `ingest` in `studio.json`: `chunkTokens` at least 16, `overlapSentences` at least 0, `readers` at
  /// least 1, `cleaningOff` names of rules, `cleaningKeep` texts, `versions` one of `newest` and `all`.
  public static let fields: [OptionField<IngestOptions>] = [
    .atLeast(
      16, "chunkTokens", \.chunkTokens, en: "longest chunk, in the model's tokens", ja: "チャンクの最大の長さ（モデルのトークン数）"),
    .atLeast(
      0, "overlapSentences", \.overlapSentences, en: "sentences that a chunk repeats from the one before",
      ja: "前のチャンクから繰り返す文の数"),
    OptionField(
      "cleaningOff", \.cleaningOff,
      en: "cleaning rules that take nothing out (\(ruleCodes.joined(separator: ", ")))",
      ja: "使わない整形の規則（\(ruleCodes.joined(separator: "、"))）",
      expectation: BilingualText(
        en: "names of rules: \(ruleCodes.joined(separator: ", "))", ja: "規則の名前（\(ruleCodes.joined(separator: "、"))）"),
      valid: { names in names.allSatisfy(ruleCodes.contains) }),
    OptionField(
      "cleaningKeep", \.cleaningKeep,
      en: "texts that stay although a cleaning rule names them, as `ledger --removals` shows them",
      ja: "整形の規則に当たっても残す文面（`ledger --removals` に表示されたもの）"),
    OptionField(
      "versions", \.versions,
      en: "newest: of several versions of a document only the newest is asked about; all: every one",
      ja: "newest：同じ文書の版が複数あれば最新だけから質問を作る。all：すべてから作る", affectsResult: false,
      expectation: BilingualText(en: "“newest” or “all”", ja: "\"newest\" か \"all\""),
      valid: { ["newest", "all"].contains($0) }),
    .atLeast(
      1, "readers", \.readers, en: "reader processes at a time", ja: "同時に動かす読み取りプロセスの数", affectsResult: false),
  ]
}
