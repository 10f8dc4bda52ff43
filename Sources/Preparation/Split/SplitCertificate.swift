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
    /// How many examples it holds; nil for the card and its pictures.
    public var examples: Int?

    /// Names a file.
    public init(name: String, sha256: ContentHash, examples: Int? = nil) {
      self.name = name
      self.sha256 = sha256
      self.examples = examples
    }
  }

  /// The file's name in the dataset's folder.
  public static let fileName = "certificate.json"

  /// The version that this program writes.
  public static let currentVersion = 2

  /// Raised when the meaning of a field changes: 1 looked at questions alone and named the four parts' files.
  public var version: Int
  /// How it was divided.
  public var options: SplitOptions
  /// Groups that were kept together, with their places.
  public var groups: [SplitGroup]
  /// Documents that stand elsewhere than in earlier versions.
  public var moves: [SplitMove]
  /// Like wording across the split.
  public var searches: [SplitSearch]
  /// The four parts, then the card and its pictures.
  public var files: [File]
  /// Documents of which nothing tells whether they are translations: what the groups cannot vouch for. Nil in certificates
  /// of earlier programs and where there are none.
  public var untold: UntoldTranslations?

  /// Certifies the parts of a dataset; `files` are the parts as they are written.
  init(_ result: SplitResult, wordings: SplitWordings, files: [File]) {
    version = Self.currentVersion
    options = result.options
    groups = result.groups
    moves = result.moves
    searches = SplitSearch.all(wordings, options: result.options)
    self.files = files
    untold = result.untold.documents.isEmpty ? nil : result.untold
  }

  /// Reads certificates of earlier programs too.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    version = try container.decode(Int.self, forKey: .version)
    options = try container.decode(SplitOptions.self, forKey: .options)
    groups = try container.decode([SplitGroup].self, forKey: .groups)
    moves = try container.decodeIfPresent([SplitMove].self, forKey: .moves) ?? []
    searches = try container.decode([SplitSearch].self, forKey: .searches)
    files = try container.decode([File].self, forKey: .files)
    untold = try container.decodeIfPresent(UntoldTranslations.self, forKey: .untold)
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
