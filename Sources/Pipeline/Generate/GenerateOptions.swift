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

  /// The defaults of `GenerationOptions`.
  public init() {}

  /// The keys of `generate` in `studio.json`: `temperature` 0…2, `retries` at least 0, `rewordings` at least 1.
  public static let fields: [OptionField<GenerateOptions>] = [
    .atLeast(1, "rewordings", \.rewordings, en: "rewordings wanted for every fact", ja: "一つの事実に求める言い換えの数"),
    .atLeast(
      0, "retries", \.retries, en: "further tries when a question fails a gate", ja: "検査に通らなかった質問を書き直す回数"),
    .within(0...2, "temperature", \.temperature, en: "sampling of further tries", ja: "書き直すときの温度"),
  ]

  /// The options as the generators take them.
  func generation(seed: Int, gates: GateOptions) -> GenerationOptions {
    var out = GenerationOptions()
    out.rewordings = rewordings
    out.retries = retries
    out.temperature = temperature
    out.gates = gates
    out.seed = UInt64(seed)
    return out
  }
}
