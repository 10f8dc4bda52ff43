public import Foundation
internal import Tensors

extension ModelConfiguration {
  /// Reads `config.json`, and the end tokens of `generation_config.json` where it is there.
  ///
  /// - Throws: `UnusableModel` that names file and key.
  public init(directory: URL) throws(UnusableModel) {
    let file = try ConfigFile(directory.appendingPathComponent("config.json"))
    let family = try Architecture.named(in: file)
    self = try family.describe(file)
    architecture = try file.strings("architectures")?.first ?? family.names[0]
    if isLlama { try validate(file: file.path) }
    if try !file.flag("is_causal", default: true) { seeBothSides() }
    let generation = try JSONFile.decodeIfPresent(
      GenerationFile.self, from: directory.appendingPathComponent("generation_config.json"), advice: Self.advice)
    for id in generation?.eos_token_id?.values ?? [] where !eosTokenIDs.contains(id) { eosTokenIDs.append(id) }
  }

  /// `config.json` of a Llama in Hugging Face's form, keys sorted.
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
    object["rope_scaling"] = ropeScaling?.fileContents ?? NSNull()
    let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Only numbers, strings, booleans and nulls: what JSON can always hold.
    return (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data()
  }

  /// The shortest decimal that reads back as this float, so that 1e-5 is not written as 9.999999747378752e-06.
  private static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }

  private struct GenerationFile: Decodable {
    var eos_token_id: OneOrMany?
  }
}

extension RopeScaling {
  /// As `rope_scaling` holds it.
  fileprivate var fileContents: [String: Any] {
    switch self {
    case .linear(let factor): ["rope_type": "linear", "factor": factor]
    case .dynamic(let factor): ["rope_type": "dynamic", "factor": factor]
    case .llama3(let factor, let low, let high, let original):
      [
        "rope_type": "llama3", "factor": factor, "low_freq_factor": low, "high_freq_factor": high,
        "original_max_position_embeddings": original,
      ]
    case .yarn(let factor, let fast, let slow, let original, let truncates, let magnitude):
      [
        "rope_type": "yarn", "factor": factor, "beta_fast": fast, "beta_slow": slow, "truncate": truncates,
        "original_max_position_embeddings": original, "attention_factor": magnitude,
      ]
    }
  }
}
