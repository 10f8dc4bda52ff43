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
    configuration.description.tensors.map { ($0.name, $0.shape) }
  }

  /// The names that checkpoints have for one tensor: with and without the causal model's prefix, as today and as the
  /// families' first checkpoints had it.
  static func spellings(of name: String, prefix: String) -> [String] {
    var names = [name]
    if let (old, new) = [(".LayerNorm.weight", ".LayerNorm.gamma"), (".LayerNorm.bias", ".LayerNorm.beta")]
      .first(where: { name.hasSuffix($0.0) })
    {
      names.append(name.dropLast(old.count) + new)
    }
    // The untied head of a GPT-NeoX.
    if name == "embed_out.weight" { names.append(head) }
    return prefix.isEmpty
      ? names : names + names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }
}
