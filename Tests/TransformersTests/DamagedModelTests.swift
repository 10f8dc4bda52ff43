import Foundation
import Records
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// A model directory comes from anywhere: whatever stands in its files, it is refused by name or works.
struct DamagedModelTests {
  /// Damages one file again and again and opens it; `UnusableModel` is the only error that may come.
  private func damage(_ path: String, name: String, rounds: Int, open: (URL) throws -> Void) async throws {
    let original = try Data(contentsOf: Golden.folder.appendingPathComponent(path))
    let folder = try TemporaryFolder()
    try await Fuzzing.run(name, rounds: rounds) { seed, random in
      let file = try folder.write(original.damaged(using: &random), to: URL(fileURLWithPath: path).lastPathComponent)
      do {
        try open(file)
      } catch let error as UnusableModel {
        #expect(error.file.hasPrefix(folder.url.path), "seed \(seed)")
      }
    }
  }

  @Test func `Fuzz: a damaged safetensors file is refused, or its tensors can be read`() async throws {
    // The data is most of the file and cannot be wrong: the header is what has to be damaged.
    let original = try Data(contentsOf: Golden.folder.appendingPathComponent("models/tied-f32/model.safetensors"))
    let size = original.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    let folder = try TemporaryFolder()
    try await Fuzzing.run("damaged-safetensors", rounds: 300) { seed, random in
      var header = Data(original[8..<8 + size])
      header = header.damaged(using: &random)
      var length = Data()
      let count =
        Int.random(in: 0..<8, using: &random) == 0 ? Int.random(in: 0...Int.max, using: &random) : header.count
      for shift in 0..<8 { length.append(UInt8(truncatingIfNeeded: count >> (8 * shift))) }
      let file = try folder.write(length + header + original[(8 + size)...], to: "model.safetensors")
      do {
        let opened = try Safetensors(file)
        for name in opened.entries.keys { _ = try opened.tensor(name) }
      } catch let error as UnusableModel {
        #expect(error.file == file.path, "seed \(seed)")
      }
    }
  }

  @Test(arguments: ["gpt2", "llama3"])
  func `Fuzz: a damaged tokenizer file is refused, or encodes and decodes`(_ name: String) async throws {
    try await damage("tokenizers/\(name).json", name: "damaged-tokenizer-\(name)", rounds: 100) { file in
      let tokenizer = try Tokenizer(file: file)
      _ = tokenizer.decode(tokenizer.encode("Shikomi 仕込み 12,500円\n\t👩‍👩‍👧", recognizingSpecial: true))
    }
  }

  @Test func `Fuzz: a damaged configuration of any family is refused, or is one that can be`() async throws {
    let folder = try TemporaryFolder()
    let configs = FamilyTests.models.values.map(\.config) + EmbeddingTests.models.values.map(\.config)
    let originals = try configs.map { try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys) }
    let sorted = originals.sorted { $0.lexicographicallyPrecedes($1) }
    try await Fuzzing.run("damaged-configuration", rounds: 1500) { seed, random in
      let original = sorted[Int.random(in: 0..<sorted.count, using: &random)]
      _ = try folder.write(original.damaged(using: &random), to: "config.json")
      do {
        let configuration = try ModelConfiguration(directory: folder.url)
        #expect(configuration.hiddenSize > 0 && configuration.vocabSize > 0 && configuration.numHiddenLayers > 0)
        #expect(configuration.parameterCount > 0 && configuration.cacheBytesPerToken >= 0, "seed \(seed)")
        #expect(configuration.description.blocks.count == configuration.numHiddenLayers, "seed \(seed)")
      } catch let error as UnusableModel {
        #expect(error.file.hasPrefix(folder.url.path), "seed \(seed)")
      }
    }
  }

  @Test func `Fuzz: a model with a damaged configuration is refused, or runs`() async throws {
    let names = FamilyTests.names
    let folders = try names.map { name in
      let folder = try TemporaryFolder()
      try FamilyTests.models[name]?.write(to: folder.url)
      return folder
    }
    try await Fuzzing.run("damaged-model-configuration", rounds: 300) { seed, random in
      let index = Int.random(in: 0..<names.count, using: &random)
      let config = try #require(FamilyTests.models[names[index]]?.config)
      let original = try JSONSerialization.data(withJSONObject: config, options: .sortedKeys)
      // A little damage, so that the weights still fit now and then.
      var bytes = original
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let digits = bytes.indices.filter { (0x30...0x39).contains(bytes[$0]) }
        bytes[digits[Int.random(in: 0..<digits.count, using: &random)]] = UInt8.random(in: 0x30...0x39, using: &random)
      }
      _ = try folders[index].write(bytes, to: "config.json")
      do {
        let model = try Transformer.load(directory: folders[index].url)
        let ids = [Int32](repeating: 1, count: min(model.contextLimit, 40))
        #expect(model.logits(ids).count == ids.count * model.configuration.vocabSize, "seed \(seed)")
      } catch let error as UnusableModel {
        #expect(error.file.hasPrefix(folders[index].url.path), "seed \(seed)")
      }
    }
  }

  @Test func `Fuzz: a damaged index of shards is refused, or names shards that are there`() async throws {
    let folder = try TemporaryFolder()
    let generated = try #require(FamilyTests.models["llama-default"])
    try generated.write(to: folder.url)
    let shard = folder.url.appendingPathComponent("model-00001-of-00001.safetensors")
    try FileManager.default.moveItem(at: folder.url.appendingPathComponent("model.safetensors"), to: shard)
    let map = generated.tensors.mapValues { _ in shard.lastPathComponent }
    let index: [String: Any] = ["metadata": ["total_size": 40960], "weight_map": map]
    let original = try JSONSerialization.data(withJSONObject: index, options: .sortedKeys)
    try await Fuzzing.run("damaged-index", rounds: 300) { seed, random in
      _ = try folder.write(original.damaged(using: &random), to: "model.safetensors.index.json")
      do {
        let weights = try ModelWeights(directory: folder.url)
        #expect(weights.names.allSatisfy { generated.tensors[$0] != nil }, "seed \(seed)")
      } catch let error as UnusableModel {
        #expect(error.file.hasPrefix(folder.url.path), "seed \(seed)")
      }
    }
  }

  @Test func `Fuzz: damaged files of an embedding model are refused, or embed`() async throws {
    let folder = try TemporaryFolder()
    let encoder = try #require(EmbeddingTests.models["embedding-gemma"])
    try encoder.write(to: folder.url)
    let paths = encoder.files.keys.sorted()
    try await Fuzzing.run("damaged-embedding-files", rounds: 150) { seed, random in
      let path = paths[Int.random(in: 0..<paths.count, using: &random)]
      let url = folder.url.appendingPathComponent(path)
      let original = try Data(contentsOf: url)
      defer { try? original.write(to: url) }
      try original.damaged(using: &random).write(to: url)
      do {
        let model = try EmbeddingModel.load(directory: folder.url)
        #expect(try model.embed(["仕込み"], prompt: model.prompt(for: .query))[0].count == model.dimension, "seed \(seed)")
      } catch let error as UnusableModel {
        #expect(error.file.hasPrefix(folder.url.path), "seed \(seed)")
      } catch let error as UnusableInput {
        #expect(error.detail.en.contains("outside the vocabulary"), "seed \(seed)")
      }
    }
  }
}
