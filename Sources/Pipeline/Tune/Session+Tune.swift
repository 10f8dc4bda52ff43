import FineTuning
import Foundation
import Generation
import Records
import Storage

extension Session {
  /// Trains by the configured recipe; nothing is done when recipe, data and model are as they were.
  ///
  /// - Throws: `RecipeError`, `WorkspaceError.missing` before anything was curated; what the trainer throws.
  @discardableResult
  public func tune() async throws -> StageSummary {
    let recipe = try Recipes.resolve(configuration.tune, in: workspace)
    let stage: TuneStage
    switch recipe.method {
    case .lora: stage = try adapterStage(recipe)
    case .full:
      stage = try TuneStage(
        configuration.tune, recipe: recipe, task: .model, workspace: workspace, modelIdentity: "", templates: nil,
        report: report)
    }
    // A folder that somebody deleted is made again.
    if !FileManager.default.fileExists(atPath: stage.destination.appendingPathComponent("training.json").path) {
      try store.write { try $0.unmark(stage: TuneStage.name, input: configuration.tune.recipe) }
    }
    return try await runner.run(stage)
  }

  private func adapterStage(_ recipe: TrainingRecipe) throws -> TuneStage {
    let name = configuration.general.model
    guard let directory = try ModelName(name, workspace: workspace).directory(near: workspace) else {
      throw ModelError.needsDirectory(name, BilingualText(en: "tuning", ja: "学習"))
    }
    var recipe = recipe
    recipe.seed = UInt64(max(0, configuration.general.seed))
    return try TuneStage(
      configuration.tune, recipe: recipe,
      task: .adapter(model: directory, modelName: name, dataset: try FrozenDataset(self), template: try chatTemplate()),
      workspace: workspace,
      modelIdentity: try modelIdentity(name), templates: try PromptTemplates(directory: workspace.templates),
      store: store, report: report)
  }
}
