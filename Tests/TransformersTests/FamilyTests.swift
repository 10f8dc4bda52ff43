import Foundation
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// Every family's logits beside those of transformers, on tiny models that turn its features on and off.
struct FamilyTests {
  // Read only.
  nonisolated(unsafe) static let models: [String: GeneratedModel] = (try? GeneratedModel.all("decoders")) ?? [:]
  static let names = models.keys.sorted()

  private func model(_ name: String) throws -> GeneratedModel { try #require(Self.models[name]) }

  private func golden(_ name: String) throws -> [Float] {
    try Safetensors(GeneratedModel.folder.appendingPathComponent("decoders.safetensors")).tensor(name).floats().array
  }

  @Test func `every family that works has golden models`() {
    let named = Set(Self.models.values.compactMap { ($0.config["architectures"] as? [String])?.first })
    let causal = Set(Architecture.known.map { $0.names[0] }.filter { $0.contains("CausalLM") || $0.contains("LMHead") })
    #expect(named == causal)
  }

  @Test func `the worked example of CONTRIBUTING is a family's file as it is`() throws {
    /// What the compiler sees: no comments, no white space.
    func code(_ lines: some Sequence<Substring>) -> String {
      lines.map { $0.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0] }.joined()
        .filter { !$0.isWhitespace }
    }
    let page = try String(
      contentsOf: TestLocations.repository.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
    let example = page.split(separator: "\n").drop { $0 != "    extension Architecture {" }.prefix {
      $0.hasPrefix("    ")
    }
    let file = try String(
      contentsOf: TestLocations.repository.appendingPathComponent("Sources/Transformers/Architectures/Mistral.swift"),
      encoding: .utf8)
    #expect(example.count > 5 && code(example) == code(file.split(separator: "\n")))
    #expect(page.contains("Add `.mistral` to `Architecture.known`"))
    #expect(Architecture.known.contains { $0.names == ["MistralForCausalLM", "MistralModel"] })
  }

  @Test(arguments: names)
  func `logits are those of transformers`(name: String) throws {
    let generated = try model(name)
    let logits = try generated.load().logits(generated.ids).floats().array
    let distance = relativeDistance(logits, try golden(name))
    #expect(distance < 1e-5, "\(distance)")
  }

  @Test(arguments: names)
  func `weights stored in bf16 give nearly the same logits`(name: String) throws {
    let generated = try model(name)
    let logits = try generated.load(dtype: .bf16).logits(generated.ids).floats().array
    let distance = relativeDistance(logits, try golden("\(name).bf16"))
    #expect(distance < 1e-5, "\(distance)")
    let rounding = relativeDistance(logits, try golden(name))
    #expect(rounding > 1e-5 && rounding < 2e-2, "\(rounding)")
  }

  @Test(arguments: names.filter { models[$0]?.old != nil })
  func `a configuration as transformers 4 wrote it gives the same model`(name: String) throws {
    let generated = try model(name)
    let old = try generated.load(config: generated.old).logits(generated.ids).floats().array
    #expect(old == (try generated.load().logits(generated.ids).floats().array))
  }

  /// Texts beyond the context of a model whose rotary positions grow with the text: chunks give other numbers than the whole.
  static let grown = names.filter { $0.hasSuffix("-long") }

  @Test(arguments: grown)
  func `chunks of a text that rotary positions grow with are turned as transformers turns them`(name: String) throws {
    let generated = try model(name)
    let model = try generated.load()
    #expect(model.contextLimit == Transformer.longestContext)
    let ids = generated.ids
    let cuts = [10, 18, 19]
    let cache = KVCache(model.configuration)
    var logits: [Float] = []
    for (begin, end) in zip([0] + cuts, cuts + [ids.count]) {
      logits += model.forward([.init(cache: cache, ids: Array(ids[begin..<end]), wanted: .all)]).array
    }
    #expect(relativeDistance(logits, try golden(name + ".chunks")) < 1e-5)
    // A prompt is one text, however it is cut into blocks: the generator says how long it is.
    let whole = KVCache(model.configuration)
    var inBlocks: [Float] = []
    for (begin, end) in zip([0] + cuts, cuts + [ids.count]) {
      let step = Transformer.Step(
        cache: whole, ids: Array(ids[begin..<end]), wanted: .all, length: ids.count)
      inBlocks += model.forward([step]).array
    }
    #expect(inBlocks == model.logits(ids).floats().array)
    // One more token is as far as the reference goes with its cache.
    let prompts = PromptCaches(model, reusesPrefixes: true)
    let (_, last) = prompts.prefill([ids, ids])
    let width = model.configuration.vocabSize
    #expect(last.array == Array((inBlocks.suffix(width) + inBlocks.suffix(width))))
    #expect(prompts.reusedTokens == 0)
  }

  @Test(arguments: names.filter { !grown.contains($0) })
  func `a cache gives the same bits as none, however the prompt is cut`(name: String) throws {
    let generated = try model(name)
    let model = try generated.load()
    let ids = generated.ids
    let whole = model.logits(ids).floats().array
    for cuts in [[1], [5, 6, 17], [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22], Array(1..<ids.count)] {
      let cache = KVCache(model.configuration, capacity: 1)
      var logits: [Float] = []
      for (begin, end) in zip([0] + cuts, cuts + [ids.count]) {
        logits += model.forward([.init(cache: cache, ids: Array(ids[begin..<end]), wanted: .all)]).array
      }
      #expect(logits == whole, "cut at \(cuts)")
    }
  }

  @Test(arguments: names.filter { !grown.contains($0) })
  func `a cache can be cut and shared anywhere`(name: String) throws {
    let generated = try model(name)
    let model = try generated.load()
    let ids = generated.ids
    let whole = model.logits(ids).floats().array
    let first = KVCache(model.configuration)
    _ = model.forward([.init(cache: first, ids: ids)])
    let second = KVCache(model.configuration)
    second.copy(first, upTo: 13)
    first.truncate(to: 9)
    let tail = model.forward([.init(cache: first, ids: Array(ids[9...]), wanted: .all)]).array
    let other = model.forward([.init(cache: second, ids: Array(ids[13...]), wanted: .all)]).array
    let width = model.configuration.vocabSize
    #expect(tail == Array(whole[(9 * width)...]))
    #expect(other == Array(whole[(13 * width)...]))
  }

  @Test(arguments: names)
  func `a text in a batch has the same bits as alone`(name: String) throws {
    let generated = try model(name)
    let model = try generated.load()
    var random = TestRandom(state: 5)
    let texts = (0..<7).map { _ in
      (0..<Int.random(in: 1...30, using: &random)).map { _ in Int32.random(in: 0..<64, using: &random) }
    }
    let alone = texts.map { model.forward([.init(cache: KVCache(model.configuration), ids: $0, wanted: .all)]).array }
    let steps = texts.map { Transformer.Step(cache: KVCache(model.configuration), ids: $0, wanted: .all) }
    #expect(model.forward(steps).array == alone.flatMap { $0 })
  }

  @Test(arguments: ["llama-default", "gemma3", "gpt-neox", "gpt2", "lfm2"])
  func `weights stored in f16 are kept, and give the bits of the widened ones`(name: String) throws {
    let generated = try model(name)
    let half = try generated.load(dtype: .f16)
    #expect(half.embedding.tokens.dtype == .f16)
    let wide = try Golden.withTemporaryFolder { folder in
      try generated.write(to: folder, dtype: .f16)
      return try Transformer.load(directory: folder, dtype: .f32)
    }
    let logits = half.logits(generated.ids).floats().array
    // Gemma's embeddings are scaled by a number of the weights' type.
    let tolerance = name == "gemma3" ? 1e-3 : 0
    #expect(relativeDistance(logits, wide.logits(generated.ids).floats().array) <= tolerance)
  }

  @Test(arguments: ["qwen3", "gpt-neox", "gpt2", "lfm2"])
  func `names without the causal model's prefix are found`(name: String) throws {
    let generated = try model(name)
    let prefix = try generated.load().configuration.description.prefix
    let bare = try generated.load { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
    #expect(bare.logits(generated.ids).floats().array == (try generated.load().logits(generated.ids).floats().array))
  }
}
