extension Architecture {
  /// GPT-2 (Radford et al. 2019), rinna's among them: learned positions, maps stored the other way round, a tied head.
  static let gpt2 = Architecture("GPT2LMHeadModel", "GPT2Model", modelType: "gpt2") { file throws(UnusableModel) in
    let vocabulary = try file.size("vocab_size", limit: 1 << 22)
    /// The key under which the file has a size: the family's own, or the one that others have for it.
    func key(_ own: String, _ common: String) -> String { !file.has(own) && file.has(common) ? common : own }
    let width = try file.size(key("n_embd", "hidden_size"), default: 768, limit: 1 << 16)
    let layers = try file.size(key("n_layer", "num_hidden_layers"), default: 12, limit: 1 << 10)
    let headsKey = key("n_head", "num_attention_heads")
    let heads = try file.has(headsKey) ? file.heads(headsKey, width: width) : 12
    let positions = try file.size(key("n_positions", "max_position_embeddings"), default: 1024, limit: 1 << 20)
    let inner = try file.size("n_inner", default: 4 * width, limit: 1 << 18)
    let activation = try file.activation("activation_function", default: "gelu_new")
    let epsilon = try file.epsilon("layer_norm_epsilon", default: 1e-5)
    let isScaled = try file.flag("scale_attn_weights", default: true)
    let isScaledByLayer = try file.flag("scale_attn_by_inverse_layer_idx", default: false)
    let isTied = try file.flag("tie_word_embeddings", default: true)
    try file.refuse("add_cross_attention", unless: false)
    guard width % heads == 0 else {
      throw file.invalid(
        "n_head", en: "\(heads) heads do not part a width of \(width)", ja: "幅 \(width) を \(heads) 個のヘッドに等分できません")
    }
    let head = width / heads
    func norm(_ path: String) -> NormShape {
      NormShape(path: path, width: width, kind: .layer(hasBias: true), epsilon: epsilon)
    }
    let blocks = (0..<layers).map { layer in
      let path = "transformer.h.\(layer)."
      func map(_ name: String, _ outputs: Int, _ inputs: Int) -> LinearShape {
        LinearShape(path: path + name, outputs: outputs, inputs: inputs, hasBias: true, isTransposed: true)
      }
      let scale = (isScaled ? 1 / Float(head).squareRoot() : 1) / (isScaledByLayer ? Float(layer + 1) : 1)
      return Block<Described>(
        mixerNorm: norm(path + "ln_1"),
        mixer: .attention(
          Attention(
            inputs: .fused(map("attn.c_attn", 3 * width, width), .byKind), output: map("attn.c_proj", width, width),
            heads: heads, keyValueHeads: heads, headSize: head, scale: scale, reach: .causal)),
        feedForwardNorm: norm(path + "ln_2"),
        feedForward: FeedForward(
          inputs: .plain(map("mlp.c_fc", inner, width)), down: map("mlp.c_proj", width, inner), activation: activation,
          width: inner))
    }
    let table = [vocabulary, width]
    let description = ModelDescription(
      prefix: "transformer.",
      embedding: EmbeddingDescription(
        tokens: TensorShape(name: "transformer.wte.weight", shape: table),
        positions: TensorShape(name: "transformer.wpe.weight", shape: [positions, width])),
      blocks: blocks, finalNorm: norm("transformer.ln_f"),
      head: HeadDescription(weight: isTied ? nil : TensorShape(name: "lm_head.weight", shape: table)),
      positions: positions)
    return try ModelConfiguration(
      file, description, mlpWidth: inner, heads: heads, keyValueHeads: heads, headSize: head, epsilon: epsilon)
  }
}
