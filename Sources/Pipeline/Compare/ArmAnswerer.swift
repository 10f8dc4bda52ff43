import Foundation
import Generation
import Records

/// Asks a model the way an arm does.
///
/// The tiny model reads the passages one by one, answers each with a span of it, and the span that it is surest of
/// counts: such models lose the thread in five passages at once, and a span can be cited. One that follows instructions
/// gets all passages in one prompt, and can say yes, or that nothing is said.
struct ArmAnswerer: Sendable {
  let arm: Arm
  let model: any ChatModel
  let templates: PromptTemplates
  let options: CompareOptions
  /// What few-shot shows, by language: question, answer, question, answer …
  let examples: [Language: [Message]]
  /// Whether the model is held to a span, and says how sure it is.
  let readsSpans: Bool

  /// Whether a model is asked so.
  static func readsSpans(_ name: ModelName, _ skill: ModelSkill) -> Bool {
    if case .endpoint = name { false } else { skill == .questions }
  }

  /// Answers in the order of the questions. Where all passages together are longer than the model reads, the last ones are
  /// left out until the others fit.
  func answer(_ questions: [ArmQuestion]) async throws -> [ArmAnswer] {
    var shown = questions
    var answers = try await answerOnce(questions)
    while true {
      let open = shown.indices.filter {
        answers[$0].unanswered?.reason == .tooLong && !readsSpans && shown[$0].passages.count > 1
      }
      guard !open.isEmpty else { return answers }
      for index in open { shown[index].passages.removeLast() }
      for (index, answer) in zip(open, try await answerOnce(open.map { shown[$0] })) {
        let seconds = answers[index].seconds
        answers[index] = answer
        answers[index].seconds += seconds
      }
    }
  }

  private func answerOnce(_ questions: [ArmQuestion]) async throws -> [ArmAnswer] {
    var asked: [(question: Int, request: ChatRequest)] = []
    for (index, question) in questions.enumerated() { asked += requests(question).map { (index, $0) } }
    // Prompts that begin with the same passage stand together: the model computes their beginning once.
    let order = asked.indices.sorted { left, right in
      let texts = (asked[left].request.spanOf ?? "", asked[right].request.spanOf ?? "")
      return texts.0 == texts.1 ? left < right : texts.0 < texts.1
    }
    let clock = ContinuousClock()
    let start = clock.now
    let sorted = try await model.answer(order.map { asked[$0].request })
    guard sorted.count == order.count else {
      throw ChatModelError.wrongCount(model: model.name, asked: order.count, answered: sorted.count)
    }
    let seconds = (clock.now - start) / .seconds(1) / Double(max(1, questions.count))
    var replies = [[ChatReply]](repeating: [], count: questions.count)
    var inOrder = [ChatReply](repeating: ChatReply(text: ""), count: asked.count)
    for (place, reply) in zip(order, sorted) { inOrder[place] = reply }
    for (place, reply) in inOrder.enumerated() { replies[asked[place].question].append(reply) }
    return zip(questions, replies).map { answer($0, $1, seconds: seconds, batch: questions.count) }
  }

  /// The requests of one question: one, or one a passage.
  func requests(_ question: ArmQuestion) -> [ChatRequest] {
    guard arm.reads else {
      let text = templates.render(.closedBook, language: question.language, values: ["question": question.text])
      let shown = arm == .fewShot ? examples[question.language] ?? [] : []
      return [ChatRequest(messages: shown + [Message(role: "user", content: text)], maxTokens: options.answerTokens)]
    }
    if readsSpans { return question.passages.map { request(question, [$0], spanOf: $0.text) } }
    return question.passages.isEmpty ? [] : [request(question, question.passages, spanOf: nil)]
  }

  private func request(_ question: ArmQuestion, _ passages: [Chunk], spanOf: String?) -> ChatRequest {
    let text = templates.render(
      .readAnswer, language: question.language,
      values: [
        "passage": passages.map(\.textWithContext).joined(separator: "\n\n"), "question": question.text,
      ])
    return ChatRequest(
      messages: [Message(role: "user", content: text)], maxTokens: options.answerTokens, spanOf: spanOf)
  }

  private func answer(_ question: ArmQuestion, _ replies: [ChatReply], seconds: Double, batch: Int) -> ArmAnswer {
    var answer = ArmAnswer(
      text: "", sources: [], seconds: seconds, promptTokens: replies.reduce(0) { $0 + $1.promptTokens },
      completionTokens: replies.reduce(0) { $0 + $1.completionTokens }, batch: batch)
    // A question that the model did not take is no wrong answer, whichever of its passages it was about.
    answer.unanswered = replies.lazy.compactMap { $0.unanswered ?? Self.tooLong($0) }.first
    if answer.unanswered != nil { return answer }
    guard arm.reads, readsSpans else {
      answer.text = (replies.first?.text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
      answer.sources = question.passages.map { ArmAnswer.Source(chunk: $0.id) }
      return answer
    }
    var best: (index: Int, score: Double)?
    for (index, reply) in replies.enumerated() where reply.spanStart != nil {
      let score = reply.score ?? -.infinity
      // The better passage keeps its place when two are equally sure.
      if best.map({ score > $0.score }) ?? true { best = (index, score) }
    }
    guard let best else { return answer }
    let reply = replies[best.index]
    answer.text = reply.text.trimmingCharacters(in: .whitespacesAndNewlines)
    answer.sources = [
      ArmAnswer.Source(chunk: question.passages[best.index].id, start: reply.spanStart, end: reply.spanEnd)
    ]
    return answer
  }
}

extension ArmAnswerer {
  /// A prompt that a model on this machine cannot read whole: it has said nothing about it.
  private static func tooLong(_ reply: ChatReply) -> Unanswered? {
    reply.contextLimit.map { limit in
      // Both languages in one, as for what our own client says of a server.
      Unanswered(
        .tooLong,
        "\(reply.promptTokens) tokens, and less than \(limit) fit / \(reply.promptTokens) トークンの入力で、\(limit) 未満しか読めません")
    }
  }
}

/// A model does not answer a question, or none of those that models are compared by, though it is there.
struct QuestionNotAnswered: ExplainedError, Equatable {
  let model: String
  let unanswered: Unanswered

  var text: BilingualText {
    let why = ReasonName.text(unanswered.reason.rawValue)
    if unanswered.reason == .tooLong {
      return BilingualText(
        en: "\(model) does not answer what it was asked: with its passages the question is longer than the model reads "
          + "(\(unanswered.message)). Show fewer passages (`passages` under `compare` in studio.json), or choose a model "
          + "that reads more, then run again.",
        ja: "\(model) が質問に答えません。文章を含めた入力が、モデルの読める長さを超えています（\(unanswered.message)）。studio.json の "
          + "`compare` の `passages` を減らすか、より長く読めるモデルを使って、もう一度実行してください。")
    }
    return BilingualText(
      en: "\(model) does not answer what it was asked (\(why.en): \(unanswered.message)). Ask in other words, choose "
        + "another model, or mend the server, then run again.",
      ja: "\(model) が質問に答えません（\(why.ja)：\(unanswered.message)）。別の言葉で尋ねるか、別のモデルを使うか、"
        + "サーバー側の原因を取り除いて、もう一度実行してください。")
  }
}

extension ArmAnswerer {
  /// Examples for few-shot: of each language so many training questions, each of another fact, chosen by the seed and the
  /// same for every question.
  static func examples(
    from train: [TrainingExample], shots: Int, seed: UInt64, templates: PromptTemplates
  ) -> [Language: [Message]] {
    var out: [Language: [Message]] = [:]
    for language in Language.allCases {
      var random = SeededRandom(seed: seed, name: "few-shot \(language.rawValue)")
      var facts: Set<ContentHash> = []
      let chosen = train.filter { $0.language == language }.sorted { $0.id < $1.id }.shuffled(using: &random)
        .filter { facts.insert($0.fact).inserted }.prefix(shots)
      out[language] = chosen.flatMap { example in
        let asked = templates.render(.closedBook, language: language, values: ["question": example.asked])
        return [Message(role: "user", content: asked), Message(role: "assistant", content: example.answered)]
      }
    }
    return out
  }
}
