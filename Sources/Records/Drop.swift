/// Bad data is a value, not an error: something that a stage left out or changed, with the reason.
public struct Drop: Codable, Sendable, Hashable {
  /// Whether the item is gone.
  public enum Outcome: String, Codable, Sendable {
    /// Left out.
    case dropped
    /// Kept, but changed or in doubt.
    case changed
  }

  /// The stage's name, such as `ingest`.
  public var stage: String
  /// What was dropped: a path, a chunk's or a pair's id.
  public var item: String
  /// The document it belongs to, where there is one.
  public var document: String?
  /// The chunk it belongs to, where there is one.
  public var chunk: ContentHash?
  /// A short stable code to count by, such as `encrypted`, `round-trip-failed`.
  public var reason: String
  /// One sentence for people: what happened and what to do.
  public var detail: BilingualText
  /// Tells apart what is missing from what is there but not as it was.
  public var outcome: Outcome

  /// Makes an entry for the ledger; left out unless said otherwise.
  public init(
    stage: String, item: String, document: String? = nil, chunk: ContentHash? = nil, reason: String,
    detail: BilingualText, outcome: Outcome = .dropped
  ) {
    self.stage = stage
    self.item = item
    self.document = document
    self.chunk = chunk
    self.reason = reason
    self.detail = detail
    self.outcome = outcome
  }
}
