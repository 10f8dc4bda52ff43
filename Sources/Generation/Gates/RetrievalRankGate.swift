import Records

/// The question finds its own passage: one that fits every passage alike finds another.
struct RetrievalRankGate: Gate {
  static let texts = [
    "retrieval-rank": BilingualText(
      en: "The question does not find its own passage among the first ones: it is too vague, or fits others better.",
      ja: "質問で検索しても、元の本文が上位に見つかりません。質問があいまいか、ほかの文章によく合っています。")
  ]
  /// Ranks are looked for down to here, whatever the limit is: it may be changed afterwards.
  static let depth = 50
  let name = GateName.retrieval
  var reasons: [String: BilingualText] { Self.texts }
  private let retriever: any Retriever

  init(retriever: any Retriever) { self.retriever = retriever }

  /// The score is 1 / rank; 0 beyond the depth.
  func measure(_ subjects: [GateSubject]) async throws -> [GateMeasure] {
    var out: [GateMeasure] = []
    for subject in subjects {
      let hits = try await retriever.retrieve(subject.question, k: Self.depth)
      if let index = hits.firstIndex(where: { $0.chunk == subject.chunk.id }) {
        out.append(
          index == 0
            ? .sound : .flaw("retrieval-rank", found: "rank \(index + 1)", score: 1 / Double(index + 1)))
      } else {
        out.append(.flaw("retrieval-rank", found: "rank > \(Self.depth)"))
      }
    }
    return out
  }
}
