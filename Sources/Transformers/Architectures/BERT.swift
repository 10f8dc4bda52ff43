extension Architecture {
  /// BERT (Devlin et al. 2019): MiniLM, multilingual-e5-small.
  static let bert = Architecture(
    "BertModel", "BertForMaskedLM", "BertForPreTraining", modelType: "bert"
  ) { file throws(UnusableModel) in
    try PostNormEncoder(file, padding: nil).model(prefix: "bert.")
  }
}

/// The encoder that BERT and XLM-R share: learned positions, norms with biases behind each half.
struct PostNormEncoder {
  let file: ConfigFile
  let vocabulary, width, layers, heads, inner, rows, kinds: Int
  let activation: Activation
  let epsilon: Float
  /// Rows of the position table before a text's first token.
  let offset: Int
  /// The token that has no position of its own.
  let padding: Int32?

  /// - Parameter padding: The padding token's id where the file has none; positions then begin behind it. Nil where they
  ///   begin at 0.
  init(_ file: ConfigFile, padding: Int?) throws(UnusableModel) {
    self.file = file
    vocabulary = try file.size("vocab_size", limit: 1 << 22)
    width = try file.size("hidden_size", limit: 1 << 16)
    layers = try file.size("num_hidden_layers", limit: 1 << 10)
    heads = try file.heads("num_attention_heads", width: width)
    inner = try file.size("intermediate_size", limit: 1 << 18)
    rows = try file.size("max_position_embeddings", default: 512, limit: 1 << 20)
    kinds = try file.size("type_vocab_size", default: 2, limit: 1 << 10)
    activation = try file.activation("hidden_act", default: "gelu")
    epsilon = try file.epsilon("layer_norm_eps", default: 1e-12)
    try file.refuse("is_decoder", unless: false)
    try file.refuse("add_cross_attention", unless: false)
    if let form = try file.string("position_embedding_type"), form != "absolute" {
      throw file.unsupported("position_embedding_type", form, known: ["absolute"])
    }
    guard let padding else {
      offset = 0
      self.padding = nil
      return
    }
    let id = try file.integer("pad_token_id", default: padding) ?? -1
    guard id >= 0, id + 1 < rows else {
      throw file.invalid("pad_token_id", en: "\(id) leaves no positions", ja: "\(id) では位置の行が残りません")
    }
    offset = id + 1
    self.padding = Int32(id)
  }

  func model(prefix: String) throws(UnusableModel) -> ModelConfiguration {
    func norm(_ path: String) -> NormShape {
      NormShape(path: prefix + path, width: width, kind: .layer(hasBias: true), epsilon: epsilon)
    }
    func map(_ path: String, _ outputs: Int, _ inputs: Int) -> LinearShape {
      LinearShape(path: prefix + path, outputs: outputs, inputs: inputs, hasBias: true)
    }
    func table(_ name: String, _ rows: Int) -> TensorShape {
      TensorShape(name: "\(prefix)embeddings.\(name)_embeddings.weight", shape: [rows, width])
    }
    let blocks = (0..<layers).map { layer in
      let path = "encoder.layer.\(layer)."
      func input(_ name: String) -> LinearShape { map("\(path)attention.self.\(name)", width, width) }
      return Block<Described>(
        order: .normLast, mixerNorm: norm(path + "attention.output.LayerNorm"),
        mixer: .attention(
          Attention(
            inputs: .separate(query: input("query"), key: input("key"), value: input("value")),
            output: map(path + "attention.output.dense", width, width), heads: heads, keyValueHeads: heads,
            headSize: width / heads, scale: 1 / Float(width / heads).squareRoot(), reach: .everything)),
        feedForwardNorm: norm(path + "output.LayerNorm"),
        feedForward: FeedForward(
          inputs: .plain(map(path + "intermediate.dense", inner, width)),
          down: map(path + "output.dense", width, inner), activation: activation, width: inner))
    }
    let description = ModelDescription(
      prefix: prefix,
      embedding: EmbeddingDescription(
        tokens: table("word", vocabulary), positions: table("position", rows), offset: offset, padding: padding,
        segments: table("token_type", kinds), norm: norm("embeddings.LayerNorm")),
      blocks: blocks, finalNorm: nil, head: nil, positions: rows - offset)
    return try ModelConfiguration(
      file, description, mlpWidth: inner, heads: heads, keyValueHeads: heads, headSize: width / heads,
      epsilon: epsilon)
  }
}
