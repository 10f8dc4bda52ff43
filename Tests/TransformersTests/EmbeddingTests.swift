import Foundation
import Tensors
import Testing

@testable import Transformers

/// Embeddings beside those of sentence-transformers, from directories with generated weights.
struct EmbeddingTests {
  // Read only.
  nonisolated(unsafe) static let models: [String: GeneratedEncoder] = (try? GeneratedEncoder.all()) ?? [:]
  static let names = models.keys.sorted()

  private func encoder(_ name: String) throws -> GeneratedEncoder { try #require(Self.models[name]) }

  private func golden(_ name: String) throws -> [[Float]] {
    let file = try Safetensors(GeneratedModel.folder.appendingPathComponent("encoders.safetensors"))
    let tensor = try file.tensor(name)
    let numbers = tensor.floats().array
    return stride(from: 0, to: numbers.count, by: tensor.shape[1]).map { Array(numbers[$0..<($0 + tensor.shape[1])]) }
  }

  private func cosine(_ left: [Float], _ right: [Float]) -> Double {
    func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
    return dot(left, right) / (dot(left, left) * dot(right, right)).squareRoot()
  }

  @Test func `every encoder that works has golden models`() {
    let named = Set(Self.models.values.compactMap { ($0.config["architectures"] as? [String])?.first })
    #expect(
      named == ["BertModel", "XLMRobertaModel", "ModernBertModel", "Gemma3TextModel", "Qwen3Model", "MistralModel"])
    let withoutLogits = Architecture.known.filter {
      !$0.names.contains { $0.contains("ForCausalLM") || $0.contains("LMHead") }
    }
    #expect(withoutLogits.allSatisfy { named.contains($0.names[0]) })
  }

  @Test(arguments: names)
  func `embeddings are those of sentence-transformers`(name: String) throws {
    let encoder = try encoder(name)
    let model = try encoder.load()
    for (index, prompt) in encoder.prompts.enumerated() {
      let expected = try golden("\(name).\(index)")
      let found = try model.embed(encoder.texts, prompt: prompt)
      #expect(found.count == expected.count)
      for (left, right) in zip(found, expected) {
        #expect(left.count == model.dimension)
        #expect(cosine(left, right) >= 0.99999)
        #expect(relativeDistance(left, right) < 1e-5)
      }
    }
  }

  @Test func `a token that has no embedding is an error, not a vector of zeros`() throws {
    let encoder = try encoder(try #require(Self.names.first { $0.contains("bert") }))
    let model = try encoder.load()
    let stranger = Int32(model.model.configuration.vocabSize)
    #expect(throws: UnusableInput.self) { try model.model.check([1, stranger]) }
    try Golden.withTemporaryFolder { folder in
      try encoder.write(to: folder)
      // A tokenizer with more tokens than the model has rows.
      let url = folder.appendingPathComponent("tokenizer.json")
      var file = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
      var added = file["added_tokens"] as? [[String: Any]] ?? []
      for number in 0..<Int(stranger) {
        added.append(["id": Int(stranger) + number, "content": "<|\(number)|>", "special": false, "normalized": false])
      }
      file["added_tokens"] = added
      try JSONSerialization.data(withJSONObject: file).write(to: url)
      let wider = try EmbeddingModel.load(directory: folder)
      let error = #expect(throws: UnusableInput.self) { try wider.embed(["a", "b <|\(stranger - 1)|>"]) }
      #expect(error?.detail.en.contains("outside the vocabulary") == true)
      #expect(try wider.embed(["a"])[0].contains { $0 != 0 })
    }
  }

  @Test(arguments: names)
  func `a text's ids have the template around them and are cut as the reference cuts them`(name: String) throws {
    let encoder = try encoder(name)
    let model = try encoder.load()
    let prompt = encoder.prompts[0] ?? model.defaultPrompt ?? ""
    for (text, ids) in zip(encoder.texts, encoder.ids) {
      // What the library tokenizes by itself has no default prompt.
      let prefix = encoder.prompts[0] == nil ? "" : prompt
      #expect(model.ids(prefix + text) == ids)
    }
    #expect(model.ids(String(repeating: "word ", count: 500)).count == model.maximumTokens)
  }

  @Test(arguments: names)
  func `a text's embedding is the same bits in any batch`(name: String) throws {
    let encoder = try encoder(name)
    let model = try encoder.load()
    let texts = (0..<60).map { encoder.texts[$0 * 7 % encoder.texts.count] + String($0 * $0) }
    let together = try model.embed(texts)
    #expect(try texts.map { try model.embed([$0])[0] } == together)
    #expect(try model.embed(texts.reversed()).reversed() == together)
  }

  @Test(arguments: names.filter { models[$0]?.old != nil })
  func `a configuration as transformers 4 wrote it gives the same embeddings`(name: String) throws {
    let encoder = try encoder(name)
    #expect(try encoder.load(config: encoder.old).embed(encoder.texts) == encoder.load().embed(encoder.texts))
  }

  @Test(arguments: ["bert-minilm", "modernbert-ruri", "embedding-gemma", "qwen3-embedding"])
  func `weights stored in bf16 or f16 give nearly the same embeddings`(name: String) throws {
    let encoder = try encoder(name)
    let exact = try encoder.load().embed(encoder.texts)
    for dtype in [DType.bf16, .f16] {
      for (left, right) in zip(try encoder.load(dtype: dtype).embed(encoder.texts), exact) {
        #expect(cosine(left, right) > 0.999)
      }
    }
  }

  @Test(arguments: ["bert-minilm", "embedding-gemma"])
  func `an encoder is refused where a text is to be written`(name: String) throws {
    try Golden.withTemporaryFolder { folder in
      try encoder(name).write(to: folder)
      let error = #expect(throws: UnusableModel.self) { try LanguageModel(directory: folder) }
      #expect(error?.reason == .unsupported && error?.place == .key("architectures"))
      let model = try Transformer.load(directory: folder)
      #expect(throws: UnusableInput.self) {
        try model.writeLogits([1, 2], to: folder.appendingPathComponent("logits"))
      }
    }
  }

  @Test func `the prompts are those of the directory`() throws {
    let ruri = try encoder("modernbert-ruri").load()
    #expect(ruri.prompt(for: .query) == "検索クエリ: ")
    #expect(ruri.prompt(for: .document) == "検索文書: ")
    #expect(ruri.defaultPrompt == "検索文書: ")
    #expect(try ruri.embed(["社内規程"]) == ruri.embed(["社内規程"], prompt: "検索文書: "))
    #expect(try ruri.embed(["社内規程"], prompt: "") != ruri.embed(["社内規程"]))
    let bare = try encoder("bert-bare").load()
    #expect(bare.prompt(for: .query) == nil)
    #expect(bare.maximumTokens == 90)
  }

  @Test func `old names of BERT's norms, and those of the masked model, are found`() throws {
    let encoder = try encoder("bert-minilm")
    let expected = try encoder.load().embed(encoder.texts)
    let old = try encoder.load { name in
      "bert."
        + name.replacing("LayerNorm.weight", with: "LayerNorm.gamma").replacing(
          "LayerNorm.bias", with: "LayerNorm.beta")
    }
    #expect(try old.embed(encoder.texts) == expected)
  }

  @Test(arguments: [
    ("modules.json", #"[{"type": "sentence_transformers.models.CNN", "path": ""}]"#, "type"),
    ("modules.json", #"[{"type": "sentence_transformers.models.Transformer", "path": ""}]"#, "type"),
    (
      "modules.json",
      #"[{"type": "x.Transformer", "path": ""}, {"type": "x.Pooling", "path": "../1_Pooling"}]"#, "path"
    ),
    ("1_Pooling/config.json", #"{"pooling_mode": "attention"}"#, "pooling_mode"),
    ("2_Dense/config.json", #"{"in_features": 31, "out_features": 48, "bias": false}"#, "linear.weight"),
    (
      "2_Dense/config.json",
      #"{"in_features": 32, "out_features": 48, "bias": false, "activation_function": "torch.nn.PReLU"}"#,
      "activation_function"
    ),
    ("3_Dense/config.json", #"{"in_features": 0, "out_features": 48}"#, "in_features"),
    ("config_sentence_transformers.json", #"{"default_prompt_name": "missing"}"#, "default_prompt_name"),
    ("config_sentence_transformers.json", #"{"prompts": {"query": 5}}"#, "prompts.query"),
    ("tokenizer_config.json", #"{"model_max_length": "long"}"#, "model_max_length"),
  ])
  func `a file that cannot be is an error that names file and key`(path: String, content: String, place: String) throws
  {
    try Golden.withTemporaryFolder { folder in
      try encoder("embedding-gemma").write(to: folder)
      try Data(content.utf8).write(to: folder.appendingPathComponent(path))
      let error = #expect(throws: UnusableModel.self) { try EmbeddingModel.load(directory: folder) }
      let file = place == "linear.weight" ? "2_Dense/model.safetensors" : path
      #expect(error?.file.hasSuffix(file) == true, "\(error?.description ?? "")")
      #expect(error?.place == (place == "linear.weight" ? .tensor(place) : .key(place)))
    }
  }
}

/// A golden embedding model: all its files, weights made here.
struct GeneratedEncoder {
  let config: [String: Any]
  let old: [String: Any]?
  let files: [String: Any]
  let weights: [String: [String: [Int]]]
  let template: String
  let prompts: [String?]
  let ids: [[Int32]]
  let texts: [String]

  static func all() throws -> [String: GeneratedEncoder] {
    let data = try Data(contentsOf: GeneratedModel.folder.appendingPathComponent("encoders.json"))
    var cases = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]] ?? [:]
    let texts = cases.removeValue(forKey: "texts")?["texts"] as? [String] ?? []
    return cases.mapValues { entry in
      GeneratedEncoder(
        config: entry["config"] as? [String: Any] ?? [:], old: entry["old"] as? [String: Any],
        files: entry["files"] as? [String: Any] ?? [:],
        weights: entry["weights"] as? [String: [String: [Int]]] ?? [:], template: entry["template"] as? String ?? "",
        prompts: (entry["prompts"] as? [Any] ?? []).map { $0 as? String },
        ids: (entry["ids"] as? [[Int]] ?? []).map { $0.map { Int32($0) } }, texts: texts)
    }
  }

  func write(
    to folder: URL, config given: [String: Any]? = nil, dtype: DType = .f32, renaming: (String) -> String = { $0 }
  ) throws {
    for (path, content) in files.merging(
      ["config.json": given ?? config, "tokenizer.json": try tokenizer()], uniquingKeysWith: { $1 })
    {
      let url = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try JSONSerialization.data(withJSONObject: content).write(to: url)
    }
    let addsOne = !(config["model_type"] as? String ?? "").hasPrefix("gemma")
    for (path, tensors) in weights {
      var writer = SafetensorsWriter()
      for (name, shape) in tensors {
        let isNorm = shape.count == 1 && name.hasSuffix("weight")
        let values = GeneratedModel.values(name, shape.reduce(1, *), plus: isNorm && addsOne ? 1 : 0)
        writer.add(
          path == "model.safetensors" ? renaming(name) : name, Tensor(shape: shape, floats: values).converted(to: dtype)
        )
      }
      try writer.write(to: folder.appendingPathComponent(path))
    }
  }

  func load(
    config: [String: Any]? = nil, dtype: DType = .f32, renaming: (String) -> String = { $0 }
  ) throws -> EmbeddingModel {
    try Golden.withTemporaryFolder { folder in
      try write(to: folder, config: config, dtype: dtype, renaming: renaming)
      return try EmbeddingModel.load(directory: folder)
    }
  }

  /// The shared byte-level tokenizer with this model's template.
  private func tokenizer() throws -> [String: Any] {
    let data = try Data(contentsOf: Golden.folder.appendingPathComponent("tokenizers/gpt2.json"))
    var file = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    file.merge(files["tokenizer.json"] as? [String: Any] ?? [:]) { $1 }
    let ids = ["<|endoftext|>": 0, "<|im_start|>": 1, "<|im_end|>": 2]
    let (before, after) =
      switch template {
      case "cls": (["<|im_start|>"], ["<|im_end|>"])
      case "bos-eos": (["<|im_start|>"], ["<|endoftext|>"])
      default: ([], ["<|endoftext|>"])
      }
    func token(_ name: String) -> [String: Any] { ["SpecialToken": ["id": name, "type_id": 0] as [String: Any]] }
    let text: [String: Any] = ["Sequence": ["id": "A", "type_id": 0] as [String: Any]]
    let single = before.map(token) + [text] + after.map(token)
    let special = Dictionary(
      uniqueKeysWithValues: (before + after).map { name in
        (name, ["id": name, "ids": [ids[name] ?? 0], "tokens": [name]] as [String: Any])
      })
    file["post_processor"] =
      ["type": "TemplateProcessing", "single": single, "pair": single, "special_tokens": special] as [String: Any]
    return file
  }
}
