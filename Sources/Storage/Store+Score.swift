/// One figure of a comparison.
public struct ScoreRecord: Codable, Sendable, Hashable {
  /// Such as `rag`.
  public var arm: String
  /// The test set.
  public var split: String
  /// Such as `f1`.
  public var metric: String
  /// The figure.
  public var value: Double
  /// Lower end of its interval.
  public var low: Double?
  /// Upper end of its interval.
  public var high: Double?
  /// Over how many questions.
  public var n: Int

  /// Puts a figure together.
  public init(
    arm: String, split: String, metric: String, value: Double, low: Double? = nil, high: Double? = nil, n: Int
  ) {
    self.arm = arm
    self.split = split
    self.metric = metric
    self.value = value
    self.low = low
    self.high = high
    self.n = n
  }
}

extension Transaction {
  /// Makes these the figures of a comparison.
  public func replaceScores(comparison: String, with scores: [ScoreRecord]) throws {
    try run("DELETE FROM scores WHERE comparison = ?", comparison)
    for score in scores {
      try run(
        """
        INSERT INTO scores (comparison, arm, split, metric, value, low, high, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        comparison, score.arm, score.split, score.metric, score.value, score.low, score.high, score.n)
    }
  }

  /// The figures of a comparison.
  public func scores(comparison: String) throws -> [ScoreRecord] {
    try all(
      """
      SELECT arm, split, metric, value, low, high, n FROM scores WHERE comparison = ? ORDER BY split, metric, arm
      """, [comparison]
    ) { row in
      ScoreRecord(
        arm: row.text(0), split: row.text(1), metric: row.text(2), value: row.double(3), low: row.optionalDouble(4),
        high: row.optionalDouble(5), n: row.int(6))
    }
  }
}
