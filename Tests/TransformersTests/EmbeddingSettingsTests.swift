import Foundation
import Tensors
import Testing

@testable import Transformers

/// Settings of embedding models that few directories have, each as the reference reads it.
struct EmbeddingSettingsTests {
  private func encoder(_ name: String) throws -> GeneratedEncoder { try #require(EmbeddingTests.models[name]) }

  /// A golden model with other settings in some of its files.
  private func load(_ name: String, _ settings: [String: [String: Any]]) throws -> EmbeddingModel {
    try Golden.withTemporaryFolder { folder in
      let encoder = try encoder(name)
      try encoder.write(to: folder)
      for (path, changes) in settings {
        let file = (path == "config.json" ? encoder.config : encoder.files[path] as? [String: Any]) ?? [:]
        try JSONSerialization.data(withJSONObject: file.merging(changes) { $1 })
          .write(to: folder.appendingPathComponent(path))
      }
      return try EmbeddingModel.load(directory: folder)
    }
  }

  @Test(arguments: ["Qwen3Model", "Qwen3ForCausalLM"])
  func `a model embeds without the head that its configuration speaks of`(architecture: String) throws {
    let encoder = try encoder("qwen3-embedding")
    let untied: [String: Any] = ["architectures": [architecture], "tie_word_embeddings": false]
    let model = try load("qwen3-embedding", ["config.json": untied])
    #expect(try model.embed(encoder.texts) == encoder.load().embed(encoder.texts))
    #expect(!model.model.isCausal)
    try Golden.withTemporaryFolder { folder in
      try encoder.write(to: folder, config: encoder.config.merging(untied) { $1 })
      if architecture == "Qwen3Model" {
        #expect(try !Transformer.load(directory: folder).isCausal)
        let summary = try ModelSummary(directory: folder)
        #expect(!summary.tensors.contains { $0.name == WeightNames.head })
        #expect(throws: UnusableModel.self) { try LanguageModel(directory: folder) }
      } else {
        let error = #expect(throws: UnusableModel.self) { try Transformer.load(directory: folder) }
        #expect(error?.place == .tensor(WeightNames.head))
      }
    }
  }

  @Test(arguments: ["llama-default", "gpt-neox", "gpt2-variants", "lfm2-variants"])
  func `a bare model without a head has states and no logits`(name: String) throws {
    let generated = try #require(FamilyTests.models[name])
    let family = try #require((generated.config["architectures"] as? [String])?.first)
    let bare = try #require(Architecture.known.first { $0.names[0] == family }).names[1]
    let config = generated.config.merging(["architectures": [bare]]) { $1 }
    #expect(generated.tensors[WeightNames.head] ?? generated.tensors["embed_out.weight"] != nil)
    func renaming(_ name: String) -> String? { [WeightNames.head, "embed_out.weight"].contains(name) ? nil : name }
    let model = try generated.load(config: config, renaming: renaming)
    #expect(model.head == nil && !model.configuration.isLlama)
    #expect(
      model.configuration.parameterCount
        == model.configuration.description.tensors.reduce(0) { $0 + $1.shape.reduce(1, *) })
    // With its head it has logits, whatever it is called.
    #expect(
      try generated.load(config: config).logits(generated.ids).floats().array
        == generated.load().logits(generated.ids).floats().array)
    #expect(throws: UnusableModel.self) { try generated.load(renaming: renaming) }
  }

  @Test(arguments: ["embedding-gemma", "bert-minilm"])
  func `a vector is cut behind all steps, and not normalised again`(name: String) throws {
    let encoder = try encoder(name)
    let whole = try encoder.load()
    let settings = "config_sentence_transformers.json"
    let cut = try load(name, [settings: ["truncate_dim": 8]])
    #expect(cut.dimension == 8)
    #expect(try cut.embed(encoder.texts) == whole.embed(encoder.texts).map { Array($0.prefix(8)) })
    let wider = try load(name, [settings: ["truncate_dim": 4096]])
    #expect(wider.dimension == whole.dimension)
    let error = #expect(throws: UnusableModel.self) { try load(name, [settings: ["truncate_dim": 0]]) }
    #expect(error?.place == .key("truncate_dim"))
  }

  @Test(
    arguments: [
      ("tokenizer_config.json", ["truncation_side": "left"]),
      ("sentence_bert_config.json", ["tokenizer_args": ["truncation_side": "left"]]),
      ("sentence_bert_config.json", ["processor_kwargs": ["truncation_side": "left"]]),
    ] as [(String, [String: any Sendable])])
  func `a text that is too long loses its beginning where the tokenizer says so`(
    path: String, settings: [String: any Sendable]
  ) throws {
    let right = try encoder("bert-minilm").load()
    let left = try load("bert-minilm", [path: settings])
    let text = "a " + String(repeating: "word ", count: 80) + "the end"
    let content = right.tokenizer.encode(text, recognizingSpecial: true)
    let room = right.maximumTokens - right.tokenizer.prefixIDs.count - right.tokenizer.suffixIDs.count
    #expect(content.count > room)
    #expect(left.ids(text) == right.tokenizer.prefixIDs + content.suffix(room) + right.tokenizer.suffixIDs)
    #expect(left.ids("short") == right.ids("short"))
  }

  @Test(
    arguments: [
      (["processing_kwargs": ["text": ["max_length": 16]]], 16),
      (["processing_kwargs": ["common": ["max_length": 17]]], 17),
      (["tokenizer_args": ["model_max_length": 20]], 20),
      (["processor_kwargs": ["model_max_length": 20], "processing_kwargs": ["text": ["max_length": 18]]], 18),
    ] as [([String: any Sendable], Int)])
  func `the length of a text is that of the settings that count most`(
    settings: [String: any Sendable], length: Int
  ) throws {
    #expect(try load("bert-minilm", ["sentence_bert_config.json": settings]).maximumTokens == length)
  }

  @Test(
    arguments: [
      (["processing_kwargs": ["text": ["truncation": false]]], "processing_kwargs.text.truncation"),
      (["tokenizer_args": ["truncation_side": "middle"]], "tokenizer_args.truncation_side"),
      (["query_length": 32], "query_length"),
    ] as [([String: any Sendable], String)])
  func `settings that change ids and are not there are refused by name`(
    settings: [String: any Sendable], key: String
  ) throws {
    let error = #expect(throws: UnusableModel.self) {
      try load("bert-minilm", ["sentence_bert_config.json": settings])
    }
    #expect(error?.place == .key(key) && error?.reason == .unsupported)
  }

  @Test func `what the tokenizer's file says of truncation counts where no other file says it`() throws {
    let left = try encoder("bert-left")
    let text = String(repeating: "word ", count: 40) + "the end"
    let content = try left.load().tokenizer.encode(text, recognizingSpecial: true)
    #expect(try left.load().ids(text).dropFirst().dropLast() == content.suffix(14))
    // As `transformers` reads them, `tokenizer_config.json` counts over it.
    let right = try load("bert-left", ["tokenizer_config.json": ["truncation_side": "right"]])
    #expect(right.ids(text).dropFirst().dropLast() == content.prefix(14))
    for (setting, key) in [
      (["direction": "Up"], "truncation.direction"), (["strategy": "OnlyThird"], "truncation.strategy"),
    ] {
      try Golden.withTemporaryFolder { folder in
        let file: [String: Any] = [
          "truncation": setting, "model": ["type": "WordLevel", "vocab": ["a": 0], "unk_token": "a"],
        ]
        let url = folder.appendingPathComponent("tokenizer.json")
        try JSONSerialization.data(withJSONObject: file).write(to: url)
        let error = #expect(throws: UnusableModel.self) { try Tokenizer(file: url) }
        #expect(error?.reason == .unsupported && error?.place == .key(key))
      }
    }
  }

  @Test func `a text of which not all is embedded is told with its number and length`() throws {
    let model = try encoder("bert-minilm").load()
    var cut: [Int] = []
    var lengths: [Int] = []
    let long = String(repeating: "word ", count: 80)
    let whole = model.tokenizer.encode(long, recognizingSpecial: true, addingTemplate: true).count
    let vectors = try model.embed(["a", long, "b", long + "more"]) {
      cut.append($0)
      lengths.append($1)
    }
    #expect(vectors.count == 4 && cut == [1, 3] && lengths.first == whole && whole > model.maximumTokens)
    #expect(model.maximumTokensOrigin.en == "the length that the model's files give")
    var quiet = 0
    _ = try model.embed(["a", "b"]) { _, _ in quiet += 1 }
    #expect(quiet == 0)
    // Where the model takes more than this program does, the program's own limit is named.
    let wide = try load(
      "qwen3-embedding",
      ["config.json": ["max_position_embeddings": 40_000], "tokenizer_config.json": ["model_max_length": 1e30]])
    #expect(wide.maximumTokens == Transformer.longestContext)
    #expect(wide.maximumTokensOrigin.en.contains("this program's limit; the model's max_position_embeddings is 40000"))
    #expect(wide.maximumTokensOrigin.ja.contains("40000"))
  }

  @Test func `a role without a prompt of its own has an empty one, not the default`() throws {
    let settings: [String: Any] = ["prompts": ["title": "題: "], "default_prompt_name": "title"]
    let model = try load("bert-minilm", ["config_sentence_transformers.json": settings])
    #expect(model.defaultPrompt == "題: ")
    #expect(model.prompt(for: .query)?.isEmpty == true && model.prompt(for: .document)?.isEmpty == true)
  }
}
