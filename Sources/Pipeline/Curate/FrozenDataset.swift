public import Foundation
public import Preparation
public import Records
public import Storage

/// A frozen dataset version on the disk: what tuning learns from, what the arms are tested with, what is exported.
public struct FrozenDataset: Sendable {
  /// As the store knows it.
  public let version: DatasetVersion
  /// `output/dataset/VERSION/`.
  public let folder: URL
  /// What the split was certified with.
  public let certificate: SplitCertificate
  private let workspace: Workspace

  /// A version that the store knows.
  ///
  /// - Throws: `WorkspaceError.missing` when its folder is gone; `DecodingError` when its certificate is not one.
  public init(_ version: DatasetVersion, in workspace: Workspace) throws {
    self.version = version
    self.workspace = workspace
    folder = Self.folder(of: version, in: workspace.datasets)
    guard let certificate = try Self.certificate(in: folder) else {
      throw Self.missing(path: "output/dataset/\(version.name)")
    }
    self.certificate = certificate
  }

  /// The newest version, or one by its number.
  ///
  /// - Throws: `WorkspaceError.missing` before anything was curated, or when its folder is gone.
  public init(_ session: Session, number: Int? = nil) throws {
    var version: DatasetVersion?
    if let number {
      version = try session.store.read { try $0.datasets() }.first { $0.number == number }
      if version == nil { throw Self.missing(BilingualText(en: "dataset v\(number)", ja: "データセット v\(number)")) }
    }
    try self.init(try version ?? session.latestDataset(), in: session.workspace)
  }

  /// The file of a part.
  public func file(_ part: DatasetSplit) -> URL { folder.appendingPathComponent(part.fileName) }

  /// A part's examples, in the file's order.
  ///
  /// - Throws: `WorkspaceError.missing` when the file is gone; `DecodingError`.
  public func examples(_ part: DatasetSplit) throws -> [TrainingExample] {
    guard let data = try? Data(contentsOf: file(part)) else {
      throw Self.missing(path: workspace.relativePath(of: file(part)))
    }
    return try JSONLines.decode(TrainingExample.self, from: data)
  }

  /// Walks over a part's examples in the file's order without holding more than one.
  ///
  /// - Throws: `WorkspaceError.missing` when the file is gone; `DecodingError`; what the body throws.
  public func eachExample(_ part: DatasetSplit, _ body: (TrainingExample) throws -> Void) throws {
    guard FileManager.default.isReadableFile(atPath: file(part).path) else {
      throw Self.missing(path: workspace.relativePath(of: file(part)))
    }
    try JSONLines.each(TrainingExample.self, in: file(part), body)
  }

  /// The folder of a version, whether it is there or not.
  static func folder(of version: DatasetVersion, in datasets: URL) -> URL {
    datasets.appendingPathComponent(version.name)
  }

  /// Where all versions so far have put documents. Of a version whose folder somebody has deleted the store still knows
  /// the documents whose pairs it held.
  static func history(in datasets: URL, _ transaction: Transaction) throws -> SplitHistory {
    SplitHistory(
      try transaction.datasets().map { version in
        if let certificate = try certificate(in: folder(of: version, in: datasets)) { return certificate.groups }
        return try transaction.placedDocuments(dataset: version.number).map { placed in
          SplitGroup(
            name: placed.path, place: placed.split == .testReworded ? .train : placed.split,
            documents: [SplitGroup.Member(path: placed.path, sha256: placed.document)], languages: [], reasons: [])
        }
      })
  }

  private static func certificate(in folder: URL) throws -> SplitCertificate? {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent(SplitCertificate.fileName)) else { return nil }
    return try JSONDecoder().decode(SplitCertificate.self, from: data)
  }

  private static func missing(path: String) -> WorkspaceError {
    missing(BilingualText(en: path, ja: path + " "))
  }

  private static func missing(_ what: BilingualText) -> WorkspaceError {
    .missing(what: what, command: CurateStage.name)
  }
}

extension TrainingExample {
  /// What the user asks.
  var asked: String { messages.last { $0.role == "user" }?.content ?? "" }
  /// What the assistant should say.
  var answered: String { messages.last { $0.role == "assistant" }?.content ?? "" }
}
