public import Records

extension Transaction {
  /// Adds an act of review and returns the pair as it stands then; nil when there is no such pair.
  @discardableResult
  public func append(_ event: ReviewEvent) throws -> ReviewedPair? {
    guard try pair(event.pair) != nil else { return nil }
    try run(
      """
      INSERT INTO review_events (pair, action, reviewer, time, reason, question, answer) VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      event.pair, event.action.rawValue, event.reviewer, event.time, event.reason, event.question, event.answer)
    try foldEvents(of: event.pair)
    return try pair(event.pair)
  }

  /// A pair's events, oldest first.
  public func events(of pair: ContentHash) throws -> [ReviewEvent] {
    try all(
      """
      SELECT pair, action, reviewer, time, reason, question, answer FROM review_events WHERE pair = ? ORDER BY number
      """, [pair], event)
  }

  /// The latest events of all pairs, newest first.
  public func latestEvents(limit: Int) throws -> [ReviewEvent] {
    try all(
      """
      SELECT pair, action, reviewer, time, reason, question, answer FROM review_events ORDER BY number DESC LIMIT ?
      """, [limit], event)
  }

  /// A reviewer's latest decision that still stands and that nobody has decided over since: what undo takes back.
  ///
  /// Nil when every decision of theirs was taken back, or lies under a later one of somebody else.
  public func latestDecision(of reviewer: String) throws -> ReviewEvent? {
    var standing: [ContentHash: [(number: Int, event: ReviewEvent)]] = [:]
    let events = try all(
      """
      SELECT pair, action, reviewer, time, reason, question, answer FROM review_events
      WHERE pair IN (SELECT id FROM pairs) ORDER BY number
      """, [], event)
    for (number, event) in events.enumerated() {
      if event.action == .undo {
        _ = standing[event.pair]?.popLast()
      } else {
        standing[event.pair, default: []].append((number, event))
      }
    }
    return standing.values.compactMap(\.last).filter { $0.event.reviewer == reviewer }.max { $0.number < $1.number }?
      .event
  }

  /// How many pairs people have decided about, of how many current ones that are not stale.
  public func reviewProgress() throws -> (reviewed: Int, total: Int) {
    let counts = try pairCounts()
    let total = counts.filter { $0.key != .stale }.values.reduce(0, +)
    return (total - counts[.unreviewed, default: 0], total)
  }

  private func foldEvents(of pair: ContentHash) throws {
    let state = ReviewState(folding: try events(of: pair))
    var standing: [Int] = []
    try each("SELECT number, action FROM review_events WHERE pair = ? ORDER BY number", [pair]) { row in
      if row.text(1) == ReviewEvent.Action.undo.rawValue {
        _ = standing.popLast()
      } else {
        standing.append(row.int(0))
      }
    }
    try run(
      """
      INSERT OR REPLACE INTO pair_states (pair, status, reviewer, reason, question, answer, event)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      pair, state.status.rawValue, state.reviewer, state.reason, state.question, state.answer, standing.last ?? 0)
  }

  private func event(_ row: Row) throws -> ReviewEvent {
    ReviewEvent(
      pair: ContentHash(hex: row.text(0)), action: ReviewEvent.Action(rawValue: row.text(1)) ?? .undo,
      reviewer: row.text(2), time: row.double(3), reason: row.optionalText(4), question: row.optionalText(5),
      answer: row.optionalText(6))
  }
}
