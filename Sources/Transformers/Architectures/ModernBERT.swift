extension Architecture {
  /// ModernBERT (Warner et al. 2024), ruri-v3: layers that see everything between layers that see a window to both sides, each
  /// kind with rotary positions of its own; one map for query, key and value, one for both sides of the gate.
  static let modernBERT = Architecture("ModernBertModel", "ModernBertForMaskedLM", modelType: "modernbert") {
    file throws(UnusableModel) in
    let vocabulary = try file.size("vocab_size", limit: 1 << 22)
    let width = try file.size("hidden_size", limit: 1 << 16)
    let layers = try file.size("num_hidden_layers", limit: 1 << 10)
    let heads = try file.heads("num_attention_heads", width: width)
    let inner = try file.size("intermediate_size", limit: 1 << 18)
    let positions = try file.size("max_position_embeddings", default: 8192, limit: 1 << 26)
    let activation = try file.activation("hidden_activation", default: "gelu")
    let epsilon = try file.epsilon("norm_eps", default: 1e-5)
    let normBias = try file.flag("norm_bias", default: false)
    let attentionBias = try file.flag("attention_bias", default: false)
    let mlpBias = try file.flag("mlp_bias", default: false)
    let isLocal = try file.modernBERTLocalLayers(layers)
    let window = try file.size("local_attention", default: 128, limit: 1 << 26) / 2
    let rotary = try file.modernBERTRotary(headSize: width / heads)
    func norm(_ path: String) -> NormShape {
      NormShape(path: path, width: width, kind: .layer(hasBias: normBias), epsilon: epsilon)
    }
    let blocks = (0..<layers).map { layer in
      let path = "model.layers.\(layer)."
      func map(_ name: String, _ outputs: Int, _ inputs: Int, _ bias: Bool) -> LinearShape {
        LinearShape(path: path + name, outputs: outputs, inputs: inputs, hasBias: bias)
      }
      return Block<Described>(
        // The embedding has just been normed.
        mixerNorm: layer == 0 ? nil : norm(path + "attn_norm"),
        mixer: .attention(
          Attention(
            inputs: .fused(map("attn.Wqkv", 3 * width, width, attentionBias), .byKind),
            output: map("attn.Wo", width, width, attentionBias),
            rotation: isLocal[layer] ? rotary.local : rotary.global, heads: heads, keyValueHeads: heads,
            headSize: width / heads, scale: 1 / Float(width / heads).squareRoot(),
            reach: isLocal[layer] ? .around(window) : .everything)),
        feedForwardNorm: norm(path + "mlp_norm"),
        feedForward: FeedForward(
          inputs: .fusedGate(map("mlp.Wi", 2 * inner, width, mlpBias)), down: map("mlp.Wo", width, inner, mlpBias),
          activation: activation, width: inner))
    }
    let description = ModelDescription(
      prefix: "model.",
      embedding: EmbeddingDescription(
        tokens: TensorShape(name: "model.embeddings.tok_embeddings.weight", shape: [vocabulary, width]),
        norm: norm("model.embeddings.norm")),
      blocks: blocks, finalNorm: norm("model.final_norm"), head: nil, positions: positions)
    return try ModelConfiguration(
      file, description, mlpWidth: inner, heads: heads, keyValueHeads: heads, headSize: width / heads,
      epsilon: epsilon)
  }
}

extension ConfigFile {
  fileprivate func modernBERTLocalLayers(_ layers: Int) throws(UnusableModel) -> [Bool] {
    guard let types = try strings("layer_types") else {
      let every = try size("global_attn_every_n_layers", default: 3, limit: 1 << 10)
      return (0..<layers).map { $0 % every != 0 }
    }
    let known = ["full_attention", "sliding_attention"]
    guard types.count >= layers else {
      throw invalid(
        "layer_types", en: "has \(types.count) entries for \(layers) layers",
        ja: "\(layers) 層に対して \(types.count) 個しかありません")
    }
    for type in types where !known.contains(type) { throw unsupported("layer_types", type, known: known) }
    return types.prefix(layers).map { $0 == "sliding_attention" }
  }

  fileprivate func modernBERTRotary(headSize: Int) throws(UnusableModel) -> (local: Rotary, global: Rotary) {
    let scaling = try section("rope_scaling")
    func rotary(_ kind: String, _ theta: Double) throws(UnusableModel) -> Rotary {
      let own = try rotaryParameters(ofKind: kind)
      return try self.rotary(from: scaling ?? own, headSize: headSize, theta: theta)
    }
    return (
      local: try rotary("sliding_attention", try positive("local_rope_theta", default: 10_000)),
      global: try rotary("full_attention", try positive("global_rope_theta", default: 160_000))
    )
  }
}
