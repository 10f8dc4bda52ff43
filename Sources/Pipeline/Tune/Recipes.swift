import FineTuning
import Foundation
public import Records

/// The workspace's recipes, with what the options say laid over them.
enum Recipes {
  /// Where a recipe lies.
  static func file(_ name: String, in workspace: Workspace) -> URL {
    workspace.templates.appendingPathComponent("recipes/\(name).json")
  }

  /// Reads a recipe.
  ///
  /// - Throws: `RecipeError`.
  static func resolve(_ options: TuneOptions, in workspace: Workspace) throws -> TrainingRecipe {
    let url = file(options.recipe, in: workspace)
    guard !options.recipe.isEmpty, !options.recipe.contains("/"), FileManager.default.fileExists(atPath: url.path)
    else { throw RecipeError.unknown(options.recipe, known: names(in: workspace)) }
    var recipe: TrainingRecipe
    do {
      recipe = try TrainingRecipe(file: url)
    } catch {
      throw RecipeError.unusable(options.recipe, problem: BilingualText(error.problem))
    }
    recipe.name = options.recipe
    if options.rank > 0 { recipe.lora?.rank = options.rank }
    if options.alpha > 0 { recipe.lora?.alpha = options.alpha }
    if options.learningRate > 0 { recipe.optimizer.learningRate = options.learningRate }
    if options.epochs > 0 {
      recipe.epochs = options.epochs
      recipe.tokens = nil
    }
    if let problem = recipe.problem { throw RecipeError.unusable(options.recipe, problem: BilingualText(problem)) }
    return recipe
  }

  /// The recipe as JSON, the same bytes for the same recipe.
  static func data(_ recipe: TrainingRecipe) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return try encoder.encode(recipe) + Data("\n".utf8)
  }

  private static func names(in workspace: Workspace) -> [String] {
    let folder = workspace.templates.appendingPathComponent("recipes")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }
}

/// A recipe that is not there. Exit code 2: the command line or the workspace is wrong.
public enum RecipeError: ExplainedError, Hashable {
  /// No file of this name.
  case unknown(String, known: [String])
  /// A recipe that does not fit together, alone or with what was set over it.
  case unusable(String, problem: BilingualText)
  /// A recipe whose own data is not there.
  case needsData(String, file: String)

  /// Always true.
  public var isConfiguration: Bool { true }

  /// Names the recipe and what is wrong, with the recipes that are known or the file to make.
  public var text: BilingualText {
    switch self {
    case .unknown(let name, let known):
      let list = known.joined(separator: ", ")
      return BilingualText(
        en: "There is no recipe “\(name)” in templates/recipes/. "
          + (known.isEmpty ? "Restore them with `shikomi init`." : "Known: \(list)."),
        ja: "templates/recipes/ に「\(name)」というレシピはありません。"
          + (known.isEmpty ? "`shikomi init` で元に戻せます。" : "使えるもの: \(list)"))
    case .unusable(let recipe, let problem):
      return BilingualText(
        en:
          "The recipe templates/recipes/\(recipe).json cannot be used: \(problem.en). Correct it, or the options laid over it.",
        ja: "レシピ templates/recipes/\(recipe).json を使えません（\(problem.ja)）。レシピか、上書きした設定を直してください。")
    case .needsData(let recipe, let file):
      return BilingualText(
        en: "The recipe “\(recipe)” learns from \(file), which is not there. Make it first "
          + "(Sources/EmbeddedModel/TrainingData says how), or change \"data\" in the recipe.",
        ja: "レシピ「\(recipe)」が使う \(file) がありません。先に作成するか（方法は Sources/EmbeddedModel/TrainingData にあります）、"
          + "レシピの \"data\" を変更してください。")
    }
  }
}
