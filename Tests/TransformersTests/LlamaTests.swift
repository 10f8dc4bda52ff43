import Foundation
import Tensors
import Testing

@testable import Transformers

struct LlamaTests {
  struct Expected: Decodable {
    var ids: [Int32]
    var greedy: [Int32]
    var parameters: Int
  }

  static let models = Golden.folder.appendingPathComponent("models")

  static func load(_ name: String, adapter: String? = nil, dtype: DType? = nil) throws -> Transformer {
    try Transformer.load(
      directory: models.appendingPathComponent(name), dtype: dtype,
      adapter: adapter.map { models.appendingPathComponent($0) })
  }

  static func expected(_ name: String) throws -> Expected {
    try #require(Golden.json([String: Expected].self, "models/expected.json")[name])
  }

  private func goldenLogits(_ name: String) throws -> [Float] {
    try Safetensors(Self.models.appendingPathComponent("expected.safetensors")).tensor(name).floats().array
  }

  private func largestDifference(_ left: [Float], _ right: [Float]) -> Float {
    #expect(left.count == right.count)
    return zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test(arguments: ["tied-f32", "untied-bf16", "linear-f32"])
  func `logits are those of transformers`(name: String) throws {
    let model = try Self.load(name)
    let expected = try Self.expected(name)
    let logits = model.logits(expected.ids)
    #expect(logits.shape == [expected.ids.count, model.configuration.vocabSize])
    #expect(largestDifference(logits.floats().array, try goldenLogits(name)) < 1e-4)
    #expect(model.configuration.parameterCount == expected.parameters)
  }

  @Test func `bf16 weights widened to float32 give the same logits`() throws {
    let ids = try Self.expected("untied-bf16").ids
    let wide = try Self.load("untied-bf16", dtype: .f32).logits(ids).floats().array
    #expect(largestDifference(wide, try goldenLogits("untied-bf16")) < 1e-4)
  }

  @Test func `float32 weights rounded to bf16 give nearly the same logits`() throws {
    let ids = try Self.expected("tied-f32").ids
    let difference = largestDifference(
      try Self.load("tied-f32", dtype: .bf16).logits(ids).floats().array, try goldenLogits("tied-f32"))
    #expect(difference > 1e-4 && difference < 0.2)
  }

  @Test(arguments: ["lora", "rslora"])
  func `an adapter gives the logits of peft`(adapter: String) throws {
    let model = try Self.load("tied-f32", adapter: adapter)
    let logits = model.logits(try Self.expected("tied-f32").ids).floats().array
    #expect(largestDifference(logits, try goldenLogits(adapter)) < 1e-4)
    #expect(largestDifference(logits, try goldenLogits("tied-f32")) > 0.1, "the adapter changes something")
  }

  @Test func `an adapter lies as it lies, whatever it says of the model's own matrices`() throws {
    try Golden.withTemporaryFolder { folder in
      let source = Self.models.appendingPathComponent("lora")
      for name in ["adapter_config.json", "adapter_model.safetensors"] {
        try FileManager.default.copyItem(
          at: source.appendingPathComponent(name), to: folder.appendingPathComponent(name))
      }
      let url = folder.appendingPathComponent("adapter_config.json")
      let config = try String(contentsOf: url, encoding: .utf8)
      let turned = config.replacingOccurrences(of: #""fan_in_fan_out": false"#, with: #""fan_in_fan_out": true"#)
      #expect(turned != config)
      try Data(turned.utf8).write(to: url)
      let model = try Transformer.load(directory: Self.models.appendingPathComponent("tied-f32"), adapter: folder)
      let logits = model.logits(try Self.expected("tied-f32").ids).floats().array
      #expect(largestDifference(logits, try goldenLogits("lora")) < 1e-4)
    }
  }

  @Test func `an adapter for another model is an error that names the tensor`() throws {
    let error = #expect(throws: UnusableModel.self) { try Self.load("linear-f32", adapter: "lora") }
    #expect(error?.reason == .wrongShape)
    #expect(error?.explanation.en.contains("lora_A.weight") == true)
  }

  @Test(arguments: ["tied-f32", "untied-bf16", "linear-f32"])
  func `greedy decoding with a cache gives the ids of transformers`(name: String) throws {
    let model = try Self.load(name)
    let expected = try Self.expected(name)
    let cache = KVCache(model.configuration, capacity: 1)
    var ids = expected.ids
    var generated: [Int32] = []
    for _ in expected.greedy {
      let logits = model.forward([.init(cache: cache, ids: ids)]).array
      let best = Int32(logits.indices.max { logits[$0] < logits[$1] } ?? 0)
      generated.append(best)
      ids = [best]
    }
    #expect(generated == expected.greedy)
  }

  @Test(arguments: ["tied-f32", "untied-bf16"])
  func `a cached decode equals the full forward pass bit for bit`(name: String) throws {
    let model = try Self.load(name)
    let ids = try Self.expected(name).ids
    let whole = model.logits(ids).floats().array
    for cut in [1, 7, 19] {
      let cache = KVCache(model.configuration)
      let head = model.forward([.init(cache: cache, ids: Array(ids[..<cut]), wanted: .all)]).array
      let tail = ids[cut...].flatMap { model.forward([.init(cache: cache, ids: [$0])]).array }
      #expect(head + tail == whole)
    }
  }

  @Test func `a batch of one equals a batch of many bit for bit`() throws {
    let model = try Self.load("tied-f32", adapter: "lora")
    var random = TestRandom(state: 17)
    let texts = (0..<9).map { _ in
      (0..<Int.random(in: 1...70, using: &random)).map { _ in Int32.random(in: 0..<420, using: &random) }
    }
    let alone = texts.map { model.forward([.init(cache: KVCache(model.configuration), ids: $0, wanted: .all)]).array }
    let steps = texts.map { Transformer.Step(cache: KVCache(model.configuration), ids: $0, wanted: .all) }
    #expect(model.forward(steps).array == alone.flatMap { $0 })
  }

  @Test func `a directory in shards is read as one file is`() throws {
    let source = try Safetensors(Self.models.appendingPathComponent("tied-f32/model.safetensors"))
    try Golden.withTemporaryFolder { folder in
      let config = Self.models.appendingPathComponent("tied-f32/config.json")
      try FileManager.default.copyItem(at: config, to: folder.appendingPathComponent("config.json"))
      var map: [String: String] = [:]
      let names = source.entries.keys.sorted()
      for (number, part) in [names[..<7], names[7...]].enumerated() {
        var writer = SafetensorsWriter()
        for name in part {
          writer.add(name, try source.tensor(name))
          map[name] = "part-\(number).safetensors"
        }
        try writer.write(to: folder.appendingPathComponent("part-\(number).safetensors"))
      }
      let index = folder.appendingPathComponent("model.safetensors.index.json")
      try JSONEncoder().encode(["weight_map": map]).write(to: index)
      let ids = try Self.expected("tied-f32").ids
      let model = try Transformer.load(directory: folder)
      #expect(model.logits(ids).floats().array == (try Self.load("tied-f32").logits(ids).floats().array))
      try FileManager.default.removeItem(at: folder.appendingPathComponent("part-1.safetensors"))
      let error = #expect(throws: UnusableModel.self) { try Transformer.load(directory: folder) }
      #expect(error?.reason == .missingShard)
      #expect(error?.file.hasSuffix("part-1.safetensors") == true)
    }
  }

  @Test func `what the writer writes of PEFT's tensors is what PEFT wrote`() throws {
    let url = Self.models.appendingPathComponent("lora/adapter_model.safetensors")
    let file = try Safetensors(url)
    var writer = SafetensorsWriter(metadata: file.metadata)
    for name in file.entries.keys { writer.add(name, try file.tensor(name)) }
    #expect(writer.fileContents == (try Data(contentsOf: url)))
  }

  @Test func `weights that do not fit the configuration are an error`() throws {
    try Golden.withTemporaryFolder { folder in
      for name in ["config.json", "model.safetensors"] {
        let source = Self.models.appendingPathComponent("linear-f32/\(name)")
        try FileManager.default.copyItem(at: source, to: folder.appendingPathComponent(name))
      }
      let config = folder.appendingPathComponent("config.json")
      let text = try String(contentsOf: config, encoding: .utf8)
      try text.replacing("\"num_hidden_layers\": 2", with: "\"num_hidden_layers\": 3")
        .write(to: config, atomically: true, encoding: .utf8)
      let missing = #expect(throws: UnusableModel.self) { try Transformer.load(directory: folder) }
      #expect(missing?.reason == .missingTensor)
      #expect(missing?.place == .tensor("model.layers.2.input_layernorm.weight"))
      try text.replacing("\"intermediate_size\": 24", with: "\"intermediate_size\": 25")
        .write(to: config, atomically: true, encoding: .utf8)
      #expect(#expect(throws: UnusableModel.self) { try Transformer.load(directory: folder) }?.reason == .wrongShape)
    }
  }
}
