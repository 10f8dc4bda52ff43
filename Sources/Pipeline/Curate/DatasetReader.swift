public import Foundation
public import Preparation
public import Records
public import Storage

/// Reads frozen versions back from their folders.
public enum DatasetReader {
  /// The folder of a version.
  public static func folder(_ version: DatasetVersion, of workspace: Workspace) -> URL {
    workspace.datasets.appendingPathComponent(version.name)
  }

  /// The examples of one part.
  ///
  /// - Throws: `WorkspaceError.missing` when the folder is gone; `DecodingError`.
  public static func examples(
    _ part: DatasetSplit, of version: DatasetVersion, in workspace: Workspace
  ) throws -> [TrainingExample] {
    let file = folder(version, of: workspace).appendingPathComponent(part.fileName)
    guard let data = try? Data(contentsOf: file) else {
      let path = workspace.relativePath(of: file)
      throw WorkspaceError.missing(what: BilingualText(en: path, ja: path), command: CurateStage.name)
    }
    return try JSONLines.decode(TrainingExample.self, from: data)
  }

  /// The groups of documents of a version.
  public static func certificate(_ version: DatasetVersion, in folder: URL) throws -> SplitCertificate? {
    let file = folder.appendingPathComponent(version.name).appendingPathComponent(SplitCertificate.fileName)
    guard let data = try? Data(contentsOf: file) else { return nil }
    return try JSONDecoder().decode(SplitCertificate.self, from: data)
  }

  static func groups(_ version: DatasetVersion?, in folder: URL) throws -> [SplitGroup] {
    guard let version else { return [] }
    return try certificate(version, in: folder)?.groups ?? []
  }
}
