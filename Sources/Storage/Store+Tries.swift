public import Records

/// What a stage tried for a chunk, passed or failed: thresholds decide about it again without a model.
public struct StoredTries<Tried: Sendable>: Sendable {
  /// The chunk that it was tried for.
  public var chunk: ContentHash
  /// Where the chunk's document lies now.
  public var path: String
  /// Hash of the options, templates and model that made it.
  public var provenance: ContentHash
  /// All that was tried.
  public var tried: Tried
}

extension Transaction {
  /// Keeps what was tried for a chunk in place of what was tried before.
  ///
  /// - Parameter batch: The input of generation that it was part of: its entries in the ledger belong to that.
  public func saveTries(
    _ tried: some Encodable, of chunk: ContentHash, document: ContentHash, batch: String, provenance: ContentHash
  ) throws {
    try run(
      "INSERT OR REPLACE INTO tries (chunk, document, batch, provenance, tried) VALUES (?, ?, ?, ?, ?)",
      chunk, document, batch, provenance, try JSONColumn.encode(tried))
  }

  /// What was tried for the chunks of a batch that are in use, in their order in the document.
  public func tries<Tried: Decodable>(ofBatch batch: String, as type: Tried.Type) throws -> [StoredTries<Tried>] {
    try all(
      """
      SELECT t.chunk, d.path, t.provenance, t.tried FROM tries t JOIN chunks c ON c.id = t.chunk
      JOIN documents d ON d.id = t.document WHERE t.batch = ? AND \(Self.isInUse) ORDER BY c.position
      """, [batch]
    ) { row in
      StoredTries(
        chunk: ContentHash(hex: row.text(0)), path: row.text(1), provenance: ContentHash(hex: row.text(2)),
        tried: try row.json(3, as: Tried.self))
    }
  }

  /// The batches of which something was tried, with the number of chunks and the path of the document.
  public func triedBatches() throws -> [(batch: String, chunks: Int, path: String)] {
    try all(
      """
      SELECT t.batch, count(*), d.path FROM tries t JOIN chunks c ON c.id = t.chunk JOIN documents d ON d.id = t.document
      WHERE \(Self.isInUse) GROUP BY t.batch ORDER BY t.document, min(c.position)
      """
    ) { ($0.text(0), $0.int(1), $0.text(2)) }
  }

  /// Keeps what a file made elsewhere has given in place of what it gave before.
  public func saveImportTries<Tried: Encodable>(
    _ tries: [(tried: Tried, chunk: ContentHash, document: ContentHash)], from file: String, provenance: ContentHash
  ) throws {
    try run("DELETE FROM import_tries WHERE file = ?", file)
    for (position, entry) in tries.enumerated() {
      try run(
        "INSERT INTO import_tries (file, position, chunk, document, provenance, tried) VALUES (?, ?, ?, ?, ?, ?)",
        file, position, entry.chunk, entry.document, provenance, try JSONColumn.encode(entry.tried))
    }
  }

  /// What a file made elsewhere has given, in the file's order.
  public func importTries<Tried: Decodable>(from file: String, as type: Tried.Type) throws -> [StoredTries<Tried>] {
    try all(
      """
      SELECT t.chunk, d.path, t.provenance, t.tried FROM import_tries t JOIN documents d ON d.id = t.document
      WHERE t.file = ? ORDER BY t.position
      """, [file]
    ) { row in
      StoredTries(
        chunk: ContentHash(hex: row.text(0)), path: row.text(1), provenance: ContentHash(hex: row.text(2)),
        tried: try row.json(3, as: Tried.self))
    }
  }

  /// The files made elsewhere of which pairs were tried, with their number.
  public func triedImports() throws -> [(file: String, records: Int)] {
    try all("SELECT file, count(*) FROM import_tries GROUP BY file ORDER BY file") { ($0.text(0), $0.int(1)) }
  }

  /// The current pairs of an imported file that somebody has decided about.
  public func decidedPairs(importedFrom file: String) throws -> Set<ContentHash> {
    Set(
      try all(
        "SELECT id FROM pairs WHERE origin = ? AND current AND id IN (SELECT pair FROM review_events WHERE pair = pairs.id)",
        [file]
      ) { ContentHash(hex: $0.text(0)) })
  }

  /// Puts entries in the place of those of an input that belong to some chunk. Those that belong to none stay.
  public func replaceLedgerOfChunks(stage: String, input: String, with drops: [Drop]) throws {
    try run("DELETE FROM ledger WHERE stage = ? AND input = ? AND chunk IS NOT NULL", stage, input)
    for drop in drops { try add(drop, stage: stage, input: input) }
  }

  private static let isInUse = "c.current AND d.current AND t.document NOT IN (SELECT document FROM versions)"

  /// Puts entries for some chunks in the place of those that an input of a stage has for them.
  public func replaceLedger(stage: String, input: String, chunks: [ContentHash], with drops: [Drop]) throws {
    for chunk in chunks {
      try run("DELETE FROM ledger WHERE stage = ? AND input = ? AND chunk = ?", stage, input, chunk)
    }
    for drop in drops { try add(drop, stage: stage, input: input) }
  }

  /// The current pairs of a chunk that somebody has decided about: they stay whatever thresholds say.
  public func decidedPairs(of chunk: ContentHash) throws -> [ContentHash: PairStatus] {
    var out: [ContentHash: PairStatus] = [:]
    try each(
      """
      SELECT p.id, coalesce(s.status, 'unreviewed') FROM pairs p LEFT JOIN pair_states s ON s.pair = p.id
      WHERE p.chunk = ? AND p.current AND p.id IN (SELECT pair FROM review_events WHERE pair = p.id)
      """, [chunk]
    ) { out[ContentHash(hex: $0.text(0))] = PairStatus(rawValue: $0.text(1)) }
    return out
  }
}
