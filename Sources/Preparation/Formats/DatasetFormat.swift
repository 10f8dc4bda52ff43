public import Foundation
public import Records

/// A file to be written into a folder.
public struct DatasetFile: Sendable, Hashable {
  /// Its name in the folder.
  public var name: String
  /// Its bytes.
  public var data: Data

  /// Names a file and its bytes.
  public init(name: String, data: Data) {
    self.name = name
    self.data = data
  }
}

/// What an export is made from.
public struct ExportedDataset: Sendable {
  /// The examples of each part.
  public var examples: [DatasetSplit: [TrainingExample]]
  /// The pairs of each part.
  public var pairs: [DatasetSplit: [QAPair]]

  /// Of the pairs that a person has edited, what they were before.
  public var originals: [ContentHash: QAPair]

  /// Names a dataset's parts.
  public init(
    examples: [DatasetSplit: [TrainingExample]], pairs: [DatasetSplit: [QAPair]],
    originals: [ContentHash: QAPair] = [:]
  ) {
    self.examples = examples
    self.pairs = pairs
    self.originals = originals
  }
}

/// A form in which other programs read datasets. One file a format, listed in `DatasetFormats.all`.
public protocol DatasetFormat: Sendable {
  /// As in `export --format`.
  var name: String { get }
  /// One line for help and pages.
  var summary: BilingualText { get }
  /// The files of an export, in a fixed order, the same bytes for the same dataset.
  func files(_ dataset: ExportedDataset) throws -> [DatasetFile]
}

/// The formats that `export` knows.
public enum DatasetFormats {
  /// In the order in which help lists them.
  public static let all: [any DatasetFormat] = [
    OpenAIFormat(), AlpacaFormat(), ShareGPTFormat(), PromptCompletionFormat(), LlamaFactoryFormat(), RawFormat(),
    PreferenceFormat(),
  ]

  /// The format of that name.
  public static func named(_ name: String) -> (any DatasetFormat)? { all.first { $0.name == name } }
}

/// JSON as people read it: Japanese as it is, slashes as they are, keys sorted.
enum ReadableJSON {
  /// A JSON array, one element a line.
  static func array(_ elements: [some Encodable]) throws -> Data {
    var data = Data("[\n".utf8)
    for (index, element) in elements.enumerated() {
      data.append(try JSONLines.line(element))
      data.append(contentsOf: (index + 1 < elements.count ? ",\n" : "\n").utf8)
    }
    data.append(contentsOf: "]\n".utf8)
    return data
  }
}
