import Transformers

/// The sizes of a Llama-type model, as the trainer needs them.
public struct LlamaShape: Sendable, Codable, Equatable {
  /// Ids in the vocabulary.
  public var vocabulary: Int
  /// Width of the residual stream.
  public var width: Int
  /// Number of layers.
  public var layers: Int
  /// Query heads.
  public var heads: Int
  /// Key and value heads; fewer than `heads` in grouped-query attention.
  public var keyValueHeads: Int
  /// Width of one head.
  public var headSize: Int
  /// Width inside the gated MLP.
  public var mlpWidth: Int
  /// Whether the output head is the embedding matrix.
  public var tiedHead: Bool
  /// Whether the query, key and value products have a bias (Qwen2).
  public var attentionBias: Bool
  /// Base of the rotary frequencies.
  public var ropeTheta: Double
  /// Added to the mean square in RMSNorm.
  public var normEpsilon: Double

  /// Makes a shape.
  public init(
    vocabulary: Int, width: Int, layers: Int, heads: Int, keyValueHeads: Int, headSize: Int? = nil, mlpWidth: Int,
    tiedHead: Bool = true, attentionBias: Bool = false, ropeTheta: Double = 10_000, normEpsilon: Double = 1e-5
  ) {
    self.vocabulary = vocabulary
    self.width = width
    self.layers = layers
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headSize = headSize ?? width / heads
    self.mlpWidth = mlpWidth
    self.tiedHead = tiedHead
    self.attentionBias = attentionBias
    self.ropeTheta = ropeTheta
    self.normEpsilon = normEpsilon
  }

  var queryWidth: Int { heads * headSize }
  var keyValueWidth: Int { keyValueHeads * headSize }
  /// Queries, keys and values side by side in one row.
  var attentionWidth: Int { queryWidth + 2 * keyValueWidth }
  var halfHead: Int { headSize / 2 }
}

extension LinearLayer {
  /// Output width (rows of the weight).
  func outputs(_ shape: LlamaShape) -> Int {
    switch self {
    case .query: shape.queryWidth
    case .key, .value: shape.keyValueWidth
    case .output, .down: shape.width
    case .gate, .up: shape.mlpWidth
    }
  }

  /// Input width (columns of the weight).
  func inputs(_ shape: LlamaShape) -> Int {
    switch self {
    case .output: shape.queryWidth
    case .down: shape.mlpWidth
    case .query, .key, .value, .gate, .up: shape.width
    }
  }
}

/// Where every weight of a model lies in one flat buffer: vectors (norms, biases) first, then the matrices; a layer's
/// q, k and v matrices touch, so that they are one product.
struct ParameterLayout: Sendable {
  struct Entry: Sendable {
    var name: String
    var shape: [Int]
    var offset: Int
    var count: Int { shape.reduce(1, *) }
  }

  struct Layer: Sendable {
    var inputNorm = 0
    var postNorm = 0
    var attentionBias = 0
    var attention = 0
    var output = 0
    var gate = 0
    var up = 0
    var down = 0
  }

  let shape: LlamaShape
  private(set) var entries: [Entry] = []
  private(set) var layers: [Layer]
  private(set) var finalNorm = 0
  private(set) var embedding = 0
  private(set) var head = 0
  /// Number of floats in the vectors' part, where the matrices begin.
  private(set) var vectorCount = 0
  private(set) var count = 0

  init(_ shape: LlamaShape) {
    self.shape = shape
    layers = [Layer](repeating: Layer(), count: shape.layers)
    addVectors()
    vectorCount = count
    addMatrices()
  }

  private mutating func add(_ name: String, _ shape: [Int]) -> Int {
    let entry = Entry(name: name, shape: shape, offset: count)
    entries.append(entry)
    count += entry.count
    return entry.offset
  }

  private mutating func addVectors() {
    for index in layers.indices {
      let prefix = "model.layers.\(index)"
      layers[index].inputNorm = add("\(prefix).input_layernorm.weight", [shape.width])
      layers[index].postNorm = add("\(prefix).post_attention_layernorm.weight", [shape.width])
      guard shape.attentionBias else { continue }
      layers[index].attentionBias = add("\(prefix).self_attn.q_proj.bias", [shape.queryWidth])
      _ = add("\(prefix).self_attn.k_proj.bias", [shape.keyValueWidth])
      _ = add("\(prefix).self_attn.v_proj.bias", [shape.keyValueWidth])
    }
    finalNorm = add("model.norm.weight", [shape.width])
    count = (count + 15) / 16 * 16
  }

  private mutating func addMatrices() {
    embedding = add("model.embed_tokens.weight", [shape.vocabulary, shape.width])
    head = shape.tiedHead ? embedding : add("lm_head.weight", [shape.vocabulary, shape.width])
    for index in layers.indices {
      func matrix(_ target: LinearLayer) -> Int {
        add("\(target.path(layer: index)).weight", [target.outputs(shape), target.inputs(shape)])
      }
      layers[index].attention = matrix(.query)
      _ = matrix(.key)
      _ = matrix(.value)
      layers[index].output = matrix(.output)
      layers[index].gate = matrix(.gate)
      layers[index].up = matrix(.up)
      layers[index].down = matrix(.down)
    }
  }
}
