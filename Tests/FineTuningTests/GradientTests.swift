import Foundation
import Tensors
import Testing
import Transformers

@testable import FineTuning

struct GradientTests {
  /// Between `right` and as many floats of `left` from `offset` on.
  private func largestDifference(_ left: FloatBuffer, at offset: Int = 0, _ right: FloatBuffer) -> Float {
    (0..<right.count).reduce(0) { max($0, abs(left[offset + $1] - right[$1])) }
  }

  @Test(arguments: ["tied", "untied"])
  func `loss and every weight's gradient are torch's`(name: String) throws {
    let weights = try PassWeights.read(Golden.folder.appending(path: name), precision: .f32)
    let row = PackedRow(try Golden.examples())
    let gradient = FloatBuffer(weights.layout.count)
    let loss = TinyModel.pass(weights).step(
      row, scale: Float(1 / row.totalWeight), into: GradientSinks(model: gradient.pointer, adapters: nil))
    let theirLoss = try Golden.decode(Golden.Losses.self, "\(name)/losses.json").loss
    #expect(abs(loss - theirLoss) < 1e-5)
    let expected = try Golden.tensors("\(name)/expected.safetensors")
    for entry in weights.layout.entries {
      let theirs = try expected.tensor("gradient.\(entry.name)", shape: entry.shape).floats()
      let difference = largestDifference(gradient, at: entry.offset, theirs)
      #expect(difference < 1e-5, "\(entry.name) differs by \(difference)")
    }
  }

  /// As transformers reads such a directory, and as this program answers with it.
  @Test func `a head that the files have is trained with where the configuration says that it is the embedding`() throws
  {
    let source = Golden.folder.appending(path: "untied")
    let folder = FileManager.default.temporaryDirectory.appending(path: "other-head-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: source, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let config = folder.appending(path: "config.json")
    var keys = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: config)) as? [String: Any])
    #expect(keys["tie_word_embeddings"] as? Bool == false)
    keys["tie_word_embeddings"] = true
    try JSONSerialization.data(withJSONObject: keys).write(to: config)
    let weights = try PassWeights.read(folder, precision: .f32)
    #expect(!weights.layout.shape.tiedHead)
    let row = PackedRow(try Golden.examples())
    let gradient = FloatBuffer(weights.layout.count)
    let loss = TinyModel.pass(weights).step(
      row, scale: Float(1 / row.totalWeight), into: GradientSinks(model: gradient.pointer, adapters: nil))
    #expect(abs(loss - (try Golden.decode(Golden.Losses.self, "untied/losses.json").loss)) < 1e-5)
  }

  @Test(arguments: ["tied", "untied"])
  func `loss, logits and gradients with an adapter are peft's`(name: String) throws {
    let directory = Golden.folder.appending(path: name)
    let weights = try PassWeights.read(directory, precision: .f32)
    let layout = AdapterLayout(weights.layout.shape, LoRAConfiguration(rank: 3, alpha: 6))
    let saved = try Safetensors(directory.appending(path: "adapter/adapter_model.safetensors"))
    let values = FloatBuffer(layout.count)
    try forEachMatrix(layout) { name, shape, offset in
      try saved.tensor(name, shape: shape).copyFloats(to: values.pointer + offset)
    }
    let adapters = AdapterWeights(layout, precision: .f32)
    values.withUnsafeMutablePointer { adapters.assign($0, at: 0, count: values.count) }
    let pass = TinyModel.pass(weights, adapters)
    let examples = try Golden.examples()
    let row = PackedRow(examples)
    let gradient = FloatBuffer(layout.count)
    let loss = pass.step(
      row, scale: Float(1 / row.totalWeight), into: GradientSinks(model: nil, adapters: gradient.pointer))
    let theirLoss = try Golden.decode(Golden.Losses.self, "\(name)/losses.json").adapterLoss
    #expect(abs(loss - theirLoss) < 1e-5)
    let expected = try Golden.tensors("\(name)/expected.safetensors")
    try forEachMatrix(layout) { name, shape, offset in
      let theirs = try expected.tensor("gradient.\(name)", shape: shape).floats()
      let difference = largestDifference(gradient, at: offset, theirs)
      #expect(difference < 1e-5, "\(name) differs by \(difference)")
    }
    let logits = pass.logits(PackedRow([examples[0]]))
    #expect(largestDifference(logits, try expected.tensor("logits").floats()) < 1e-4)
  }

  private func forEachMatrix(_ layout: AdapterLayout, _ body: (String, [Int], Int) throws -> Void) throws {
    for layer in 0..<layout.shape.layers {
      for target in layout.configuration.targets {
        let place = layout.place(layer, target)
        let rank = layout.configuration.rank
        try body(
          AdapterFile.tensorName(layer: layer, target, side: "A"), [rank, target.inputs(layout.shape)], place.a)
        try body(
          AdapterFile.tensorName(layer: layer, target, side: "B"), [target.outputs(layout.shape), rank], place.b)
      }
    }
  }

  @Test func `gradients with attention biases agree with finite differences`() throws {
    var shape = TinyModel.shape
    shape.attentionBias = true
    let layout = ParameterLayout(shape)
    let values = ModelDirectory.initialValues(layout, seed: 4)
    var random = SplitMix64(seed: 5)
    for index in 0..<values.count { values.pointer[index] += Float(random.normal() * 0.1) }
    let weights = PassWeights(layout, precision: .f32)
    let pass = TinyModel.pass(weights)
    let row = PackedRow(try TinyModel.examples(3))
    values.withUnsafeMutablePointer { weights.assign($0, at: 0, count: values.count) }
    let gradient = FloatBuffer(layout.count)
    _ = pass.step(row, scale: 1, into: GradientSinks(model: gradient.pointer, adapters: nil))
    // Along a random direction in each weight, so that every part of the model is looked at alone.
    for entry in layout.entries {
      let direction = (0..<entry.count).map { _ in Float(random.normal()) / Float(entry.count).squareRoot() }
      func loss(_ distance: Float) -> Double {
        for index in 0..<entry.count {
          weights.floats.pointer[entry.offset + index] =
            values.pointer[entry.offset + index] + distance * direction[index]
        }
        return pass.loss(row)
      }
      let distance: Float = 1e-2
      let slope = (loss(distance) - loss(-distance)) / Double(2 * distance)
      _ = loss(0)
      let expected = (0..<entry.count).reduce(0.0) {
        $0 + Double(direction[$1]) * Double(gradient.pointer[entry.offset + $1])
      }
      #expect(abs(slope - expected) < 2e-2 * max(0.2, abs(expected)), "\(entry.name): \(slope) against \(expected)")
    }
  }

  @Test(arguments: [Precision.f32, .bf16])
  func `a packed row gives the loss and gradients of its examples alone`(precision: Precision) throws {
    let layout = ParameterLayout(TinyModel.shape)
    let values = ModelDirectory.initialValues(layout, seed: 4)
    let weights = PassWeights(layout, precision: precision)
    values.withUnsafeMutablePointer { weights.assign($0, at: 0, count: values.count) }
    let pass = TinyModel.pass(weights)
    let examples = try TinyModel.examples(4)
    let packed = FloatBuffer(layout.count)
    let apart = FloatBuffer(layout.count)
    let together = pass.step(
      PackedRow(examples), scale: 1, into: GradientSinks(model: packed.pointer, adapters: nil))
    let alone = examples.reduce(0) {
      $0 + pass.step(PackedRow([$1]), scale: 1, into: GradientSinks(model: apart.pointer, adapters: nil))
    }
    #expect(abs(together - alone) < 1e-3)
    let largest = apart.array.reduce(0) { max($0, abs($1)) }
    #expect(largest > 0.1)
    #expect(largestDifference(packed, apart) < (precision == .f32 ? 1e-5 : 1e-2) * largest)
  }

  @Test func `bf16 products give nearly the gradients of float32 ones`() throws {
    let layout = ParameterLayout(TinyModel.shape)
    let values = ModelDirectory.initialValues(layout, seed: 4)
    let row = PackedRow(try TinyModel.examples(4))
    let gradients = [Precision.f32, .bf16].map { precision in
      let weights = PassWeights(layout, precision: precision)
      values.withUnsafeMutablePointer { weights.assign($0, at: 0, count: values.count) }
      let gradient = FloatBuffer(layout.count)
      _ = TinyModel.pass(weights).step(row, scale: 1, into: GradientSinks(model: gradient.pointer, adapters: nil))
      return gradient.array
    }
    let dot = zip(gradients[0], gradients[1]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let norms = gradients.map { $0.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
    #expect(dot / (norms[0] * norms[1]) > 0.999)
  }
}
