public import Foundation
public import Preparation
public import Records
public import Storage

/// A frozen dataset version on the disk: what tuning learns from and what the arms are tested with.
public struct FrozenDataset: Sendable {
  /// As the store knows it.
  public let version: DatasetVersion
  /// `output/dataset/VERSION/`.
  public let folder: URL
  /// What the split was certified with.
  public let certificate: SplitCertificate
  private let workspace: Workspace

  /// The newest version, or one by its number.
  ///
  /// - Throws: `WorkspaceError.missing` before anything was curated, or when its folder is gone.
  public init(_ session: Session, number: Int? = nil) throws {
    if let number {
      guard let known = try session.store.read({ try $0.datasets() }).first(where: { $0.number == number }) else {
        throw Self.missing("dataset v\(number)")
      }
      version = known
    } else {
      version = try session.latestDataset()
    }
    folder = DatasetReader.folder(version, of: session.workspace)
    guard let certificate = try DatasetReader.certificate(version, in: session.workspace.datasets) else {
      throw Self.missing("output/dataset/\(version.name)")
    }
    self.certificate = certificate
    workspace = session.workspace
  }

  /// The file of a part.
  public func file(_ part: DatasetSplit) -> URL { folder.appendingPathComponent(part.fileName) }

  /// A part's examples, in the file's order.
  public func examples(_ part: DatasetSplit) throws -> [TrainingExample] {
    try DatasetReader.examples(part, of: version, in: workspace)
  }

  private static func missing(_ what: String) -> WorkspaceError {
    .missing(what: BilingualText(en: what, ja: what), command: CurateStage.name)
  }
}

extension TrainingExample {
  /// What the user asks.
  var asked: String { messages.last { $0.role == "user" }?.content ?? "" }
  /// What the assistant should say.
  var answered: String { messages.last { $0.role == "assistant" }?.content ?? "" }
}
