public import Records

/// What a new version of a file changed: chunks by fate, and what became of the pairs that quoted the old ones.
public struct RevisionDifference: Codable, Sendable, Hashable {
  /// Chunks that the new version has and the old one has not.
  public var added = 0
  /// Chunks that only the old version has.
  public var removed = 0
  /// Chunks in whose place others stand.
  public var changed = 0
  /// Chunks whose text stands in both.
  public var unchanged = 0
  /// Pairs whose evidence stands in the new version.
  public var pairsKept = 0
  /// Pairs whose evidence does not: they are stale.
  public var pairsStale = 0

  /// No difference at all.
  public init() {}
}

/// A document that is a new version of what the same file held before, with what changed.
public struct DocumentRevision: Codable, Sendable, Hashable {
  /// Where it lies now.
  public var path: String
  /// What changed.
  public var difference: RevisionDifference

  /// Puts a revision together.
  public init(path: String, difference: RevisionDifference) {
    self.path = path
    self.difference = difference
  }
}

extension Transaction {
  /// Notes that a file holds another content now: `later` is a new version of `earlier`, which no file holds any more.
  public func note(_ earlier: ContentHash, replacedBy later: ContentHash) throws {
    try run("INSERT OR REPLACE INTO revisions (earlier, later) VALUES (?, ?)", earlier, later)
  }

  /// Some file holds the content: it is no earlier version any more.
  public func noteInUse(_ document: ContentHash) throws {
    try run("DELETE FROM revisions WHERE earlier = ?", document)
  }

  /// Whether a newer version of a content was seen.
  public func isReplaced(_ document: ContentHash) throws -> Bool {
    try count("SELECT count(*) FROM revisions WHERE earlier = ?", document) > 0
  }

  /// What the file held before, the latest first, so far as it was read.
  public func earlierContents(of document: ContentHash) throws -> [ContentHash] {
    try all(
      """
      WITH RECURSIVE before(id, step) AS (
        SELECT earlier, 1 FROM revisions WHERE later = ?1
        UNION SELECT r.earlier, step + 1 FROM revisions r JOIN before b ON r.later = b.id WHERE step < 1000
      )
      SELECT id, min(step) FROM before WHERE id <> ?1 AND id IN (SELECT id FROM documents) GROUP BY id ORDER BY 2, id
      """, [document]
    ) { ContentHash(hex: $0.text(0)) }
  }

  /// Writes down what a content changed, and gives it the next number.
  public func save(_ difference: RevisionDifference, of document: ContentHash) throws {
    try run(
      """
      INSERT OR REPLACE INTO differences (document, number, difference)
      VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM differences), ?)
      """, document, try JSONColumn.encode(difference))
  }

  /// What a content changed, where that was written down.
  public func difference(of document: ContentHash) throws -> RevisionDifference? {
    try first("SELECT difference FROM differences WHERE document = ?", [document]) {
      try $0.json(0, as: RevisionDifference.self)
    }
  }

  /// The number of the latest difference; 0 before the first.
  public func latestRevision() throws -> Int { try count("SELECT coalesce(max(number), 0) FROM differences") }

  /// The current documents' differences that were found after a number, in the order in which they were found.
  public func revisions(after number: Int) throws -> [DocumentRevision] {
    try all(
      """
      SELECT d.path, r.difference FROM differences r JOIN documents d ON d.id = r.document
      WHERE d.current AND r.number > ? ORDER BY r.number
      """, [number]
    ) { DocumentRevision(path: $0.text(0), difference: try $0.json(1, as: RevisionDifference.self)) }
  }

  /// The current pairs of a document whose passage is out of use, whether somebody has decided about them since or not.
  public func displacedPairs(of document: ContentHash) throws -> [ReviewedPair] {
    let ids = try all(
      """
      SELECT p.id FROM pairs p JOIN documents d ON d.id = p.document JOIN chunks c ON c.id = p.chunk
      WHERE p.document = ? AND p.current AND NOT (d.current AND c.current) ORDER BY c.position, p.position, p.id
      """, [document]
    ) { ContentHash(hex: $0.text(0)) }
    return try ids.compactMap { try pair($0) }
  }

  /// Puts a pair where its evidence stands now. Its id, its wording and what people decided stay. Where a pair that
  /// nobody has reviewed asks and answers the same there, one of the two goes out of use.
  ///
  /// - Returns: Whether it stays in use.
  public func move(_ pair: ContentHash, to evidence: [Evidence]) throws -> Bool {
    guard let place = evidence.first else { return false }
    try run(
      "UPDATE pairs SET document = ?, chunk = ?, evidence = ? WHERE id = ?", place.sha256, place.chunk,
      try JSONColumn.encode(evidence), pair)
    let isReviewed = try count("SELECT count(*) FROM review_events WHERE pair = ?", pair) > 0
    let twins = try all(
      """
      SELECT o.id FROM pairs o JOIN pairs p ON p.id = ?1
      WHERE o.chunk = p.chunk AND o.question = p.question AND o.answer = p.answer AND o.id <> p.id AND o.current
        AND (NOT ?2 OR o.id NOT IN (SELECT pair FROM review_events WHERE pair = o.id))
      """, [pair, isReviewed]
    ) { ContentHash(hex: $0.text(0)) }
    if isReviewed {
      for twin in twins { try run("UPDATE pairs SET current = 0 WHERE id = ?", twin) }
    } else if !twins.isEmpty {
      try run("UPDATE pairs SET current = 0 WHERE id = ?", pair)
      return false
    }
    return true
  }
}
