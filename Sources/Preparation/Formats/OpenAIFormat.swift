import Records

/// `{"messages": [{"role", "content"}, …]}` a line: what OpenAI's fine-tuning, TRL and most trainers read.
public struct OpenAIFormat: DatasetFormat {
  private struct Line: Encodable {
    var messages: [Message]
  }

  public let name = "openai"
  public let summary = "JSON Lines of {\"messages\": […]}: OpenAI fine-tuning, TRL, Axolotl"

  /// Makes the format.
  public init() {}

  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    try DatasetSplit.allCases.map { part in
      let lines = dataset.examples[part, default: []].map { Line(messages: $0.messages) }
      return DatasetFile(name: part.fileName, data: try JSONLines.data(lines))
    }
  }
}
