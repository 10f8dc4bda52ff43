import Generation
import Records

/// How questions are written.
public struct GenerateOptions: StageOptions {
  /// Rewordings wanted for every fact; 0 is by the kind of model.
  public var rewordings = 0
  /// When questions are made by rules of the statement that holds the answer: a `StatementUse`, or `auto` by the kind of
  /// model.
  public var statements = "auto"
  /// The kinds of question that are wanted, or `auto`: all that the arms can answer.
  public var types = [GenerateOptions.automatic]
  /// Further ways to ask for every fact: reversed, explanation; or `auto`, which an arm can answer.
  public var forms = [GenerateOptions.automatic]
  /// Names of personas in `templates/personas.LANGUAGE.txt` who ask for every fact; none by default.
  public var personas: [String] = []
  /// Whether every fact is asked for in the other language too.
  public var translations = false
  /// What the model can be asked for: `auto`, `questions` or `instructions`.
  public var skill = "auto"
  /// Further tries when a question fails a gate; −1 is by the kind of model.
  public var retries = -1
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
  public static let fields: [OptionField<GenerateOptions>] =
    kindFields + wordingFields + amountFields + priceFields

  static let knownForms = [PairForm.reversed, .explanation].map(\.rawValue)
  static let automatic = "auto"
  /// The other kinds are made of pairs of these.
  private static let plainTypes = QuestionType.allCases.filter(\.isPlain).map(\.rawValue)

  private static let kindFields: [OptionField<GenerateOptions>] = [
    list(
      "types", \.types, QuestionType.allCases.map(\.rawValue), needing: plainTypes, en: "kinds of question", ja: "質問の種類"
    ),
    list("forms", \.forms, knownForms, en: "further ways to ask for every fact", ja: "事実ごとに加える別の尋ね方"),
    OptionField(
      "personas", \.personas, en: "who asks for every fact too: names in templates/personas.LANGUAGE.txt",
      ja: "事実ごとに尋ねてもらう人（templates/personas.言語.txt の名前）"),
    OptionField(
      "translations", \.translations,
      en: "ask for every fact in the other language too, verified against the same evidence",
      ja: "事実ごとに、同じ根拠で確かめたもう一方の言語の質問も作ります"),
    OptionField(
      "skill", \.skill, en: "what the model can do: auto, questions (as the embedded one), instructions",
      ja: "モデルにできること（auto、questions（内蔵モデル相当）、instructions）",
      expectation: BilingualText(
        en: "auto, questions or instructions", ja: "auto、questions、instructions のいずれか"),
      valid: { $0 == "auto" || ModelSkill(rawValue: $0) != nil }),
  ]

  private static func list(
    _ key: String, _ path: any WritableKeyPath<GenerateOptions, [String]> & Sendable, _ known: [String],
    needing needed: [String] = [], en: String, ja: String
  ) -> OptionField<GenerateOptions> {
    let words = known.joined(separator: ", ")
    let some = needed.joined(separator: ", ")
    return OptionField(
      key, path, en: "\(en) (auto: those that the model under test can answer): \(words)",
      ja: "\(ja)（auto は、比較するモデルが答えられるもの。\(words)）",
      expectation: BilingualText(
        en: "a list of \(words)" + (some.isEmpty ? "" : " with at least one of \(some)") + ", or auto",
        ja: "\(words) の列" + (some.isEmpty ? "" : "（\(some) のどれかを含むもの）") + "、または auto"),
      valid: {
        $0 == [automatic] || $0.allSatisfy(known.contains) && (needed.isEmpty || $0.contains(where: needed.contains))
      })
  }

  private static let wordingFields: [OptionField<GenerateOptions>] = [
    .atLeast(
      0, "rewordings", \.rewordings,
      en: "rewordings wanted for every fact (0: 4); what cannot be found is in the ledger",
      ja: "一つの事実に求める言い換えの数（0 は 4）。見つからないものは台帳に残ります"),
    OptionField(
      "statements", \.statements,
      en: "questions that rules make of statements: \(uses) (auto: first with the embedded model, last with others)",
      ja: "規則で文から作る質問の使い方: \(uses)（auto: 内蔵モデルは first、他のモデルは last）",
      expectation: BilingualText(en: "one of \(uses)", ja: "\(uses) のどれか"),
      valid: { $0 == "auto" || StatementUse(rawValue: $0) != nil }),
    .atLeast(
      -1, "retries", \.retries,
      en: "further tries when a question fails a gate (-1: none with the embedded model, 1 with others)",
      ja: "検査に通らなかった質問を書き直す回数（-1 は自動: 内蔵モデルは 0、他のモデルは 1）"),
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
  ///
  /// - Parameters:
  ///   - skill: Of the model that writes.
  ///   - answersSpans: Whether the model under test answers with a span of a passage: it can neither say yes nor that
  ///     nothing is said, and it gives the shortest answer.
  func generation(
    seed: Int, gates: GateOptions, skill: ModelSkill = .questions, answersSpans: Bool = true
  ) -> GenerationOptions {
    var out = GenerationOptions()
    out.rewordings = rewordings > 0 ? rewordings : ModelSkill.rewordings
    // Rules know one or two good turns of a question and then frames alone: more must come from the model.
    out.modelRewordings = max(out.modelRewordings, skill == .instructions ? out.rewordings : skill.modelRewordings)
    out.templateRewordings = max(out.templateRewordings, 2 * out.rewordings)
    out.statements = StatementUse(rawValue: statements) ?? skill.statements
    out.types = QuestionType.allCases.filter {
      types == [Self.automatic] ? !answersSpans || $0.isSpan : types.contains($0.rawValue)
    }
    out.forms = PairForm.allCases.filter {
      forms == [Self.automatic]
        ? $0 == .reversed || ($0 == .explanation && !answersSpans) : forms.contains($0.rawValue)
    }
    out.personas = personas
    out.translates = translations
    out.skill = skill
    out.retries = retries >= 0 ? retries : skill.retries
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
