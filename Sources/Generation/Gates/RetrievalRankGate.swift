import Records

/// The question finds its own passage: one that fits every passage alike finds another.
struct RetrievalRankGate: Gate {
  static let texts = [
    "retrieval-rank": BilingualText(
      en: "The question does not find its own passage among the first ones: it is too vague, or fits others better.",
      ja: "質問で検索しても、元の本文が上位に見つかりません。質問があいまいか、ほかの文章によく合っています。")
  ]
  let scoreName: String? = "retrieval"
  var reasons: [String: BilingualText] { Self.texts }
  private let retriever: any Retriever
  private let limit: Int

  init(retriever: any Retriever, limit: Int) {
    self.retriever = retriever
    self.limit = limit
  }

  /// The score is 1 / rank.
  func judge(_ subjects: [GateSubject]) async throws -> [GateVerdict] {
    var out: [GateVerdict] = []
    for subject in subjects {
      let hits = try await retriever.retrieve(subject.question, k: limit)
      if let index = hits.firstIndex(where: { $0.chunk == subject.chunk.id }) {
        out.append(.pass(score: 1 / Double(index + 1)))
      } else {
        out.append(.fail(reason: "retrieval-rank", found: "rank > \(limit)", score: 0))
      }
    }
    return out
  }
}
