public import Records

/// Work that is done: this stage, on this input, with these options, in this version of the stage.
public struct StageMark: Sendable, Hashable {
  /// The stage's name.
  public var stage: String
  /// Hash or name of the input.
  public var input: String
  /// Hash of the options and of whatever else the result depends on.
  public var options: ContentHash
  /// Counts up when the stage's code gives other results.
  public var version: Int

  /// Puts a mark together.
  public init(stage: String, input: String, options: ContentHash, version: Int) {
    self.stage = stage
    self.input = input
    self.options = options
    self.version = version
  }
}

extension Transaction {
  /// Whether the work is done already.
  public func isDone(_ mark: StageMark) throws -> Bool {
    try count(
      "SELECT count(*) FROM marks WHERE stage = ? AND input = ? AND options = ? AND version = ?",
      mark.stage, mark.input, mark.options, mark.version) > 0
  }

  /// The inputs that a stage is done with, under these options.
  public func doneInputs(stage: String, options: ContentHash, version: Int) throws -> Set<String> {
    Set(
      try all(
        "SELECT input FROM marks WHERE stage = ? AND options = ? AND version = ?", [stage, options, version]
      ) { $0.text(0) })
  }

  /// Notes work as done; belongs in the transaction that writes the work's result.
  public func mark(_ mark: StageMark) throws {
    try run(
      "INSERT OR REPLACE INTO marks (stage, input, options, version) VALUES (?, ?, ?, ?)",
      mark.stage, mark.input, mark.options, mark.version)
  }

  /// Forgets what a stage has done with an input, so that it is done again.
  public func unmark(stage: String, input: String) throws {
    try run("DELETE FROM marks WHERE stage = ? AND input = ?", stage, input)
  }

  /// Forgets what a stage has done with the parts of a document: inputs that are named after it, a colon, the part.
  public func unmark(stage: String, partsOf document: ContentHash) throws {
    try run("DELETE FROM marks WHERE stage = ? AND input LIKE ? || ':%'", stage, document)
  }
}
