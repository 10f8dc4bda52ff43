import Generation
import Records

/// How questions are written.
public struct GenerateOptions: StageOptions {
  /// Rewordings wanted for every fact.
  public var rewordings = GenerationOptions().rewordings
  /// Further tries when a question fails a gate.
  public var retries = GenerationOptions().retries
  /// Sampling of the further tries.
  public var temperature = GenerationOptions().temperature
  /// How far the answer read back must agree with the intended one.
  public var roundTrip = GateOptions().roundTrip
  /// A question must find its own passage among the first so many, in its document and in the whole corpus.
  public var rank = GateOptions().rank

  /// The defaults of `GenerationOptions` and `GateOptions`.
  public init() {}

  /// The keys of `generate` in `studio.json`: `temperature` 0…2, `roundTrip` (an F1) 0…1, `retries` at least 0, the
  /// other two at least 1; `rank` is called `retrievalRank` there.
  public static let fields: [OptionField<GenerateOptions>] = [
    .atLeast(1, "rewordings", \.rewordings, en: "rewordings wanted for every fact", ja: "一つの事実に求める言い換えの数"),
    .atLeast(
      0, "retries", \.retries, en: "further tries when a question fails a gate", ja: "検査に通らなかった質問を書き直す回数"),
    .within(0...2, "temperature", \.temperature, en: "sampling of further tries", ja: "書き直すときの温度"),
    .within(
      0...1, "roundTrip", \.roundTrip, en: "agreement (F1) of the answer read back with the intended one",
      ja: "読み直した答えと元の答えの一致（F1）の下限"),
    .atLeast(
      1, "retrievalRank", \.rank, en: "a question must find its passage among the first so many",
      ja: "質問で検索したとき、元の文章がこの順位までに見つかること"),
  ]

  /// The options as the generators take them.
  func generation(seed: Int) -> GenerationOptions {
    var out = GenerationOptions()
    out.rewordings = rewordings
    out.retries = retries
    out.temperature = temperature
    out.gates.roundTrip = roundTrip
    out.gates.rank = rank
    out.seed = UInt64(seed)
    return out
  }
}
