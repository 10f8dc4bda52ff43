public import Records

/// What a purge took away, and who had learned from it.
public struct PurgeReport: Codable, Sendable, Hashable {
  /// The document's path.
  public var path: String
  /// The document's hash.
  public var sha256: ContentHash
  /// Chunks removed.
  public var chunks: Int
  /// Pairs removed.
  public var pairs: Int
  /// Review events removed.
  public var events: Int
  /// Answers to its questions removed.
  public var answers: Int
  /// Dataset versions, as `v1`, whose files still hold pairs of it.
  public var datasets: [String]
  /// Adapters that were trained on such a version's training or validation part.
  public var adapters: [String]
}

extension Transaction {
  /// Removes a document and everything that came from it, and remembers not to take it in again by itself.
  public func purge(_ source: SourceFile) throws -> PurgeReport {
    let id = source.sha256
    var report = PurgeReport(
      path: source.path, sha256: id,
      chunks: try count("SELECT count(*) FROM chunks WHERE document = ?", id),
      pairs: try count("SELECT count(*) FROM pairs WHERE document = ?", id), events: 0, answers: 0,
      datasets: try all(
        "SELECT DISTINCT dataset FROM dataset_members WHERE document = ? ORDER BY dataset", [id]
      ) { "v\($0.int(0))" },
      adapters: try all(
        """
        SELECT DISTINCT a.name FROM adapters a JOIN dataset_members m ON m.dataset = a.dataset
        WHERE m.document = ? AND m.split IN ('train', 'validation') ORDER BY a.name
        """, [id]
      ) { $0.text(0) })
    let itsPairs = "(SELECT id FROM pairs WHERE document = ?)"
    try run("INSERT INTO purge_permit (document) VALUES (?)", id)
    report.events = try run("DELETE FROM review_events WHERE pair IN \(itsPairs)", id)
    try run("DELETE FROM purge_permit")
    report.answers = try run("DELETE FROM answers WHERE pair IN \(itsPairs)", id)
    // Answers of other questions may have retrieved its passages; they are given anew without them.
    report.answers += try run(
      """
      DELETE FROM answers WHERE EXISTS (SELECT 1 FROM chunks WHERE document = ? AND instr(answers.prediction, chunks.id))
      """, id)
    try run(
      """
      DELETE FROM ledger WHERE input = ?1 OR input LIKE ?1 || ':%' OR document = ?2
        OR item IN (SELECT id FROM pairs WHERE document = ?1)
      """, id, source.path)
    // Inputs that are a part of a document are named after it: its hash, a colon, the part.
    try run("DELETE FROM marks WHERE input = ?1 OR input LIKE ?1 || ':%'", id)
    try run("DELETE FROM files WHERE document = ?", id)
    try run("DELETE FROM documents WHERE id = ?", id)
    try run("INSERT OR IGNORE INTO purged (document) VALUES (?)", id)
    return report
  }
}
