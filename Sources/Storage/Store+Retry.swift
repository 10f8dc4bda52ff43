public import Records

extension Transaction {
  /// What was tried for one chunk, with the input of generation that it was part of; nil where nothing was.
  public func tries<Tried: Decodable>(
    of chunk: ContentHash, as type: Tried.Type
  ) throws -> (batch: String, tries: StoredTries<Tried>)? {
    try first(
      """
      SELECT t.batch, t.chunk, d.path, t.provenance, t.tried FROM tries t JOIN documents d ON d.id = t.document
      WHERE t.chunk = ?
      """, [chunk]
    ) { row in
      (
        row.text(0),
        StoredTries(
          chunk: ContentHash(hex: row.text(1)), path: row.text(2), provenance: ContentHash(hex: row.text(3)),
          tried: try row.json(4, as: Tried.self))
      )
    }
  }

  /// The pairs in use that generation has made of a chunk.
  public func generatedPairs(of chunk: ContentHash) throws -> [ContentHash] {
    try all("SELECT id FROM pairs WHERE chunk = ? AND origin IS NULL AND current", [chunk]) {
      ContentHash(hex: $0.text(0))
    }
  }
}
