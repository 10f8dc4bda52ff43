public import Records

/// `{"prompt", "completion"}` a line.
public struct PromptCompletionFormat: DatasetFormat {
  private struct Line: Encodable {
    var prompt: String
    var completion: String
    var source: [RecordSource]
  }

  /// As in `export --format`.
  public let name = "prompt-completion"
  /// One line for help and pages.
  public let summary = BilingualText(
    en: "JSON Lines of {\"prompt\", \"completion\"}: TRL's form, with the loss on the completion",
    ja: "{\"prompt\", \"completion\"} の JSON Lines（TRL の形式。completion だけを学習します）")

  /// Makes the format.
  public init() {}

  /// The four parts' files, empty ones included.
  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    try DatasetSplit.allCases.map { part in
      let lines = dataset.examples[part, default: []].map {
        Line(prompt: $0.question, completion: $0.answer, source: RecordSource.of($0))
      }
      return DatasetFile(name: part.fileName, data: try JSONLines.data(lines))
    }
  }
}
