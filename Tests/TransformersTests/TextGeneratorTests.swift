import Foundation
import Tensors
import Testing

@testable import Transformers

struct TextGeneratorTests {
  static func generator() throws -> TextGenerator {
    TextGenerator(model: try LlamaTests.load("tied-f32"), tokenizer: try TokenizerTests.tokenizer("gpt2"))
  }

  /// Requests of every kind, some of which begin alike.
  private static func requests(_ tokenizer: Tokenizer) -> [GenerationRequest] {
    let passage = "出張旅費が12,500円を超える場合は、事前に部門長の承認を受けてください。The annual leave is 20 days a year."
    let questions = ["いくら?", "how long", "誰の", "when", "how long is it", "どこ", "x", "how"]
    return questions.enumerated().map { index, question in
      let shares = index % 4 != 3
      return GenerationRequest(
        ids: tokenizer.encode((shares ? passage : "other text ") + question), maxTokens: 4 + 3 * index,
        temperature: index % 3 == 0 ? 0 : 0.5 * Double(index % 3), topP: index % 2 == 0 ? 1 : 0.8, seed: UInt64(index),
        stop: index == 5 ? ["a"] : [], stopIDs: [2], spanOf: index % 3 == 2 ? Array(passage.utf8) : nil)
    }
  }

  @Test func `greedy ids are those of transformers`() throws {
    let expected = try LlamaTests.expected("tied-f32")
    let result = try #require(
      try Self.generator().generate([GenerationRequest(ids: expected.ids, maxTokens: 16)]).first)
    let end = expected.greedy.firstIndex { $0 < 3 } ?? expected.greedy.count
    #expect(end > 4)
    #expect(result.ids == Array(expected.greedy[..<end]))
    #expect(result.ending == (end < expected.greedy.count ? .endToken : .length))
  }

  @Test func `a result depends neither on the batch nor on reuse`() throws {
    var generator = try Self.generator()
    let requests = Self.requests(generator.tokenizer)
    generator.reusesPrefixes = false
    let alone = requests.map { generator.generate([$0])[0] }
    #expect(alone.contains { !$0.text.isEmpty } && alone.contains { $0.span != nil })
    for (size, reuses) in [(1, true), (3, false), (3, true), (32, true)] {
      generator.batchSize = size
      generator.reusesPrefixes = reuses
      #expect(generator.generate(requests) == alone, "batch of \(size), reuse \(reuses)")
    }
  }

  @Test func `a shared beginning is computed once, with the same bits`() throws {
    let generator = try Self.generator()
    let prompts = Self.requests(generator.tokenizer).map(\.ids)
    let plain = PromptCaches(generator.model, reusesPrefixes: false)
    let reusing = PromptCaches(generator.model, reusesPrefixes: true)
    #expect(plain.prefill(prompts).logits.array == reusing.prefill(prompts).logits.array)
    #expect(plain.reusedTokens == 0)
    let passage = prompts[0].count - generator.tokenizer.encode("いくら?").count
    #expect(reusing.reusedTokens > passage * 2)
  }

  @Test func `a long prompt is worked off in blocks with the same bits`() throws {
    let generator = try Self.generator()
    var random = TestRandom(state: 2)
    let prompts = [300, 511, 40, 260, 400].map { count in
      (0..<count).map { _ in Int32.random(in: 3..<420, using: &random) }
    }
    let together = PromptCaches(generator.model, reusesPrefixes: false).prefill(prompts).logits.array
    let alone = prompts.flatMap {
      generator.model.forward([.init(cache: KVCache(generator.model.configuration), ids: $0)]).array
    }
    #expect(together == alone)
  }

  @Test func `a stop string ends the text and is never part of it`() throws {
    let generator = try Self.generator()
    let prompt = generator.tokenizer.encode("The annual leave of an employee")
    let free = generator.generate([GenerationRequest(ids: prompt, maxTokens: 40, temperature: 1, seed: 3)])[0]
    // Bytes that are no UTF-8 show as U+FFFD, which a stop string cannot name: take pairs of ASCII.
    let scalars = Array(free.text.unicodeScalars)
    let places = (1..<(scalars.count - 1)).filter { scalars[$0].isASCII && scalars[$0 + 1].isASCII }
    try #require(places.count > 5)
    for place in places {
      let stop = String(String.UnicodeScalarView(scalars[place...(place + 1)]))
      let request = GenerationRequest(ids: prompt, maxTokens: 40, temperature: 1, seed: 3, stop: ["never so", stop])
      let stopped = generator.generate([request])[0]
      #expect(stopped.ending == .stopString)
      #expect(!stopped.text.utf8.elementsEqual(free.text.utf8))
      #expect(!stopped.text.contains(stop))
      #expect(free.text.hasPrefix(stopped.text))
    }
  }

  @Test func `the same seed gives the same text and another seed another`() throws {
    let generator = try Self.generator()
    let prompt = generator.tokenizer.encode("パスワード")
    let results = generator.generate(
      [1, 1, 2].map { GenerationRequest(ids: prompt, maxTokens: 20, temperature: 1, seed: $0) })
    #expect(results[0] == results[1])
    #expect(results[0].ids != results[2].ids)
    let nearlyGreedy = GenerationRequest(ids: prompt, maxTokens: 20, temperature: 1, topP: 1e-9, seed: 5)
    #expect(
      generator.generate([nearlyGreedy])[0].ids
        == generator.generate([GenerationRequest(ids: prompt, maxTokens: 20)])[0].ids)
  }

  @Test func `the mean log probability is that of the model's own distribution`() throws {
    let generator = try Self.generator()
    let prompt = generator.tokenizer.encode("annual leave")
    let result = generator.generate([GenerationRequest(ids: prompt, maxTokens: 6, temperature: 2, seed: 8)])[0]
    try #require(result.ending == .length)
    let logits = generator.model.logits(prompt + result.ids).floats().array
    var sum = 0.0
    for (offset, id) in result.ids.enumerated() {
      let row = logits[((prompt.count - 1 + offset) * 420)..<((prompt.count + offset) * 420)].map(Double.init)
      sum += row[Int(id)] - log(row.reduce(0) { $0 + exp($1) })
    }
    #expect(abs((result.meanLogProbability ?? 0) - sum / 6) < 1e-4)
  }

  @Test func `a prompt that cannot be taken is a result that says so`() throws {
    let results = try Self.generator().generate([
      GenerationRequest(ids: []), GenerationRequest(ids: [420]), GenerationRequest(ids: [-1]),
      GenerationRequest(ids: Array(repeating: 5, count: 512)),
      GenerationRequest(ids: Array(repeating: 5, count: 510), maxTokens: 99),
    ])
    #expect(results[..<4].allSatisfy { $0.ending == .unusablePrompt && $0.text.isEmpty })
    #expect(results[4].ending != .unusablePrompt)
    let model = try Self.generator().model
    let long = #expect(throws: UnusableInput.self) { try model.check(prompt: Array(repeating: 5, count: 512)) }
    #expect(long?.detail.en.contains("512 positions (its max_position_embeddings)") == true)
    #expect(long?.detail.ja.contains("max_position_embeddings") == true)
    let strange = #expect(throws: UnusableInput.self) { try model.check(prompt: [420]) }
    #expect(strange?.detail.en.contains("420 is outside the vocabulary (0 to 419)") == true)
    #expect(throws: UnusableInput.self) { try model.check(prompt: []) }
  }

  @Test func `the program's own limit of positions is named where the model has more`() throws {
    let generated = try #require(FamilyTests.models["llama-default"])
    var config = generated.config
    config["max_position_embeddings"] = 40_000
    let model = try generated.load(config: config)
    #expect(model.contextLimit == 16_384)
    let error = #expect(throws: UnusableInput.self) {
      try model.writeLogits(Array(repeating: 1, count: 16_385), to: URL(fileURLWithPath: "/nowhere"))
    }
    #expect(
      error?.detail.en.contains("1 to 16384 (this program's limit; the model's max_position_embeddings is 40000)")
        == true)
    #expect(error?.detail.ja.contains("このプログラムの上限") == true)
  }

  @Test func `a summary counts tokens that have no embedding`() throws {
    try Golden.withTemporaryFolder { folder in
      let source = LlamaTests.models.appendingPathComponent("tied-f32")
      for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
        try FileManager.default.copyItem(
          at: source.appendingPathComponent(name), to: folder.appendingPathComponent(name))
      }
      #expect(try ModelSummary(directory: folder).tokensWithoutEmbedding == nil)
      let settings = #"{"added_tokens_decoder": {"0": {"content": "<|x|>"}, "1": {"content": "<|y|>"}}}"#
      try Data(settings.utf8).write(to: folder.appendingPathComponent("tokenizer_config.json"))
      let summary = try ModelSummary(directory: folder)
      #expect(
        summary.tokensWithoutEmbedding == summary.tokens - summary.vocabSize && summary.tokens > summary.vocabSize)
    }
  }

  @Test func `logits are written as a safetensors file`() throws {
    let model = try LlamaTests.load("tied-f32")
    try Golden.withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("logits.safetensors")
      try model.writeLogits([5, 6, 7], to: url)
      let written = try Safetensors(url).tensor("logits", shape: [3, 420]).floats().array
      #expect(written == model.logits([5, 6, 7]).floats().array)
      #expect(throws: UnusableInput.self) { try model.writeLogits([999], to: url) }
    }
  }

  @Test func `a model directory is summed up`() throws {
    let directory = LlamaTests.models.appendingPathComponent("tied-f32")
    let summary = try ModelSummary(directory: directory)
    #expect(summary.parameters == (try LlamaTests.expected("tied-f32").parameters))
    #expect(summary.weightBytes == summary.parameters * 4)
    #expect(summary.chatFormat == "chatml")
    #expect(summary.cacheBytesPerToken == 2 * 2 * 32 * 4)
    #expect(summary.tensors.count == 2 + 2 * 9)
    let whole = try LanguageModel(directory: directory)
    let request = try whole.request([ChatTurn(role: "user", content: "hi")])
    #expect(
      whole.tokenizer.decode(request.ids, skippingSpecial: false)
        == "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n")
    #expect(request.stopIDs.contains(2))
  }
}
