public import Records

/// A frozen dataset version.
public struct DatasetVersion: Codable, Sendable, Hashable {
  /// One pair's place in it.
  public struct Member: Codable, Sendable, Hashable {
    /// The pair.
    public var pair: ContentHash
    /// The document that its evidence stands in.
    public var document: ContentHash
    /// The part that it fell to.
    public var split: DatasetSplit

    /// Puts a member together.
    public init(pair: ContentHash, document: ContentHash, split: DatasetSplit) {
      self.pair = pair
      self.document = document
      self.split = split
    }
  }

  /// 1, 2, …
  public var number: Int
  /// Hash of everything that it was made from: pairs, review states, options.
  public var inputs: ContentHash
  /// Hash of its files.
  public var content: ContentHash
  /// The split's seed.
  public var seed: UInt64

  /// Puts a version together.
  public init(number: Int, inputs: ContentHash, content: ContentHash, seed: UInt64) {
    self.number = number
    self.inputs = inputs
    self.content = content
    self.seed = seed
  }

  /// `v1`, `v2`, … as its folder is named.
  public var name: String { "v\(number)" }
}

extension Transaction {
  /// The frozen versions, oldest first.
  public func datasets() throws -> [DatasetVersion] {
    try all("SELECT number, inputs, content, seed FROM datasets ORDER BY number") { row in
      DatasetVersion(
        number: row.int(0), inputs: ContentHash(hex: row.text(1)), content: ContentHash(hex: row.text(2)),
        seed: UInt64(bitPattern: Int64(row.int(3))))
    }
  }

  /// Records a version once its folder is complete.
  public func save(_ version: DatasetVersion, members: some Sequence<DatasetVersion.Member>) throws {
    try run(
      "INSERT OR REPLACE INTO datasets (number, inputs, content, seed) VALUES (?, ?, ?, ?)", version.number,
      version.inputs, version.content, Int(Int64(bitPattern: version.seed)))
    for member in members {
      try run(
        "INSERT OR REPLACE INTO dataset_members (dataset, pair, document, split) VALUES (?, ?, ?, ?)", version.number,
        member.pair, member.document, member.split.rawValue)
    }
  }

  /// Notes that every pair that there is was looked at for a version, whether it is in it or not.
  public func noteCurated(for number: Int) throws { try run("UPDATE pairs SET curated = ? WHERE current", number) }

  /// Forgets a version whose folder somebody has deleted.
  public func forgetDataset(_ number: Int) throws {
    try run("DELETE FROM datasets WHERE number = ?", number)
  }

  /// Sizes of a version's parts.
  public func splitSizes(dataset number: Int) throws -> [DatasetSplit: Int] {
    var out: [DatasetSplit: Int] = [:]
    try each("SELECT split, count(*) FROM dataset_members WHERE dataset = ? GROUP BY split", [number]) { row in
      if let split = DatasetSplit(rawValue: row.text(0)) { out[split] = row.int(1) }
    }
    return out
  }

  /// The pairs of one part of a version, by id.
  public func members(dataset number: Int, split: DatasetSplit) throws -> [ContentHash] {
    try all(
      "SELECT pair FROM dataset_members WHERE dataset = ? AND split = ? ORDER BY pair", [number, split.rawValue]
    ) { ContentHash(hex: $0.text(0)) }
  }

  /// Where a version put documents, each with its latest known path; empty for one that was purged since.
  public func placedDocuments(
    dataset number: Int
  ) throws -> [(document: ContentHash, path: String, split: DatasetSplit)] {
    try all(
      """
      SELECT DISTINCT m.document, coalesce(d.path, ''), m.split
      FROM dataset_members m LEFT JOIN documents d ON d.id = m.document WHERE m.dataset = ? ORDER BY m.document, m.split
      """, [number]
    ) { row in
      (ContentHash(hex: row.text(0)), row.text(1), DatasetSplit(rawValue: row.text(2)) ?? .train)
    }
  }

  /// The part that a pair fell to in a version.
  public func split(of pair: ContentHash, dataset number: Int) throws -> DatasetSplit? {
    try first("SELECT split FROM dataset_members WHERE dataset = ? AND pair = ?", [number, pair]) { $0.text(0) }
      .flatMap(DatasetSplit.init)
  }
}
