public import Foundation
public import Tensors

/// Everything that decides a training run; a file in `templates/recipes/`. The same recipe, data and model give the
/// same weights, whatever the number of threads.
public struct TrainingRecipe: Codable, Sendable, Equatable {
  /// What is trained.
  public enum Method: String, Codable, Sendable {
    /// All weights of a model that starts at random.
    case full
    /// Low-rank adapters beside frozen weights.
    case lora
  }

  /// How large a step is and how long the run.
  public struct Batch: Codable, Sendable, Equatable {
    /// Examples of one step, or…
    public var examples: Int?
    /// …ids of one step.
    public var tokens: Int?
    /// Batches whose gradients are added before the optimiser steps.
    public var accumulation: Int
    /// Ids of one row, into which examples are packed, each blind to the others.
    public var rowLength: Int
    /// Parts of a step whose gradients are summed apart; fixed, so that threads do not change the result.
    public var shards: Int

    /// Makes a batch description.
    public init(examples: Int? = nil, tokens: Int? = nil, accumulation: Int = 1, rowLength: Int = 512, shards: Int = 4)
    {
      self.examples = examples
      self.tokens = tokens
      self.accumulation = accumulation
      self.rowLength = rowLength
      self.shards = shards
    }
  }

  /// AdamW and its schedule.
  public struct Optimizer: Codable, Sendable, Equatable {
    /// The schedule's highest learning rate.
    public var learningRate: Double
    /// How the rate falls after warm-up.
    public var decay: Schedule.Decay
    /// Share of the steps in which the rate rises from 0.
    public var warmUp: Double
    /// The last rate as a share of the highest.
    public var finalShare: Double
    /// Decoupled weight decay, on matrices only.
    public var weightDecay: Double
    /// Decay of the mean of gradients.
    public var beta1: Double
    /// Decay of the mean of their squares.
    public var beta2: Double
    /// Added to the root in the update.
    public var epsilon: Double
    /// Gradients are scaled down to this norm.
    public var maximumNorm: Double

    /// Makes an optimiser description.
    public init(
      learningRate: Double, decay: Schedule.Decay = .cosine, warmUp: Double = 0.05, finalShare: Double = 0,
      weightDecay: Double = 0, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
      maximumNorm: Double = 1
    ) {
      self.learningRate = learningRate
      self.decay = decay
      self.warmUp = warmUp
      self.finalShare = finalShare
      self.weightDecay = weightDecay
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.maximumNorm = maximumNorm
    }
  }

  /// What a run from scratch begins with.
  public struct Origin: Codable, Sendable, Equatable {
    /// The model's sizes.
    public var shape: LlamaShape
    /// Files, relative to the workspace, from which the vocabulary is learnt.
    public var vocabularyData: [String]
    /// The longest context that is written into the model's configuration.
    public var maximumPositions: Int
    /// Whether attention begins able to copy, see `CopyingStart`; plain noise otherwise.
    public var copyingStart: Bool?
  }

  /// The recipe's name, that of its file.
  public var name: String
  /// What is trained.
  public var method: Method
  /// For `full`: the model's beginning.
  public var origin: Origin?
  /// For `lora`: the adapters.
  public var lora: LoRAConfiguration?
  /// JSONL files to learn from, relative to the workspace; empty where the caller gives them.
  public var data: [String]
  /// Whether the files are learnt from one after the other, each shuffled in itself; all shuffled together otherwise.
  public var filesInTurn: Bool?
  /// JSONL files whose loss is watched.
  public var validation: [String]
  /// Length of the run in passes over the data…
  public var epochs: Double?
  /// …or in ids.
  public var tokens: Int?
  /// Longer conversations are left out (and counted); longer texts are cut.
  public var maximumLength: Int
  /// Weight of the prompt's ids in the loss; 0 learns from answers alone.
  public var promptWeight: Double
  /// Step size.
  public var batch: Batch
  /// Optimiser.
  public var optimizer: Optimizer
  /// Precision of the products' operands.
  public var precision: Precision
  /// Steps between two looks at the validation loss, each followed by a checkpoint.
  public var validationEvery: Int
  /// Choice of initial weights and of the order of examples.
  public var seed: UInt64

  /// Makes a recipe.
  public init(
    name: String, method: Method, origin: Origin? = nil, lora: LoRAConfiguration? = nil, data: [String] = [],
    validation: [String] = [], epochs: Double? = nil, tokens: Int? = nil, maximumLength: Int = 512,
    promptWeight: Double = 0, batch: Batch, optimizer: Optimizer, precision: Precision = .bf16,
    validationEvery: Int = 50, seed: UInt64 = 1
  ) {
    self.name = name
    self.method = method
    self.origin = origin
    self.lora = lora
    self.data = data
    self.validation = validation
    self.epochs = epochs
    self.tokens = tokens
    self.maximumLength = maximumLength
    self.promptWeight = promptWeight
    self.batch = batch
    self.optimizer = optimizer
    self.precision = precision
    self.validationEvery = validationEvery
    self.seed = seed
  }

  /// Reads a recipe's file and checks it.
  ///
  /// - Throws: `UnusableRecipe` that names the key and what to do.
  public init(file: URL) throws(UnusableRecipe) {
    do {
      self = try JSONDecoder().decode(TrainingRecipe.self, from: Data(contentsOf: file))
    } catch let error as DecodingError {
      throw UnusableRecipe(file: file.path, problem: UnusableRecipe.text(of: error))
    } catch {
      throw UnusableRecipe(
        file: file.path,
        problem: Explanation(en: error.localizedDescription, ja: "読み取れません（\(error.localizedDescription)）"))
    }
    if let problem { throw UnusableRecipe(file: file.path, problem: problem) }
  }

  /// What makes the recipe impossible, or nil.
  public var problem: Explanation? {
    methodProblem ?? sizeProblem
  }

  private var methodProblem: Explanation? {
    if method == .full, origin == nil {
      return Explanation(
        en: "method \"full\" needs \"origin\"", ja: "method が \"full\" のときは \"origin\" が必要です")
    }
    if method == .lora, lora == nil {
      return Explanation(en: "method \"lora\" needs \"lora\"", ja: "method が \"lora\" のときは \"lora\" が必要です")
    }
    if let lora, lora.rank < 1 || lora.targets.isEmpty {
      return Explanation(
        en: "\"lora\" needs a positive rank and a target", ja: "\"lora\" には 1 以上の rank と、一つ以上の target が必要です")
    }
    if (batch.examples == nil) == (batch.tokens == nil) {
      return Explanation(
        en: "\"batch\" needs either \"examples\" or \"tokens\"",
        ja: "\"batch\" には \"examples\" か \"tokens\" のどちらか一方を指定する必要があります")
    }
    if (epochs == nil) == (tokens == nil) {
      return Explanation(
        en: "give either \"epochs\" or \"tokens\"", ja: "\"epochs\" か \"tokens\" のどちらか一方を指定する必要があります")
    }
    return nil
  }

  private var sizeProblem: Explanation? {
    let positive = [
      batch.examples ?? 1, batch.tokens ?? 1, batch.accumulation, batch.rowLength, batch.shards, validationEvery,
      maximumLength - 1,
    ]
    if positive.contains(where: { $0 < 1 }) {
      return Explanation(
        en: "sizes of \"batch\", lengths and intervals must be positive",
        ja: "\"batch\" の大きさ、長さ、間隔は正の数でなければなりません")
    }
    if maximumLength > batch.rowLength {
      return Explanation(
        en: "\"maximumLength\" must not exceed \"batch.rowLength\"",
        ja: "\"maximumLength\" は \"batch.rowLength\" 以下でなければなりません")
    }
    if !(optimizer.learningRate > 0) {
      return Explanation(
        en: "\"optimizer.learningRate\" must be positive", ja: "\"optimizer.learningRate\" は正の数でなければなりません")
    }
    if let shape = origin?.shape, shape.heads % shape.keyValueHeads != 0 || shape.headSize % 2 != 0 {
      return Explanation(
        en: "\"origin.shape\": heads must be a multiple of keyValueHeads, headSize even",
        ja: "\"origin.shape\" の heads は keyValueHeads の倍数、headSize は偶数でなければなりません")
    }
    return nil
  }
}

/// A recipe that cannot be used.
public struct UnusableRecipe: Error, CustomStringConvertible, Sendable {
  /// The recipe's file.
  public var file: String
  /// What is wrong with it.
  public var problem: Explanation

  /// What was attempted, why it failed, and what to do next.
  public var explanation: Explanation {
    Explanation(
      en: "cannot use the recipe \(file): \(problem.en); compare it with those in templates/recipes/",
      ja: "レシピ \(file) を使えません（\(problem.ja)）。templates/recipes/ にあるレシピと見比べてください。")
  }

  /// One line for people.
  public var description: String { explanation.en }

  static func text(of error: DecodingError) -> Explanation {
    switch error {
    case .keyNotFound(let key, _):
      return Explanation(
        en: "the key \"\(key.stringValue)\" is missing", ja: "キー \"\(key.stringValue)\" がありません")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      return Explanation(
        en: "the value of \"\(key)\" is of the wrong kind", ja: "\"\(key)\" の値の種類が違います")
    case .dataCorrupted(let context):
      return Explanation(
        en: context.debugDescription, ja: "JSON として正しくありません（\(context.debugDescription)）")
    @unknown default: return Explanation(verbatim: String(describing: error))
    }
  }
}
