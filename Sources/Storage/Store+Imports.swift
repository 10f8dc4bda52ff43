public import Records

/// A record made elsewhere that gives a pair which is not its file's.
public struct UnclaimedImport: Sendable, Hashable {
  /// Why not.
  public enum Cause: Sendable, Hashable {
    /// The pair is there already, from this file.
    case givenBy(String)
    /// The pair is there already, from generation.
    case generated
    /// Its passage is gone.
    case stale
  }

  /// The record's file.
  public var file: String
  /// Of the file, from 1.
  public var line: Int
  /// What it asks.
  public var question: String
  /// The path of the document that holds its evidence.
  public var document: String
  /// The chunk that holds its evidence.
  public var chunk: ContentHash
  /// Why the pair is not its file's.
  public var cause: Cause
}

// One pair can be given by several files, and by generation too. It is in use once, as one giver's: generation's, else
// that of the file that gave it first. When a giver gives it no more, the next one has it.
extension Transaction {
  // The pair went where its evidence stands now, and one that asks and answers the same stood there already.
  private static let hasTwin =
    """
    EXISTS (SELECT 1 FROM pairs o WHERE o.chunk = p.chunk AND o.question = p.question AND o.answer = p.answer
      AND o.id <> p.id AND o.current)
    """

  /// Notes which pairs a file gives, by the first of its records that has each; its other records have their reasons in
  /// the ledger.
  public func noteImported(_ pairs: Set<ContentHash>, from file: String) throws {
    try run("UPDATE import_tries SET pair = NULL WHERE file = ?", file)
    var open = pairs
    let records = try all(
      "SELECT position, json_extract(tried, '$.pair.id') FROM import_tries WHERE file = ? ORDER BY position", [file]
    ) { (position: $0.int(0), pair: ContentHash(hex: $0.text(1))) }
    for record in records where open.remove(record.pair) != nil {
      try run(
        "UPDATE import_tries SET pair = ? WHERE file = ? AND position = ?", record.pair, file, record.position)
    }
  }

  /// Of some pairs those that are in use and not this file's.
  public func pairsGiven(elsewhereThan file: String, among pairs: [ContentHash]) throws -> Set<ContentHash> {
    Set(
      try pairs.filter {
        try count("SELECT count(*) FROM pairs WHERE id = ? AND current AND origin IS NOT ?", $0, file) > 0
      })
  }

  /// Gives pairs that are in use to a file that gives them, where the one that they belong to does not any more.
  public func reassignImports() throws {
    try run(
      """
      UPDATE pairs SET origin = (SELECT min(file) FROM import_tries o WHERE o.pair = pairs.id)
      WHERE current AND origin IS NOT NULL AND id IN (SELECT pair FROM import_tries WHERE pair IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM import_tries o WHERE o.pair = pairs.id AND o.file = pairs.origin)
      """)
  }

  /// Records whose pair is out of use because whoever gave it too gives it no more: one for each pair.
  public func orphanedImports<Tried: Decodable>(
    as type: Tried.Type
  ) throws -> [(file: String, position: Int, tries: StoredTries<Tried>)] {
    try all(
      """
      SELECT t.file, t.position, t.chunk, d.path, t.provenance, t.tried FROM import_tries t
      JOIN chunks c ON c.id = t.chunk JOIN documents d ON d.id = t.document LEFT JOIN pairs p ON p.id = t.pair
      WHERE t.pair IS NOT NULL AND (p.id IS NULL OR NOT p.current AND NOT \(Self.hasTwin))
        AND (c.current AND d.current OR EXISTS (SELECT 1 FROM chunks e JOIN documents f ON f.id = e.document
          WHERE e.id = p.chunk AND e.current AND f.current))
        AND NOT EXISTS (SELECT 1 FROM import_tries o WHERE o.pair = t.pair AND o.file < t.file)
      ORDER BY t.file, t.position
      """
    ) { row in
      (
        row.text(0), row.int(1),
        StoredTries(
          chunk: ContentHash(hex: row.text(2)), path: row.text(3), provenance: ContentHash(hex: row.text(4)),
          tried: try row.json(5, as: Tried.self))
      )
    }
  }

  /// Takes a pair into use again for a file that gives it.
  public func adopt(_ pair: QAPair, from file: String, position: Int, provenance: ContentHash) throws {
    try write(pair, position: position, provenance: provenance, origin: file)
  }

  /// Records that give a pair which is not their file's.
  public func unclaimedImports() throws -> [UnclaimedImport] {
    try all(
      """
      SELECT t.file, json_extract(t.tried, '$.line'), json_extract(t.tried, '$.pair.question'), d.path, t.chunk,
        p.origin, p.id IS NOT NULL AND (p.current OR \(Self.hasTwin))
      FROM import_tries t JOIN documents d ON d.id = t.document LEFT JOIN pairs p ON p.id = t.pair
      WHERE t.pair IS NOT NULL AND NOT (p.id IS NOT NULL AND p.current AND p.origin IS t.file)
      ORDER BY t.file, t.position
      """
    ) { row in
      UnclaimedImport(
        file: row.text(0), line: row.int(1), question: row.text(2), document: row.text(3),
        chunk: ContentHash(hex: row.text(4)),
        cause: !row.bool(6) ? .stale : row.optionalText(5).map(UnclaimedImport.Cause.givenBy) ?? .generated)
    }
  }
}
