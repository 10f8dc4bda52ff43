import Documents
public import Foundation
import Records
import Storage

extension Session {
  /// Brings the store up to what `corpora/` holds now.
  ///
  /// - Parameter only: Files to read again, whatever is known of them; empty is everything that is new or changed.
  /// - Throws: `WorkspaceError.emptyCorpora` when there is no file at all; what the store throws.
  @discardableResult
  public func ingest(only urls: [URL] = []) async throws -> StageSummary {
    let scan = try store.read { try CorporaScan(workspace, $0) }
    guard scan.fileCount > 0 else { throw WorkspaceError.emptyCorpora(workspace.corpora.path) }
    try store.write { try scan.record(in: $0) }
    let named = try urls.map { try source(at: $0) }
    try store.write { transaction in
      for source in named {
        try transaction.allowAgain(source.sha256)
        try transaction.unmark(stage: IngestStage.name, input: source.sha256.hex)
      }
    }
    try retryEncrypted(scan)
    let sources = scan.sources.merging(named.map { ($0.sha256, $0) }, uniquingKeysWith: { known, _ in known })
    for drop in scan.unreadable + scan.copies { report(.dropped(drop)) }
    let counted = try tokenCounter()
    let stage = IngestStage(
      configuration.ingest, workspace: workspace, sources: Array(sources.values),
      ledgerInputs: scan.ledgerInputs.subtracting(named.map(\.sha256.hex)), library: library, counter: counted.counter,
      counterIdentity: counted.identity)
    // What a file that is gone may have become is looked for among what is new.
    let known = try scan.goneDocuments.isEmpty ? [] : store.read { Set(try $0.documents().map(\.source.sha256)) }
    let summary = try await runner.run(stage)
    try store.write { try $0.followRenamed(scan.goneDocuments, known: known) }
    try relateDocuments(stage)
    try store.write { try $0.settleImports() }
    return summary
  }

  /// What no password opened is tried again where there is one to try: the variable's value may be another by now.
  private func retryEncrypted(_ scan: CorporaScan) throws {
    try store.write { transaction in
      for input in try transaction.ledgerInputs(stage: IngestStage.name, reason: "encrypted") {
        guard let source = scan.sources[ContentHash(hex: input)], !passwords.candidates(for: source.path).isEmpty else {
          continue
        }
        try transaction.unmark(stage: IngestStage.name, input: input)
      }
    }
  }

  private func source(at url: URL) throws -> SourceFile {
    let path = workspace.relativePath(of: url)
    guard path.hasPrefix("corpora/") else { throw WorkspaceError.notInCorpora(url.path) }
    try CorporaScan.checkInside(url, path: path, workspace)
    return try DocumentLibrary.sourceFile(at: url, path: path)
  }
}
