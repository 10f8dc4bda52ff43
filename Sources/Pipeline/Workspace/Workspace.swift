public import Foundation
import Records
public import Storage

/// A folder with `corpora/`, `templates/`, `output/` and perhaps `studio.json`.
public struct Workspace: Sendable, Hashable {
  /// The folder itself.
  public let root: URL

  /// Takes a folder that has `corpora/`.
  public init(root: URL) throws(WorkspaceError) {
    guard Self.isFolder(root.appendingPathComponent("corpora")) else { throw .noCorpora(root.path) }
    self.root = root.standardizedFileURL
  }

  /// The nearest folder upwards that has `corpora/`.
  public static func find(from start: URL) throws(WorkspaceError) -> Workspace {
    var folder = start.standardizedFileURL
    while true {
      if isFolder(folder.appendingPathComponent("corpora")) { return try Workspace(root: folder) }
      let parent = folder.deletingLastPathComponent().standardizedFileURL
      guard parent.path != folder.path, folder.path != "/" else { throw .notFound(from: start.path) }
      folder = parent
    }
  }

  /// Documents go in here.
  public var corpora: URL { root.appendingPathComponent("corpora") }
  /// Prompts, recipes: all editable.
  public var templates: URL { root.appendingPathComponent("templates") }
  /// Everything that the program writes.
  public var output: URL { root.appendingPathComponent("output") }
  /// The optional configuration.
  public var configurationFile: URL { root.appendingPathComponent("studio.json") }
  /// The database.
  public var storeFile: URL { output.appendingPathComponent("studio.sqlite") }
  /// Frozen dataset versions.
  public var datasets: URL { output.appendingPathComponent("dataset") }
  /// Trained adapters.
  public var adapters: URL { output.appendingPathComponent("adapters") }
  /// The comparison's report.
  public var report: URL { output.appendingPathComponent("report") }
  /// Logs, metrics and resolved options, one folder a run.
  public var runs: URL { output.appendingPathComponent("runs") }

  /// A path as records show it: relative to the workspace where it lies inside.
  public func relativePath(of url: URL) -> String {
    let path = url.standardizedFileURL.path
    let prefix = root.path == "/" ? "/" : root.path + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  /// Opens the database, making `output/` where it is missing.
  public func openStore() throws -> Store {
    try Self.makeFolder(output)
    return try Store(url: storeFile)
  }

  /// Makes a folder and those above it.
  public static func makeFolder(_ url: URL) throws(WorkspaceError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path: url.path, why: BilingualText(reasonOf: error))
    }
  }

  private static func isFolder(_ url: URL) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) && isDirectory.boolValue
  }
}
