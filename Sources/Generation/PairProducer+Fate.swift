import Records

/// What was tried for a draft, and what falls out before anything is.
extension PairProducer {
  /// The producer's own reasons; gates have theirs.
  static let reasons: [String: BilingualText] = [
    "no-candidates": noCandidates, "too-few-facts": tooFewFacts,
    "passage-too-long": BilingualText(
      en:
        "The passage is longer than what the model reads at once: cut shorter ones with `shikomi ingest --chunk-tokens`, "
        + "or use another model.",
      ja: "本文が、モデルが一度に読める長さを超えています。`shikomi ingest --chunk-tokens` で短く区切るか、別のモデルを使ってください。"),
    "request-too-long": BilingualText(
      en:
        "The server's model cannot read as much as this passage asks for; others were answered. Cut shorter ones with "
        + "`shikomi ingest --chunk-tokens`, or use another model.",
      ja: "この文章は、サーバーのモデルが一度に読める長さを超えています（ほかの依頼には答えています）。"
        + "`shikomi ingest --chunk-tokens` で短く区切るか、別のモデルを使ってください。"),
    "request-refused": BilingualText(
      en: "The server refused this request and answered others. `shikomi generate --retry` asks again.",
      ja: "サーバーがこの依頼だけを受け付けませんでした（ほかの依頼には答えています）。`shikomi generate --retry` でやり直せます。"),
    "request-failed": BilingualText(
      en: "The server failed at this request, every time, and answered others. `shikomi generate --retry` asks again.",
      ja: "サーバーがこの依頼で毎回失敗しました（ほかの依頼には答えています）。`shikomi generate --retry` でやり直せます。"),
    "answer-cut-off": BilingualText(
      en:
        "The model's answer was cut off at its longest length before it said anything that can be used, with more room "
        + "too: it writes too much, or thinks aloud for too long.",
      ja: "モデルの回答が長さの上限で途切れ、使える部分がありませんでした（上限を広げても同じです）。"
        + "書きすぎているか、考えを書く部分が長すぎます。"),
    "duplicate-question": BilingualText(
      en: "Another answer in the same passage has the same question.", ja: "同じ本文の別の答えと質問が同じです。"),
    "same-wording": BilingualText(
      en: "The rewording says the same words again.", ja: "言い換えが元の質問と同じです。"),
    "no-rewording": BilingualText(
      en: "No second wording of the question passed the gates.", ja: "検査に通る言い換えが作れませんでした。"),
    "no-rewording-tried": BilingualText(
      en: "Thresholds let the question pass that had stopped it when it was written, so that it has no second wording.",
      ja: "しきい値の変更により採用された質問です。作成時には検査に通らなかったため、言い換えはありません。"),
    "base-left-out": BilingualText(
      en: "The question that it was made from is left out.", ja: "元になった質問が不採用のため作れません。"),
    "derived-failed": BilingualText(
      en: "Another way to ask for the fact failed a gate.", ja: "同じ事実の別の尋ね方が検査に通りませんでした。"),
    "broken-object": BilingualText(
      en: "The model did not write the JSON object that was asked for, not after it was asked again either.",
      ja: "モデルが指定した形の JSON を返さず、もう一度頼んでも返しませんでした。"),
    "not-reversed": BilingualText(
      en: "The turned question does not name what the first one asked for.", ja: "逆向きの質問に、元の答えが含まれていません。"),
    "answered-after-all": BilingualText(
      en: "The documents answer the question that was to be without an answer.", ja: "答えのないはずの質問に、文書が答えています。"),
    "needs-instructions": BilingualText(
      en: "Not tried: it needs a model that follows instructions.", ja: "指示に従えるモデルが必要なため、試していません。"),
    "wording-failed": BilingualText(
      en: "A rewording that was wanted failed a gate, and no other one took its place.",
      ja: "求められた言い換えの一つが検査に通らず、代わりもありませんでした。"),
    "wording-missing": BilingualText(
      en: "A rewording that was wanted was not found: rules and model know no other wording of the question.",
      ja: "求められた言い換えの一つが見つかりませんでした。規則にもモデルにも、ほかの言い方がありません。"),
    "rewording-failed": BilingualText(
      en: "A rewording failed a gate and was left out; another one was found.",
      ja: "言い換えの一つが検査に通らなかったため除き、別の言い換えを使いました。"),
  ]

  private static let noCandidates = BilingualText(
    en: "Nothing in the passage could be asked about: no number, date, name, definition, list or reason was found.",
    ja: "質問にできる箇所（数、日付、名称、定義、列挙、理由など）が本文に見つかりませんでした。")

  private static let tooFewFacts = BilingualText(
    en: "The passage holds fewer facts than minimumFacts in studio.json asks for.",
    ja: "本文にある事実の数が、studio.json の minimumFacts に届きません。")

  func emptyChunk(_ chunk: Chunk) -> Drop {
    let holds = options.minimumFacts > 1 && !AnswerCandidates.find(in: chunk, options: options.candidates).isEmpty
    return Drop(
      stage: Self.stage, item: chunk.id.hex, document: chunk.path, chunk: chunk.id,
      reason: holds ? "too-few-facts" : "no-candidates", detail: holds ? Self.tooFewFacts : Self.noCandidates)
  }

  /// What was tried for some chunks, in the chunks' order; a chunk without candidates has none.
  func tried(_ drafts: [Draft], _ chunks: [Chunk]) async throws -> [TriedChunk] {
    let asked = drafts.compactMap { draft in
      draft.first.map {
        AskedFact(fact: draft.fact, question: $0.question, isOfStatement: $0.origin.isOfStatement)
      }
    }
    let derived = try await derive(asked, chunks)
    var byChunk: [ContentHash: [Draft]] = [:]
    for draft in drafts { byChunk[draft.fact.chunk.id, default: []].append(draft) }
    var out: [TriedChunk] = []
    for chunk in chunks {
      var tried = TriedChunk(chunk: chunk.id, path: chunk.path, language: chunk.language)
      let own = byChunk[chunk.id] ?? []
      if own.isEmpty { tried.drops.append(emptyChunk(chunk)) }
      for draft in own {
        if let tooLong = draft.tooLong {
          tried.drops.append(drop(draft, tooLong))
        } else {
          tried.facts.append(try await fact(draft))
        }
      }
      tried.facts += derived[chunk.id] ?? []
      tried.admitted = selection.select(tried).pairs.map(\.id)
      out.append(tried)
    }
    return out
  }

  private func fact(_ draft: Draft) async throws -> TriedFact {
    let firsts = (draft.failures + (draft.first.map { [$0] } ?? [])).map { wording(draft, $0, isRewording: false) }
    let others = (draft.rewordings + draft.failedRewordings).map { wording(draft, $0, isRewording: true) }
    var tried = TriedFact(
      id: draft.fact.id, answer: draft.fact.candidate.text, type: draft.fact.candidate.type,
      evidence: [try await locate(draft.fact.chunk, draft.fact.candidate.range)], wordings: firsts + others)
    tried.wanted = options.rewordings
    return tried
  }

  private func wording(_ draft: Draft, _ wording: Wording, isRewording: Bool) -> TriedWording {
    TriedWording(
      question: wording.question, origin: wording.origin, isRewording: isRewording,
      difficulty: Difficulty.estimate(draft.fact.subject(wording.question), scores: wording.result.scores),
      measures: wording.result.measures)
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
}
