public import Foundation
public import Tensors

/// All tensors of a model directory: `model.safetensors`, or the shards that `model.safetensors.index.json` names.
public struct ModelWeights: Sendable {
  /// The model directory.
  public let directory: URL
  private let shards: [Safetensors]
  private let shardOf: [String: Int]

  /// Maps every file. A shard that is named and not there is an error that names it.
  ///
  /// - Throws: `UnusableModel`.
  public init(directory: URL) throws(UnusableModel) {
    self.directory = directory
    let index = directory.appendingPathComponent("model.safetensors.index.json")
    let single = directory.appendingPathComponent("model.safetensors")
    if let file = try JSONFile.decodeIfPresent(IndexFile.self, from: index, advice: Safetensors.advice) {
      (shards, shardOf) = try Self.open(file, index: index, directory: directory)
      return
    }
    guard FileManager.default.fileExists(atPath: single.path) else {
      throw UnusableModel(
        .missingFile, file: single.path, detail: "is not there, nor is model.safetensors.index.json",
        advice: "only safetensors is read; convert other weights first")
    }
    let file = try Safetensors(single)
    shards = [file]
    shardOf = file.entries.mapValues { _ in 0 }
  }

  /// Names of all tensors, sorted.
  public var names: [String] { shardOf.keys.sorted() }

  /// Whether there is a tensor of that name.
  public func contains(_ name: String) -> Bool { shardOf[name] != nil }

  /// Bytes of all tensors.
  public var byteCount: Int { shards.reduce(0) { $0 + $1.entries.values.reduce(0) { $0 + $1.range.count } } }

  /// The tensor, checked to have `shape`.
  ///
  /// - Throws: `UnusableModel` where it is absent or of another shape.
  public func tensor(_ name: String, shape: [Int]) throws(UnusableModel) -> Tensor {
    guard let shard = shardOf[name] else {
      throw UnusableModel(
        .missingTensor, file: directory.path, place: "tensor \(name)", detail: "is in none of the weight files",
        advice: Safetensors.advice)
    }
    return try shards[shard].tensor(name, shape: shape)
  }

  private static func open(
    _ file: IndexFile, index: URL, directory: URL
  ) throws(UnusableModel) -> ([Safetensors], [String: Int]) {
    var shards: [Safetensors] = []
    var numbers: [String: Int] = [:]
    var shardOf: [String: Int] = [:]
    for name in Set(file.weight_map.values).sorted() {
      // A shard lies beside its index: a name with a slash could point anywhere.
      guard !name.contains("/"), name != "..", !name.isEmpty else {
        throw UnusableModel(
          .malformed, file: index.path, place: "key weight_map", detail: "\(name) is no file name",
          advice: Safetensors.advice)
      }
      let url = directory.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw UnusableModel(
          .missingShard, file: url.path,
          detail: "the shard \(name) is named in \(index.lastPathComponent) and is not there",
          advice: "copy or download that file into the model directory")
      }
      numbers[name] = shards.count
      shards.append(try Safetensors(url))
    }
    for (tensor, name) in file.weight_map {
      guard let number = numbers[name], shards[number].entries[tensor] != nil else {
        throw UnusableModel(
          .missingTensor, file: directory.appendingPathComponent(name).path, place: "tensor \(tensor)",
          detail: "is named in the index and is not in the shard", advice: Safetensors.advice)
      }
      shardOf[tensor] = number
    }
    return (shards, shardOf)
  }

  private struct IndexFile: Decodable {
    var weight_map: [String: String]
  }
}
