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
  public var unaccounted: Int
  /// What is told beside the sum and is no part of it.
  public var remarks: [Remark]

  /// Something that a sum does not tell.
  public struct Remark: Codable, Sendable, Hashable {
    /// What there can be to tell.
    public enum Code: String, Codable, Sendable, Hashable, CaseIterable {
      /// Pairs in the dataset's files that are no pairs any more: purged, or made otherwise since the version was frozen.
      case goneSince = "gone-since"
      /// Pairs in the dataset whose passage has gone since the version was frozen.
      case staleSince = "stale-since"
    }

    /// What is told.
    public var code: Code
    /// Of how many.
    public var count: Int
  }

  /// Puts a sum together; what is left over is without a reason.
  init(subject: Subject, total: Int, kept: Int, losses: [Loss], remarks: [Remark] = []) {
    self.subject = subject
    self.total = total
    self.kept = kept
    self.losses = losses.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    self.remarks = remarks.filter { $0.count > 0 }
    unaccounted = total - kept - losses.reduce(0) { $0 + $1.count }
  }
}

extension Transaction {
  /// The reason of chunks that generation has not come to.
  private static let notAsked = "not-asked"
  /// Batches that generation has to do again, such as those of a content that has come back.
  private static let isOpen = "t.batch NOT IN (SELECT input FROM marks WHERE stage = 'generate')"
  /// The reason of pairs that no dataset version was made of yet.
  private static let notCurated = "not-curated"

  static let chunksInUse =
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
      WITH reasons AS MATERIALIZED (
          SELECT coalesce(chunk, item) AS chunk, reason, count(*) AS times FROM ledger
          WHERE stage = 'generate' AND outcome = 'dropped' GROUP BY 1, 2),
        -- Looked up in the chunks and not joined with them, which would compare each with each.
        ranked AS MATERIALIZED (
          SELECT chunk, reason, row_number() OVER (PARTITION BY chunk ORDER BY times DESC, reason) AS rank FROM reasons)
      SELECT reason, count(*) FROM ranked WHERE rank = 1 AND chunk IN (\(Self.chunksInUse))
        AND chunk NOT IN (SELECT chunk FROM pairs WHERE current) GROUP BY 1
      """)
    let notAsked = try count(
      """
      SELECT count(*) FROM (\(Self.chunksInUse)) WHERE id NOT IN (SELECT chunk FROM pairs WHERE current)
        AND id NOT IN (SELECT chunk FROM tries t WHERE NOT \(Self.isOpen))
        AND id NOT IN (
          SELECT coalesce(chunk, item) FROM ledger WHERE stage = 'generate' AND outcome = 'dropped')
      """)
    if notAsked > 0 { losses.append(LedgerAccount.Loss(reason: Self.notAsked, count: notAsked)) }
    return LedgerAccount(
      subject: .chunks, total: try count("SELECT count(*) FROM (\(Self.chunksInUse))"),
      kept: try count("SELECT count(*) FROM (\(Self.chunksInUse)) WHERE id IN (SELECT chunk FROM pairs WHERE current)"),
      losses: losses)
  }

  /// A fact is kept while a pair asks for it, also one that a person has decided about and the gates would refuse.
  private func factAccount() throws -> LedgerAccount {
    // Counted in what was tried, not in what became of it. Another way to ask for a fact is no fact of its own.
    let facts =
      """
      SELECT json_extract(f.value, '$.id') AS fact, EXISTS (SELECT 1 FROM pairs p WHERE p.current AND p.origin IS NULL
        AND p.chunk = t.chunk AND p.fact = json_extract(f.value, '$.id')) AS found, \(Self.isOpen) AS open
      FROM tries t, json_each(t.tried, '$.facts') f
      WHERE t.chunk IN (\(Self.chunksInUse)) AND json_extract(f.value, '$.form') IS NULL
      """
    let untried = try count(
      """
      SELECT coalesce(sum((SELECT count(*) FROM json_each(t.tried, '$.drops') d
        WHERE json_extract(d.value, '$.item') <> t.chunk)), 0)
      FROM tries t WHERE t.chunk IN (\(Self.chunksInUse))
      """)
    var losses = try losses(
      """
      SELECT reason, count(*) FROM ledger
      WHERE stage = 'generate' AND outcome = 'dropped' AND item <> chunk AND chunk IN (\(Self.chunksInUse))
        AND item NOT IN (SELECT fact FROM (\(facts)) WHERE found) GROUP BY 1
      """)
    let again = try count(
      """
      SELECT count(*) FROM (\(facts)) WHERE NOT found AND open AND fact NOT IN (
        SELECT item FROM ledger WHERE stage = 'generate' AND outcome = 'dropped')
      """)
    if again > 0 { losses.append(LedgerAccount.Loss(reason: Self.notAsked, count: again)) }
    return LedgerAccount(
      subject: .facts, total: try count("SELECT count(*) FROM (\(facts))") + untried,
      kept: try count("SELECT coalesce(sum(found), 0) FROM (\(facts))"), losses: losses)
  }

  /// Of a fact that has more rewordings than were wanted all are counted.
  private func rewordingAccount() throws -> LedgerAccount {
    let facts =
      """
      SELECT t.chunk AS chunk, json_extract(f.value, '$.id') AS fact, json_extract(f.value, '$.wanted') AS wanted,
        (SELECT count(*) FROM pairs p WHERE p.current AND p.origin IS NULL AND p.chunk = t.chunk
          AND p.fact = json_extract(f.value, '$.id') AND p.variant_of IS NOT NULL
          AND p.question IN (SELECT json_extract(w.value, '$.question') FROM json_each(f.value, '$.wordings') w
            WHERE json_extract(w.value, '$.isRewording'))) AS found, \(Self.isOpen) AS open
      FROM tries t, json_each(t.tried, '$.facts') f
      WHERE t.chunk IN (\(Self.chunksInUse)) AND json_extract(f.value, '$.wanted') IS NOT NULL
        AND EXISTS (SELECT 1 FROM pairs p WHERE p.current AND p.origin IS NULL AND p.chunk = t.chunk
          AND p.fact = json_extract(f.value, '$.id'))
        AND NOT EXISTS (SELECT 1 FROM pairs p JOIN review_events e ON e.pair = p.id WHERE p.chunk = t.chunk
          AND p.fact = json_extract(f.value, '$.id'))
      """
    func failures(_ condition: String) -> String {
      """
      FROM ledger WHERE stage = 'generate' AND outcome = 'changed' AND reason IN ('wording-failed', 'wording-missing')
        AND item IN (SELECT fact FROM (\(facts)) WHERE \(condition))
      """
    }
    var losses = try losses("SELECT reason, count(*) \(failures("1")) GROUP BY 1")
    let again = try count(
      """
      SELECT coalesce(sum(max(wanted, found) - found), 0) - (SELECT count(*) \(failures("open")))
      FROM (\(facts)) WHERE open
      """)
    if again > 0 { losses.append(LedgerAccount.Loss(reason: Self.notAsked, count: again)) }
    return LedgerAccount(
      subject: .rewordings, total: try count("SELECT coalesce(sum(max(wanted, found)), 0) FROM (\(facts))"),
      kept: try count("SELECT coalesce(sum(found), 0) FROM (\(facts))"), losses: losses)
  }

  /// Of the records that give one pair one is kept.
  private func importAccount() throws -> LedgerAccount {
    let dropped = "FROM ledger WHERE stage = 'import' AND outcome = 'dropped'"
    // What was located was tried; what was not has a reason and no chunk.
    return LedgerAccount(
      subject: .imported,
      total: try count("SELECT (SELECT count(*) FROM import_tries) + (SELECT count(*) \(dropped) AND chunk IS NULL)"),
      kept: try count(
        "SELECT count(*) FROM import_tries t JOIN pairs p ON p.id = t.pair WHERE p.current AND p.origin = t.file"),
      losses: try losses("SELECT reason, count(*) \(dropped) GROUP BY 1"))
  }

  /// The pairs that there are now, by what the latest version made of them. What it did not see was not curated yet: it is
  /// newer, or its turn has not come, or curation was refused.
  private func pairAccount() throws -> LedgerAccount {
    let latest = try datasets().last?.number ?? 0
    let members = "(SELECT pair FROM dataset_members WHERE dataset = \(latest))"
    let fates =
      """
      WITH reasons AS MATERIALIZED (
        SELECT item, min(reason) AS reason FROM ledger WHERE stage = 'curate' AND outcome = 'dropped' GROUP BY item)
      SELECT CASE WHEN p.id IN \(members) THEN 'kept' WHEN r.reason IS NOT NULL THEN r.reason
          WHEN NOT \(Self.isAlive) THEN 'stale'
          WHEN \(latest) = 0 OR coalesce(p.curated, 0) < \(latest) THEN '\(Self.notCurated)' END AS fate,
        \(Self.isAlive) AS alive
      FROM \(Self.pairTables) LEFT JOIN reasons r ON r.item = p.id WHERE p.current
      """
    return LedgerAccount(
      subject: .pairs, total: try count("SELECT count(*) FROM pairs WHERE current"),
      kept: try count("SELECT count(*) FROM (\(fates)) WHERE fate = 'kept'"),
      losses: try losses("SELECT fate, count(*) FROM (\(fates)) WHERE fate <> 'kept' GROUP BY 1"),
      remarks: [
        .init(
          code: .goneSince,
          count: try count("SELECT count(*) FROM \(members) WHERE pair NOT IN (SELECT id FROM pairs WHERE current)")),
        .init(code: .staleSince, count: try count("SELECT count(*) FROM (\(fates)) WHERE fate = 'kept' AND NOT alive")),
      ])
  }

  private func count(_ sql: String) throws -> Int { try first(sql) { $0.int(0) } ?? 0 }

  private func losses(_ sql: String) throws -> [LedgerAccount.Loss] {
    try all(sql) { LedgerAccount.Loss(reason: $0.text(0), count: $0.int(1)) }
  }
}
