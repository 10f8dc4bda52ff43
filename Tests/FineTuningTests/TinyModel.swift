import Foundation
import Tensors
import Testing
import Transformers

@testable import FineTuning

/// Golden files from torch, transformers and peft (`Tests/Golden/finetuning/make.py`).
enum Golden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Golden/finetuning")

  struct Example: Decodable {
    var ids: [Int32]
    var weights: [Float]
  }

  struct Losses: Decodable {
    var loss: Double
    var adapterLoss: Double
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: path)))
  }

  static func examples() throws -> [TokenizedExample] {
    try decode([Example].self, "examples.json").map {
      try #require(TokenizedExample(ids: $0.ids, lossMask: $0.weights))
    }
  }

  static func tensors(_ path: String) throws -> Safetensors { try Safetensors(folder.appending(path: path)) }
}

/// A model small enough to train in a test.
enum TinyModel {
  static let shape = LlamaShape(vocabulary: 40, width: 32, layers: 2, heads: 4, keyValueHeads: 2, mlpWidth: 48)

  /// Sequences that follow a rule, so that there is something to learn.
  static func examples(_ count: Int, seed: UInt64 = 3) throws -> [TokenizedExample] {
    var random = SplitMix64(seed: seed)
    return try (0..<count).map { _ in
      let length = 6 + Int(random.next() % 10)
      let first = Int32(random.next() % 40)
      let step = Int32(1 + random.next() % 3)
      let ids = (0..<length).map { (first + Int32($0) * step) % 40 }
      let mask: [Float] = (0..<length).map { $0 < 2 ? 0 : 1 }
      return try #require(TokenizedExample(ids: ids, lossMask: mask))
    }
  }

  static func recipe(
    _ method: TrainingRecipe.Method = .full, epochs: Double = 2, shards: Int = 3, precision: Precision = .f32,
    rate: Double = 5e-3
  ) -> TrainingRecipe {
    TrainingRecipe(
      name: "tiny", method: method,
      origin: .init(shape: shape, vocabularyData: [], maximumPositions: 64),
      lora: LoRAConfiguration(rank: 4, alpha: 8), epochs: epochs, maximumLength: 64,
      batch: .init(examples: 6, rowLength: 64, shards: shards), optimizer: .init(learningRate: rate),
      precision: precision, validationEvery: 5, seed: 9)
  }

  static func loop(
    _ recipe: TrainingRecipe, examples: [TokenizedExample], validation: [TokenizedExample] = [],
    startingFrom start: FloatBuffer? = nil
  ) -> TrainingLoop {
    let layout = ParameterLayout(shape)
    let values = start ?? ModelDirectory.initialValues(layout, seed: recipe.seed)
    let weights = PassWeights(layout, precision: recipe.precision)
    guard recipe.method == .lora, let lora = recipe.lora else {
      return TrainingLoop(
        recipe: recipe, weights: weights, adapters: nil, values: values, examples: examples, validation: validation)
    }
    values.withUnsafeMutablePointer { weights.assign($0, at: 0, count: values.count) }
    let adapters = AdapterLayout(shape, lora)
    return TrainingLoop(
      recipe: recipe, weights: weights, adapters: AdapterWeights(adapters, precision: recipe.precision),
      values: AdapterWeights.initialValues(adapters, seed: recipe.seed), examples: examples, validation: validation)
  }

  static func pass(_ weights: PassWeights, _ adapters: AdapterWeights? = nil, capacity: Int = 64) -> LlamaPass {
    let rotary = RotaryTables(weights.layout.shape, positions: capacity)
    return LlamaPass(weights: weights, adapters: adapters, rotary: rotary, capacity: capacity)
  }
}
