import Records

/// What becomes of a draft: pairs, or an entry in the ledger.
extension PairProducer {
  /// The producer's own reasons; gates have theirs.
  static let reasons: [String: BilingualText] = [
    "no-candidates": noCandidates,
    "passage-too-long": BilingualText(
      en:
        "The passage is longer than what the model reads at once: cut shorter ones with `shikomi ingest --chunk-tokens`, "
        + "or use another model.",
      ja: "本文が、モデルが一度に読める長さを超えています。`shikomi ingest --chunk-tokens` で短く区切るか、別のモデルを使ってください。"),
    "duplicate-question": BilingualText(
      en: "Another answer in the same passage has the same question.", ja: "同じ本文の別の答えと質問が同じです。"),
    "same-wording": BilingualText(
      en: "The rewording says the same words again.", ja: "言い換えが元の質問と同じです。"),
    "no-rewording": BilingualText(
      en: "No second wording of the question passed the gates.", ja: "検査に通る言い換えが作れませんでした。"),
    "rewording-failed": BilingualText(
      en: "A rewording failed a gate and was left out; another one was found.",
      ja: "言い換えの一つが検査に通らなかったため除き、別の言い換えを使いました。"),
  ]

  private static let noCandidates = BilingualText(
    en: "Nothing in the passage could be asked about: no number, date, name, definition, list or reason was found.",
    ja: "質問にできる箇所（数、日付、名称、定義、列挙、理由など）が本文に見つかりませんでした。")

  func emptyChunk(_ chunk: Chunk) -> Drop {
    Drop(
      stage: Self.stage, item: chunk.id.hex, document: chunk.path, chunk: chunk.id, reason: "no-candidates",
      detail: Self.noCandidates)
  }

  func finish(_ draft: Draft) async throws -> ProducedPairs {
    if let tooLong = draft.tooLong { return ProducedPairs(drops: [drop(draft, tooLong)]) }
    guard let first = draft.first else { return ProducedPairs(drops: [drop(draft, furthest(draft.failures))]) }
    if draft.rewordings.isEmpty, options.requiresRewording {
      return ProducedPairs(drops: [drop(draft, first, as: "no-rewording", because: furthest(draft.failedRewordings))])
    }
    let evidence = try await locate(draft.fact.chunk, draft.fact.candidate.range)
    let original = pair(draft, first, evidence, variantOf: nil)
    var out = ProducedPairs(pairs: [original])
    out.pairs += draft.rewordings.map { pair(draft, $0, evidence, variantOf: original.id) }
    if let failed = furthest(draft.failedRewordings) {
      let reason = draft.rewordings.isEmpty ? "no-rewording" : "rewording-failed"
      out.drops.append(drop(draft, failed, as: reason, because: failed, outcome: .changed))
    }
    return out
  }

  private func pair(_ draft: Draft, _ wording: Wording, _ evidence: Evidence, variantOf: ContentHash?) -> QAPair {
    let subject = draft.fact.subject(wording.question)
    return QAPair(
      question: wording.question, answer: subject.answer, language: subject.language, type: subject.type,
      difficulty: Difficulty.estimate(subject, scores: wording.result.scores), evidence: [evidence],
      fact: draft.fact.id, variantOf: variantOf, scores: wording.result.scores, generator: wording.origin)
  }

  /// Of several failures the one that passed most gates says most about the candidate.
  private func furthest(_ failures: [Wording]) -> Wording? {
    failures.max { $0.result.gatesPassed < $1.result.gatesPassed }
  }

  private func drop(_ draft: Draft, _ tooLong: (tokens: Int, limit: Int)) -> Drop {
    let code = "passage-too-long"
    let (tokens, limit) = (String(tooLong.tokens), String(tooLong.limit))
    var detail = Self.reasons[code] ?? BilingualText(verbatim: code)
    detail.en += " The prompt has \(tokens) tokens, fewer than \(limit) fit. Answer: \"\(draft.fact.candidate.text)\""
    detail.ja += "入力は \(tokens) トークンで、\(limit) トークン未満でなければ読めません。答え「\(draft.fact.candidate.text)」"
    return Drop(
      stage: Self.stage, item: draft.fact.id.hex, document: draft.fact.chunk.path, chunk: draft.fact.chunk.id,
      reason: code, detail: detail)
  }

  private func drop(
    _ draft: Draft, _ failed: Wording?, as reason: String? = nil, because cause: Wording? = nil,
    outcome: Drop.Outcome = .dropped
  ) -> Drop {
    let code = reason ?? failed?.result.reason ?? "no-question"
    var detail = Gates.explanation(code) ?? BilingualText(verbatim: code)
    func add(_ en: String, _ ja: String) {
      detail.en += en
      detail.ja += ja
    }
    if let cause, let why = cause.result.reason {
      add(" [\(why): \(cause.question)]", "［\(why)：\(cause.question)］")
    }
    let (question, answer) = (failed?.question ?? "", draft.fact.candidate.text)
    add(" Question: \"\(question)\", answer: \"\(answer)\"", "質問「\(question)」、答え「\(answer)」")
    if reason == nil, let found = failed?.result.found, !found.isEmpty, found != failed?.question {
      add(" (\(found))", "（\(found)）")
    }
    return Drop(
      stage: Self.stage, item: draft.fact.id.hex, document: draft.fact.chunk.path, chunk: draft.fact.chunk.id,
      reason: code, detail: detail,
      outcome: outcome)
  }
}
