import Foundation
import Tensors
import Testing

@testable import Transformers

/// Work that somebody asked to stop ends within a pass, and what it has computed by then is not taken for a result.
struct CancellationTests {
  /// What a task makes of `body` that is cancelled before it begins.
  private func cancelled<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try body()
    }
    return try await task.value
  }

  @Test func `texts and spans that are not ready when the task is cancelled say so`() async throws {
    let whole = try LanguageModel(directory: LlamaTests.models.appendingPathComponent("tied-f32"))
    let prompt = try whole.request([ChatTurn(role: "user", content: "How many days?")], maxTokens: 20)
    var span = prompt
    span.spanOf = Array("Annual leave is 20 days.".utf8)
    let requests = [prompt, span, GenerationRequest(ids: [])]
    let results = try await cancelled { whole.generator.generate(requests) }
    #expect(results.map(\.ending) == [.cancelled, .cancelled, .unusablePrompt])
    #expect(results.allSatisfy { $0.text.isEmpty && $0.ids.isEmpty && $0.span == nil })
    // What was given up leaves nothing behind.
    let after = whole.generator.generate(requests)
    #expect(after[0].ending != .cancelled && !after[0].ids.isEmpty && after[1].ending != .cancelled)
  }

  @Test func `prompts that begin alike are given up together before the first of them is computed`() async throws {
    let whole = try LanguageModel(directory: LlamaTests.models.appendingPathComponent("tied-f32"))
    let passage = String(repeating: "Annual leave is 20 days. ", count: 8)
    let requests = try ["How many days?", "What is 20 days?", "How long is the leave?"].map {
      try whole.request([ChatTurn(role: "user", content: passage + $0)], maxTokens: 20)
    }
    let shared = zip(requests[0].ids, requests[1].ids).prefix { $0 == $1 }.count
    #expect(shared >= PromptCaches.shortestShared, "the others would copy nothing of the first one's cache")
    let results = try await cancelled { whole.generator.generate(requests) }
    #expect(results.allSatisfy { $0.ending == .cancelled && $0.ids.isEmpty })
  }

  @Test func `the layers that are left of a pass are not run`() async throws {
    let model = try #require(FamilyTests.models["llama-default"]).load()
    let ids = [Int32](repeating: 5, count: 24)
    // More than one sequence, so that threads share them: the pool's have no task of their own.
    let states = try await cancelled {
      model.states((0..<4).map { _ in .init(cache: KVCache(model.configuration), ids: ids) }).array
    }
    // Nothing but the last norm was applied to the embedding.
    let pass = ForwardPass(model, [.init(cache: KVCache(model.configuration), ids: ids)])
    var expected = [Float](repeating: 0, count: model.configuration.hiddenSize)
    expected.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { pass.states(into: start) } }
    #expect(states == expected + expected + expected + expected)
    #expect(expected != model.states([.init(cache: KVCache(model.configuration), ids: ids)]).array)
  }

  @Test func `logits and vectors that were given up are no results`() async throws {
    let model = try #require(FamilyTests.models["llama-default"]).load()
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).safetensors")
    await #expect(throws: CancellationError.self) {
      try await cancelled { try model.writeLogits([1, 2, 3], to: url) }
    }
    #expect(!FileManager.default.fileExists(atPath: url.path))
    let encoder = try #require(EmbeddingTests.models["bert-minilm"]).load()
    await #expect(throws: CancellationError.self) { try await cancelled { try encoder.embed(["a", "b"]) } }
  }
}
