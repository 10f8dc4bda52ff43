import Foundation
import Tensors
import Testing

@testable import Transformers

/// What is checked before a model runs: memory, and every number of its weights.
struct LoadingTests {
  private func withModel(
    _ name: String, dtype: DType = .f32, _ body: (URL) throws -> Void
  ) throws {
    let generated = try #require(FamilyTests.models[name])
    try Golden.withTemporaryFolder { folder in
      try generated.write(to: folder, dtype: dtype)
      try body(folder)
    }
  }

  @Test func `a model that does not fit is refused, naming what it needs and what is there`() throws {
    try withModel("qwen2") { folder in
      let error = #expect(throws: UnusableModel.self) {
        try Transformer.load(directory: folder, dtype: nil, adapter: nil, available: AvailableMemory(bytes: 20_000))
      }
      #expect(error?.reason == .insufficientMemory)
      for text in [error?.explanation.en, error?.explanation.ja] {
        #expect(text?.contains("1 MiB") == true && text?.contains(folder.path) == true)
      }
      let group = AvailableMemory(bytes: 20_000, source: .controlGroup)
      let limited = #expect(throws: UnusableModel.self) {
        try Transformer.load(directory: folder, dtype: nil, adapter: nil, available: group)
      }
      #expect(limited?.explanation.en.contains("control group") == true)
      #expect(limited?.explanation.ja.contains("コントロールグループ") == true)
      _ = try Transformer.load(directory: folder, dtype: nil, adapter: nil, available: AvailableMemory(bytes: 1 << 20))
      _ = try Transformer.load(directory: folder, dtype: nil, adapter: nil, available: nil)
    }
  }

  @Test func `what is needed is what is held: mapped as stored, copied where it is converted or turned`() throws {
    func need(_ name: String, stored: DType, held: DType?) throws -> (MemoryNeed, parameters: Int) {
      var found: (MemoryNeed, Int)?
      try withModel(name, dtype: stored) { folder in
        let configuration = try ModelConfiguration(directory: folder)
        let weights = try ModelWeights(directory: folder, prefix: configuration.description.prefix)
        found = (try MemoryNeed(configuration, weights, dtype: held), configuration.parameterCount)
      }
      return try #require(found)
    }
    let (kept, parameters) = try need("llama-default", stored: .bf16, held: nil)
    let norms = 5 * 32
    #expect(kept.mapped == 2 * (parameters - norms) && kept.copied == 4 * norms)
    let (wide, _) = try need("llama-default", stored: .bf16, held: .f32)
    #expect(wide.mapped == 0 && wide.copied == 4 * parameters && wide.passing == 4 * 64 * 32)
    #expect(kept.cache == 128 * 2 * 2 * 2 * 8 * 4)
    let (turned, all) = try need("gpt2", stored: .f32, held: nil)
    // Embedding and positions stay; the four maps of each layer are stored the other way round.
    #expect(turned.mapped == 4 * (64 * 32 + 64 * 32) && turned.copied == 4 * all - turned.mapped)
  }

  @Test(arguments: [
    ("llama-default", DType.f32, "model.layers.1.mlp.up_proj.weight", 700),
    ("qwen2", .bf16, "model.layers.0.self_attn.k_proj.bias", 3), ("gemma3", .f16, "model.norm.weight", 31),
    ("gpt2", .f32, "transformer.h.0.attn.c_attn.weight", 0), ("lfm2", .bf16, "model.layers.0.conv.conv.weight", 95),
    ("gpt-neox", .f16, "embed_out.weight", 2047),
  ])
  func `a weight that is no number is found when the model is loaded`(
    name: String, dtype: DType, tensor: String, element: Int
  ) throws {
    for odd in [Float.nan, .infinity] {
      try withModel(name, dtype: dtype) { folder in
        let url = folder.appendingPathComponent("model.safetensors")
        var bytes = try Data(contentsOf: url)
        let entry = try #require(
          WeightNames.spellings(of: tensor, prefix: "").lazy.compactMap { try? Safetensors(url).entries[$0] }.first)
        let place = entry.range.lowerBound + element * dtype.size
        let pattern: [UInt8] =
          switch dtype {
          case .f32: withUnsafeBytes(of: odd.bitPattern.littleEndian) { Array($0) }
          case .bf16: withUnsafeBytes(of: UInt16(odd.bitPattern >> 16).littleEndian) { Array($0) }
          case .f16: withUnsafeBytes(of: Float16(odd).bitPattern.littleEndian) { Array($0) }
          }
        bytes.replaceSubrange(place..<(place + dtype.size), with: pattern)
        try bytes.write(to: url)
        let error = #expect(throws: UnusableModel.self) { try Transformer.load(directory: folder) }
        #expect(error?.reason == .notFinite)
        #expect(error?.explanation.en.contains("\(odd) at element \(element)") == true, "\(error?.description ?? "")")
        #expect(error?.explanation.ja.contains("\(element) 番目") == true)
        // Looking into the directory reads no weights.
        _ = try ModelConfiguration(directory: folder)
      }
    }
  }

  @Test func `a tensor of another shape or type is an error that names it, for every family`() throws {
    for (name, generated) in FamilyTests.models {
      try withModel(name) { folder in
        let url = folder.appendingPathComponent("model.safetensors")
        let source = try Safetensors(url)
        let victim = try #require(generated.tensors.keys.filter { !$0.contains("masked_bias") }.sorted().last)
        var writer = SafetensorsWriter()
        for other in source.entries.keys where other != victim { writer.add(other, try source.tensor(other)) }
        try writer.write(to: url)
        let missing = #expect(throws: UnusableModel.self, "\(name)") { try Transformer.load(directory: folder) }
        #expect(missing?.reason == .missingTensor, "\(name)")
        let shape = try #require(generated.tensors[victim]).map { $0 + 1 }
        writer.add(victim, Tensor(zeros: shape))
        try writer.write(to: url)
        let wrong = #expect(throws: UnusableModel.self, "\(name)") { try Transformer.load(directory: folder) }
        #expect(wrong?.reason == .wrongShape, "\(name)")
        #expect(wrong?.place == .tensor(victim), "\(name)")
      }
    }
  }

  @Test(arguments: ["I64", "U8", "F64", "F8_E4M3", "BOOL"])
  func `weights of a type that is no float of two or four bytes are refused by name`(type: String) throws {
    try withModel("llama-default") { folder in
      let url = folder.appendingPathComponent("model.safetensors")
      let width = ["I64": 8, "F64": 8][type] ?? 1
      let header =
        #"{"model.embed_tokens.weight":{"dtype":"\#(type)","shape":[64,32],"data_offsets":[0,\#(2048 * width)]}}"#
      var bytes = Data()
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: header.utf8.count >> (8 * shift))) }
      bytes.append(Data(header.utf8) + Data(repeating: 0, count: 2048 * width))
      try bytes.write(to: url)
      let error = #expect(throws: UnusableModel.self) { try Transformer.load(directory: folder) }
      #expect(error?.reason == .unsupported && error?.place == .tensor("model.embed_tokens.weight"))
      #expect(error?.explanation.en.contains(type) == true && error?.explanation.en.contains("BF16") == true)
    }
  }

  @Test func `ids outside the vocabulary are refused by number`() throws {
    let model = try #require(FamilyTests.models["gpt-neox"]).load()
    for stranger in [Int32(64), -1, .max, .min] {
      #expect(!model.accepts([1, stranger]))
      let error = #expect(throws: UnusableInput.self) {
        try model.writeLogits([1, stranger], to: URL(fileURLWithPath: "/nowhere"))
      }
      #expect(error?.explanation.en.contains("\(stranger)") == true)
      #expect(error?.explanation.ja.contains("\(stranger)") == true)
    }
  }
}
