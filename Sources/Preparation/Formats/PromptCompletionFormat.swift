import Records

/// `{"prompt", "completion"}` a line.
public struct PromptCompletionFormat: DatasetFormat {
  private struct Line: Encodable {
    var prompt: String
    var completion: String
  }

  public let name = "prompt-completion"
  public let summary = "JSON Lines of {\"prompt\", \"completion\"}: TRL's form, with the loss on the completion"

  /// Makes the format.
  public init() {}

  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    try DatasetSplit.allCases.map { part in
      let lines = dataset.examples[part, default: []].map { Line(prompt: $0.question, completion: $0.answer) }
      return DatasetFile(name: part.fileName, data: try JSONLines.data(lines))
    }
  }
}
