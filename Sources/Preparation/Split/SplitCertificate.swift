public import Foundation
public import Records

/// A split's proof: which documents went where and why, how like the questions on both sides are, and the digests of the
/// files that this was said of.
public struct SplitCertificate: Codable, Sendable, Hashable {
  /// One of the dataset's files.
  public struct File: Codable, Sendable, Hashable {
    /// Such as `train.jsonl`.
    public var name: String
    /// Digest of the whole file.
    public var sha256: ContentHash
    /// How many examples it holds.
    public var examples: Int

    /// Names a file.
    public init(name: String, sha256: ContentHash, examples: Int) {
      self.name = name
      self.sha256 = sha256
      self.examples = examples
    }
  }

  /// The file's name in the dataset's folder.
  public static let fileName = "certificate.json"

  /// Raised when the meaning of a field changes.
  public var version: Int
  /// How it was divided.
  public var options: SplitOptions
  /// Groups that were kept together, with their places.
  public var groups: [SplitGroup]
  /// Like wording across the split.
  public var searches: [SplitSearch]
  /// The four files.
  public var files: [File]

  /// Certifies the parts of a dataset; `files` are the parts as they are written.
  init(_ result: SplitResult, examples: [DatasetSplit: [TrainingExample]], files: [DatasetFile]) {
    version = 1
    options = result.options
    groups = result.groups
    searches = SplitSearch.all(examples, threshold: result.options.questionThreshold)
    self.files = zip(DatasetSplit.allCases, files).map { part, file in
      File(name: file.name, sha256: ContentHash(of: file.data), examples: examples[part, default: []].count)
    }
  }

  /// As it stands in the folder: keys sorted, indented, the same bytes for the same split.
  public func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

extension DatasetSplit {
  /// The part's file in the dataset's folder, such as `test-unseen.jsonl`.
  public var fileName: String { rawValue + ".jsonl" }
  /// The part's name in Python, where a hyphen cannot stand: `test_unseen`.
  public var identifier: String { rawValue.replacing("-", with: "_") }
}
