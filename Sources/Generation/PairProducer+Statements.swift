import Records

/// Wordings that rules make of the statement which holds the answer.
extension PairProducer {
  /// Gives a first wording to the drafts that have none.
  func state(_ drafts: inout [Draft]) async throws {
    let wordings = statements(drafts) { $0.first == nil }
    for attempt in 0..<(wordings.values.map(\.count).max() ?? 0) {
      let tried = wordings.sorted { $0.key < $1.key }.compactMap { index, all -> (draft: Int, wording: Wording)? in
        guard drafts[index].first == nil, all.indices.contains(attempt) else { return nil }
        return (index, all[attempt])
      }
      for (index, wording) in try await judged(tried, drafts) {
        if wording.result.passed { drafts[index].first = wording } else { drafts[index].failures.append(wording) }
      }
    }
  }

  /// Other wordings for drafts whose first one was made of the statement.
  func restate(_ drafts: inout [Draft]) async throws {
    guard options.statements != .never else { return }
    let wordings = statements(drafts) { $0.isStated && $0.wantsRewording(options.rewordings) }
    let tried = wordings.sorted { $0.key < $1.key }.flatMap { index, all -> [(draft: Int, wording: Wording)] in
      all.filter { new in !drafts[index].wordings.contains { QuestionText.same($0.question, new.question) } }
        .prefix(options.rewordings).map { (index, $0) }
    }
    try await take(tried, into: &drafts)
  }

  /// By the draft's place, the best first.
  private func statements(_ drafts: [Draft], where isMeant: (Draft) -> Bool) -> [Int: [Wording]] {
    var passages: [ContentHash: StatementQuestions] = [:]
    var out: [Int: [Wording]] = [:]
    for index in drafts.indices where isMeant(drafts[index]) {
      let fact = drafts[index].fact
      let questions = passages[fact.chunk.id] ?? StatementQuestions(fact.chunk)
      passages[fact.chunk.id] = questions
      let origin = PairGenerator.statement(fact.chunk.language, seed: fact.seed(options.seed, "statement"))
      let wordings = questions.wordings(for: fact.candidate)
      if !wordings.isEmpty { out[index] = wordings.map { Wording(question: $0, origin: origin) } }
    }
    return out
  }
}
