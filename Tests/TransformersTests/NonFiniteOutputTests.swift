import Foundation
import Tensors
import Testing

@testable import Transformers

/// Weights may be numbers and what is computed with them none.
struct NonFiniteOutputTests {
  /// A copy of a model whose last norm makes every state overflow.
  private func withOverflowing(_ model: URL, norm: String, _ body: (URL) throws -> Void) throws {
    try Golden.withTemporaryFolder { folder in
      let copy = folder.appendingPathComponent("model")
      try FileManager.default.copyItem(at: model, to: copy)
      let url = copy.appendingPathComponent("model.safetensors")
      let source = try Safetensors(url)
      var writer = SafetensorsWriter()
      for name in source.entries.keys.sorted() {
        let tensor = try source.tensor(name)
        if name.hasSuffix(norm) {
          let huge = [Float](repeating: 3e38, count: tensor.shape.reduce(1, *))
          writer.add(name, shape: tensor.shape, floats: huge)
        } else {
          writer.add(name, tensor)
        }
      }
      try FileManager.default.removeItem(at: url)
      try writer.write(to: url)
      try body(copy)
    }
  }

  @Test func `answers and logits of a model that computes no numbers are no results`() throws {
    try withOverflowing(LlamaTests.models.appendingPathComponent("tied-f32"), norm: "model.norm.weight") { folder in
      let whole = try LanguageModel(directory: folder)
      let prompt = try whole.request([ChatTurn(role: "user", content: "How many days?")], maxTokens: 8)
      var span = prompt
      span.spanOf = Array("Annual leave is 20 days.".utf8)
      let results = whole.generator.generate([prompt, span])
      #expect(results.map(\.ending) == [.notFinite, .notFinite])
      #expect(results.allSatisfy { $0.text.isEmpty && $0.meanLogProbability == nil })
      let url = folder.appendingPathComponent("logits.safetensors")
      #expect(throws: NonFiniteOutput.self) { try whole.model.writeLogits([1, 2, 3], to: url) }
      #expect(!FileManager.default.fileExists(atPath: url.path))
    }
    let error = NonFiniteOutput()
    #expect(error.explanation.en.contains("copy or download") && error.explanation.ja.contains("ダウンロード"))
  }
}
