import Foundation
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

  @Test func `what is written is read back`() throws {
    var configuration = ModelConfiguration(
      vocabSize: 300, hiddenSize: 64, intermediateSize: 128, numHiddenLayers: 2, numAttentionHeads: 4,
      numKeyValueHeads: 2, headDim: 32, tieWordEmbeddings: false, bosTokenID: 0, eosTokenIDs: [2])
    configuration.ropeScaling = .llama3(
      factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalPositions: 8192)
    #expect(try read(String(decoding: configuration.fileContents, as: UTF8.self)) == configuration)
  }

  @Test(arguments: [
    (#"{"architectures": ["GPT2LMHeadModel"]}"#, "architectures", UnusableModel.Reason.unsupported),
    (#"{"architectures": ["LlamaForCausalLM"], "num_attention_heads": 4}"#, "hidden_size", .invalidKey),
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
      complete + #", "rope_scaling": {"rope_type": "yarn", "factor": 2.0}}"#, "rope_scaling.rope_type", .unsupported
    ),
  ])
  func `a value that cannot be is an error that names the key`(
    json: String, key: String, reason: UnusableModel.Reason
  ) throws {
    let error = #expect(throws: UnusableModel.self) { try read(json) }
    #expect(error?.place == .key(key))
    #expect(error?.reason == reason)
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
