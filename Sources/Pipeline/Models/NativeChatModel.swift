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
  /// - Throws: `CancellationError`, within a layer of the model; `ChatTemplateError` where the model's template does not take a
  ///   conversation; `UnusableInput` where there is no memory for one; `NonFiniteOutput`.
  public func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
    var replies: [ChatReply] = []
    replies.reserveCapacity(requests.count)
    for start in stride(from: 0, to: requests.count, by: Self.slice) {
      try Task.checkCancellation()
      let slice = requests[start..<min(start + Self.slice, requests.count)]
      let prompts = try slice.map(prompt)
      try checkMemory(prompts)
      let results = language.generator.generate(
        slice.map(\.fields.isEmpty).enumerated().map {
          // What is to be an object is written member by member below.
          $1 ? prompts[$0] : GenerationRequest(ids: prompts[$0].ids, maxTokens: 0)
        })
      try Task.checkCancellation()
      try Self.check(results)
      var answers = zip(prompts, results).map(reply)
      try write(objects: Array(slice), prompts, into: &answers)
      replies += answers
    }
    return replies
  }

  /// The longest conversation that the model takes must fit into the memory there is; of the others fewer are worked on at once.
  private func checkMemory(_ prompts: [GenerationRequest]) throws {
    let limit = language.model.contextLimit
    let tokens = prompts.filter { $0.ids.count < limit }.map { min($0.ids.count + $0.maxTokens, limit) }
    if let most = tokens.max() { try language.model.checkMemory(tokens: most) }
  }

  /// Objects with given members: the engine writes braces, names and quotation marks itself, and the model only what stands
  /// between the marks, so that nothing else can come.
  private func write(objects requests: [ChatRequest], _ prompts: [GenerationRequest], into replies: inout [ChatReply])
    throws
  {
    var open = requests.indices.filter { !requests[$0].fields.isEmpty && replies[$0].contextLimit == nil }
    var written = [String](repeating: "{", count: requests.count)
    var values = [[String: String]](repeating: [:], count: requests.count)
    for member in 0..<(requests.map(\.fields.count).max() ?? 0) {
      open = open.filter { requests[$0].fields.count > member }
      guard !open.isEmpty else { break }
      try Task.checkCancellation()
      for index in open { written[index] += (member == 0 ? "" : ", ") + "\"\(requests[index].fields[member])\": \"" }
      let next = open.map { index in
        var prompt = prompts[index]
        prompt.ids += language.tokenizer.encode(written[index])
        prompt.stop = ["\"", "\n"]
        return prompt
      }
      let results = language.generator.generate(next)
      try Task.checkCancellation()
      try Self.check(results)
      for ((index, prompt), result) in zip(zip(open, next), results) {
        let value = result.text.replacingOccurrences(of: "\\", with: "").trimmingCharacters(in: .whitespaces)
        values[index][requests[index].fields[member]] = value
        written[index] += value + "\""
        replies[index].promptTokens = max(replies[index].promptTokens, prompt.ids.count)
        replies[index].completionTokens += result.ids.count
      }
    }
    for index in requests.indices where !requests[index].fields.isEmpty {
      let isWhole = requests[index].fields.allSatisfy { !(values[index][$0] ?? "").isEmpty }
      replies[index].text = isWhole ? written[index] + "}" : ""
      replies[index].fields = isWhole ? values[index] : nil
    }
  }

  /// A model that computes no numbers answers nothing, however long it is asked.
  private static func check(_ results: [GenerationResult]) throws {
    if results.contains(where: { $0.ending == .notFinite }) { throw NonFiniteOutput() }
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
