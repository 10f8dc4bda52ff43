import Records

/// How a model is tuned. What is not set here stands in the recipe.
public struct TuneOptions: StageOptions {
  /// A file's name in `templates/recipes/`, without `.json`.
  public var recipe = "lora-default"
  /// Width of the adapters; 0 is as the recipe says.
  public var rank = 0
  /// Scale of the adapters; 0 is as the recipe says.
  public var alpha = 0.0
  /// The highest learning rate; 0 is as the recipe says.
  public var learningRate = 0.0
  /// Passes over the data; 0 is as the recipe says.
  public var epochs = 0.0

  /// What stands in the prompts: `closed-book`, the question alone, or `raft`, the gold passage among distractors.
  public var context = "closed-book"
  /// With `raft`: passages beside the gold one.
  public var distractors = RAFTExamples.Options().distractors
  /// With `raft`: share of the conversations that hold the gold passage.
  public var goldShare = RAFTExamples.Options().goldShare

  /// The recipe `lora-default`, with nothing laid over it.
  public init() {}

  /// The keys of `tune` in `studio.json`: `alpha` 0…1000000, `learningRate` 0…1, `epochs` 0…1000, `rank` at least 0;
  /// the recipe's name is checked when training begins.
  public static let fields: [OptionField<TuneOptions>] = [
    OptionField(
      "recipe", \.recipe, en: "a recipe in templates/recipes/; also the adapter's name",
      ja: "templates/recipes/ にあるレシピの名前（アダプターの名前にもなります）"),
    .atLeast(0, "rank", \.rank, en: "width of the adapters (0: as in the recipe)", ja: "アダプターの幅（0 はレシピの値）"),
    .within(
      0...1_000_000, "alpha", \.alpha, en: "scale of the adapters (0: as in the recipe)", ja: "アダプターの倍率（0 はレシピの値）"),
    .within(
      0...1, "learningRate", \.learningRate, en: "highest learning rate (0: as in the recipe)", ja: "最大の学習率（0 はレシピの値）"),
    .within(
      0...1000, "epochs", \.epochs, en: "passes over the data (0: as in the recipe)", ja: "データを学習する回数（0 はレシピの値）"),
    // They count where there is raft alone: `TuneStage` adds them to what its result depends on.
    OptionField(
      "context", \.context, en: "what stands in the prompts: closed-book, or raft (the gold passage among distractors)",
      ja: "学習時の入力（closed-book は質問だけ、raft は正解の文章と無関係な文章を併記）", affectsResult: false,
      expectation: BilingualText(en: "closed-book or raft", ja: "closed-book か raft"),
      valid: { RAFTExamples.contexts.contains($0) }),
    .atLeast(
      1, "distractors", \.distractors, en: "with raft: passages beside the gold one", ja: "raft で併記する無関係な文章の数",
      affectsResult: false),
    .within(
      0...1, "goldShare", \.goldShare, en: "with raft: share of the prompts that hold the gold passage",
      ja: "raft で正解の文章を含める割合", affectsResult: false),
  ]

  /// The options of raft; nil for closed-book prompts.
  func raft(seed: UInt64) -> RAFTExamples.Options? {
    context == "raft" ? RAFTExamples.Options(distractors: distractors, goldShare: goldShare, seed: seed) : nil
  }
}
