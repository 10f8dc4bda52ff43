import Foundation
import Records
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

  @Test func `Fuzz: a damaged configuration is refused, or is one that can be`() async throws {
    try await damage("models/tied-f32/config.json", name: "damaged-configuration", rounds: 400) { file in
      let configuration = try ModelConfiguration(directory: file.deletingLastPathComponent())
      #expect(configuration.hiddenSize > 0 && configuration.vocabSize > 0 && configuration.numHiddenLayers > 0)
    }
  }
}
