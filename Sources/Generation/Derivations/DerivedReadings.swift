import Records

/// The round trip of what is no plain question: the claim is read back from the passages in the way that fits it.
extension PairProducer {
  /// Adds to each what reading it back measured.
  func readBack(_ derived: [Derived]) async throws -> [Derived] {
    var requests: [(item: Int, request: ChatRequest)] = []
    for (item, made) in derived.enumerated() where !made.question.isEmpty {
      for request in try await readings(of: made) { requests.append((item, request)) }
    }
    let replies = try await reader.answer(requests.map(\.request), inBatchesOf: options.batch)
    var out = derived
    for (asked, reply) in zip(requests, replies) {
      let measure = judge(reply, of: derived[asked.item])
      // Of several readings the worst counts.
      if out[asked.item].measures[.roundTrip].map({ measure.score < $0.score }) ?? true {
        out[asked.item].measures[.roundTrip] = measure
      }
    }
    return out
  }

  private func readings(of made: Derived) async throws -> [ChatRequest] {
    guard let chunk = made.chunk else { return [] }
    let language = made.language ?? chunk.language
    func ask(_ prompt: PromptTemplates.Prompt, _ passage: String, spanOf: String) -> ChatRequest {
      writer.ask(
        prompt, language, ["passage": passage, "question": made.question], seed: options.seed, spanOf: spanOf)
    }
    let words = [true, false].map { YesNo.word($0, language) }.joined(separator: "\n")
    switch made.type {
    case .yesNo: return [ask(.answerYesNo, chunk.textWithContext, spanOf: words)]
    case .unanswerable:
      // Neither its own passage nor any other that the question finds may answer it.
      return try await near(made.question, chunk).map { ask(.checkAnswerable, $0.textWithContext, spanOf: words) }
    case .multiHop:
      let texts = [made.evidence.last?.chunk.textWithContext ?? "", chunk.textWithContext]
      return [ask(.readAnswer, texts.joined(separator: "\n\n"), spanOf: chunk.text)]
    case .comparison: return [ask(.readAnswer, chunk.textWithContext, spanOf: chunk.text)]
    default:
      return made.form == .translation ? [ask(.readAnswer, chunk.textWithContext, spanOf: chunk.text)] : []
    }
  }

  /// The passage and the ones that the question finds in the document.
  private func near(_ question: String, _ chunk: Chunk) async throws -> [Chunk] {
    let hits = try await retriever?.retrieve(question, k: 3) ?? []
    return [chunk] + hits.compactMap { hit in document.first { $0.id == hit.chunk && $0.id != chunk.id } }
  }

  private func judge(_ reply: ChatReply, of made: Derived) -> GateMeasure {
    if let unanswered = reply.unanswered { return .unanswered(unanswered) }
    switch made.type {
    case .yesNo:
      return YesNo.value(reply.text) == YesNo.value(made.answer)
        ? .sound : .flaw("round-trip-failed", found: reply.text)
    case .unanswerable:
      if reply.text.isEmpty { return .flaw("round-trip-empty", found: made.question) }
      return YesNo.value(reply.text) == false ? .sound : .flaw("answered-after-all", found: made.question)
    default:
      if reply.text.isEmpty { return .flaw("round-trip-empty", found: made.question) }
      guard let place = made.evidence.first else { return .flaw("not-grounded", found: made.answer) }
      if made.form == .translation { return translated(made, place, read: reply.text) }
      return agreement(reply.text, made.answer, place.chunk.language)
    }
  }

  /// Whether the twin asks for the same evidence, and answers with the same figures.
  private func translated(_ made: Derived, _ place: Derived.Place, read: String) -> GateMeasure {
    let original = String(decoding: Array(place.chunk.text.utf8)[place.range], as: UTF8.self)
    let stated = Set(StatedNumber.all(in: made.answer, .plain).map(\.value))
    let known = Set(StatedNumber.all(in: original, .any).map(\.value))
    if let foreign = stated.subtracting(known).min() {
      return .flaw("answer-number-not-in-evidence", found: foreign)
    }
    if let lost = Set(StatedNumber.all(in: original, .digits).map(\.value)).subtracting(
      Set(StatedNumber.all(in: made.answer, .any).map(\.value))
    ).min() {
      return .flaw("round-trip-failed", found: lost)
    }
    return agreement(read, original, place.chunk.language)
  }

  private func agreement(_ read: String, _ meant: String, _ language: Language) -> GateMeasure {
    let score = OverlapScore.f1(read, meant, language: language)
    return score == 1 ? .sound : .flaw("round-trip-failed", found: read, score: score)
  }
}
