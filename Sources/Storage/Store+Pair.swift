public import Records

/// Which pairs a list wants.
public struct PairFilter: Sendable, Hashable {
  /// Only these; nil is all.
  public var statuses: Set<PairStatus>?
  /// Only pairs of this document.
  public var document: ContentHash?
  /// Only this language.
  public var language: Language?
  /// Only pairs that another document's contradicts.
  public var isContradicted = false
  /// Where to begin, and how many at most.
  public var offset = 0
  /// How many at most; nil is all.
  public var limit: Int?

  /// All pairs, unless told otherwise.
  public init(
    statuses: Set<PairStatus>? = nil, document: ContentHash? = nil, language: Language? = nil, offset: Int = 0,
    limit: Int? = nil
  ) {
    self.statuses = statuses
    self.document = document
    self.language = language
    self.offset = offset
    self.limit = limit
  }
}

extension Transaction {
  // A pair whose passage is gone counts again once somebody has decided about it as it is.
  static let isAlive =
    """
    (d.current AND c.current AND v.document IS NULL
      OR coalesce(s.event, 0) > max(coalesce(d.stale_since, 0), coalesce(c.stale_since, 0), coalesce(v.since, 0)))
    """
  // `status` as people see it: a pair whose passage is gone is stale, whatever was decided before.
  private static let pairStatus = "CASE WHEN \(isAlive) THEN coalesce(s.status, 'unreviewed') ELSE 'stale' END"
  static let pairTables =
    """
    pairs p JOIN documents d ON d.id = p.document JOIN chunks c ON c.id = p.chunk
    LEFT JOIN pair_states s ON s.pair = p.id LEFT JOIN versions v ON v.document = p.document
    """
  private static let pairColumns =
    """
    p.question, p.answer, p.language, p.type, p.difficulty, p.evidence, p.fact, p.variant_of, p.answerable, p.scores,
    p.generator, d.path, p.document, s.status, s.reviewer, s.reason, s.question, s.answer, \(isAlive), p.id,
    (SELECT split FROM dataset_members WHERE pair = p.id ORDER BY dataset DESC LIMIT 1)
    """

  /// Makes these the pairs of a chunk. What the same or another way of generating wrote before and nobody has
  /// reviewed goes out of use; reviewed pairs stay.
  public func replacePairs(of chunk: ContentHash, with pairs: [QAPair], provenance: ContentHash) throws {
    try run(
      """
      UPDATE pairs SET current = 0
      WHERE chunk = ? AND origin IS NULL AND id NOT IN (SELECT pair FROM review_events WHERE pair = pairs.id)
      """, chunk)
    let known = try pairsOfOtherIDs(in: chunk, like: pairs)
    for (position, var pair) in pairs.enumerated() {
      pair.id = known[pair.id] ?? pair.id
      pair.variantOf = pair.variantOf.map { known[$0] ?? $0 }
      try write(pair, position: position, provenance: provenance, origin: nil)
    }
  }

  /// Makes these the pairs that a file made elsewhere has given. What it gave before and nobody has reviewed goes out of
  /// use; a pair that generation or another file has given already stays theirs.
  public func replacePairs(importedFrom file: String, with pairs: [QAPair], provenance: ContentHash) throws {
    let given = Set(pairs.map(\.id))
    let before = try all(
      """
      SELECT id FROM pairs
      WHERE origin = ? AND current AND id NOT IN (SELECT pair FROM review_events WHERE pair = pairs.id)
      """, [file]
    ) { ContentHash(hex: $0.text(0)) }
    for id in before where !given.contains(id) { try run("UPDATE pairs SET current = 0 WHERE id = ?", id) }
    for (position, pair) in pairs.enumerated() {
      try write(pair, position: position, provenance: provenance, origin: file)
    }
  }

  private static let isInPlace =
    """
    EXISTS (SELECT 1 FROM chunks c JOIN documents d ON d.id = c.document
      WHERE c.id = pairs.chunk AND c.current AND d.current)
    """

  // A pair that has followed its evidence into a new version of the document stays there.
  func write(_ pair: QAPair, position: Int, provenance: ContentHash, origin: String?) throws {
    guard let evidence = pair.evidence.first else { return }
    try run(
      """
      INSERT INTO pairs (id, document, chunk, position, question, answer, language, type, difficulty, evidence, fact,
        variant_of, answerable, scores, generator, provenance, origin, current)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
      ON CONFLICT (id) DO UPDATE SET position = excluded.position, type = excluded.type,
        difficulty = excluded.difficulty, fact = excluded.fact,
        evidence = CASE WHEN pairs.chunk <> excluded.chunk AND \(Self.isInPlace) THEN pairs.evidence
          ELSE excluded.evidence END,
        document = CASE WHEN \(Self.isInPlace) THEN pairs.document ELSE excluded.document END,
        chunk = CASE WHEN \(Self.isInPlace) THEN pairs.chunk ELSE excluded.chunk END,
        origin = CASE WHEN excluded.origin IS NULL OR NOT pairs.current THEN excluded.origin ELSE pairs.origin END,
        variant_of = excluded.variant_of, scores = excluded.scores, generator = excluded.generator,
        provenance = excluded.provenance, current = 1
      WHERE excluded.origin IS NULL OR NOT pairs.current OR pairs.origin = excluded.origin
      """,
      pair.id, evidence.sha256, evidence.chunk, position, pair.question, pair.answer, pair.language.rawValue,
      pair.type.rawValue, pair.difficulty, try JSONColumn.encode(pair.evidence), pair.fact, pair.variantOf,
      pair.answerable, try JSONColumn.encode(pair.scores), try JSONColumn.encode(pair.generator), provenance, origin)
  }

  /// Pairs that came here from an earlier version of the document keep their ids, and with them what people decided:
  /// from the id of a pair that was written for this chunk to that of the one that asks and answers the same.
  private func pairsOfOtherIDs(in chunk: ContentHash, like pairs: [QAPair]) throws -> [ContentHash: ContentHash] {
    var out: [ContentHash: ContentHash] = [:]
    for pair in pairs {
      let other = try first(
        """
        SELECT id FROM pairs WHERE chunk = ?1 AND question = ?2 AND answer = ?3
          AND NOT EXISTS (SELECT 1 FROM pairs WHERE id = ?4 AND chunk = ?1)
        ORDER BY id IN (SELECT pair FROM review_events WHERE pair = pairs.id) DESC, id LIMIT 1
        """, [chunk, pair.question, pair.answer, pair.id]
      ) { ContentHash(hex: $0.text(0)) }
      if let other { out[pair.id] = other }
    }
    return out
  }

  /// Walks over the current pairs in the order of the documents' hashes, then as they stand in the text.
  public func eachPair(_ filter: PairFilter = PairFilter(), _ body: (ReviewedPair) throws -> Void) throws {
    let (condition, values) = condition(for: filter)
    try each(
      """
      SELECT \(Self.pairColumns) FROM \(Self.pairTables) WHERE \(condition)
      ORDER BY p.document, c.position, p.position, p.id LIMIT ? OFFSET ?
      """, values + [filter.limit ?? -1, filter.offset]
    ) { try body(try reviewedPair($0)) }
  }

  /// How many pairs a list has, its limit left aside.
  public func countPairs(_ filter: PairFilter = PairFilter()) throws -> Int {
    let (condition, values) = condition(for: filter)
    return try first("SELECT count(*) FROM \(Self.pairTables) WHERE \(condition)", values) { $0.int(0) } ?? 0
  }

  /// A pair, current or not.
  public func pair(_ id: ContentHash) throws -> ReviewedPair? {
    try first("SELECT \(Self.pairColumns) FROM \(Self.pairTables) WHERE p.id = ?", [id], reviewedPair)
  }

  /// Current pairs by status.
  public func pairCounts() throws -> [PairStatus: Int] {
    var out: [PairStatus: Int] = [:]
    try each("SELECT \(Self.pairStatus), count(*) FROM \(Self.pairTables) WHERE p.current GROUP BY 1") { row in
      if let status = PairStatus(rawValue: row.text(0)) { out[status] = row.int(1) }
    }
    return out
  }

  private func condition(for filter: PairFilter) -> (sql: String, values: [any SQLBindable]) {
    var terms = ["p.current"]
    var values: [any SQLBindable] = []
    if let statuses = filter.statuses {
      // The words come from an enumeration, never from outside.
      let words = statuses.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
      terms.append("\(Self.pairStatus) IN (\(words))")
    }
    if let document = filter.document {
      terms.append("p.document = ?")
      values.append(document)
    }
    if filter.isContradicted {
      terms.append("EXISTS (SELECT 1 FROM contradictions x WHERE p.id IN (x.one, x.other))")
    }
    if let language = filter.language {
      terms.append("p.language = ?")
      values.append(language.rawValue)
    }
    return (terms.joined(separator: " AND "), values)
  }

  private func reviewedPair(_ row: Row) throws -> ReviewedPair {
    var evidence = try row.json(5, as: [Evidence].self)
    let document = ContentHash(hex: row.text(12))
    // A moved file keeps its pairs; they show where it lies now.
    for index in evidence.indices where evidence[index].sha256 == document { evidence[index].document = row.text(11) }
    var pair = QAPair(
      question: row.text(0), answer: row.text(1), language: Language(rawValue: row.text(2)) ?? .en,
      type: QuestionType(rawValue: row.text(3)) ?? .factoid, difficulty: row.int(4), evidence: evidence,
      fact: ContentHash(hex: row.text(6)), variantOf: row.optionalText(7).map(ContentHash.init(hex:)),
      answerable: row.bool(8), scores: try row.json(9, as: [String: Double].self), split: row.optionalText(20),
      generator: try row.json(10, as: PairGenerator.self))
    // It was made of the place where the evidence stood at first.
    pair.id = ContentHash(hex: row.text(19))
    var state = ReviewState()
    if let status = row.optionalText(13).flatMap(PairStatus.init) {
      state.status = status
      state.reviewer = row.optionalText(14)
      state.reason = row.optionalText(15)
      state.question = row.optionalText(16)
      state.answer = row.optionalText(17)
    }
    return ReviewedPair(original: pair, state: state, isStale: !row.bool(18))
  }
}
