public import Foundation
public import Records
public import Transformers

/// A model directory as a chat model: conversations become ids by the model's own chat format.
///
/// What a request gets depends on the request alone, whatever travels with it; several tasks may ask at once.
public struct NativeChatModel: ChatModel {
  /// As in the contract: `embedded` or a directory.
  public let name: String
  /// What it runs.
  public let language: LanguageModel

  /// Requests between two looks at whether the work was cancelled.
  private static let slice = 256

  /// Loads a directory in Hugging Face layout.
  ///
  /// - Parameters:
  ///   - adapter: A folder in PEFT's format, applied beside the weights.
  ///   - template: Writes the conversations of a model that has no template of its own.
  /// - Throws: `UnusableModel`.
  public init(name: String, directory: URL, adapter: URL? = nil, template: ChatTemplate? = nil) throws {
    language = try LanguageModel(directory: directory, adapter: adapter, template: template)
    self.name = name
  }

  /// Answers in the order of the requests; each prompt is the conversation in the model's own chat format.
  ///
  /// - Throws: `CancellationError`, looked for before every 256 requests; `ChatTemplateError` where the model's template does
  ///   not take a conversation.
  public func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
    var replies: [ChatReply] = []
    replies.reserveCapacity(requests.count)
    for start in stride(from: 0, to: requests.count, by: Self.slice) {
      try Task.checkCancellation()
      let prompts = try requests[start..<min(start + Self.slice, requests.count)].map(prompt)
      replies += zip(prompts, language.generator.generate(prompts)).map(reply)
    }
    return replies
  }

  private func prompt(_ request: ChatRequest) throws -> GenerationRequest {
    let turns = request.messages.map { ChatTurn(role: $0.role, content: $0.content) }
    return try language.request(
      turns, maxTokens: request.maxTokens, temperature: request.temperature, topP: request.topP, seed: request.seed,
      stop: request.stop, spanOf: request.spanOf)
  }

  private func reply(_ prompt: GenerationRequest, _ result: GenerationResult) -> ChatReply {
    let limit = language.model.contextLimit
    return ChatReply(
      text: result.text, spanStart: result.span?.lowerBound, spanEnd: result.span?.upperBound,
      score: result.meanLogProbability, promptTokens: prompt.ids.count, completionTokens: result.ids.count,
      contextLimit: prompt.ids.count < limit ? nil : limit)
  }
}
