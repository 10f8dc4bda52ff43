/// The parts that Llama's descendants share, with the names that their checkpoints have for them.
struct GatedDecoder {
  let file: ConfigFile
  let vocabulary, width, layers, heads, keyValueHeads, headSize, mlpWidth: Int
  var norm: NormKind
  var epsilon: Float
  let positions: Int
  var isTied: Bool

  /// Reads the sizes that all of them have.
  ///
  /// - Parameters:
  ///   - heads: Key and value heads where the file has none; nil is as many as query heads.
  ///   - headSize: Width of a head where the file has none; nil is width / heads.
  ///   - positions: The longest context where the file has none.
  init(
    _ file: ConfigFile, keyValueHeads: Int? = nil, headSize: Int? = nil, positions: Int, isTied: Bool,
    norm: NormKind = .rms, epsilonKey: String = "rms_norm_eps", epsilon: Double = 1e-6, mlpWidth: Int? = nil
  ) throws(UnusableModel) {
    self.file = file
    vocabulary = try file.size("vocab_size", limit: 1 << 22)
    width = try file.size("hidden_size", limit: 1 << 16)
    layers = try file.size("num_hidden_layers", limit: 1 << 10)
    heads = try file.size("num_attention_heads", limit: 1 << 10)
    // Null stands for as many as query heads, whatever the family has where the key is absent.
    let isNull = file.values["num_key_value_heads"]?.isNull == true
    self.keyValueHeads = try file.size(
      "num_key_value_heads", default: isNull ? heads : keyValueHeads ?? heads, limit: 1 << 10)
    self.headSize = try file.size("head_dim", default: headSize ?? max(width / heads, 1), limit: 1 << 12)
    if let mlpWidth {
      self.mlpWidth = mlpWidth
    } else {
      self.mlpWidth = try file.size("intermediate_size", limit: 1 << 18)
    }
    self.positions = try file.size("max_position_embeddings", default: positions, limit: 1 << 26)
    self.isTied = try file.flag("tie_word_embeddings", default: isTied)
    self.norm = norm
    self.epsilon = try file.epsilon(epsilonKey, default: epsilon)
    guard heads % self.keyValueHeads == 0 else {
      throw file.invalid(
        "num_key_value_heads", en: "\(heads) query heads cannot share \(self.keyValueHeads) key/value heads",
        ja: "\(heads) 個のクエリヘッドを \(self.keyValueHeads) 個のキー・バリューヘッドで等分できません")
    }
  }

  /// A layer's path.
  func path(_ layer: Int, _ name: String) -> String { "model.layers.\(layer).\(name)" }

  /// A norm over the stream's width.
  func norm(_ path: String) -> NormShape { NormShape(path: path, width: width, kind: norm, epsilon: epsilon) }

  /// A norm over one head.
  func headNorm(_ path: String) -> NormShape { NormShape(path: path, width: headSize, kind: norm, epsilon: epsilon) }

  /// A layer's attention with the four maps of a Llama.
  func attention(
    _ layer: Int, rotation: Rotary?, reach: Reach = .causal, inputBias: Bool = false, outputBias: Bool = false,
    output: String = "o_proj", headNorms: (query: String, key: String)? = nil, scale: Float? = nil
  ) -> Attention<Described> {
    let queries = heads * headSize
    let shared = keyValueHeads * headSize
    func input(_ name: String, _ outputs: Int) -> LinearShape {
      LinearShape(path: path(layer, "self_attn.\(name)"), outputs: outputs, inputs: width, hasBias: inputBias)
    }
    return Attention(
      inputs: .separate(query: input("q_proj", queries), key: input("k_proj", shared), value: input("v_proj", shared)),
      output: LinearShape(
        path: path(layer, "self_attn.\(output)"), outputs: width, inputs: queries, hasBias: outputBias),
      queryNorm: headNorms.map { headNorm(path(layer, "self_attn.\($0.query)")) },
      keyNorm: headNorms.map { headNorm(path(layer, "self_attn.\($0.key)")) },
      rotation: rotation, heads: heads, keyValueHeads: keyValueHeads, headSize: headSize,
      scale: scale ?? 1 / Float(headSize).squareRoot(), reach: reach)
  }

  /// A layer's gated feed-forward layer.
  func feedForward(
    _ layer: Int, _ activation: Activation, bias: Bool = false, module: String = "mlp",
    names: (gate: String, up: String, down: String) = ("gate_proj", "up_proj", "down_proj")
  ) -> FeedForward<Described> {
    func map(_ name: String, _ outputs: Int, _ inputs: Int) -> LinearShape {
      LinearShape(path: path(layer, "\(module).\(name)"), outputs: outputs, inputs: inputs, hasBias: bias)
    }
    return FeedForward(
      inputs: .gated(gate: map(names.gate, mlpWidth, width), up: map(names.up, mlpWidth, width)),
      down: map(names.down, width, mlpWidth), activation: activation, width: mlpWidth)
  }

  /// A layer with a norm before each half.
  func block(
    _ layer: Int, _ mixer: Mixer<Described>, _ feedForward: FeedForward<Described>,
    norms: (mixer: String, feedForward: String) = ("input_layernorm", "post_attention_layernorm")
  ) -> Block<Described> {
    Block(
      mixerNorm: norm(path(layer, norms.mixer)), mixer: mixer, feedForwardNorm: norm(path(layer, norms.feedForward)),
      feedForward: feedForward)
  }

  /// The whole model.
  func model(
    _ blocks: [Block<Described>], finalNorm: String = "model.norm", scale: Double? = nil, softCap: Float? = nil
  ) throws(UnusableModel) -> ModelConfiguration {
    let embedding = TensorShape(name: WeightNames.embedding, shape: [vocabulary, width])
    let head = isTied ? nil : TensorShape(name: WeightNames.head, shape: [vocabulary, width])
    let description = ModelDescription(
      prefix: "model.", embedding: EmbeddingDescription(tokens: embedding, scale: scale), blocks: blocks,
      finalNorm: norm(finalNorm), head: HeadDescription(weight: head, softCap: softCap), positions: positions)
    return try ModelConfiguration(
      file, description, mlpWidth: mlpWidth, heads: heads, keyValueHeads: keyValueHeads, headSize: headSize,
      epsilon: epsilon)
  }

  /// Which of the layers attend to a window only, as `layer_types` says; `usual` stands for a file without it.
  func windowedLayers(_ usual: (Int) -> Bool) throws(UnusableModel) -> [Bool] {
    guard let types = try file.strings("layer_types") else { return (0..<layers).map(usual) }
    let known = ["full_attention", "sliding_attention"]
    guard types.count >= layers else {
      throw file.invalid(
        "layer_types", en: "has \(types.count) entries for \(layers) layers",
        ja: "\(layers) 層に対して \(types.count) 個しかありません")
    }
    for type in types where !known.contains(type) { throw file.unsupported("layer_types", type, known: known) }
    return types.prefix(layers).map { $0 == "sliding_attention" }
  }

  /// The window of layers that have one; nil where the file has none.
  func window(_ key: String = "sliding_window", default value: Int?) throws(UnusableModel) -> Int? {
    guard let window = try file.integer(key, default: value) else { return nil }
    guard window >= 1, window <= 1 << 26 else {
      throw file.invalid(key, en: "\(window) is no window", ja: "\(window) という幅の窓は使えません")
    }
    return window
  }
}
