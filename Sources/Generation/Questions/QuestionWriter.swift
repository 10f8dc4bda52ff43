import Foundation
import Records

/// The requests that generation makes of a model.
struct QuestionWriter {
  let templates: PromptTemplates
  let options: GenerationOptions

  /// Asks for the first wording: greedy at first, sampled with the fact's own seed after a failure.
  func write(_ fact: Fact, attempt: Int) -> ChatRequest {
    request(.writeQuestion, fact, ["answer": fact.candidate.text], attempt: attempt, sampled: attempt > 0)
  }

  /// Asks for another wording of a question that passed.
  func reword(_ fact: Fact, question: String, attempt: Int) -> ChatRequest {
    request(
      .rewordQuestion, fact, ["answer": fact.candidate.text, "question": question], attempt: attempt, sampled: true)
  }

  /// Asks for the answer again, as a span of the passage's own words.
  func read(_ question: String, in chunk: Chunk) -> ChatRequest {
    let prompt = templates.render(
      .readAnswer, language: chunk.language, values: ["passage": chunk.textWithContext, "question": question])
    return ChatRequest(
      messages: [Message(role: "user", content: prompt)], maxTokens: options.answerTokens, seed: options.seed,
      spanOf: chunk.text)
  }

  /// Asks with any other prompt: greedy unless it is tried again, and for an object where the prompt wants one.
  func ask(
    _ prompt: PromptTemplates.Prompt, _ language: Language, _ values: [String: String], seed: UInt64,
    attempt: Int = 0, spanOf: String? = nil
  ) -> ChatRequest {
    var request = ChatRequest(
      messages: [
        Message(role: "user", content: templates.render(prompt, language: language, values: values))
      ], maxTokens: prompt.fields.isEmpty ? options.questionTokens : options.questionTokens + 2 * options.answerTokens,
      temperature: attempt > 0 ? options.temperature : 0, topP: attempt > 0 ? options.topP : 1, seed: seed,
      stop: prompt.fields.isEmpty && spanOf == nil ? ["\n"] : [], spanOf: spanOf)
    request.fields = prompt.fields
    return request
  }

  private func request(
    _ prompt: PromptTemplates.Prompt, _ fact: Fact, _ values: [String: String], attempt: Int, sampled: Bool
  ) -> ChatRequest {
    let text = templates.render(
      prompt, language: fact.chunk.language,
      values: values.merging(["passage": fact.chunk.textWithContext]) { own, _ in own })
    return ChatRequest(
      messages: [Message(role: "user", content: text)], maxTokens: options.questionTokens,
      temperature: sampled ? options.temperature : 0, topP: sampled ? options.topP : 1,
      seed: fact.seed(options.seed, "\(prompt.rawValue) \(attempt)"), stop: ["\n"])
  }
}

/// A candidate of one chunk, on its way to becoming pairs.
struct Fact {
  let chunk: Chunk
  let candidate: AnswerCandidate

  /// Document, chunk and place of the answer: the same for every wording.
  var id: ContentHash {
    ContentHash(of: [
      "fact", chunk.document.hex, chunk.id.hex, String(candidate.range.lowerBound), String(candidate.range.upperBound),
    ])
  }

  /// Own to this fact and purpose, and independent of the order in which facts are handled.
  func seed(_ seed: UInt64, _ purpose: String) -> UInt64 {
    var random = SeededRandom(seed: seed, name: id.hex + " " + purpose)
    // JSON numbers of an endpoint keep 53 bits, and many servers take 31.
    return random.next() >> 33
  }
}
