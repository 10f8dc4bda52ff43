import Foundation
import Tensors

@testable import Transformers

extension FuzzedParser {
  /// A safetensors file, header and data: every tensor that it lists can be read.
  static func readTensors(_ data: Data) throws {
    let opened = try Safetensors(write(data, "model.safetensors"))
    for (name, entry) in opened.entries {
      let tensor = try opened.tensor(name)
      precondition(tensor.shape == entry.shape, "a tensor has the shape that its header says")
    }
  }

  /// An index of shards beside one shard with two tensors.
  static func readShards(_ data: Data) throws {
    let shard = folder.appendingPathComponent("model-00001-of-00001.safetensors")
    if !FileManager.default.fileExists(atPath: shard.path) {
      let header =
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#
      let size = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
      _ = try write(size + Data(header.utf8) + Data(count: 8), shard.lastPathComponent)
    }
    _ = try write(data, "model.safetensors.index.json")
    let weights = try ModelWeights(directory: folder)
    for name in weights.names { _ = try weights.tensor(name, shape: [1]) }
  }

  /// `config.json` of any family: what is accepted describes a model that can be.
  static func readConfiguration(_ data: Data) throws {
    _ = try write(data, "config.json")
    let configuration = try ModelConfiguration(directory: folder)
    precondition(configuration.hiddenSize > 0 && configuration.vocabSize > 0 && configuration.parameterCount > 0)
    precondition(configuration.cacheBytesPerToken >= 0)
    precondition(configuration.description.blocks.count == configuration.numHiddenLayers)
  }

  /// The files beside an embedding model, one after the other with a record separator between them.
  static func readEmbeddingFiles(_ data: Data) throws {
    let places = ["modules.json", "config_sentence_transformers.json", "1_Pooling/config.json", "2_Dense/config.json"]
    let pieces = data.split(
      separator: UInt8(ascii: "\u{1E}"), maxSplits: places.count - 1, omittingEmptySubsequences: false)
    for place in places {
      let file = folder.appendingPathComponent(place)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try? FileManager.default.removeItem(at: file)
    }
    for (place, piece) in zip(places, pieces) where !piece.isEmpty { _ = try write(Data(piece), place) }
    _ = try EmbeddingFiles(folder)
  }
}
