public import Records

extension Transaction {
  /// Keeps what a model has answered for a batch that is not done yet.
  ///
  /// - Parameter request: Hash of the model's name and of all that it was asked with.
  public func keepAnswer(_ reply: ChatReply, to request: ContentHash, batch: String, document: ContentHash) throws {
    try run(
      "INSERT OR REPLACE INTO kept_answers (batch, request, document, reply) VALUES (?, ?, ?, ?)", batch, request,
      document,
      try JSONColumn.encode(reply))
  }

  /// What was answered for a batch that was not done, by request.
  public func keptAnswers(ofBatch batch: String) throws -> [ContentHash: ChatReply] {
    var out: [ContentHash: ChatReply] = [:]
    try each("SELECT request, reply FROM kept_answers WHERE batch = ?", [batch]) {
      out[ContentHash(hex: $0.text(0))] = try $0.json(1, as: ChatReply.self)
    }
    return out
  }

  /// Forgets the answers of a batch, which is done, and those that belong to documents out of use.
  public func forgetAnswers(ofBatch batch: String) throws {
    try run(
      "DELETE FROM kept_answers WHERE batch = ? OR document IN (SELECT id FROM documents WHERE NOT current)", batch)
  }
}
