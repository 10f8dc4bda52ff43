import Records

/// What was derived and failed, tried once more.
extension PairProducer {
  /// Asks the model again for derived pairs, with samples that the first run did not draw. One that passes now takes the
  /// place of the one that failed.
  func deriveAgain(
    _ ids: Set<ContentHash>, in chunk: Chunk, _ tried: inout TriedChunk, attempt: Int
  ) async throws {
    let failed = tried.facts.filter { ids.contains($0.id) && $0.isDerived }
    guard !failed.isEmpty else { return }
    let bases = Set(failed.compactMap(\.base))
    // What rests on the passage as a whole is asked for beside all of its facts.
    let asked = asked(tried, chunk).filter { fact in failed.contains { $0.base == nil } || bases.contains(fact.fact.id)
    }
    let again = try await derive(asked, [chunk], attempt: attempt)[chunk.id] ?? []
    for fact in again {
      guard let old = failed.first(where: { $0.isSameKind(as: fact) }) else { continue }
      let passes = fact.wordings.contains { $0.result(fact.language ?? tried.language, options.gates).passed }
      if passes, old.id != fact.id { tried.facts.removeAll { $0.id == old.id } }
      tried.add(TriedChunk(chunk: chunk.id, path: chunk.path, language: chunk.language, facts: [fact]))
    }
  }

  /// The facts of a passage that have a question.
  private func asked(_ tried: TriedChunk, _ chunk: Chunk) -> [AskedFact] {
    let known = Dictionary(tried.facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return facts(in: chunk).compactMap { fact in
      known[fact.id]?.wordings.first {
        !$0.isRewording && $0.result(chunk.language, options.gates).passed
      }.map { AskedFact(fact: fact, question: $0.question, isOfStatement: $0.origin.isOfStatement) }
    }
  }
}

extension TriedFact {
  /// Made of other facts, or of the passage as a whole.
  var isDerived: Bool { base != nil || form != nil || !type.isPlain }

  /// Another try of the same derivation.
  fileprivate func isSameKind(as other: TriedFact) -> Bool {
    base == other.base && form == other.form && (form != nil || type == other.type) && language == other.language
  }
}
