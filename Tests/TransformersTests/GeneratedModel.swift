import Foundation
import Tensors

@testable import Transformers

/// A golden model of `Tests/Golden/families`: its weights are made here as `weights.py` makes them.
struct GeneratedModel {
  let name: String
  let config: [String: Any]
  /// The same as transformers 4 wrote it, where that differs.
  let old: [String: Any]?
  let tensors: [String: [Int]]
  let ids: [Int32]

  static let folder = Golden.folder.deletingLastPathComponent().appendingPathComponent("families")

  /// The models of a topic by name.
  static func all(_ topic: String) throws -> [String: GeneratedModel] {
    let data = try Data(contentsOf: folder.appendingPathComponent("\(topic).json"))
    let cases = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]] ?? [:]
    return cases.reduce(into: [:]) { models, entry in
      models[entry.key] = GeneratedModel(
        name: entry.key, config: entry.value["config"] as? [String: Any] ?? [:],
        old: entry.value["old"] as? [String: Any], tensors: entry.value["tensors"] as? [String: [Int]] ?? [:],
        ids: (entry.value["ids"] as? [Int] ?? []).map { Int32($0) })
    }
  }

  /// Writes `config.json` and `model.safetensors`.
  func write(
    to directory: URL, config given: [String: Any]? = nil, dtype: DType = .f32, renaming: (String) -> String? = { $0 }
  ) throws {
    try JSONSerialization.data(withJSONObject: given ?? config)
      .write(to: directory.appendingPathComponent("config.json"))
    let addsOne = !(config["model_type"] as? String ?? "").hasPrefix("gemma")
    var writer = SafetensorsWriter()
    for (name, shape) in tensors {
      guard let written = renaming(name) else { continue }
      let isNorm = shape.count == 1 && name.hasSuffix("weight")
      let tensor = Tensor(shape: shape, floats: Self.values(name, shape.reduce(1, *), plus: isNorm && addsOne ? 1 : 0))
      writer.add(written, tensor.converted(to: dtype))
    }
    try writer.write(to: directory.appendingPathComponent("model.safetensors"))
  }

  /// The model, in a directory of its own.
  func load(
    config: [String: Any]? = nil, dtype: DType = .f32, renaming: (String) -> String? = { $0 }
  ) throws -> Transformer {
    try Golden.withTemporaryFolder { folder in
      try write(to: folder, config: config, dtype: dtype, renaming: renaming)
      return try Transformer.load(directory: folder)
    }
  }

  /// The numbers of one tensor: multiples of 2^-26 between -0.25 and 0.25, seeded by the name.
  static func values(_ name: String, _ count: Int, plus one: Float) -> FloatBuffer {
    var seed: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let buffer = FloatBuffer(count)
    for index in 0..<count {
      var state = seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(index + 1)
      state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
      state ^= state >> 31
      buffer[index] = (Float(state >> 40) * 0x1p-23 - 1) * 0.25 + one
    }
    return buffer
  }
}

/// |left − right| / |right|, by the Euclidean norm.
func relativeDistance(_ left: [Float], _ right: [Float]) -> Double {
  guard left.count == right.count else { return .infinity }
  let apart = zip(left, right).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
  let length = right.reduce(0.0) { $0 + pow(Double($1), 2) }
  return (apart / length).squareRoot()
}
