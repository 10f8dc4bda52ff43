/// The seven linear maps of a Llama layer, by the names that checkpoints and adapters use.
public enum LinearLayer: String, Sendable, Codable, CaseIterable {
  case query = "q_proj"
  case key = "k_proj"
  case value = "v_proj"
  case output = "o_proj"
  case gate = "gate_proj"
  case up = "up_proj"
  case down = "down_proj"

  /// Module path in layer `index`, such as `model.layers.0.self_attn.q_proj`.
  public func path(layer index: Int) -> String {
    switch self {
    case .query, .key, .value, .output: "model.layers.\(index).self_attn.\(rawValue)"
    case .gate, .up, .down: "model.layers.\(index).mlp.\(rawValue)"
    }
  }

  /// Output and input width.
  public func shape(in configuration: ModelConfiguration) -> (outputs: Int, inputs: Int) {
    switch self {
    case .query: (configuration.queryWidth, configuration.hiddenSize)
    case .key, .value: (configuration.keyValueWidth, configuration.hiddenSize)
    case .output: (configuration.hiddenSize, configuration.queryWidth)
    case .gate, .up: (configuration.intermediateSize, configuration.hiddenSize)
    case .down: (configuration.hiddenSize, configuration.intermediateSize)
    }
  }

  /// Whether the configuration gives it a bias.
  public func hasBias(in configuration: ModelConfiguration) -> Bool {
    switch self {
    case .query, .key, .value, .output: configuration.attentionBias
    case .gate, .up, .down: configuration.mlpBias
    }
  }
}

/// Tensor names of a Llama checkpoint.
public enum WeightNames {
  /// (V, D).
  public static let embedding = "model.embed_tokens.weight"
  /// (D).
  public static let finalNorm = "model.norm.weight"
  /// (V, D); absent where it is tied to the embedding.
  public static let head = "lm_head.weight"

  /// (D): before attention.
  public static func inputNorm(layer index: Int) -> String { "model.layers.\(index).input_layernorm.weight" }

  /// (D): before the feed-forward layer.
  public static func postAttentionNorm(layer index: Int) -> String {
    "model.layers.\(index).post_attention_layernorm.weight"
  }

  /// Every tensor with its shape, in the order embedding, layers, norm, head: what a checkpoint of this shape holds.
  public static func all(in configuration: ModelConfiguration) -> [(name: String, shape: [Int])] {
    let width = configuration.hiddenSize
    var names: [(name: String, shape: [Int])] = [(embedding, [configuration.vocabSize, width])]
    for index in 0..<configuration.numHiddenLayers {
      names.append((inputNorm(layer: index), [width]))
      for layer in LinearLayer.allCases {
        let shape = layer.shape(in: configuration)
        names.append((layer.path(layer: index) + ".weight", [shape.outputs, shape.inputs]))
        if layer.hasBias(in: configuration) { names.append((layer.path(layer: index) + ".bias", [shape.outputs])) }
      }
      names.append((postAttentionNorm(layer: index), [width]))
    }
    names.append((finalNorm, [width]))
    if !configuration.tieWordEmbeddings { names.append((head, [configuration.vocabSize, width])) }
    return names
  }
}
