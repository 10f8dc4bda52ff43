import Records

/// How many of some things went on, and how many did not for each reason.
public struct LedgerAccount: Codable, Sendable, Hashable {
  /// What is counted.
  public enum Subject: String, Codable, Sendable, CaseIterable {
    /// Chunks of the documents in use: kept are those with a pair.
    case chunks
    /// Facts that generation asked about: kept are those with a pair.
    case facts
    /// Rewordings wanted for the facts that have pairs and that nobody has reviewed: kept are those that there are. What a
    /// person has decided about stays as it is, whatever the gates make of it.
    case rewordings
    /// Pairs made elsewhere: kept are those that passed the gates.
    case imported
    /// All pairs that there are: kept are those in the latest dataset version.
    case pairs
  }

  /// Why some did not go on.
  public struct Loss: Codable, Sendable, Hashable {
    /// The reason's code in the ledger.
    public var reason: String
    /// How many.
    public var count: Int
  }

  /// What is counted.
  public var subject: Subject
  /// All there were, counted apart from what became of them.
  public var total: Int
  /// Those that went on.
  public var kept: Int
  /// The others by reason, the most frequent first.
  public var losses: [Loss]

  /// What neither went on nor has a reason: 0 in a ledger that adds up. Not 0 where something has changed since the stage
  /// ran last.
  public var unaccounted: Int { total - kept - losses.reduce(0) { $0 + $1.count } }
}

extension Transaction {
  /// The reason of chunks that generation has not come to.
  private static let notAsked = "not-asked"

  private static let chunksInUse =
    """
    SELECT c.id FROM chunks c JOIN documents d ON d.id = c.document
    WHERE c.current AND d.current AND d.id NOT IN (SELECT document FROM versions)
    """

  /// The ledger's sums: what came in, what went on, and every reason in between; what there is none of is left out.
  public func ledgerAccounts() throws -> [LedgerAccount] {
    [try chunkAccount(), try factAccount(), try rewordingAccount(), try importAccount(), try pairAccount()].filter {
      $0.total > 0
    }
  }

  /// A chunk without pairs goes by its most frequent reason; one of which nothing was ever tried was not asked about yet.
  private func chunkAccount() throws -> LedgerAccount {
    var losses = try losses(
      """
      WITH here AS MATERIALIZED (\(Self.chunksInUse)),
        reasons AS MATERIALIZED (
          SELECT coalesce(chunk, item) AS chunk, reason, count(*) AS times FROM ledger
          WHERE stage = 'generate' AND outcome = 'dropped' GROUP BY 1, 2),
        ranked AS MATERIALIZED (
          SELECT chunk, reason, row_number() OVER (PARTITION BY chunk ORDER BY times DESC, reason) AS rank FROM reasons)
      SELECT r.reason, count(*) FROM here JOIN ranked r ON r.chunk = here.id AND r.rank = 1
      WHERE here.id NOT IN (SELECT chunk FROM pairs WHERE current) GROUP BY 1
      """)
    let notAsked = try count(
      """
      SELECT count(*) FROM (\(Self.chunksInUse)) WHERE id NOT IN (SELECT chunk FROM pairs WHERE current)
        AND id NOT IN (SELECT chunk FROM tries)
        AND id NOT IN (
          SELECT coalesce(chunk, item) FROM ledger WHERE stage = 'generate' AND outcome = 'dropped')
      """)
    if notAsked > 0 { losses.append(LedgerAccount.Loss(reason: Self.notAsked, count: notAsked)) }
    return LedgerAccount(
      subject: .chunks, total: try count("SELECT count(*) FROM (\(Self.chunksInUse))"),
      kept: try count("SELECT count(*) FROM (\(Self.chunksInUse)) WHERE id IN (SELECT chunk FROM pairs WHERE current)"),
      losses: losses.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) })
  }

  private func factAccount() throws -> LedgerAccount {
    let kept = try count(
      """
      SELECT count(DISTINCT fact) FROM pairs
      WHERE current AND origin IS NULL AND chunk IN (\(Self.chunksInUse))
      """)
    let losses = try losses(
      """
      SELECT reason, count(*) FROM ledger
      WHERE stage = 'generate' AND outcome = 'dropped' AND item <> chunk AND chunk IN (\(Self.chunksInUse)) GROUP BY 1
      """)
    // Counted in what was tried, not in what became of it. Another way to ask for a fact is no fact of its own.
    let tried = try count(
      """
      SELECT coalesce(sum((SELECT count(*) FROM json_each(t.tried, '$.facts') f WHERE json_extract(f.value, '$.form') IS NULL)
        + (SELECT count(*) FROM json_each(t.tried, '$.drops') d WHERE json_extract(d.value, '$.item') <> t.chunk)), 0)
      FROM tries t WHERE t.chunk IN (\(Self.chunksInUse))
      """)
    return LedgerAccount(subject: .facts, total: tried, kept: kept, losses: losses)
  }

  /// Of a fact that has more rewordings than were wanted all are counted.
  private func rewordingAccount() throws -> LedgerAccount {
    let facts =
      """
      SELECT t.chunk AS chunk, json_extract(f.value, '$.id') AS fact, json_extract(f.value, '$.wanted') AS wanted,
        (SELECT count(*) FROM pairs p WHERE p.current AND p.origin IS NULL AND p.chunk = t.chunk
          AND p.fact = json_extract(f.value, '$.id') AND p.variant_of IS NOT NULL
          AND p.question IN (SELECT json_extract(w.value, '$.question') FROM json_each(f.value, '$.wordings') w
            WHERE json_extract(w.value, '$.isRewording'))) AS found
      FROM tries t, json_each(t.tried, '$.facts') f
      WHERE t.chunk IN (\(Self.chunksInUse)) AND json_extract(f.value, '$.wanted') IS NOT NULL
        AND EXISTS (SELECT 1 FROM pairs p WHERE p.current AND p.origin IS NULL AND p.chunk = t.chunk
          AND p.fact = json_extract(f.value, '$.id'))
        AND NOT EXISTS (SELECT 1 FROM pairs p JOIN review_events e ON e.pair = p.id WHERE p.chunk = t.chunk
          AND p.fact = json_extract(f.value, '$.id'))
      """
    return LedgerAccount(
      subject: .rewordings, total: try count("SELECT coalesce(sum(max(wanted, found)), 0) FROM (\(facts))"),
      kept: try count("SELECT coalesce(sum(found), 0) FROM (\(facts))"),
      losses: try losses(
        """
        SELECT reason, count(*) FROM ledger
        WHERE stage = 'generate' AND outcome = 'changed' AND reason IN ('wording-failed', 'wording-missing')
          AND item IN (SELECT fact FROM (\(facts))) GROUP BY 1
        """))
  }

  private func importAccount() throws -> LedgerAccount {
    let losses = try losses(
      "SELECT reason, count(*) FROM ledger WHERE stage = 'import' AND outcome = 'dropped' GROUP BY 1")
    let kept = try count("SELECT count(*) FROM pairs WHERE current AND origin IS NOT NULL")
    // What was located was tried; what was not has a reason of its own.
    let located = try count("SELECT count(*) FROM import_tries")
    let others = losses.filter { ["import-unreadable", "import-no-evidence"].contains($0.reason) }
    return LedgerAccount(
      subject: .imported, total: located + others.reduce(0) { $0 + $1.count }, kept: kept, losses: losses)
  }

  private func pairAccount() throws -> LedgerAccount {
    let latest = try datasets().last?.number ?? 0
    return LedgerAccount(
      subject: .pairs, total: try count("SELECT count(*) FROM pairs WHERE current"),
      kept: try count("SELECT count(*) FROM dataset_members WHERE dataset = \(latest)"),
      losses: try losses(
        "SELECT reason, count(*) FROM ledger WHERE stage = 'curate' AND outcome = 'dropped' GROUP BY 1"))
  }

  private func count(_ sql: String) throws -> Int { try first(sql) { $0.int(0) } ?? 0 }

  private func losses(_ sql: String) throws -> [LedgerAccount.Loss] {
    try all(sql) { LedgerAccount.Loss(reason: $0.text(0), count: $0.int(1)) }
      .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
  }
}
