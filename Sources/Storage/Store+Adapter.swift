public import Records

/// An adapter that was trained here.
public struct AdapterRecord: Codable, Sendable, Hashable {
  /// Its folder's name under `output/adapters/`.
  public var name: String
  /// The dataset version it learned from.
  public var dataset: Int
  /// The model it belongs to.
  public var model: String
  /// Hash of everything that it was made from.
  public var inputs: ContentHash
  /// Losses and sizes in one line, for lists.
  public var summary: BilingualText

  /// Puts a record together.
  public init(name: String, dataset: Int, model: String, inputs: ContentHash, summary: BilingualText) {
    self.name = name
    self.dataset = dataset
    self.model = model
    self.inputs = inputs
    self.summary = summary
  }
}

extension Transaction {
  /// The adapters, by name.
  public func adapters() throws -> [AdapterRecord] {
    try all("SELECT name, dataset, model, inputs, summary FROM adapters ORDER BY name") { row in
      AdapterRecord(
        name: row.text(0), dataset: row.int(1), model: row.text(2), inputs: ContentHash(hex: row.text(3)),
        summary: row.bilingualText(4))
    }
  }

  /// Records an adapter once its folder is complete.
  public func save(_ adapter: AdapterRecord) throws {
    try run(
      "INSERT OR REPLACE INTO adapters (name, dataset, model, inputs, summary) VALUES (?, ?, ?, ?, ?)", adapter.name,
      adapter.dataset, adapter.model, adapter.inputs, try JSONColumn.encode(adapter.summary))
  }
}
