import Foundation
import Tensors
import Testing

@testable import Transformers

struct ModelConfigurationTests {
  private static let complete = """
    {"architectures": ["LlamaForCausalLM"], "vocab_size": 100, "hidden_size": 64, "intermediate_size": 96,
     "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "rms_norm_eps": 1e-05,
     "eos_token_id": [3, 4], "bos_token_id": 1, "tie_word_embeddings": true
    """

  private func read(_ json: String) throws -> ModelConfiguration {
    try Golden.withTemporaryFolder { folder in
      try Data(json.utf8).write(to: folder.appendingPathComponent("config.json"))
      return try ModelConfiguration(directory: folder)
    }
  }

  @Test func `both spellings of the rotary base are read`() throws {
    #expect(try read(Self.complete + "}").ropeTheta == 10_000)
    #expect(try read(Self.complete + #", "rope_theta": 500000.0}"#).ropeTheta == 500_000)
    let five = try read(Self.complete + #", "rope_parameters": {"rope_theta": 500000.0, "rope_type": "default"}}"#)
    #expect(five.ropeTheta == 500_000)
    #expect(five.eosTokenIDs == [3, 4])
    #expect(five.headDim == 16)
  }

  @Test func `every family is named by its causal model or its bare one, as transformers writes them`() throws {
    let names = Architecture.known.flatMap(\.names)
    #expect(Set(names).count == names.count)
    #expect(
      names.allSatisfy { name in
        ["Model", "ForCausalLM", "ForMaskedLM", "ForPreTraining"].contains { name.hasSuffix($0) }
      },
      "\(names)")
    let bare = Self.complete.replacing("LlamaForCausalLM", with: "LlamaModel") + "}"
    #expect(try read(bare).architecture == "LlamaModel")
    for stranger in ["Transformer", "LlamaForSequenceClassification"] {
      let json = Self.complete.replacing("LlamaForCausalLM", with: stranger) + "}"
      #expect(throws: UnusableModel.self) { try read(json) }
    }
  }

  @Test func `what is written is read back`() throws {
    var configuration = ModelConfiguration(
      vocabSize: 300, hiddenSize: 64, intermediateSize: 128, numHiddenLayers: 2, numAttentionHeads: 4,
      numKeyValueHeads: 2, headDim: 32, tieWordEmbeddings: false, bosTokenID: 0, eosTokenIDs: [2])
    configuration.ropeScaling = .llama3(
      factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalPositions: 8192)
    #expect(try read(String(decoding: configuration.fileContents, as: UTF8.self)) == configuration)
  }

  @Test(arguments: [
    (#"{"architectures": ["MambaForCausalLM"]}"#, "architectures", UnusableModel.Reason.unsupported),
    (#"{"architectures": ["LlamaForCausalLM"], "vocab_size": 4}"#, "hidden_size", .invalidKey),
    (complete.replacing("\"vocab_size\": 100", with: "\"vocab_size\": \"many\"") + "}", "vocab_size", .invalidKey),
    (
      complete.replacing("\"num_hidden_layers\": 2", with: "\"num_hidden_layers\": 0") + "}", "num_hidden_layers",
      .invalidKey
    ),
    (
      complete.replacing("\"num_key_value_heads\": 2", with: "\"num_key_value_heads\": 3") + "}",
      "num_key_value_heads", .invalidKey
    ),
    (
      complete + #", "rope_scaling": {"rope_type": "longrope", "factor": 2.0}}"#, "rope_scaling.rope_type", .unsupported
    ),
    (
      complete
        + #", "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "#
        + #""original_max_position_embeddings": 8192.5}}"#,
      "rope_scaling.original_max_position_embeddings", .invalidKey
    ),
    (
      complete + #", "head_dim": 2, "rope_scaling": {"rope_type": "dynamic", "factor": 2.0}}"#,
      "rope_scaling.rope_type", .unsupported
    ),
  ])
  func `a value that cannot be is an error that names the key`(
    json: String, key: String, reason: UnusableModel.Reason
  ) throws {
    let error = #expect(throws: UnusableModel.self) { try read(json) }
    #expect(error?.place == .key(key))
    #expect(error?.reason == reason)
  }

  @Test(
    arguments: [
      (#", "hidden_act": "mish"}"#, "hidden_act", "silu"),
      (#", "rope_parameters": {"rope_type": "proportional"}}"#, "rope_parameters.rope_type", "yarn"),
      (#", "partial_rotary_factor": 0.5}"#, nil, nil),
      (
        #", "rope_scaling": {"rope_type": "default", "partial_rotary_factor": 0.5}}"#,
        "rope_scaling.partial_rotary_factor", "1"
      ),
      (#", "quantization_config": {"quant_method": "gptq"}}"#, "quantization_config", "BF16"),
    ] as [(String, String?, String?)])
  func `a feature that is not there is refused by name, with those that are`(
    ending: String, key: String?, known: String?
  ) throws {
    guard let key, let known else {
      // A Llama does not know this key, and the reference passes over it.
      #expect(try read(Self.complete + ending).ropeTheta == 10_000)
      return
    }
    let error = #expect(throws: UnusableModel.self) { try read(Self.complete + ending) }
    #expect(error?.reason == .unsupported)
    #expect(error?.place == .key(key))
    #expect(error?.explanation.en.contains(known) == true)
    #expect(error?.explanation.ja.contains(known) == true)
  }

  /// What stands in a family's configuration, and what it is changed to.
  private static func changed(_ value: Any, _ keys: Set<String>, to other: String) -> (value: Any, count: Int) {
    guard let object = value as? [String: Any] else { return (value, 0) }
    var (result, count) = (object, 0)
    for (key, inner) in object {
      if keys.contains(key), inner is String {
        (result[key], count) = (other, count + 1)
      } else {
        let (changed, found) = changed(inner, keys, to: other)
        (result[key], count) = (changed, count + found)
      }
    }
    return (result, count)
  }

  @Test(
    arguments: [
      (["hidden_act", "hidden_activation", "activation_function"], "mish", "silu"),
      (["rope_type", "type"], "longrope", "yarn"), (["architectures", "model_type"], "mamba2", "Qwen3ForCausalLM"),
    ] as [(Set<String>, String, String)])
  func `what a family cannot do is refused by key, in every family that has the key`(
    keys: Set<String>, value: String, known: String
  ) throws {
    let configs =
      FamilyTests.models.map { ($0.key, $0.value.config) } + EmbeddingTests.models.map { ($0.key, $0.value.config) }
    var refused = Set<String>()
    for (name, config) in configs {
      var config = config
      let family = try #require((config["architectures"] as? [String])?.first)
      if keys.contains("model_type") { config["architectures"] = nil }
      let (changed, count) = Self.changed(config, keys, to: value)
      guard count > 0 else { continue }
      let text = String(decoding: try JSONSerialization.data(withJSONObject: changed), as: UTF8.self)
      let error = #expect(throws: UnusableModel.self, "\(name)") { try read(text) }
      #expect(error?.reason == .unsupported, "\(name): \(error?.description ?? "")")
      for explanation in [error?.explanation.en, error?.explanation.ja] {
        #expect(explanation?.contains(value) == true && explanation?.contains(known) == true, "\(name)")
      }
      refused.insert(family)
    }
    // LFM2 has one activation, and says so by no key; GPT-2 and BERT have learned positions.
    #expect(refused.count >= 9, "\(refused)")
  }

  @Test func `an unknown architecture is refused with the list of those that work`() throws {
    let error = #expect(throws: UnusableModel.self) { try read(#"{"architectures": ["MambaForCausalLM"]}"#) }
    for family in Architecture.known {
      #expect(error?.explanation.en.contains(family.names[0]) == true)
      #expect(error?.explanation.ja.contains(family.names[0]) == true)
    }
  }

  @Test(arguments: Array(FamilyTests.models.keys.sorted()))
  func `sizes that cannot be are errors that name the key, for every family`(name: String) throws {
    let config = try #require(FamilyTests.models[name]).config
    let sizes = config.keys.filter { key in
      ["_size", "_layers", "_layer", "_heads", "_head", "head_dim", "_embd", "_positions", "_embeddings"]
        .contains(where: key.hasSuffix) && config[key] is Int
        && !["max_window_layers", "tie_word_embeddings"].contains(key)
    }
    #expect(sizes.count >= 5)
    for key in sizes {
      for value in ["0", "-1", "1000000000000000000", "\"many\"", "1.5", "[]", "{}"] {
        var changed = config
        changed[key] = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let text = String(decoding: try JSONSerialization.data(withJSONObject: changed), as: UTF8.self)
        let error = #expect(throws: UnusableModel.self, "\(key) = \(value)") { try read(text) }
        #expect(error?.place == .key(key), "\(key) = \(value)")
      }
    }
  }

  @Test func `a missing file is a typed error`() throws {
    let error = #expect(throws: UnusableModel.self) {
      try ModelConfiguration(directory: URL(fileURLWithPath: "/nowhere/at/all"))
    }
    #expect(error?.reason == .missingFile)
    #expect(error?.file == "/nowhere/at/all/config.json")
  }

  @Test func `the parameters counted are those of the tensors`() throws {
    var configuration = ModelConfiguration(
      vocabSize: 300, hiddenSize: 64, intermediateSize: 128, numHiddenLayers: 3, numAttentionHeads: 4,
      numKeyValueHeads: 2, headDim: 32, tieWordEmbeddings: false)
    configuration.attentionBias = true
    let tensors = WeightNames.all(in: configuration)
    #expect(configuration.parameterCount == tensors.reduce(0) { $0 + $1.shape.reduce(1, *) })
  }
}
