internal import Tensors

/// A model's shape, as `config.json` gives it. Names are those of Hugging Face, in camel case.
public struct ModelConfiguration: Sendable, Hashable {
  /// Such as `LlamaForCausalLM`.
  public var architecture: String
  /// V: rows of the embedding.
  public var vocabSize: Int
  /// D: width of the residual stream.
  public var hiddenSize: Int
  /// Width between the two halves of the feed-forward layer.
  public var intermediateSize: Int
  /// Number of layers.
  public var numHiddenLayers: Int
  /// H: query heads.
  public var numAttentionHeads: Int
  /// G: key and value heads; H is a multiple of it.
  public var numKeyValueHeads: Int
  /// S: width of one head.
  public var headDim: Int
  /// Added to the mean square in RMSNorm.
  public var rmsNormEps: Float
  /// Base of the rotary wave lengths.
  public var ropeTheta: Double
  /// Stretching of the rotary positions.
  public var ropeScaling: RopeScaling?
  /// The longest context that the model was made for.
  public var maxPositionEmbeddings: Int
  /// The output head is the embedding.
  public var tieWordEmbeddings: Bool
  /// q, k, v and o have biases.
  public var attentionBias: Bool
  /// gate, up and down have biases.
  public var mlpBias: Bool
  /// Starts a text, where the model has such a token.
  public var bosTokenID: Int32?
  /// Any of these ends an answer.
  public var eosTokenIDs: [Int32]
  /// How the weights are stored, such as `bfloat16`.
  public var storedType: String
  /// The parts, where they do not follow from the fields: nil for a Llama.
  var assembled: ModelDescription?

  /// Gives the model a head of its own, where its files have another one than the configuration says.
  mutating func untie(_ head: TensorShape) {
    tieWordEmbeddings = false
    assembled?.head?.weight = head
  }

  /// Leaves out the head, and with it the logits.
  mutating func dropHead() {
    var parts = description
    parts.head = nil
    assembled = parts
    tieWordEmbeddings = false
  }

  /// Lets every token see as far ahead as back.
  mutating func seeBothSides() {
    var parts = description
    for index in parts.blocks.indices {
      guard case .attention(var attention) = parts.blocks[index].mixer else { continue }
      attention.reach = attention.reach.toBothSides
      parts.blocks[index].mixer = .attention(attention)
    }
    assembled = parts
  }

  /// Whether `config.json` names a family's model without a head: one that embeds texts.
  var isBare: Bool { architecture.hasSuffix("Model") && !architecture.hasSuffix("LMHeadModel") }

  /// Every part of the model, every tensor by name and shape.
  var description: ModelDescription { assembled ?? ModelDescription(llama: self) }

  /// Whether this is a plain Llama, whose form follows from the fields above.
  public var isLlama: Bool { assembled == nil }

  /// A Llama configuration made by hand (by the trainer, by tests).
  public init(
    vocabSize: Int, hiddenSize: Int, intermediateSize: Int, numHiddenLayers: Int, numAttentionHeads: Int,
    numKeyValueHeads: Int, headDim: Int? = nil, rmsNormEps: Float = 1e-5, ropeTheta: Double = 10_000,
    maxPositionEmbeddings: Int = 2048, tieWordEmbeddings: Bool = true, bosTokenID: Int32? = nil,
    eosTokenIDs: [Int32] = [], storedType: String = "bfloat16"
  ) {
    architecture = "LlamaForCausalLM"
    self.vocabSize = vocabSize
    self.hiddenSize = hiddenSize
    self.intermediateSize = intermediateSize
    self.numHiddenLayers = numHiddenLayers
    self.numAttentionHeads = numAttentionHeads
    self.numKeyValueHeads = numKeyValueHeads
    self.headDim = headDim ?? hiddenSize / max(numAttentionHeads, 1)
    self.rmsNormEps = rmsNormEps
    self.ropeTheta = ropeTheta
    ropeScaling = nil
    self.maxPositionEmbeddings = maxPositionEmbeddings
    self.tieWordEmbeddings = tieWordEmbeddings
    attentionBias = false
    mlpBias = false
    self.bosTokenID = bosTokenID
    self.eosTokenIDs = eosTokenIDs
    self.storedType = storedType
  }

  /// A configuration read from a file, with the parts that its family assembled.
  init(
    _ file: ConfigFile, _ description: ModelDescription, mlpWidth: Int, heads: Int, keyValueHeads: Int, headSize: Int,
    epsilon: Float
  ) throws(UnusableModel) {
    var stored = try file.string("dtype")
    if stored == nil { stored = try file.string("torch_dtype") }
    self.init(
      vocabSize: description.vocabulary, hiddenSize: description.width, intermediateSize: mlpWidth,
      numHiddenLayers: description.blocks.count, numAttentionHeads: heads, numKeyValueHeads: keyValueHeads,
      headDim: headSize, rmsNormEps: epsilon, maxPositionEmbeddings: description.positions,
      tieWordEmbeddings: description.head.map { $0.weight == nil } ?? false,
      bosTokenID: try file.tokenIDs("bos_token_id").first, eosTokenIDs: try file.tokenIDs("eos_token_id"),
      storedType: stored ?? "float32")
    assembled = description
  }

  /// H × S: width of all queries together.
  public var queryWidth: Int { numAttentionHeads * headDim }
  /// G × S: width of all keys, or values, together.
  public var keyValueWidth: Int { numKeyValueHeads * headDim }

  /// Number of weights, a tied head counted once.
  public var parameterCount: Int {
    if let assembled { return assembled.tensors.reduce(0) { $0 + $1.shape.reduce(1, *) } }
    let attention = hiddenSize * (2 * queryWidth + 2 * keyValueWidth)
    let attentionBiases = attentionBias ? queryWidth + 2 * keyValueWidth + hiddenSize : 0
    let mlp = 3 * hiddenSize * intermediateSize
    let mlpBiases = mlpBias ? 2 * intermediateSize + hiddenSize : 0
    let layer = attention + attentionBiases + mlp + mlpBiases + 2 * hiddenSize
    return vocabSize * hiddenSize * (tieWordEmbeddings ? 1 : 2) + numHiddenLayers * layer + hiddenSize
  }

  /// Floats of keys and of values that each layer keeps for a token.
  var cacheWidths: [CacheWidth] {
    assembled?.cacheWidths
      ?? Array(repeating: CacheWidth(keys: keyValueWidth, values: keyValueWidth), count: numHiddenLayers)
  }

  /// Bytes that a cache holds for a token of context.
  public var cacheBytesPerToken: Int {
    cacheWidths.reduce(0) { $0 + $1.keys + $1.values } * MemoryLayout<Float>.size
  }

  /// Checks what the arithmetic relies on: positive sizes of sane magnitude, whole groups, even heads.
  ///
  /// - Throws: `UnusableModel` that names the key.
  public func validate(file: String) throws(UnusableModel) {
    let sizes: [(key: String, value: Int, limit: Int)] = [
      ("vocab_size", vocabSize, 1 << 22), ("hidden_size", hiddenSize, 1 << 16),
      ("intermediate_size", intermediateSize, 1 << 18), ("num_hidden_layers", numHiddenLayers, 1 << 10),
      ("num_attention_heads", numAttentionHeads, 1 << 10), ("num_key_value_heads", numKeyValueHeads, 1 << 10),
      ("head_dim", headDim, 1 << 12), ("max_position_embeddings", maxPositionEmbeddings, 1 << 26),
    ]
    for size in sizes where size.value < 1 || size.value > size.limit {
      throw Self.invalid(
        file, size.key, en: "\(size.value) is outside 1…\(size.limit)", ja: "\(size.value) は 1～\(size.limit) の範囲にありません")
    }
    guard numAttentionHeads % numKeyValueHeads == 0 else {
      throw Self.invalid(
        file, "num_key_value_heads",
        en: "\(numAttentionHeads) query heads cannot share \(numKeyValueHeads) key/value heads",
        ja: "\(numAttentionHeads) 個のクエリヘッドを \(numKeyValueHeads) 個のキー・バリューヘッドで等分できません")
    }
    guard headDim % 2 == 0 else {
      throw Self.invalid(
        file, "head_dim", en: "\(headDim) is odd; rotary positions need pairs",
        ja: "\(headDim) は奇数ですが、回転位置符号には偶数が必要です")
    }
    guard ropeTheta.isFinite, ropeTheta > 0 else {
      throw Self.invalid(file, "rope_theta", en: "must be positive", ja: "正の数でなければなりません")
    }
    guard rmsNormEps.isFinite, rmsNormEps >= 0 else {
      throw Self.invalid(file, "rms_norm_eps", en: "must not be negative", ja: "負の数は使えません")
    }
  }

  static let advice = Explanation(
    en: "the directory must hold a complete Hugging Face model; copy it again",
    ja: "フォルダには Hugging Face 形式のモデル一式が必要です。コピーし直してください")

  static func invalid(_ file: String, _ key: String, en: String, ja: String) -> UnusableModel {
    UnusableModel(
      .invalidKey, file: file, place: .key(key), detail: Explanation(en: en, ja: ja), advice: advice)
  }
}
