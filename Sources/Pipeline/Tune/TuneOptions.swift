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
  ]
}
