import Foundation
import Tensors

@testable import Transformers

/// The parsers of a model directory, each with what it promises: any bytes are read, or refused by name.
enum FuzzedParser: String, CaseIterable {
  case safetensors
  case shardIndex = "shard-index"
  case configuration
  case embeddingFiles = "embedding-files"
  case tokenizerJSON = "tokenizer-json"
  case tokenizerModel = "tokenizer-model"
  case regularExpression = "regular-expression"
  case chatTemplate = "chat-template"

  /// The one that this process feeds; set before the first input comes.
  nonisolated(unsafe) static var chosen = FuzzedParser.safetensors

  /// Inputs go through files, as users' do. `TMPDIR` is best in memory, so that the disk does not count.
  static let folder: URL = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parser-fuzzing-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }()

  /// Reads one input and uses what came of it.
  func read(_ data: Data) {
    do {
      switch self {
      case .safetensors: try Self.readTensors(data)
      case .shardIndex: try Self.readShards(data)
      case .configuration: try Self.readConfiguration(data)
      case .embeddingFiles: try Self.readEmbeddingFiles(data)
      case .tokenizerJSON: try Self.readTokenizer(data, "tokenizer.json")
      case .tokenizerModel: try Self.readTokenizer(data, "tokenizer.model")
      case .regularExpression: Self.readPattern(data)
      case .chatTemplate: Self.readTemplate(data)
      }
    } catch let error as UnusableModel {
      precondition(error.file.hasPrefix(Self.folder.path), "an error names the file")
      precondition(!error.detail.en.isEmpty && !error.detail.ja.isEmpty, "an error speaks both languages")
    } catch {
      fatalError("an error that callers do not expect: \(error)")
    }
  }

  static func write(_ data: Data, _ name: String) throws -> URL {
    let file = folder.appendingPathComponent(name)
    try data.write(to: file)
    return file
  }
}
