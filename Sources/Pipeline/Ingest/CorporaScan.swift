import Documents
import Foundation
import Glibc
public import Records
public import Storage

/// What `corpora/` holds now, compared with the last look: new content, moved files, files that are gone.
///
/// A file whose size, times and inode are as they were is not read again, which keeps a run with nothing new short.
public struct CorporaScan: Sendable {
  /// Where the content of each current document can be read.
  public private(set) var sources: [ContentHash: SourceFile] = [:]
  /// Files that cannot even be looked into, each with the reason.
  public private(set) var unreadable: [Drop] = []
  /// Documents that nobody may take in again by itself.
  public private(set) var purged: [SourceFile] = []
  /// Further files with the content of one that is taken in, each named in the ledger.
  public private(set) var copies: [Drop] = []
  /// How many files there are.
  public private(set) var fileCount = 0
  /// How many of them had to be opened, because they were new or looked changed.
  public private(set) var openedCount = 0

  private var known: [String: KnownFile] = [:]
  private var changed: [KnownFile] = []
  private var gone: [String] = []
  /// Documents without a file, and without a newer version of theirs.
  private var removed: [DocumentSummary] = []

  /// Looks at every file under `corpora/`; hidden ones are not documents.
  public init(_ workspace: Workspace, _ transaction: Transaction) throws {
    known = Dictionary(uniqueKeysWithValues: try transaction.files().map { ($0.path, $0) })
    let banned = try transaction.purgedDocuments()
    let paths = Self.files(in: workspace)
    fileCount = paths.count
    for path in paths {
      let url = workspace.root.appendingPathComponent(path)
      do {
        let source = try source(at: url, path: path, workspace)
        if banned.contains(source.sha256) {
          purged.append(source)
        } else if let first = sources[source.sha256] {
          // Two files with the same content are one document: the first by path lends its name.
          copies.append(Drop(copy: source, of: first))
        } else {
          sources[source.sha256] = source
        }
      } catch let error as UnreadableDocument {
        unreadable.append(Drop(error, stage: IngestStage.name))
      }
    }
    gone = known.keys.filter { !paths.contains($0) }.sorted()
    let newer = Set(replacements.map(\.earlier))
    try transaction.eachDocument(retired: true) { document in
      let id = document.source.sha256
      guard sources[id] == nil, !newer.contains(id), try !transaction.isReplaced(id) else { return }
      removed.append(document)
    }
  }

  /// Documents that no file holds any more, and no newer content of their file stands for.
  var goneDocuments: [ContentHash] { removed.map(\.source.sha256) }

  /// The ledger's inputs that this look itself writes about, and those about what new versions changed.
  var ledgerInputs: Set<String> {
    Set(unreadable.map(\.item) + copies.map(\.item) + purged.map(\.sha256.hex))
      .union(removed.map { Drop.input(ofRemoved: $0.source.sha256) }).union(sources.keys.map(Drop.input(ofRevision:)))
  }

  /// Contents that no file holds any more because the file that held them has a new one.
  private var replacements: [(earlier: ContentHash, later: ContentHash)] {
    changed.compactMap { file in
      guard let before = known[file.path]?.document, before != file.document, sources[before] == nil,
        sources[file.document] != nil
      else { return nil }
      return (before, file.document)
    }
  }

  /// Writes down what was seen, renames moved documents and retires those whose files are gone.
  public func record(in transaction: Transaction) throws {
    for path in gone {
      try transaction.forgetFile(path)
    }
    for file in changed { try transaction.save(file) }
    var elsewhere: [ContentHash] = []
    try transaction.eachDocument { document in
      if sources[document.source.sha256]?.path != document.source.path { elsewhere.append(document.source.sha256) }
    }
    for document in elsewhere {
      if let source = sources[document] {
        try transaction.move(document, to: source.path)
      } else {
        try transaction.retire(document)
      }
    }
    for source in sources.values {
      try transaction.revive(source)
      try transaction.noteInUse(source.sha256)
    }
    for (earlier, later) in replacements {
      try transaction.note(earlier, replacedBy: later)
      // A content that was read before is not read again: its pairs come back here and now.
      try transaction.takeOverPairs(of: later)
    }
    for document in removed where document.chunks > 0 {
      try transaction.replaceLedger(
        stage: IngestStage.name, input: Drop.input(ofRemoved: document.source.sha256), with: [Drop(removed: document)])
    }
    for drop in unreadable + copies {
      try transaction.replaceLedger(stage: IngestStage.name, input: drop.item, with: [drop])
    }
    for source in purged {
      try transaction.replaceLedger(stage: IngestStage.name, input: source.sha256.hex, with: [Drop(purged: source)])
    }
  }

  /// Refuses what only a link brings into `corpora/`: whoever puts documents there may not be allowed to read all that
  /// this program may. Links that stay within are followed.
  ///
  /// - Throws: `UnreadableDocument`: `outside-corpora`.
  static func checkInside(_ url: URL, path: String, _ workspace: Workspace) throws(UnreadableDocument) {
    guard let real = realPath(url), let root = realPath(workspace.corpora), !real.hasPrefix(root + "/") else { return }
    throw UnreadableDocument(
      path: path, reason: .outsideCorpora,
      detail: BilingualText(
        en: "it is a link to a file outside of corpora/, which is not followed; put the document itself there",
        ja: "corpora/ の外のファイルへのリンクです。リンクはたどりません。文書そのものを corpora/ に置いてください。"))
  }

  /// The path without links; nil where there is nothing.
  private static func realPath(_ url: URL) -> String? {
    guard let path = realpath(url.path, nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  private mutating func source(at url: URL, path: String, _ workspace: Workspace) throws -> SourceFile {
    try Self.checkInside(url, path: path, workspace)
    let signature = FileSignature(url)
    if let file = known[path], let signature, file.signature == signature.text {
      return SourceFile(
        path: path, sha256: file.document, bytes: signature.bytes,
        mediaType: (MediaType.detect(url) ?? .plainText).rawValue)
    }
    openedCount += 1
    let source = try DocumentLibrary.sourceFile(at: url, path: path)
    if let signature { changed.append(KnownFile(path: path, document: source.sha256, signature: signature.text)) }
    return source
  }

  /// Paths relative to the workspace, sorted by their bytes.
  static func files(in workspace: Workspace) -> [String] {
    guard
      let walk = FileManager.default.enumerator(
        at: workspace.corpora, includingPropertiesForKeys: [.isDirectoryKey], options: [.skipsHiddenFiles])
    else { return [] }
    var out: [String] = []
    for case let url as URL in walk {
      let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
      if !isFolder { out.append(workspace.relativePath(of: url)) }
    }
    return out.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }
}

/// Tells whether a file may have changed, without reading it.
struct FileSignature: Hashable {
  let bytes: Int
  let text: String

  init?(_ url: URL) {
    var status = stat()
    guard stat(url.path, &status) == 0 else { return nil }
    bytes = Int(status.st_size)
    // The change time tells of a replaced or re-permitted file even where the modification time was set back.
    text =
      "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) "
      + "\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec) \(status.st_ino)"
  }
}

extension Drop {
  init(_ error: UnreadableDocument, stage: String) {
    self.init(
      stage: stage, item: error.path, document: error.path, reason: error.reason.rawValue, detail: error.detail)
  }

  init(copy source: SourceFile, of first: SourceFile) {
    self.init(
      stage: IngestStage.name, item: source.path, document: first.path, reason: "same-content",
      detail: BilingualText(
        en: "it has the same content as \(first.path), which stands for both; delete one of them",
        ja: "\(first.path) と内容が同じため、一つの文書として扱います。どちらかを削除してください。"), outcome: .changed)
  }

  init(purged source: SourceFile) {
    self.init(
      stage: IngestStage.name, item: source.path, document: source.path, reason: "purged",
      detail: BilingualText(
        en: "it was purged; delete the file, or take it in again with `shikomi ingest \(source.path)`",
        ja: "以前に完全に削除した文書です。ファイルを消すか、`shikomi ingest \(source.path)` で取り込み直してください。"))
  }
}
