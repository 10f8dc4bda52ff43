public import Foundation
public import Tensors

/// A Llama-type decoder (Touvron et al. 2023): RMSNorm, grouped-query attention with rotary positions, SwiGLU.
///
/// Weights stay in the mapped files where their type is the one asked for.
public final class LlamaModel: Sendable {
  struct Layer: Sendable {
    let inputNorm: [Float]
    let query, key, value, output: Linear
    let postAttentionNorm: [Float]
    let gate, up, down: Linear
  }

  /// The model's shape.
  public let configuration: ModelConfiguration
  /// The adapter that is applied, if any.
  public let adapter: LoRAAdapter?
  /// The longest sequence: the model's own limit, at most `longestContext`.
  public let contextLimit: Int
  let embedding: MatrixWeight
  let layers: [Layer]
  let finalNorm: [Float]
  let head: MatrixWeight
  let rotary: RotaryTable

  /// Positions beyond this are not tabulated.
  public static let longestContext = 16_384

  /// Assembles a model from tensors by their checkpoint names.
  ///
  /// - Throws: What `tensor` throws for a tensor that is missing or has another shape.
  public init(
    _ configuration: ModelConfiguration, dtype: DType? = nil, adapter: LoRAAdapter? = nil,
    tensor: (_ name: String, _ shape: [Int]) throws(UnusableModel) -> Tensor
  ) throws(UnusableModel) {
    let width = configuration.hiddenSize
    func matrix(_ name: String, _ shape: [Int]) throws(UnusableModel) -> MatrixWeight {
      MatrixWeight(try tensor(name, shape).converted(to: dtype))
    }
    func norm(_ name: String) throws(UnusableModel) -> [Float] { try tensor(name, [width]).floats().array }
    func linear(_ kind: LinearLayer, _ index: Int) throws(UnusableModel) -> Linear {
      let path = kind.path(layer: index)
      let shape = kind.shape(in: configuration)
      var linear = Linear(weight: try matrix(path + ".weight", [shape.outputs, shape.inputs]))
      if kind.hasBias(in: configuration) { linear.bias = try tensor(path + ".bias", [shape.outputs]).floats().array }
      linear.lowRank = adapter?.pairs[path]
      return linear
    }
    var layers: [Layer] = []
    for index in 0..<configuration.numHiddenLayers {
      layers.append(
        Layer(
          inputNorm: try norm(WeightNames.inputNorm(layer: index)), query: try linear(.query, index),
          key: try linear(.key, index), value: try linear(.value, index), output: try linear(.output, index),
          postAttentionNorm: try norm(WeightNames.postAttentionNorm(layer: index)), gate: try linear(.gate, index),
          up: try linear(.up, index), down: try linear(.down, index)))
    }
    self.configuration = configuration
    self.adapter = adapter
    self.layers = layers
    let vocabulary = [configuration.vocabSize, width]
    embedding = try matrix(WeightNames.embedding, vocabulary)
    head = configuration.tieWordEmbeddings ? embedding : try matrix(WeightNames.head, vocabulary)
    finalNorm = try norm(WeightNames.finalNorm)
    contextLimit = min(configuration.maxPositionEmbeddings, Self.longestContext)
    rotary = RotaryTable(configuration, positions: contextLimit)
  }

  /// Loads a model directory.
  ///
  /// - Parameters:
  ///   - directory: Hugging Face layout: `config.json`, `*.safetensors` and their index.
  ///   - dtype: How the matrices are held; nil keeps the files' own type (f16 becomes f32).
  ///   - adapter: A PEFT LoRA directory, applied beside the weights.
  /// - Throws: `UnusableModel`.
  public static func load(directory: URL, dtype: DType? = nil, adapter: URL? = nil) throws(UnusableModel) -> LlamaModel
  {
    let configuration = try ModelConfiguration(directory: directory)
    let weights = try ModelWeights(directory: directory)
    var lora: LoRAAdapter?
    if let adapter { lora = try LoRAAdapter(directory: adapter, configuration: configuration) }
    return try LlamaModel(configuration, dtype: dtype, adapter: lora) { (name, shape) throws(UnusableModel) in
      try weights.tensor(name, shape: shape)
    }
  }

  /// Bytes of all matrices: what one token's pass reads.
  var matrixBytes: Int {
    let size = embedding.dtype.size
    return configuration.parameterCount * size
  }
}

extension Tensor {
  /// The tensor in another type, shared where it has that type already.
  func converted(to wanted: DType?) -> Tensor {
    guard let wanted, wanted != dtype else { return self }
    switch wanted {
    case .f32, .f16: return Tensor(shape: shape, floats: floats())
    case .bf16:
      let tensor = Tensor(shape: shape, bfloats: BFloat16Buffer(count))
      floats().withUnsafeMutablePointer { MatrixWeight(tensor).assign($0) }
      return tensor
    }
  }
}
