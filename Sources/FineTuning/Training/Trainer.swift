public import Foundation
public import Tensors
public import Transformers

/// Trains by a recipe: adapters on a model directory, or a model from scratch. A run that was cut goes on from its last
/// checkpoint; one that is complete is not done again.
public enum Trainer {
  /// Where the examples come from.
  public struct DataFiles: Sendable {
    /// JSONL files to learn from.
    public var train: [URL]
    /// JSONL files whose loss is watched.
    public var validation: [URL]

    /// Names the files.
    public init(train: [URL], validation: [URL]) {
      self.train = train
      self.validation = validation
    }
  }

  /// What a run came to; also kept as `training.json` beside the weights.
  public struct Outcome: Codable, Sendable, Equatable {
    /// The recipe as it was used.
    public var recipe: TrainingRecipe
    /// Identifies recipe, data and model.
    public var run: String
    /// Steps done.
    public var steps: Int
    /// Examples learnt from.
    public var examples: Int
    /// Conversations left out as too long.
    public var tooLong: Int
    /// The step whose weights were kept.
    public var keptStep: Int
    /// Their validation loss.
    public var validationLoss: Double?
    /// Whether the run was stopped before its last step; then nothing but its checkpoint was written.
    public var isInterrupted: Bool
  }

  /// There is nothing to train on.
  public struct NothingToLearn: Error, CustomStringConvertible, Sendable {
    /// The files that were read.
    public var files: [String]

    /// What was attempted, why it failed, and what to do next.
    public var explanation: Explanation {
      Explanation(
        en: "cannot train: there is no example in \(files.joined(separator: ", ")) that fits the recipe's "
          + "maximumLength; check the files or raise it",
        ja: "学習できません。\(files.joined(separator: "、")) に、レシピの maximumLength に収まる例が一つもありません。"
          + "ファイルを確認するか、maximumLength を大きくしてください。")
    }

    /// One line for people.
    public var description: String { explanation.en }
  }

  /// Trains an adapter on the model in `model` and writes it to `output` in PEFT's format.
  ///
  /// - Parameters:
  ///   - baseName: How the adapter's configuration names its model.
  ///   - template: Writes the conversations of a model that has no template of its own.
  ///   - isStopped: Asked after every step; true saves a checkpoint and returns.
  ///   - progress: Called after every step.
  /// - Throws: What reading model, data or recipe, or writing the output throws.
  public static func run(
    recipe: TrainingRecipe, model: URL, baseName: String, data: DataFiles, output: URL, template: ChatTemplate? = nil,
    isStopped: () -> Bool = { false }, progress: (TrainingProgress) -> Void = { _ in }
  ) throws -> Outcome {
    guard recipe.method == .lora, let lora = recipe.lora, recipe.problem == nil else {
      let unfit = Explanation(
        en: "an adapter needs method \"lora\"", ja: "アダプターの学習では method を \"lora\" にする必要があります")
      throw UnusableRecipe(file: recipe.name, problem: recipe.problem ?? unfit)
    }
    let reader = try ExampleFile(model: model, recipe: recipe, template: template)
    let train = try reader.read(data.train)
    let validation = try reader.read(data.validation)
    guard !train.examples.isEmpty else { throw NothingToLearn(files: data.train.map(\.path)) }
    let weights = try PassWeights.read(model, precision: recipe.precision)
    let layout = AdapterLayout(weights.layout.shape, lora)
    let loop = TrainingLoop(
      recipe: recipe, weights: weights, adapters: AdapterWeights(layout, precision: recipe.precision),
      values: AdapterWeights.initialValues(layout, seed: recipe.seed), examples: train.examples,
      validation: validation.examples)
    let session = TrainingSession(loop, train: train, validation: validation, output: output)
    return try session.run(isStopped: isStopped, progress: progress) { values in
      try AdapterFile.write(values, layout, base: baseName, to: output)
    }
  }

  /// Trains a model from scratch whose tokenizer lies in `output` already, and writes it there.
  ///
  /// - Throws: What reading data or recipe, or writing the output throws.
  public static func run(
    recipe: TrainingRecipe, data: DataFiles, output: URL, isStopped: () -> Bool = { false },
    progress: (TrainingProgress) -> Void = { _ in }
  ) throws -> Outcome {
    guard recipe.method == .full, let origin = recipe.origin, recipe.problem == nil else {
      let unfit = Explanation(
        en: "a model from scratch needs method \"full\"", ja: "モデルを一から作るには method を \"full\" にする必要があります")
      throw UnusableRecipe(file: recipe.name, problem: recipe.problem ?? unfit)
    }
    let tokenizer = try Tokenizer(directory: output)
    let ends = ["<|im_end|>", "<|endoftext|>"].compactMap { tokenizer.id(ofAdded: $0) }
    let configuration = origin.shape.configuration(maximumPositions: origin.maximumPositions, endIDs: ends)
    let reader = ExampleFile(
      tokenizer: tokenizer, format: ChatFormat(.chatML, tokenizer: tokenizer, eosTokenIDs: ends), recipe: recipe)
    let (train, stretches) = try reader.read(data.train, inTurn: recipe.filesInTurn ?? false)
    let validation = try reader.read(data.validation)
    guard !train.examples.isEmpty else { throw NothingToLearn(files: data.train.map(\.path)) }
    let layout = ParameterLayout(origin.shape)
    let values = ModelDirectory.initialValues(layout, seed: recipe.seed)
    if origin.copyingStart == true { CopyingStart(layout, values: values, seed: recipe.seed).apply() }
    let loop = TrainingLoop(
      recipe: recipe, weights: PassWeights(layout, precision: recipe.precision), adapters: nil,
      values: values, examples: train.examples, stretches: stretches, validation: validation.examples)
    let session = TrainingSession(loop, train: train, validation: validation, output: output)
    return try session.run(isStopped: isStopped, progress: progress) { values in
      try ModelDirectory.write(values, layout, configuration: configuration, to: output)
    }
  }
}
