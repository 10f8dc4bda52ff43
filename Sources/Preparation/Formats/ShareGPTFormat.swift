public import Records

/// A JSON array of `{"conversations": [{"from", "value"}, …]}` a part.
public struct ShareGPTFormat: DatasetFormat {
  private struct Turn: Encodable {
    var from: String
    var value: String
  }

  private struct Element: Encodable {
    var id: ContentHash
    var conversations: [Turn]
    var source: [RecordSource]
  }

  /// As in `export --format`.
  public let name = "sharegpt"
  /// One line for help and pages.
  public let summary = BilingualText(
    en: "JSON arrays of {\"conversations\": [{\"from\", \"value\"}]}: ShareGPT's form, with human and gpt",
    ja: "{\"conversations\": [{\"from\", \"value\"}]} の JSON 配列（ShareGPT の形式。話し手は human と gpt です）")

  /// Makes the format.
  public init() {}

  /// The four parts' files, empty ones included.
  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    try DatasetSplit.allCases.map { part in
      let elements = dataset.examples[part, default: []].map { example in
        Element(
          id: example.id, conversations: example.messages.map { Turn(from: speaker($0.role), value: $0.content) },
          source: RecordSource.of(example))
      }
      return DatasetFile(name: part.rawValue + ".json", data: try ReadableJSON.array(elements))
    }
  }

  private func speaker(_ role: String) -> String {
    switch role {
    case "user": "human"
    case "assistant": "gpt"
    default: role
    }
  }
}
