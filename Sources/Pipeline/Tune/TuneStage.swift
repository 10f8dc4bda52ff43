public import FineTuning
public import Foundation
import Generation
import Preparation
public import Records
public import Storage
public import Transformers

/// Trains by a recipe: an adapter on the model in use, or a model from nothing. A run that was cut goes on from its
/// checkpoint and ends with the bits of one that was not.
public struct TuneStage: Stage {
  /// `tune`.
  public static let name = "tune"
  /// For the list of commands and the command's own help.
  public static let summary = BilingualText(
    en: "trains an adapter on the dataset's training part; writes output/adapters/NAME/",
    ja: "データセットの学習用の部分でアダプターを学習し、output/adapters/名前/ に書き出します")
  /// To be raised when the same recipe, data and model would give other weights.
  public static let version = 1

  /// What is trained on what.
  public enum Task: Sendable {
    /// An adapter beside a model's weights.
    case adapter(model: URL, modelName: String, dataset: FrozenDataset, template: ChatTemplate?)
    /// A whole model from the recipe's own data.
    case model
  }

  /// What a run came to.
  public struct Trained: Sendable {
    /// The trainer's own account.
    public var outcome: Trainer.Outcome
    /// The version it learned from; nil for a model from nothing.
    public var dataset: Int?
    /// The model it belongs to.
    public var model: String
  }

  /// The recipe's name and what is laid over it in this run.
  public let options: TuneOptions
  /// The recipe as JSON and the base model's identity; then, for an adapter, the dataset's content and the closed-book
  /// prompts, for a model from nothing the hashes of its data files.
  public let dependencies: [String]
  private let recipe: TrainingRecipe
  private let task: Task
  private let workspace: Workspace
  private let templates: PromptTemplates?
  private let store: Store?
  private let report: StageReporter

  /// - Parameters:
  ///   - store: Where passages stand; needed for prompts with passages.
  ///   - modelIdentity: What the base model's numbers depend on.
  ///   - templates: The wording of the questions; needed for an adapter.
  init(
    _ options: TuneOptions, recipe: TrainingRecipe, task: Task, workspace: Workspace, modelIdentity: String,
    templates: PromptTemplates?, store: Store? = nil, report: @escaping StageReporter
  ) throws {
    self.options = options
    self.recipe = recipe
    self.task = task
    self.workspace = workspace
    self.templates = templates
    self.store = store
    self.report = report
    var dependencies = [String(decoding: try Recipes.data(recipe), as: UTF8.self), modelIdentity]
    switch task {
    case .adapter(_, _, let dataset, _):
      dependencies.append(dataset.version.content.hex)
      dependencies += Language.allCases.compactMap { templates?.identity(.closedBook, language: $0) }
      if let raft = options.raft(seed: recipe.seed) {
        dependencies.append("raft \(raft.distractors) \(raft.goldShare)")
        dependencies += Language.allCases.compactMap { templates?.identity(.readAnswer, language: $0) }
      }
    case .model:
      for path in recipe.data + recipe.validation + (recipe.origin?.vocabularyData ?? []) {
        let file = workspace.root.appendingPathComponent(path)
        guard FileManager.default.fileExists(atPath: file.path) else {
          throw RecipeError.needsData(options.recipe, file: path)
        }
        dependencies.append(try ContentHash(ofFile: file).hex)
      }
    }
    self.dependencies = dependencies
  }

  /// Where the result stands in the end.
  var destination: URL {
    switch task {
    case .adapter: workspace.adapters.appendingPathComponent(options.recipe)
    case .model: workspace.output.appendingPathComponent("models").appendingPathComponent(options.recipe)
    }
  }

  /// Metrics, resolved options and, while training lasts, the checkpoint.
  var runFolder: URL { Self.runFolder(inputs: optionsHash, in: workspace) }

  static func runFolder(inputs: ContentHash, in workspace: Workspace) -> URL {
    workspace.runs.appendingPathComponent("\(name)-\(inputs.short)")
  }

  /// One batch, named by the recipe.
  public func plan() throws -> [StageBatch<TrainingRecipe>] {
    [StageBatch(id: options.recipe, input: recipe, label: options.recipe)]
  }

  /// Trains, from the checkpoint where there is one, and puts the finished adapter or model in its place.
  ///
  /// - Throws: `CancellationError` once the checkpoint of a stopped run is written; what trainer and file system throw.
  public func process(_ batch: StageBatch<TrainingRecipe>) async throws -> StageOutcome<Trained> {
    let trained = try namingFiles {
      try Workspace.makeFolder(runFolder)
      let resolved = runFolder.appendingPathComponent("options.json")
      try AtomicFile.write(try Recipes.data(recipe), to: resolved)
      switch task {
      case .adapter(let model, let name, let dataset, let template):
        return try trainAdapter(model, name, dataset, template)
      case .model: return try trainModel(resolved)
      }
    }
    // The trainer has written its checkpoint; the batch is not done.
    if trained.outcome.isInterrupted { throw CancellationError() }
    return StageOutcome(kept: trained, drops: drops(trained.outcome))
  }

  /// Records the adapter; of a model from nothing the store knows nothing.
  public func write(
    _ output: Trained, of batch: StageBatch<TrainingRecipe>, provenance: Provenance, to transaction: Transaction
  ) throws {
    guard let dataset = output.dataset else { return }
    let loss = output.outcome.validationLoss.map { ($0 * 1000).rounded() / 1000 }
    try transaction.save(
      AdapterRecord(
        name: options.recipe, dataset: dataset, model: output.model, inputs: provenance.optionsHash,
        summary: BilingualText(
          en: "\(output.outcome.examples) examples, \(output.outcome.steps) steps"
            + (loss.map { ", validation loss \($0)" } ?? ""),
          ja: "例 \(output.outcome.examples) 件、\(output.outcome.steps) ステップ" + (loss.map { "、検証の損失 \($0)" } ?? ""))))
  }

  // MARK: Both methods

  /// The trainer writes through Foundation, whose errors name neither the stage nor, at times, the file.
  private func namingFiles<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error where !(error is any ExplainedError) {
      guard let failure = UnwrittenFile(error) else { throw error }
      throw WorkspaceError.stageCannotWrite(
        stage: Self.name, path: failure.path ?? runFolder.path, why: BilingualText(reasonOf: error))
    }
  }

  private func trainAdapter(
    _ model: URL, _ name: String, _ dataset: FrozenDataset, _ template: ChatTemplate?
  ) throws -> Trained {
    let data = Trainer.DataFiles(
      train: [try writeConversations(dataset, .train)], validation: [try writeConversations(dataset, .validation)])
    let outcome = try Trainer.run(
      recipe: recipe, model: model, baseName: name, data: data, output: runFolder, template: template,
      isStopped: { Swift.Task.isCancelled },
      progress: tell)
    if !outcome.isInterrupted { try publishAdapter() }
    return Trained(outcome: outcome, dataset: dataset.version.number, model: name)
  }

  private func trainModel(_ file: URL) throws -> Trained {
    let outcome = try EmbeddedBaseTraining.run(
      recipeFile: file, workspace: workspace.root, output: destination, isStopped: { Swift.Task.isCancelled },
      progress: tell)
    return Trained(outcome: outcome, dataset: nil, model: options.recipe)
  }

  /// The questions as the arms will ask them.
  private func writeConversations(_ dataset: FrozenDataset, _ part: DatasetSplit) throws -> URL {
    var raft: RAFTExamples?
    if let options = options.raft(seed: recipe.seed), let store, let templates {
      raft = try RAFTExamples(options, dataset, part, store, templates)
    }
    let conversations = try dataset.examples(part).map { example in
      if let raft, !raft.passages(for: example).isEmpty {
        var shown = raft.conversation(example)
        shown.evidence = []
        return shown
      }
      var example = example
      let asked = templates?.render(.closedBook, language: example.language, values: ["question": example.asked])
      example.messages = [
        Message(role: "user", content: asked ?? example.asked), Message(role: "assistant", content: example.answered),
      ]
      example.evidence = []
      return example
    }
    let file = runFolder.appendingPathComponent(part.fileName)
    try AtomicFile.write(try JSONLines.data(conversations), to: file)
    return file
  }

  /// Puts the finished adapter in place of an older one, whole.
  private func publishAdapter() throws {
    try Workspace.makeFolder(workspace.adapters)
    let temporary = workspace.adapters.appendingPathComponent(".\(options.recipe).part")
    try? FileManager.default.removeItem(at: temporary)
    try Workspace.makeFolder(temporary)
    for name in ["adapter_model.safetensors", "adapter_config.json", "training.json"] {
      try AtomicFile.write(
        try Data(contentsOf: runFolder.appendingPathComponent(name)), to: temporary.appendingPathComponent(name))
    }
    try AtomicFile.replaceFolder(at: destination, with: temporary)
  }

  private func tell(_ progress: TrainingProgress) {
    let loss = (progress.loss * 1000).rounded() / 1000
    report(
      .advanced(
        stage: Self.name, done: progress.step, total: progress.steps,
        label: BilingualText(en: "loss \(loss)", ja: "損失 \(loss)")))
  }

  private func drops(_ outcome: Trainer.Outcome) -> [Drop] {
    guard outcome.tooLong > 0 else { return [] }
    return [
      Drop(
        stage: Self.name, item: options.recipe, reason: "too-long",
        detail: BilingualText(
          en: "\(outcome.tooLong) conversations are longer than the recipe's maximumLength and were not learnt; "
            + "raise it in templates/recipes/\(options.recipe).json.",
          ja: "\(outcome.tooLong) 件の会話がレシピの maximumLength より長いため、学習しませんでした。"
            + "templates/recipes/\(options.recipe).json で値を大きくしてください。"))
    ]
  }
}
