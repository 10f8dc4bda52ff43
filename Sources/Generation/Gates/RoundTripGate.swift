import Records

/// The model, given passage and question, answers what was meant (Alberti et al. 2019, round-trip consistency).
struct RoundTripGate: Gate {
  static let texts = [
    "round-trip-failed": BilingualText(
      en: "Read back from the passage, the question has another answer.", ja: "本文を読んで答え直すと、別の答えになります。"),
    "round-trip-empty": BilingualText(
      en: "Read back from the passage, the question has no answer.", ja: "本文を読んで答え直しても、答えが得られません。"),
  ]
  let name = GateName.roundTrip
  let isDear = true
  var reasons: [String: BilingualText] { Self.texts }
  private let reader: any ChatModel
  private let writer: QuestionWriter

  init(reader: any ChatModel, templates: PromptTemplates, options: GenerationOptions) {
    self.reader = reader
    writer = QuestionWriter(templates: templates, options: options)
  }

  /// The score is the F1 of the two answers: English words without articles, Japanese characters. A sentence around
  /// what is read back agrees with it.
  func measure(_ subjects: [GateSubject]) async throws -> [GateMeasure] {
    let requests = subjects.map { writer.read($0.question, in: $0.chunk) }
    let replies = try await reader.answer(requests, inBatchesOf: writer.options.batch)
    return zip(subjects, replies).map { subject, reply in
      if let unanswered = reply.unanswered { return .unanswered(unanswered) }
      if reply.text.isEmpty { return .flaw("round-trip-empty", found: subject.question) }
      if subject.isFreelyWorded, AnswerAgreement.agree(reply.text, subject.answer, subject.language) { return .sound }
      let score = OverlapScore.f1(reply.text, subject.answer, language: subject.language)
      return score == 1 ? .sound : .flaw("round-trip-failed", found: reply.text, score: score)
    }
  }
}
