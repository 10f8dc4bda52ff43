import Records

/// Wordings that rules make of the statement which holds the answer.
extension PairProducer {
  /// Gives a first wording to the drafts that have none.
  func state(_ drafts: inout [Draft]) async throws {
    let wordings = statements(drafts)
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

  /// Other wordings for drafts whose first one was made of the statement: as many as are wanted, and others for those that
  /// a gate stops.
  func restate(_ drafts: inout [Draft]) async throws {
    guard options.statements != .never else { return }
    var left = furtherStatements(drafts)
    while true {
      var tried: [(draft: Int, wording: Wording)] = []
      for index in left.keys.sorted() where drafts[index].wantsRewording(options.rewordings) {
        let count = options.rewordings - drafts[index].rewordings.count
        let wordings = left[index] ?? []
        tried += wordings.prefix(count).map { (index, $0) }
        left[index] = Array(wordings.dropFirst(count))
      }
      guard !tried.isEmpty else { return }
      try await take(tried, into: &drafts)
    }
  }

  /// Other wordings of what the statement's first one asks, by the draft's place, the best first.
  private func furtherStatements(_ drafts: [Draft]) -> [Int: [Wording]] {
    var passages: [ContentHash: StatementQuestions] = [:]
    var out: [Int: [Wording]] = [:]
    for index in drafts.indices where drafts[index].isStated && drafts[index].wantsRewording(options.rewordings) {
      guard let first = drafts[index].first else { continue }
      let fact = drafts[index].fact
      let questions = passages[fact.chunk.id] ?? StatementQuestions(fact.chunk)
      passages[fact.chunk.id] = questions
      let seed = fact.seed(options.seed, "statement")
      let origin = PairGenerator.statement(fact.chunk.language, seed: seed)
      var said = drafts[index].wordings.map(\.question)
      for wording in questions.rewordings(for: fact.candidate, of: first.question, seed: seed)
      where !said.contains(where: { QuestionText.same($0, wording) }) {
        said.append(wording)
        out[index, default: []].append(Wording(question: wording, origin: origin))
      }
    }
    return out
  }

  /// By the draft's place, the best first.
  private func statements(_ drafts: [Draft]) -> [Int: [Wording]] {
    var passages: [ContentHash: StatementQuestions] = [:]
    var out: [Int: [Wording]] = [:]
    for index in drafts.indices where drafts[index].first == nil {
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
