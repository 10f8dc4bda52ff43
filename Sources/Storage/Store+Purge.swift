public import Records

/// What a purge took away, and who had learned from it.
public struct PurgeReport: Codable, Sendable, Hashable {
  /// The document's path.
  public var path: String
  /// The document's hash.
  public var sha256: ContentHash
  /// How many contents of the file were removed: the present one, and earlier ones that the store still held.
  public var revisions = 1
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
  /// Files and folders that held copies of its text and were removed, relative to the workspace.
  public var removed: [String] = []

  /// Adds what was taken away with another content of the same file.
  public mutating func add(_ other: PurgeReport) {
    revisions += other.revisions
    chunks += other.chunks
    pairs += other.pairs
    events += other.events
    answers += other.answers
    datasets += other.datasets.filter { !datasets.contains($0) }
    adapters += other.adapters.filter { !adapters.contains($0) }
    removed += other.removed.filter { !removed.contains($0) }
  }
}

extension Transaction {
  /// Every pair that ever came from a document, those included that only a dataset version remembers.
  public func pairs(from document: ContentHash) throws -> Set<ContentHash> {
    Set(
      try all(
        "SELECT id FROM pairs WHERE document = ?1 UNION SELECT pair FROM dataset_members WHERE document = ?1",
        [document]
      ) { ContentHash(hex: $0.text(0)) })
  }

  /// Dataset versions, as `v1`, with pairs of a document.
  public func datasets(holding document: ContentHash) throws -> [String] {
    try all("SELECT DISTINCT dataset FROM dataset_members WHERE document = ? ORDER BY dataset", [document]) {
      "v\($0.int(0))"
    }
  }

  /// Whether an arm has answered a question about a document, or any question after it was shown one of its passages.
  public func hasAnswers(from document: ContentHash) throws -> Bool {
    try count(
      """
      SELECT EXISTS (SELECT 1 FROM answers WHERE pair IN (SELECT id FROM pairs WHERE document = ?1))
        OR EXISTS (SELECT 1 FROM answers, chunks WHERE chunks.document = ?1 AND instr(answers.prediction, chunks.id))
      """, document) > 0
  }

  /// Removes a document and everything that came from it, and remembers not to take it in again by itself.
  public func purge(_ source: SourceFile) throws -> PurgeReport {
    let id = source.sha256
    var report = PurgeReport(
      path: source.path, sha256: id,
      chunks: try count("SELECT count(*) FROM chunks WHERE document = ?", id),
      pairs: try count("SELECT count(*) FROM pairs WHERE document = ?", id), events: 0, answers: 0,
      datasets: try datasets(holding: id),
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
    try purgeLedger(source)
    // Inputs that are a part of a document are named after it: its hash, a colon, the part.
    try run("DELETE FROM marks WHERE input = ?1 OR input LIKE ?1 || ':%'", id)
    try run("DELETE FROM ledger WHERE input LIKE '%:' || ?", id)
    try run("DELETE FROM revisions WHERE ?1 IN (earlier, later)", id)
    try run("DELETE FROM differences WHERE document = ?", id)
    try run("DELETE FROM files WHERE document = ?", id)
    try run("DELETE FROM documents WHERE id = ?", id)
    try run("INSERT OR IGNORE INTO purged (document) VALUES (?)", id)
    return report
  }

  /// An entry about another document's pair may quote the pair of this one that it doubles. That pair has no reason to be
  /// left out any more: it counts as not curated.
  private func purgeLedger(_ source: SourceFile) throws {
    let gone = try all(
      """
      DELETE FROM ledger WHERE input = ?1 OR input LIKE ?1 || ':%' OR document = ?2
        OR item IN (SELECT id FROM pairs WHERE document = ?1) OR chunk IN (SELECT id FROM chunks WHERE document = ?1)
        OR EXISTS (SELECT 1 FROM pairs WHERE document = ?1 AND instr(ledger.detail, substr(pairs.id, 1, ?3)))
      RETURNING stage, item, outcome
      """, [source.sha256, source.path, source.sha256.short.utf8.count]
    ) { (stage: $0.text(0), item: $0.text(1), outcome: $0.text(2)) }
    for entry in gone where entry.stage == "curate" && entry.outcome == Drop.Outcome.dropped.rawValue {
      try run("UPDATE pairs SET curated = NULL WHERE id = ?", entry.item)
    }
  }
}
