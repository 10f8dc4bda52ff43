import Foundation
import Tensors
import Testing

@testable import Transformers

/// What texts need beside the weights of their model.
struct WorkingMemoryTests {
  @Test func `a text whose keys and values do not fit is refused, naming what it needs and what is there`() throws {
    let model = try #require(FamilyTests.models["llama-default"]).load()
    let few = model.workingBytes(tokens: 2048, logitRows: 1)
    let many = model.workingBytes(tokens: 16_384, logitRows: 1)
    // Beyond a pass's rows nothing but the cache grows.
    #expect(many - few == (16_384 - 2048) * model.configuration.cacheBytesPerToken)
    #expect(
      model.workingBytes(tokens: 64, logitRows: 64) - model.workingBytes(tokens: 64, logitRows: 0)
        == 64 * model.configuration.vocabSize * 4)
    try model.check(bytes: few, tokens: 2048, available: AvailableMemory(bytes: few))
    try model.check(bytes: many, tokens: 16_384, available: nil)
    let error = #expect(throws: UnusableInput.self) {
      try model.check(bytes: many, tokens: 16_384, available: AvailableMemory(bytes: 3 << 20))
    }
    let needed = "\((many + (1 << 20) - 1) >> 20) MiB"
    for text in [error?.explanation.en, error?.explanation.ja] {
      #expect(text?.contains(needed) == true && text?.contains("3 MiB") == true && text?.contains("16384") == true)
    }
  }

  @Test func `a batch's logits are counted where a model has any`() throws {
    func need(_ write: (URL) throws -> Void) throws -> MemoryNeed {
      try Golden.withTemporaryFolder { folder in
        try write(folder)
        let configuration = try ModelConfiguration(directory: folder)
        let weights = try ModelWeights(directory: folder, prefix: configuration.description.prefix)
        return try MemoryNeed(configuration, weights, dtype: nil)
      }
    }
    let llama = try #require(FamilyTests.models["llama-default"])
    let causal = try need { try llama.write(to: $0) }
    #expect(
      causal.logits == 64 * 64 * 4
        && causal.total == causal.mapped + causal.copied + causal.cache + causal.logits + causal.passing)
    let encoder = try #require(EmbeddingTests.models["bert-minilm"])
    #expect(try need { try encoder.write(to: $0) }.logits == 0)
  }

  @Test func `where memory is scarce fewer texts are generated at once, and each gets the same text`() throws {
    let whole = try LanguageModel(directory: LlamaTests.models.appendingPathComponent("tied-f32"))
    let requests = try (0..<12).map { number in
      try whole.request(
        [ChatTurn(role: "user", content: "question \(number) about leave")], maxTokens: 4 + number, temperature: 1,
        seed: UInt64(number))
    }
    let expected = whole.generator.generate(requests)
    for budget in [0, 4 * whole.model.workingBytes(tokens: 64, logitRows: 1), 1 << 40] {
      var generator = whole.generator
      generator.budget = { budget }
      #expect(generator.generate(requests) == expected, "\(budget) bytes")
    }
  }
}
