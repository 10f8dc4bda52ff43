public import Records

/// How often a stage left something out, or changed it, for a reason.
public struct LedgerCount: Codable, Sendable, Hashable {
  /// The stage's name.
  public var stage: String
  /// The reason's code.
  public var reason: String
  /// Left out, or changed.
  public var outcome: Drop.Outcome
  /// How often.
  public var count: Int
}

extension Transaction {
  /// Writes what came of one input of a stage, in place of what an earlier attempt wrote.
  public func replaceLedger(stage: String, input: String, with drops: some Sequence<Drop>) throws {
    try run("DELETE FROM ledger WHERE stage = ? AND input = ?", stage, input)
    for drop in drops { try add(drop, stage: stage, input: input) }
  }

  /// Adds an entry to those of an input of a stage.
  public func add(_ drop: Drop, stage: String, input: String) throws {
    try run(
      """
      INSERT INTO ledger (stage, input, item, document, reason, detail, outcome, chunk) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      stage, input, drop.item, drop.document, drop.reason, try JSONColumn.encode(drop.detail),
      drop.outcome.rawValue, drop.chunk)
  }

  // An input that belongs to a document begins with its hash. What is known of a document that is out of use counts
  // again when it comes back, without any work, and is not shown until then.
  private static let isOutOfUse =
    "EXISTS (SELECT 1 FROM documents d WHERE d.id = substr(ledger.input, 1, 64) AND NOT d.current)"

  /// Removes the entries of a stage's inputs that are no longer there. Those of documents out of use stay, unseen.
  ///
  /// - Parameter inputs: Those that are there; gone through once, and not held.
  public func trimLedger(stage: String, to inputs: some Sequence<String>) throws {
    var gone = Set(
      try all("SELECT DISTINCT input FROM ledger WHERE stage = ? AND NOT \(Self.isOutOfUse)", [stage]) { $0.text(0) })
    guard !gone.isEmpty else { return }
    for input in inputs { gone.remove(input) }
    for input in gone { try replaceLedger(stage: stage, input: input, with: [Drop]()) }
  }

  /// All inputs of a stage that have an entry.
  public func ledgerInputs(stage: String) throws -> Set<String> {
    Set(try all("SELECT DISTINCT input FROM ledger WHERE stage = ?", [stage]) { $0.text(0) })
  }

  /// The inputs of a stage with an entry for a chunk that is in use.
  public func ledgerInputsOfChunksInUse(stage: String) throws -> Set<String> {
    Set(
      try all(
        "SELECT DISTINCT input FROM ledger WHERE stage = ? AND EXISTS (\(Self.chunksInUse) AND c.id = ledger.chunk)",
        [stage]
      ) { $0.text(0) })
  }

  /// Makes an input of a stage the one that some chunks belong to: what others of their document, cut otherwise, have noted
  /// of them goes, with what those have noted of chunks that are no more, and they are done no longer.
  ///
  /// - Parameter input: As the others, it begins with the document's hash and a colon.
  public func takeOver(_ chunks: [ContentHash], of document: ContentHash, into input: String, stage: String) throws {
    let wanted = Set(chunks.map(\.hex))
    var earlier: [String: Set<String>] = [:]
    try each(
      """
      SELECT DISTINCT input, chunk FROM ledger
      WHERE stage = ?1 AND input > ?2 || ':' AND input < ?2 || ';' AND input <> ?3 AND chunk IS NOT NULL
      """, [stage, document, input]
    ) { row in
      if wanted.contains(row.text(1)) { earlier[row.text(0), default: []].insert(row.text(1)) }
    }
    for chunk in chunks {
      try each("SELECT batch FROM tries WHERE chunk = ? AND batch <> ?", [chunk, input]) { row in
        earlier[row.text(0), default: []].insert(chunk.hex)
      }
    }
    for (other, chunks) in earlier {
      try unmark(stage: stage, input: other)
      try run(
        """
        DELETE FROM ledger WHERE stage = ? AND input = ?
          AND chunk IN (SELECT id FROM chunks WHERE id = ledger.chunk AND NOT current)
        """, stage, other)
      for chunk in chunks {
        try run("DELETE FROM ledger WHERE stage = ? AND input = ? AND chunk = ?", stage, other, chunk)
      }
    }
  }

  /// The inputs of a stage with an entry of some reason.
  public func ledgerInputs(stage: String, reason: String) throws -> [String] {
    try all("SELECT DISTINCT input FROM ledger WHERE stage = ? AND reason = ? ORDER BY input", [stage, reason]) {
      $0.text(0)
    }
  }

  /// Walks over the ledger by stage, document and item; `nil` is any stage, any reason.
  public func eachDrop(
    stage: String? = nil, reason: String? = nil, document: String? = nil, _ body: (Drop) throws -> Void
  ) throws {
    try each(
      """
      SELECT stage, item, document, reason, detail, outcome, chunk FROM ledger
      WHERE (?1 IS NULL OR stage = ?1) AND (?2 IS NULL OR reason = ?2) AND (?3 IS NULL OR document = ?3)
        AND NOT \(Self.isOutOfUse)
      ORDER BY stage, document, item, reason, number
      """, [stage, reason, document]
    ) { row in
      try body(
        Drop(
          stage: row.text(0), item: row.text(1), document: row.optionalText(2),
          chunk: row.optionalText(6).map(ContentHash.init(hex:)), reason: row.text(3), detail: row.bilingualText(4),
          outcome: Drop.Outcome(rawValue: row.text(5)) ?? .dropped))
    }
  }

  /// The ledger in figures, most frequent first within a stage.
  public func ledgerCounts() throws -> [LedgerCount] {
    try all(
      """
      SELECT stage, reason, outcome, count(*) FROM ledger WHERE NOT \(Self.isOutOfUse)
      GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2
      """
    ) { row in
      LedgerCount(
        stage: row.text(0), reason: row.text(1), outcome: Drop.Outcome(rawValue: row.text(2)) ?? .dropped,
        count: row.int(3))
    }
  }
}
