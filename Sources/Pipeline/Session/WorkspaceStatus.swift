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

  /// Reads the figures.
  public init(_ transaction: Transaction) throws {
    documents = 0
    pages = 0
    chunks = 0
    for document in try transaction.documents() {
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
  }
}
