public import Records

extension Transaction {
  /// The answers that an arm has given already: pair → the prediction's JSON.
  public func answers(armKey: ContentHash) throws -> [ContentHash: String] {
    var out: [ContentHash: String] = [:]
    try each("SELECT pair, prediction FROM answers WHERE arm_key = ?", [armKey]) { row in
      out[ContentHash(hex: row.text(0))] = row.text(1)
    }
    return out
  }

  /// Keeps an arm's answer to a question.
  public func saveAnswer(armKey: ContentHash, arm: String, pair: ContentHash, prediction: String) throws {
    try run(
      "INSERT OR REPLACE INTO answers (arm_key, pair, arm, prediction) VALUES (?, ?, ?, ?)", armKey, pair, arm,
      prediction)
  }
}
