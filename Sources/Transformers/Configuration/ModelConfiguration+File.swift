public import Foundation
internal import Tensors

extension ModelConfiguration {
  /// Reads `config.json`, and the end tokens of `generation_config.json` where it is there.
  ///
  /// - Throws: `UnusableModel` that names file and key.
  public init(directory: URL) throws(UnusableModel) {
    let url = directory.appendingPathComponent("config.json")
    let file = try JSONFile.decode(ConfigFile.self, from: url, advice: Self.advice)
    try self.init(file, path: url.path)
    let generation = try JSONFile.decodeIfPresent(
      GenerationFile.self, from: directory.appendingPathComponent("generation_config.json"), advice: Self.advice)
    for id in generation?.eos_token_id?.values ?? [] where !eosTokenIDs.contains(id) { eosTokenIDs.append(id) }
  }

  private init(_ file: ConfigFile, path: String) throws(UnusableModel) {
    let architecture = file.architectures?.first ?? "(none named)"
    guard architecture == "LlamaForCausalLM" else {
      throw UnusableModel(
        .unsupported, file: path, place: .key("architectures"),
        detail: Explanation(en: "\(architecture) is not known", ja: "\(architecture) という構造には対応していません"),
        advice: Explanation(
          en: "use a model of the architecture LlamaForCausalLM", ja: "LlamaForCausalLM のモデルを使ってください"))
    }
    func need(_ value: Int?, _ key: String) throws(UnusableModel) -> Int {
      guard let value else {
        throw Self.invalid(path, key, en: JSONFile.missing.en, ja: JSONFile.missing.ja)
      }
      return value
    }
    let heads = try need(file.num_attention_heads, "num_attention_heads")
    let hidden = try need(file.hidden_size, "hidden_size")
    guard heads > 0 else {
      throw Self.invalid(
        path, "num_attention_heads", en: "\(heads) is not positive", ja: "\(heads) は正の数ではありません")
    }
    guard file.hidden_act ?? "silu" == "silu" else {
      throw Self.invalid(
        path, "hidden_act", en: "\(file.hidden_act ?? "") is not known, only silu is",
        ja: "\(file.hidden_act ?? "") には対応していません（使えるのは silu だけです）")
    }
    self.init(
      vocabSize: try need(file.vocab_size, "vocab_size"), hiddenSize: hidden,
      intermediateSize: try need(file.intermediate_size, "intermediate_size"),
      numHiddenLayers: try need(file.num_hidden_layers, "num_hidden_layers"), numAttentionHeads: heads,
      numKeyValueHeads: file.num_key_value_heads ?? heads, headDim: file.head_dim ?? hidden / heads)
    rmsNormEps = file.rms_norm_eps ?? 1e-6
    let rope = file.rope_parameters ?? file.rope_scaling
    ropeTheta = file.rope_theta ?? rope?.rope_theta ?? 10_000
    ropeScaling = try Self.scaling(rope, path: path)
    maxPositionEmbeddings = file.max_position_embeddings ?? 2048
    tieWordEmbeddings = file.tie_word_embeddings ?? false
    attentionBias = file.attention_bias ?? false
    mlpBias = file.mlp_bias ?? false
    bosTokenID = file.bos_token_id?.values.first
    eosTokenIDs = file.eos_token_id?.values ?? []
    storedType = file.dtype ?? file.torch_dtype ?? "float32"
    try validate(file: path)
  }

  private static func scaling(_ rope: RopeFile?, path: String) throws(UnusableModel) -> RopeScaling? {
    guard let rope else { return nil }
    func need(_ value: Double?, _ key: String) throws(UnusableModel) -> Double {
      guard let value, value.isFinite, value > 0 else {
        throw invalid(
          path, "rope_scaling.\(key)", en: "must be a positive number", ja: "正の数でなければなりません")
      }
      return value
    }
    switch rope.rope_type ?? rope.type ?? "default" {
    case "default": return nil
    case "linear": return .linear(factor: try need(rope.factor, "factor"))
    case "llama3":
      let original = try need(rope.original_max_position_embeddings, "original_max_position_embeddings")
      let low = try need(rope.low_freq_factor, "low_freq_factor")
      let high = try need(rope.high_freq_factor, "high_freq_factor")
      guard high > low, original < 1e9 else {
        throw invalid(
          path, "rope_scaling.high_freq_factor", en: "must be above low_freq_factor",
          ja: "low_freq_factor より大きくなければなりません")
      }
      return .llama3(
        factor: try need(rope.factor, "factor"), lowFrequencyFactor: low, highFrequencyFactor: high,
        originalPositions: Int(original))
    case let other:
      throw UnusableModel(
        .unsupported, file: path, place: .key("rope_scaling.rope_type"),
        detail: Explanation(en: "\(other) is not known", ja: "\(other) には対応していません"),
        advice: Explanation(
          en: "use a model with rope_type default, linear or llama3",
          ja: "rope_type が default、linear、llama3 のいずれかのモデルを使ってください"))
    }
  }

  /// `config.json` in Hugging Face's form, keys sorted.
  public var fileContents: Data {
    var object: [String: Any] = [
      "architectures": [architecture], "model_type": "llama", "vocab_size": vocabSize, "hidden_size": hiddenSize,
      "intermediate_size": intermediateSize, "num_hidden_layers": numHiddenLayers,
      "num_attention_heads": numAttentionHeads, "num_key_value_heads": numKeyValueHeads, "head_dim": headDim,
      "hidden_act": "silu", "rms_norm_eps": Self.decimal(rmsNormEps), "rope_theta": ropeTheta,
      "max_position_embeddings": maxPositionEmbeddings, "tie_word_embeddings": tieWordEmbeddings,
      "attention_bias": attentionBias, "mlp_bias": mlpBias, "torch_dtype": storedType, "use_cache": true,
      "bos_token_id": bosTokenID.map { Int($0) as Any } ?? NSNull(),
    ]
    let ends = eosTokenIDs.map { Int($0) }
    object["eos_token_id"] = ends.count == 1 ? ends[0] : ends.isEmpty ? NSNull() : ends as Any
    switch ropeScaling {
    case nil: object["rope_scaling"] = NSNull()
    case .linear(let factor): object["rope_scaling"] = ["rope_type": "linear", "factor": factor] as [String: Any]
    case .llama3(let factor, let low, let high, let original):
      object["rope_scaling"] =
        [
          "rope_type": "llama3", "factor": factor, "low_freq_factor": low, "high_freq_factor": high,
          "original_max_position_embeddings": original,
        ] as [String: Any]
    }
    let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Only numbers, strings, booleans and nulls: what JSON can always hold.
    return (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data()
  }

  /// The shortest decimal that reads back as this float, so that 1e-5 is not written as 9.999999747378752e-06.
  private static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }

  /// `config.json` as it stands in the file, transformers 4's and 5's spellings.
  private struct ConfigFile: Decodable {
    var architectures: [String]?
    var vocab_size, hidden_size, intermediate_size, num_hidden_layers: Int?
    var num_attention_heads, num_key_value_heads, head_dim, max_position_embeddings: Int?
    var rms_norm_eps: Float?
    var rope_theta: Double?
    var rope_scaling, rope_parameters: RopeFile?
    var tie_word_embeddings, attention_bias, mlp_bias: Bool?
    var hidden_act: String?
    var bos_token_id, eos_token_id: OneOrMany?
    var torch_dtype, dtype: String?
  }

  private struct RopeFile: Decodable {
    var rope_type, type: String?
    var rope_theta, factor, low_freq_factor, high_freq_factor, original_max_position_embeddings: Double?
  }

  private struct GenerationFile: Decodable {
    var eos_token_id: OneOrMany?
  }
}
