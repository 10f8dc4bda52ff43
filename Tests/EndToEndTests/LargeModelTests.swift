import Foundation
import TestSupport
import Testing
import Transformers

/// A directory of the shape of Gemma 3 1B: two gigabytes of weights, a tokenizer of 35 MB.
struct LargeModelTests {
  private static let vocabulary = 262_144
  private static let special = 6000

  @Test func `looking into a model of two gigabytes takes a fifth of a second at most`() async throws {
    let folder = try TemporaryFolder()
    try Self.writeConfiguration(to: folder)
    try Self.writeWeights(to: folder.appending("model.safetensors"))
    try Self.writeTokenizer(to: folder)
    // What the shell measures: waiting for the test's own turn does not count. The least of several runs, since other
    // tests run beside this one.
    let measured = ["bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\" > summary.json", "bash"]
    var wall = [Double]()
    var processor = [Double]()
    for _ in 0..<7 {
      let outcome = try await Program.run(
        ["model", "inspect", folder.url.path, "--json"], in: folder.url, launcher: measured, limit: 60)
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
      let times = outcome.errors.split(whereSeparator: \.isWhitespace).suffix(3).compactMap { Double($0) }
      try #require(times.count == 3, "\(outcome.errors)")
      wall.append(times[0])
      processor.append(times[1] + times[2])
    }
    #if DEBUG
      let (mostWall, mostProcessor) = (20.0, 10.0)
    #else
      // The promise is 0.1 s of the clock on a quiet machine; one of which others take a third needs 0.12 of its own.
      let (mostWall, mostProcessor) = (0.7, 0.2)
    #endif
    #expect(try #require(wall.min()) < mostWall, "\(wall)")
    #expect(try #require(processor.min()) < mostProcessor, "\(processor)")
    let summary = try JSONDecoder().decode(
      ModelSummary.self, from: Data(contentsOf: folder.appending("summary.json")))
    #expect(summary.architecture == "Gemma3ForCausalLM" && summary.numHiddenLayers == 26)
    #expect(summary.parameters == 999_885_952 && summary.weightBytes == 2 * 999_885_952)
    #expect(summary.tokenizer == "BPE with byte fallback" && summary.tokens == Self.vocabulary)
    #expect(summary.chatFormat == "own" && summary.tokensWithoutEmbedding == nil)
  }

  private static func writeConfiguration(to folder: TemporaryFolder) throws {
    try folder.write(
      """
      {"architectures": ["Gemma3ForCausalLM"], "model_type": "gemma3_text", "vocab_size": \(vocabulary),
       "hidden_size": 1152, "intermediate_size": 6912, "num_hidden_layers": 26, "num_attention_heads": 4,
       "num_key_value_heads": 1, "head_dim": 256, "max_position_embeddings": 32768, "rms_norm_eps": 1e-6,
       "sliding_window": 512, "sliding_window_pattern": 6, "rope_theta": 1e6, "rope_local_base_freq": 1e4,
       "query_pre_attn_scalar": 256, "torch_dtype": "bfloat16", "eos_token_id": [1, 106], "bos_token_id": 2}
      """, to: "config.json")
  }

  /// The header; behind it the file has a hole, which takes no space.
  private static func writeWeights(to file: URL) throws {
    var shapes: [(String, [Int])] = [("model.embed_tokens.weight", [vocabulary, 1152]), ("model.norm.weight", [1152])]
    for layer in 0..<26 {
      let path = "model.layers.\(layer)."
      for norm in ["input", "post_attention", "pre_feedforward", "post_feedforward"] {
        shapes.append((path + norm + "_layernorm.weight", [1152]))
      }
      for (name, shape) in [
        ("self_attn.q_norm", [256]), ("self_attn.k_norm", [256]), ("self_attn.q_proj", [1024, 1152]),
        ("self_attn.k_proj", [256, 1152]), ("self_attn.v_proj", [256, 1152]), ("self_attn.o_proj", [1152, 1024]),
        ("mlp.gate_proj", [6912, 1152]), ("mlp.up_proj", [6912, 1152]), ("mlp.down_proj", [1152, 6912]),
      ] {
        shapes.append((path + name + ".weight", shape))
      }
    }
    var end = 0
    var entries: [String: Any] = ["__metadata__": ["format": "pt"]]
    for (name, shape) in shapes {
      let bytes = 2 * shape.reduce(1, *)
      entries[name] = ["dtype": "BF16", "shape": shape, "data_offsets": [end, end + bytes]] as [String: Any]
      end += bytes
    }
    var header = try JSONSerialization.data(withJSONObject: entries)
    header.append(Data(repeating: 0x20, count: -header.count & 7))
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    try (length + header).write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: UInt64(8 + header.count + end))
    try handle.close()
  }

  /// As the library writes it: a line for each token, four for each merge.
  private static func writeTokenizer(to folder: TemporaryFolder) throws {
    let names = ["<pad>", "<eos>", "<bos>", "<unk>"] + (4..<special).map { "<unused\($0)>" }
    let added = names.enumerated().map { id, name in
      """
          {
            "id": \(id), "content": "\(name)", "single_word": false, "lstrip": false, "rstrip": false,
            "normalized": false, "special": true
          }
      """
    }
    let bytes = (0..<256).map { "<0x" + String(format: "%02X", $0) + ">" }
    let words = ["▁", "\\n", "語"] + (0..<(vocabulary - special - 259)).map { "▁語\($0)w" }
    let tokens = (names + bytes + words).enumerated().map { "      \"\($1)\": \($0)" }
    let merge = "      [\n        \"▁語\",\n        \"[12]\\\"}\"\n      ],\n"
    try folder.write(
      """
      {
        "version": "1.0", "truncation": null, "padding": null,
        "added_tokens": [
      \(added.joined(separator: ",\n"))
        ],
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        "pre_tokenizer": {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious", "invert": false},
        "post_processor": null,
        "decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, {"type": "Fuse"}]},
        "model": {
          "type": "BPE", "dropout": null, "unk_token": "<unk>", "continuing_subword_prefix": null,
          "end_of_word_suffix": null, "fuse_unk": true, "byte_fallback": true, "ignore_merges": false,
          "vocab": {
      \(tokens.joined(separator: ",\n"))
          },
          "merges": [
      \(String(repeating: merge, count: 514_905))      ["▁", "語"]
          ]
        }
      }
      """, to: "tokenizer.json")
    let decoder = names.enumerated().map { id, name in
      "\"\(id)\": {\"content\": \"\(name)\", \"lstrip\": false, \"rstrip\": false, \"special\": true}"
    }
    try folder.write(
      """
      {"tokenizer_class": "GemmaTokenizer", "bos_token": "<bos>", "eos_token": "<eos>",
       "chat_template": "{% for message in messages %}{{ message.content }}{% endfor %}",
       "added_tokens_decoder": {\(decoder.joined(separator: ",\n"))}}
      """, to: "tokenizer_config.json")
  }
}
