import Records
public import Storage

/// What stands where: the workspace in figures.
public struct WorkspaceStatus: Codable, Sendable, Hashable {
  /// A dataset version's parts.
  public struct Dataset: Codable, Sendable, Hashable {
    /// `v1`, `v2`, …
    public var version: String
    /// Part → number of pairs.
    public var splits: [String: Int]
  }

  /// Current documents.
  public var documents: Int
  /// Their pages.
  public var pages: Int
  /// Their chunks.
  public var chunks: Int
  /// Files that could not be read, by reason.
  public var unreadable: [String: Int]
  /// Current pairs by status.
  public var pairs: [String: Int]
  /// Pairs that people have decided about.
  public var reviewed: Int
  /// Drops by stage and reason.
  public var ledger: [LedgerCount]
  /// The latest dataset version.
  public var dataset: Dataset?
  /// Adapters by name.
  public var adapters: [String]
  /// The latest start of a command that keeps a record.
  public var lastRun: Run?
  /// Documents of new content, with what that changed: only in the status that closes an ingest.
  public var revisions: [DocumentRevision]?

  /// A run in a few words.
  public struct Run: Codable, Sendable, Hashable {
    /// Its folder's name under `output/runs/`.
    public var id: String
    /// The command, such as `run`.
    public var command: String
    /// `done`, `failed`, `interrupted`; nil while it is under way, or when it was killed and nothing has run since.
    public var outcome: String?
  }

  /// Reads the figures. A document without any text is told of among the unreadable ones and not counted again.
  public init(_ transaction: Transaction) throws {
    documents = 0
    pages = 0
    chunks = 0
    for document in try transaction.documents() where document.chunks > 0 {
      documents += 1
      pages += document.pages
      chunks += document.chunks
    }
    ledger = try transaction.ledgerCounts()
    unreadable = Dictionary(
      ledger.filter { $0.stage == IngestStage.name && $0.outcome == .dropped }.map { ($0.reason, $0.count) },
      uniquingKeysWith: +)
    pairs = Dictionary(uniqueKeysWithValues: try transaction.pairCounts().map { ($0.key.rawValue, $0.value) })
    reviewed = try transaction.reviewProgress().reviewed
    if let version = try transaction.datasets().last {
      dataset = Dataset(
        version: version.name,
        splits: Dictionary(
          uniqueKeysWithValues: try transaction.splitSizes(dataset: version.number).map { ($0.key.rawValue, $0.value) })
      )
    }
    adapters = try transaction.adapters().map(\.name)
    lastRun = try transaction.runs(limit: 1).first.map {
      Run(id: $0.id, command: $0.command, outcome: $0.outcome)
    }
  }
}
