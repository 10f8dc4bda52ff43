import Foundation
public import Tensors
import Transformers

/// A model that the trainer cannot read or write, and why.
public struct UntrainableModel: Error, CustomStringConvertible, Sendable {
  /// The model's directory.
  public var directory: String
  /// What the trainer cannot do with it.
  public var problem: Explanation

  /// What was attempted, why it failed, and what to do next.
  public var explanation: Explanation {
    Explanation(
      en: "cannot train the model in \(directory): \(problem.en)",
      ja: "\(directory) のモデルは学習できません。\(problem.ja)。")
  }

  /// One line for people.
  public var description: String { explanation.en }
}

extension LlamaShape {
  init(_ configuration: ModelConfiguration, directory: URL) throws(UntrainableModel) {
    guard configuration.isLlama else {
      throw UntrainableModel(
        directory: directory.path,
        problem: Explanation(
          en: "its architecture \(configuration.architecture) is not trained yet; choose a LlamaForCausalLM model",
          ja: "\(configuration.architecture) という構造の学習にはまだ対応していません。LlamaForCausalLM のモデルを選んでください"))
    }
    guard configuration.ropeScaling == nil, !configuration.attentionBias, !configuration.mlpBias else {
      throw UntrainableModel(
        directory: directory.path,
        problem: Explanation(
          en: "stretched rotary positions and biases are not trained yet; choose a plain Llama-type model",
          ja: "回転位置符号を引き伸ばしたモデルやバイアスを持つモデルの学習にはまだ対応していません。標準的な Llama 型のモデルを選んでください"))
    }
    self.init(
      vocabulary: configuration.vocabSize, width: configuration.hiddenSize, layers: configuration.numHiddenLayers,
      heads: configuration.numAttentionHeads, keyValueHeads: configuration.numKeyValueHeads,
      headSize: configuration.headDim, mlpWidth: configuration.intermediateSize,
      tiedHead: configuration.tieWordEmbeddings, ropeTheta: configuration.ropeTheta,
      normEpsilon: Double(configuration.rmsNormEps))
  }

  func configuration(maximumPositions: Int, endIDs: [Int32]) -> ModelConfiguration {
    ModelConfiguration(
      vocabSize: vocabulary, hiddenSize: width, intermediateSize: mlpWidth, numHiddenLayers: layers,
      numAttentionHeads: heads, numKeyValueHeads: keyValueHeads, headDim: headSize, rmsNormEps: Float(normEpsilon),
      ropeTheta: ropeTheta, maxPositionEmbeddings: maximumPositions, tieWordEmbeddings: tiedHead,
      eosTokenIDs: endIDs)
  }
}

extension PassWeights {
  /// Reads a model directory's weights.
  static func read(_ directory: URL, precision: Precision) throws -> PassWeights {
    let (configuration, files) = try ModelWeights.read(directory)
    let layout = ParameterLayout(try LlamaShape(configuration, directory: directory))
    let weights = PassWeights(layout, precision: precision)
    for entry in layout.entries {
      let values = try files.tensor(entry.name, shape: entry.shape).floats()
      values.withUnsafeMutablePointer { weights.assign($0, at: entry.offset, count: entry.count) }
    }
    return weights
  }
}

/// Writes what training from scratch made, in Hugging Face's layout.
enum ModelDirectory {
  /// Weights from a normal distribution of deviation 0.02, those that add to the residual stream scaled down by the
  /// root of their number (GPT-2); norms at 1, biases at 0.
  static func initialValues(_ layout: ParameterLayout, seed: UInt64) -> FloatBuffer {
    let values = FloatBuffer(layout.count)
    let residual = 0.02 / (2 * Double(layout.shape.layers)).squareRoot()
    Parallel.forEach(layout.entries.count) { index in
      let entry = layout.entries[index]
      let start = values.pointer + entry.offset
      if entry.shape.count == 1 {
        start.update(repeating: entry.name.hasSuffix(".bias") ? 0 : 1, count: entry.count)
        return
      }
      let addsToStream = entry.name.hasSuffix("o_proj.weight") || entry.name.hasSuffix("down_proj.weight")
      var random = SplitMix64(seed: seed, stream: 0x1_0000 + UInt64(index))
      for place in 0..<entry.count { start[place] = Float(random.normal() * (addsToStream ? residual : 0.02)) }
    }
    return values
  }

  /// Writes config.json, generation_config.json and model.safetensors (bf16).
  static func write(
    _ values: FloatBuffer, _ layout: ParameterLayout, configuration: ModelConfiguration, to directory: URL
  )
    throws
  {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    var writer = SafetensorsWriter()
    for entry in layout.entries {
      writer.add(entry.name, Tensor(shape: entry.shape, bfloats: entry.rounded(values)))
    }
    try SyncedFile.write(configuration.fileContents, to: directory.appending(path: "config.json"))
    let ends = configuration.eosTokenIDs.map(String.init).joined(separator: ", ")
    try SyncedFile.write(
      Data("{\n  \"eos_token_id\": [\(ends)],\n  \"do_sample\": false\n}\n".utf8),
      to: directory.appending(path: "generation_config.json"))
    try SyncedFile.write(writer.fileContents, to: directory.appending(path: "model.safetensors"))
  }
}

extension ParameterLayout.Entry {
  /// This entry's values in bf16.
  func rounded(_ values: FloatBuffer) -> BFloat16Buffer {
    let result = BFloat16Buffer(count)
    Rounding.toBFloat16(values.pointer + offset, count: count, into: result.pointer)
    return result
  }
}
