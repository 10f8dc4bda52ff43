import Foundation
public import Records

/// `dataset_info.json`, which LLaMA-Factory looks datasets up in, and the four parts as messages.
public struct LlamaFactoryFormat: DatasetFormat {
  private struct Element: Encodable {
    var messages: [Message]
  }

  private struct Entry: Encodable {
    enum CodingKeys: String, CodingKey {
      case fileName = "file_name"
      case formatting, columns, tags
    }

    var fileName: String
    let formatting = "sharegpt"
    let columns = ["messages": "messages"]
    let tags = [
      "role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant",
      "system_tag": "system",
    ]
  }

  /// As in `export --format`.
  public let name = "llama-factory"
  /// One line for help and pages.
  public let summary = BilingualText(
    en: "dataset_info.json and JSON arrays of messages: a folder for LLaMA-Factory's --dataset_dir",
    ja: "dataset_info.json と会話の JSON 配列（LLaMA-Factory の --dataset_dir に渡すフォルダ）")

  /// Makes the format.
  public init() {}

  /// The index, then the four parts' files.
  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    let parts = try DatasetSplit.allCases.map { part in
      let elements = dataset.examples[part, default: []].map { Element(messages: $0.messages) }
      return DatasetFile(name: part.rawValue + ".json", data: try ReadableJSON.array(elements))
    }
    let entries = DatasetSplit.allCases.map { ("shikomi_" + $0.identifier, Entry(fileName: $0.rawValue + ".json")) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    let info = try encoder.encode(Dictionary(uniqueKeysWithValues: entries)) + Data("\n".utf8)
    return [DatasetFile(name: "dataset_info.json", data: info)] + parts
  }
}
