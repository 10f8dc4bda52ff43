import Generation
import Records

/// How questions are written.
public struct GenerateOptions: StageOptions {
  /// Rewordings wanted for every fact; 0 is by the kind of model.
  public var rewordings = 0
  /// When questions are made by rules of the statement that holds the answer: a `StatementUse`, or `auto` by the kind of
  /// model.
  public var statements = "auto"
  /// Further tries when a question fails a gate.
  public var retries = GenerationOptions().retries
  /// Sampling of the further tries.
  public var temperature = GenerationOptions().temperature
  /// At most so many facts of one chunk are asked about, the best ones.
  public var maximumFacts = AnswerCandidates.Options().maximumPerChunk
  /// A chunk that holds fewer facts is left out.
  public var minimumFacts = 1
  /// At most so many chunks, spread evenly over documents and sections; 0 is all.
  public var chunkLimit = 0
  /// Stops with the chunk that makes it so many pairs, the chunks being taken as they are spread evenly; 0 is no limit.
  public var pairLimit = 0
  /// What an endpoint takes for a million tokens read.
  public var promptPrice = 0.0
  /// What an endpoint takes for a million tokens written.
  public var completionPrice = 0.0
  /// In which both prices are.
  public var currency = "USD"

  /// The defaults of `GenerationOptions`.
  public init() {}

  /// The keys of `generate` in `studio.json`.
  public static let fields: [OptionField<GenerateOptions>] = wordingFields + amountFields + priceFields

  private static let wordingFields: [OptionField<GenerateOptions>] = [
    .atLeast(
      0, "rewordings", \.rewordings,
      en: "rewordings wanted for every fact (0: 1 with the embedded model, 4 with others)",
      ja: "一つの事実に求める言い換えの数（0 は自動: 内蔵モデルは 1、他のモデルは 4）"),
    OptionField(
      "statements", \.statements,
      en: "questions that rules make of statements: \(uses) (auto: first with the embedded model, last with others)",
      ja: "規則で文から作る質問の使い方: \(uses)（auto: 内蔵モデルは first、他のモデルは last）",
      expectation: BilingualText(en: "one of \(uses)", ja: "\(uses) のどれか"),
      valid: { $0 == "auto" || StatementUse(rawValue: $0) != nil }),
    .atLeast(
      0, "retries", \.retries, en: "further tries when a question fails a gate", ja: "検査に通らなかった質問を書き直す回数"),
    .within(0...2, "temperature", \.temperature, en: "sampling of further tries", ja: "書き直すときの温度"),
  ]

  private static var uses: String { (["auto"] + StatementUse.allCases.map(\.rawValue)).joined(separator: ", ") }

  // The limits choose what is worked on, and never change what a chunk gives: what is done stays done when they move.
  private static let amountFields: [OptionField<GenerateOptions>] = [
    .atLeast(
      1, "maximumFacts", \.maximumFacts, en: "at most so many facts of one chunk are asked about",
      ja: "一つのチャンクで質問にする事実の数の上限"),
    .atLeast(
      1, "minimumFacts", \.minimumFacts, en: "a chunk that holds fewer facts is left out",
      ja: "事実がこの数に満たないチャンクは使いません"),
    .atLeast(
      0, "chunkLimit", \.chunkLimit, en: "at most so many chunks, spread evenly over documents and sections (0: all)",
      ja: "使うチャンク数の上限。文書と節に均等に割り振ります（0 はすべて）", affectsResult: false),
    .atLeast(
      0, "pairLimit", \.pairLimit, en: "stop at so many pairs, spread evenly over documents and sections (0: no limit)",
      ja: "作るペア数の目安。文書と節に均等に割り振ります（0 は無制限）", affectsResult: false),
  ]

  private static let priceFields: [OptionField<GenerateOptions>] = [
    .within(
      0...1_000_000, "promptPrice", \.promptPrice, en: "price of a million tokens that the endpoint reads",
      ja: "エンドポイントが読む 100 万トークンあたりの料金", affectsResult: false),
    .within(
      0...1_000_000, "completionPrice", \.completionPrice, en: "price of a million tokens that the endpoint writes",
      ja: "エンドポイントが書く 100 万トークンあたりの料金", affectsResult: false),
    OptionField(
      "currency", \.currency, en: "currency of both prices", ja: "料金の通貨", affectsResult: false),
  ]

  /// The options as the generators take them.
  func generation(seed: Int, gates: GateOptions, skill: ModelSkill = .questions) -> GenerationOptions {
    var out = GenerationOptions()
    out.rewordings = rewordings > 0 ? rewordings : skill.rewordings
    // Rules know one or two good turns of a question and then frames alone: more must come from the model.
    out.modelRewordings = max(out.modelRewordings, skill == .instructions ? out.rewordings : 1)
    out.templateRewordings = max(out.templateRewordings, 2 * out.rewordings)
    out.statements = StatementUse(rawValue: statements) ?? skill.statements
    out.retries = retries
    out.temperature = temperature
    out.gates = gates
    out.candidates.maximumPerChunk = maximumFacts
    out.minimumFacts = minimumFacts
    out.seed = UInt64(seed)
    return out
  }

  /// What a use of the model costs by the configured prices; nil where none is set.
  func cost(promptTokens: Int, completionTokens: Int) -> Double? {
    guard promptPrice > 0 || completionPrice > 0 else { return nil }
    return (Double(promptTokens) * promptPrice + Double(completionTokens) * completionPrice) / 1_000_000
  }
}
