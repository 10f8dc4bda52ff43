public import Records

extension Transaction {
  /// Makes these the contradictions that are known; pairs that are gone are left out.
  public func replaceContradictions(
    with found: [(one: ContentHash, other: ContentHash, similarity: Double)]
  ) throws {
    try run("DELETE FROM contradictions")
    for (one, other, similarity) in found {
      try run(
        """
        INSERT OR REPLACE INTO contradictions (one, other, similarity)
        SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM pairs WHERE id = ?1) AND EXISTS (SELECT 1 FROM pairs WHERE id = ?2)
        """, one, other, similarity)
    }
  }

  /// The pairs of other documents that answer nearly the same question otherwise, the most alike first.
  public func contradictions(of pair: ContentHash) throws -> [ReviewedPair] {
    let others = try all(
      """
      SELECT CASE WHEN one = ?1 THEN other ELSE one END, similarity FROM contradictions WHERE ?1 IN (one, other)
      ORDER BY 2 DESC, 1
      """, [pair]
    ) { ContentHash(hex: $0.text(0)) }
    return try others.compactMap { try self.pair($0) }
  }

  /// How many are known.
  public func contradictionCount() throws -> Int { try count("SELECT count(*) FROM contradictions") }
}
