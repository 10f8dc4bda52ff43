public import Records

/// A document that a newer version stands for.
public struct SupersededDocument: Codable, Sendable, Hashable {
  /// The older one.
  public var document: ContentHash
  /// The newest.
  public var newest: ContentHash
  /// How alike their wording is, 0…1.
  public var similarity: Double
  /// What tells which is newer: `version`, `date`, `modified` or `path`.
  public var reason: String

  /// Takes the values as they are; nothing is checked.
  public init(document: ContentHash, newest: ContentHash, similarity: Double, reason: String) {
    self.document = document
    self.newest = newest
    self.similarity = similarity
    self.reason = reason
  }
}

extension Transaction {
  /// Keeps what comparing a document with others needs, in place of what was kept before.
  public func saveTraits(_ traits: some Encodable, of document: ContentHash) throws {
    try run(
      """
      INSERT INTO traits (document, traits) VALUES (?, ?) ON CONFLICT (document) DO UPDATE SET traits = excluded.traits
      """, document, try JSONColumn.encode(traits))
  }

  /// Walks over the traits of all current documents, by their paths as they are now.
  public func eachTraits<Traits: Decodable>(
    as type: Traits.Type, _ body: (_ path: String, _ traits: Traits) throws -> Void
  ) throws {
    try each(
      "SELECT d.path, t.traits FROM traits t JOIN documents d ON d.id = t.document WHERE d.current ORDER BY d.path, d.id"
    ) { try body($0.text(0), try $0.json(1, as: type)) }
  }

  /// The traits of one document, whether its file is still there or not; nil where it was never read.
  public func traits<Traits: Decodable>(of document: ContentHash, as type: Traits.Type) throws -> Traits? {
    try first("SELECT traits FROM traits WHERE document = ?", [document]) { try $0.json(0, as: type) }
  }

  /// Which documents newer ones stand for: their chunks are kept, and neither asked about nor retrieved.
  public func supersededDocuments() throws -> [SupersededDocument] {
    try all("SELECT document, newest, similarity, reason FROM versions ORDER BY newest, document") { row in
      SupersededDocument(
        document: ContentHash(hex: row.text(0)), newest: ContentHash(hex: row.text(1)), similarity: row.double(2),
        reason: row.text(3))
    }
  }

  /// Makes these the superseded documents. Pairs of one that is new among them are stale until somebody decides about
  /// them again.
  public func replaceSuperseded(with documents: [SupersededDocument]) throws {
    let known = Set(try supersededDocuments().map(\.document))
    for gone in known.subtracting(documents.map(\.document)) {
      try run("DELETE FROM versions WHERE document = ?", gone)
    }
    for document in documents {
      try run(
        """
        INSERT INTO versions (document, newest, similarity, reason, since)
        VALUES (?, ?, ?, ?, (SELECT coalesce(max(number), 0) FROM review_events))
        ON CONFLICT (document) DO UPDATE SET newest = excluded.newest, similarity = excluded.similarity,
          reason = excluded.reason
        """, document.document, document.newest, document.similarity, document.reason)
    }
  }
}
