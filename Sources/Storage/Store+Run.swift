/// One start of the program that changed something.
public struct RunRecord: Codable, Sendable, Hashable {
  /// Its folder's name under `output/runs/`.
  public var id: String
  /// The command, such as `run` or `generate`.
  public var command: String
  /// Seconds since 1970.
  public var started: Double
  /// Seconds since 1970; nil while it runs, or when it was killed.
  public var ended: Double?
  /// `done`, `failed` or `interrupted`.
  public var outcome: String?
  /// The resolved options, as JSON.
  public var options: String

  /// Puts a record together.
  public init(
    id: String, command: String, started: Double, ended: Double? = nil, outcome: String? = nil, options: String
  ) {
    self.id = id
    self.command = command
    self.started = started
    self.ended = ended
    self.outcome = outcome
    self.options = options
  }
}

extension Transaction {
  /// The latest runs, newest first.
  public func runs(limit: Int = 20) throws -> [RunRecord] {
    try all(
      "SELECT id, command, started, ended, outcome, options FROM runs ORDER BY started DESC, id DESC LIMIT ?", [limit]
    ) { row in
      RunRecord(
        id: row.text(0), command: row.text(1), started: row.double(2), ended: row.optionalDouble(3),
        outcome: row.optionalText(4), options: row.text(5))
    }
  }

  /// Gives runs without an end the outcome `interrupted`: to be called where no run can be under way.
  ///
  /// - Returns: These runs.
  @discardableResult
  public func closeKilledRuns() throws -> [RunRecord] {
    let killed = try runs(limit: -1).filter { $0.outcome == nil }
    return try killed.map { record in
      var record = record
      record.outcome = "interrupted"
      try save(record)
      return record
    }
  }

  /// Writes or rewrites a run.
  public func save(_ record: RunRecord) throws {
    try run(
      "INSERT OR REPLACE INTO runs (id, command, started, ended, outcome, options) VALUES (?, ?, ?, ?, ?, ?)",
      record.id, record.command, record.started, record.ended, record.outcome, record.options)
  }
}
