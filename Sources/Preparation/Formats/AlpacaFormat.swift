public import Records

/// A JSON array of `{"instruction", "input", "output"}` a part.
public struct AlpacaFormat: DatasetFormat {
  private struct Element: Encodable {
    var instruction: String
    var input = ""
    var output: String
    var source: [RecordSource]
  }

  /// As in `export --format`.
  public let name = "alpaca"
  /// One line for help and pages.
  public let summary = BilingualText(
    en: "JSON arrays of {\"instruction\", \"input\", \"output\"}: Stanford Alpaca's form",
    ja: "{\"instruction\", \"input\", \"output\"} の JSON 配列（Stanford Alpaca の形式）")

  /// Makes the format.
  public init() {}

  /// The four parts' files, empty ones included.
  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    try DatasetSplit.allCases.map { part in
      let elements = dataset.examples[part, default: []].map {
        Element(instruction: $0.question, output: $0.answer, source: RecordSource.of($0))
      }
      return DatasetFile(name: part.rawValue + ".json", data: try ReadableJSON.array(elements))
    }
  }
}
