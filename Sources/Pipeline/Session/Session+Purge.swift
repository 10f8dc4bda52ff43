import Foundation
import Preparation
public import Records
public import Storage

extension Session {
  /// Removes contents of a document with everything that came from them, in the store and in the files that can be made
  /// again. Frozen dataset versions and adapters are never changed: they are named.
  ///
  /// - Returns: What was removed; nil where there is nothing to remove.
  public func purge(_ sources: [SourceFile]) throws -> PurgeReport? {
    // Files first: what finds them stands in the store, so that a purge that was cut can be started again.
    let removed = try store.read { try DerivedFiles($0, sources) }.remove(from: workspace)
    let report = try store.write { transaction in
      var report: PurgeReport?
      for source in sources {
        let part = try transaction.purge(source)
        if report == nil { report = part } else { report?.add(part) }
      }
      // What was exported is gone, and so is the note that it was written.
      for version in report?.datasets ?? [] {
        for format in DatasetFormats.all {
          try transaction.unmark(stage: ExportStage.name, input: "\(version) \(format.name)")
        }
      }
      report?.removed = removed
      try transaction.settleImports()
      return report
    }
    try store.compact()
    return report
  }
}

/// Copies of documents' text outside of the store that can be made again: exports, the report, the folders of training
/// runs, and what a killed run left half written.
struct DerivedFiles {
  private let pairs: Set<ContentHash>
  private let datasets: [String]
  private let hasAnswers: Bool

  init(_ transaction: Transaction, _ sources: [SourceFile]) throws {
    pairs = try sources.reduce(into: []) { $0.formUnion(try transaction.pairs(from: $1.sha256)) }
    datasets = try sources.flatMap { try transaction.datasets(holding: $0.sha256) }
    hasAnswers = try sources.contains { try transaction.hasAnswers(from: $0.sha256) }
  }

  /// Removes the copies.
  ///
  /// - Returns: Their paths, relative to the workspace, sorted.
  /// - Throws: `WorkspaceError.cannotWrite`, with the path that could not be removed.
  func remove(from workspace: Workspace) throws -> [String] {
    var found = Set(datasets).map { workspace.output.appendingPathComponent("export").appendingPathComponent($0) }
    // The report quotes the test questions and what the arms answered after they had read passages.
    if !datasets.isEmpty || hasAnswers { found.append(workspace.report) }
    found += Self.contents(workspace.runs).filter { $0.lastPathComponent.hasPrefix("tune-") && learned(in: $0) }
    for folder in [workspace.datasets, workspace.adapters, workspace.report] {
      found += Self.contents(folder).filter { $0.lastPathComponent.hasSuffix(".part") }
    }
    var removed: [String] = []
    for url in found where FileManager.default.fileExists(atPath: url.path) {
      do { try FileManager.default.removeItem(at: url) } catch {
        throw WorkspaceError.cannotWrite(path: url.path, why: BilingualText(reasonOf: error))
      }
      removed.append(workspace.relativePath(of: url))
    }
    return removed.sorted()
  }

  /// Whether one of the pairs stands among the conversations of a training run. A file that cannot be read as such may
  /// hold anything.
  private func learned(in folder: URL) -> Bool {
    struct Line: Decodable { var id: ContentHash }
    return [DatasetSplit.train, .validation].contains { part in
      let file = folder.appendingPathComponent(part.fileName)
      guard let data = try? Data(contentsOf: file) else { return false }
      guard let lines = try? JSONLines.decode(Line.self, from: data) else { return true }
      return lines.contains { pairs.contains($0.id) }
    }
  }

  private static func contents(_ folder: URL) -> [URL] {
    (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
  }
}
