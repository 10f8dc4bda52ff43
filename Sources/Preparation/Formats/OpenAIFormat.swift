public import Records

/// `{"messages": [{"role", "content"}, …]}` a line: what OpenAI's fine-tuning, TRL and most trainers read.
public struct OpenAIFormat: DatasetFormat {
  private struct Line: Encodable {
    var messages: [Message]
    var source: [RecordSource]
  }

  /// As in `export --format`.
  public let name = "openai"
  /// One line for help and pages.
  public let summary = BilingualText(
    en: "JSON Lines of {\"messages\": […]}: OpenAI fine-tuning, TRL, Axolotl",
    ja: "{\"messages\": […]} の JSON Lines（OpenAI のファインチューニング、TRL、Axolotl）")

  /// Makes the format.
  public init() {}

  /// The four parts' files, empty ones included.
  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    try DatasetSplit.allCases.map { part in
      let lines = dataset.examples[part, default: []].map { Line(messages: $0.messages, source: RecordSource.of($0)) }
      return DatasetFile(name: part.fileName, data: try JSONLines.data(lines))
    }
  }
}
