public import Records

/// Progress as a value: the terminal prints it, the web page streams it, tests collect it.
public enum StageEvent: Sendable, Hashable {
  /// A stage begins: so many things in all, so many of them done in earlier runs.
  case began(stage: String, total: Int, done: Int)
  /// So many things are done now; `label` is the latest.
  case advanced(stage: String, done: Int, total: Int, label: BilingualText)
  /// Something was left out or changed.
  case dropped(Drop)
  /// Something a person should know.
  case note(stage: String, BilingualText)
  /// The stage is through.
  case ended(StageSummary)
}

/// A stage's run in figures.
public struct StageSummary: Codable, Sendable, Hashable {
  /// The stage's name.
  public var stage: String
  /// Things in the plan.
  public var total: Int
  /// Things worked on in this run; 0 when nothing had changed.
  public var worked: Int
  /// Things kept in this run.
  public var kept: Int
  /// Drops of this run by reason.
  public var drops: [String: Int]
  /// Wall-clock seconds.
  public var seconds: Double
}

/// Receives events. Called from any thread.
public typealias StageReporter = @Sendable (StageEvent) -> Void
