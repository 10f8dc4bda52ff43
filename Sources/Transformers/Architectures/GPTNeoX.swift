extension Architecture {
  /// GPT-NeoX (Black et al. 2022): OpenCALM, rinna, LINE, stockmark. LayerNorm with biases, one map for query, key and value
  /// of each head, rotary positions on a part of it, both halves of a layer side by side or one after the other.
  static let gptNeoX = Architecture("GPTNeoXForCausalLM", "GPTNeoXModel", modelType: "gpt_neox") {
    file throws(UnusableModel) in
    let vocabulary = try file.size("vocab_size", limit: 1 << 22)
    let width = try file.size("hidden_size", limit: 1 << 16)
    let layers = try file.size("num_hidden_layers", limit: 1 << 10)
    let heads = try file.heads("num_attention_heads", width: width)
    let inner = try file.size("intermediate_size", limit: 1 << 18)
    let positions = try file.size("max_position_embeddings", default: 2048, limit: 1 << 26)
    let activation = try file.activation("hidden_act", default: "gelu")
    let epsilon = try file.epsilon("layer_norm_eps", default: 1e-5)
    let bias = try file.flag("attention_bias", default: true)
    let isParallel = try file.flag("use_parallel_residual", default: true)
    let isTied = try file.flag("tie_word_embeddings", default: false)
    let head = width / heads
    if let given = try file.integer("head_dim", default: nil), given != head {
      throw file.unsupported("head_dim", "\(given)", known: ["\(head)"])
    }
    let rotary = try file.rotary(
      from: try file.section("rope_scaling", or: "rope_parameters"), headSize: head,
      theta: try file.positive("rotary_emb_base", default: 10_000),
      share: try file.number("rotary_pct", default: 0.25))
    func norm(_ path: String) -> NormShape {
      NormShape(path: path, width: width, kind: .layer(hasBias: true), epsilon: epsilon)
    }
    let blocks = (0..<layers).map { layer in
      let path = "gpt_neox.layers.\(layer)."
      func map(_ name: String, _ outputs: Int, _ inputs: Int, _ bias: Bool) -> LinearShape {
        LinearShape(path: path + name, outputs: outputs, inputs: inputs, hasBias: bias)
      }
      return Block<Described>(
        order: isParallel ? .parallel : .normFirst, mixerNorm: norm(path + "input_layernorm"),
        mixer: .attention(
          Attention(
            inputs: .fused(map("attention.query_key_value", 3 * width, width, bias), .byHead),
            output: map("attention.dense", width, width, bias), rotation: rotary, heads: heads, keyValueHeads: heads,
            headSize: head, scale: 1 / Float(head).squareRoot(), reach: .causal)),
        feedForwardNorm: norm(path + "post_attention_layernorm"),
        feedForward: FeedForward(
          inputs: .plain(map("mlp.dense_h_to_4h", inner, width, true)),
          down: map("mlp.dense_4h_to_h", width, inner, true), activation: activation, width: inner))
    }
    let table = [vocabulary, width]
    let description = ModelDescription(
      prefix: "gpt_neox.",
      embedding: EmbeddingDescription(tokens: TensorShape(name: "gpt_neox.embed_in.weight", shape: table)),
      blocks: blocks, finalNorm: norm("gpt_neox.final_layer_norm"),
      head: HeadDescription(
        weight: isTied ? nil : TensorShape(name: "embed_out.weight", shape: table), ownName: "embed_out.weight"),
      positions: positions)
    return try ModelConfiguration(
      file, description, mlpWidth: inner, heads: heads, keyValueHeads: heads, headSize: head, epsilon: epsilon)
  }
}

extension ConfigFile {
  /// A number of heads that parts the width evenly.
  func heads(_ key: String, width: Int) throws(UnusableModel) -> Int {
    let heads = try size(key, limit: 1 << 10)
    guard width % heads == 0 else {
      throw invalid(
        key, en: "\(heads) heads do not part a width of \(width)", ja: "幅 \(width) を \(heads) 個のヘッドに等分できません")
    }
    return heads
  }
}
