public import Records

extension Transaction {
  /// Keeps what a judge said of pairs, in place of what the same judge said before.
  public func saveJudgements(
    _ judgements: [(pair: ContentHash, document: ContentHash, measure: some Encodable)], by judge: String
  ) throws {
    for (pair, document, measure) in judgements {
      try run(
        "INSERT OR REPLACE INTO judgements (pair, judge, document, measure) VALUES (?, ?, ?, ?)",
        pair, judge, document, try JSONColumn.encode(measure))
    }
  }

  /// What a judge said of a pair; nil where it was not asked.
  public func judgement<Measure: Decodable>(
    of pair: ContentHash, by judge: String, as type: Measure.Type
  ) throws -> Measure? {
    try first("SELECT measure FROM judgements WHERE pair = ? AND judge = ?", [pair, judge]) {
      try $0.json(0, as: Measure.self)
    }
  }
}
