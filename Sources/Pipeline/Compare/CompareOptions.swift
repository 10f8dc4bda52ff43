import Records

/// How the arms answer.
public struct CompareOptions: StageOptions {
  /// The arms to compare.
  public var arms = Arm.words
  /// Passages that an arm which retrieves is shown.
  public var passages = 5
  /// Questions with answers that few-shot is shown.
  public var shots = 4
  /// Longest answer, in the model's tokens.
  public var answerTokens = 96
  /// Questions that are answered and stored at once.
  public var batch = 32

  /// Every option at the default written above.
  public init() {}

  /// The keys of `compare` in `studio.json`. All numbers are at least 1; the arms are checked when they are used.
  public static let fields: [OptionField<CompareOptions>] = [
    OptionField(
      "arms", \.arms, en: "the arms to compare: \(Arm.words.joined(separator: ","))",
      ja: "比べる方式: \(Arm.words.joined(separator: ","))"),
    .atLeast(1, "passages", \.passages, en: "passages that retrieval shows", ja: "検索で見せる文章の数"),
    .atLeast(1, "shots", \.shots, en: "examples that few-shot shows", ja: "few-shot で見せる例の数"),
    .atLeast(1, "answerTokens", \.answerTokens, en: "longest answer, in the model's tokens", ja: "回答の最大の長さ（トークン数）"),
    .atLeast(
      1, "batch", \.batch, en: "questions answered and stored at once", ja: "一度に回答して保存する質問の数", affectsResult: false),
  ]
}
