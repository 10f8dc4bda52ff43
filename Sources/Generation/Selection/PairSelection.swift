import Records

/// Makes pairs, and entries in the ledger, of all that was tried: the same tries and thresholds give the same result,
/// when they are made as well as years later.
public struct PairSelection: Sendable {
  /// Where gates draw the line.
  public var gates: GateOptions
  /// Whether a fact of which rewordings were tried and all failed is left out.
  public var requiresRewording: Bool

  /// Takes both.
  public init(gates: GateOptions = GateOptions(), requiresRewording: Bool = GenerationOptions().requiresRewording) {
    self.gates = gates
    self.requiresRewording = requiresRewording
  }

  /// A wording, judged.
  private struct Judged {
    var wording: TriedWording
    var result: Gates.Result

    var question: String { wording.question }
  }

  /// Of every fact the first wording that passes, with the rewordings that pass; one question cannot have two answers in
  /// one passage: the better candidate, which stands before the others, keeps it.
  ///
  /// A fact of which no rewording was ever tried, because its question did not pass then, is kept with one wording.
  public func select(_ tried: TriedChunk) -> ProducedPairs {
    var out = ProducedPairs(drops: tried.drops)
    var asked: [String] = []
    var reworded: [String] = []
    var originals: [ContentHash: ContentHash] = [:]
    for fact in tried.facts {
      if let base = fact.base, originals[base] == nil {
        out.drops.append(derivedDrop(tried, fact, nil))
        continue
      }
      let judged = fact.wordings.map { Judged(wording: $0, result: $0.result(fact.language ?? tried.language, gates)) }
      var failures: [Judged] = []
      var first: Judged?
      // Another way to ask for a fact may say what a rewording says: that is the same pair.
      let taken = fact.form == nil ? asked : asked + reworded
      for var attempt in judged where !attempt.wording.isRewording && first == nil {
        if attempt.result.passed, taken.contains(where: { QuestionText.same($0, attempt.question) }) {
          attempt.result.reason = "duplicate-question"
          attempt.result.found = attempt.question
        }
        if attempt.result.passed { first = attempt } else { failures.append(attempt) }
      }
      guard let first else {
        // A request that had no answer can be made again: that says more than what a gate found in the other tries.
        let failed = failures.first(where: \.wording.isUnanswered) ?? furthest(failures)
        out.drops.append(fact.form == nil ? drop(tried, fact, failed) : derivedDrop(tried, fact, failed))
        continue
      }
      asked.append(first.question)
      let original = fact.form == nil ? nil : fact.base.flatMap { originals[$0] }
      let made = pairs(tried, fact, first, judged.filter(\.wording.isRewording), variantOf: original)
      if fact.form == nil, let pair = made.pairs.first { originals[fact.id] = pair.id }
      reworded += made.pairs.dropFirst().map(\.question)
      out.pairs += made.pairs
      out.drops += made.drops
    }
    return out
  }

  /// What is left out of the ways to ask for a fact takes nothing from the fact; what rests on a fact that is left out
  /// has nothing to rest on.
  private func derivedDrop(_ tried: TriedChunk, _ fact: TriedFact, _ failed: Judged?) -> Drop {
    var out = drop(
      tried, fact, failed, as: failed == nil ? "base-left-out" : "derived-failed", because: failed,
      outcome: fact.form == nil ? .dropped : .changed)
    if failed == nil, let question = fact.wordings.first?.question {
      out.detail.en += " (\"\(question)\")"
      out.detail.ja += "（「\(question)」）"
    }
    return out
  }

  private func pairs(
    _ tried: TriedChunk, _ fact: TriedFact, _ first: Judged, _ rewordings: [Judged], variantOf: ContentHash?
  ) -> ProducedPairs {
    var kept = [first]
    var failures: [Judged] = []
    for var rewording in rewordings {
      let isSame = kept.contains { QuestionText.same($0.question, rewording.question) }
      if isSame || rewording.wording.measures.isEmpty {
        rewording.result.reason = "same-wording"
        rewording.result.found = rewording.question
      }
      if rewording.result.passed { kept.append(rewording) } else { failures.append(rewording) }
    }
    let failed = furthest(failures)
    let isPlain = fact.base == nil && fact.form == nil && fact.type.isPlain
    if kept.count == 1, requiresRewording, !rewordings.isEmpty, isPlain {
      return ProducedPairs(drops: [drop(tried, fact, first, as: "no-rewording", because: failed)])
    }
    let original = pair(tried, fact, first, variantOf: variantOf)
    var out = ProducedPairs(pairs: [original])
    out.pairs += kept.dropFirst().map { pair(tried, fact, $0, variantOf: variantOf ?? original.id) }
    let missing = missing(tried, fact, first, failures, found: kept.count - 1)
    if rewordings.isEmpty, requiresRewording, isPlain {
      out.drops.append(drop(tried, fact, first, as: "no-rewording-tried", outcome: .changed))
    } else if let failed, missing.isEmpty || kept.count == 1 {
      let reason = kept.count == 1 ? "no-rewording" : "rewording-failed"
      out.drops.append(drop(tried, fact, failed, as: reason, because: failed, outcome: .changed))
    }
    out.drops += missing
    return out
  }

  /// One entry for each rewording that was wanted and is not there: first the tries that failed, then those that nobody
  /// could make.
  private func missing(
    _ tried: TriedChunk, _ fact: TriedFact, _ first: Judged, _ failures: [Judged], found: Int
  ) -> [Drop] {
    let count = max(0, (fact.wanted ?? 0) - found)
    return (0..<count).map { number in
      guard failures.indices.contains(number) else {
        return drop(tried, fact, first, as: "wording-missing", outcome: .changed)
      }
      return drop(tried, fact, first, as: "wording-failed", because: failures[number], outcome: .changed)
    }
  }

  private func pair(_ tried: TriedChunk, _ fact: TriedFact, _ judged: Judged, variantOf: ContentHash?) -> QAPair {
    QAPair(
      question: judged.question, answer: fact.answer, language: fact.language ?? tried.language, type: fact.type,
      difficulty: judged.wording.difficulty, evidence: fact.evidence,
      fact: fact.form == nil ? fact.id : fact.base ?? fact.id, variantOf: variantOf,
      answerable: fact.type != .unanswerable, scores: judged.result.scores, generator: judged.wording.origin)
  }

  /// Of several failures the one that passed most gates says most about the candidate.
  private func furthest(_ failures: [Judged]) -> Judged? {
    failures.max { $0.result.gatesPassed < $1.result.gatesPassed }
  }

  private func drop(
    _ tried: TriedChunk, _ fact: TriedFact, _ failed: Judged?, as reason: String? = nil, because cause: Judged? = nil,
    outcome: Drop.Outcome = .dropped
  ) -> Drop {
    let code = reason ?? failed?.result.reason ?? "no-question"
    var detail = Gates.explanation(code) ?? BilingualText(verbatim: code)
    func add(_ en: String, _ ja: String) {
      detail.en += en
      detail.ja += ja
    }
    if let cause, let why = cause.result.reason {
      let what = cause.question.isEmpty ? cause.result.found : cause.question
      add(" [\(why): \(what)]", "［\(why)：\(what)］")
    }
    let question = failed?.question ?? ""
    add(" Question: \"\(question)\", answer: \"\(fact.answer)\"", "質問「\(question)」、答え「\(fact.answer)」")
    if reason == nil, let found = failed?.result.found, !found.isEmpty, found != question {
      add(" (\(found))", "（\(found)）")
    }
    return Drop(
      stage: PairProducer.stage, item: fact.id.hex, document: tried.path, chunk: tried.chunk, reason: code,
      detail: detail, outcome: outcome)
  }
}
