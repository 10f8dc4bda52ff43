public import Records

/// A file of `corpora/` as it was at the last look.
public struct KnownFile: Sendable, Hashable {
  /// Path relative to the workspace.
  public var path: String
  /// Hash of its content.
  public var document: ContentHash
  /// Size, times and inode: while it stays the same nobody need read the file.
  public var signature: String

  /// Puts a file together.
  public init(path: String, document: ContentHash, signature: String) {
    self.path = path
    self.document = document
    self.signature = signature
  }
}

extension Transaction {
  /// Every file of the last look, by path.
  public func files() throws -> [KnownFile] {
    try all("SELECT path, document, signature FROM files ORDER BY path") { row in
      KnownFile(path: row.text(0), document: ContentHash(hex: row.text(1)), signature: row.text(2))
    }
  }

  /// Notes what a file holds now.
  public func save(_ file: KnownFile) throws {
    try run(
      "INSERT OR REPLACE INTO files (path, document, signature) VALUES (?, ?, ?)", file.path, file.document,
      file.signature)
  }

  /// Forgets a file that is gone; its document stays, see `retire`.
  public func forgetFile(_ path: String) throws {
    try run("DELETE FROM files WHERE path = ?", path)
  }

  /// Content that somebody purged and that is not taken in again by itself.
  public func purgedDocuments() throws -> Set<ContentHash> {
    Set(try all("SELECT document FROM purged") { ContentHash(hex: $0.text(0)) })
  }

  /// Lets purged content in again, because somebody asked for it by name.
  public func allowAgain(_ document: ContentHash) throws {
    try run("DELETE FROM purged WHERE document = ?", document)
  }
}
