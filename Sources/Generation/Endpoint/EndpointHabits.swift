import Records

/// What one server has shown that it takes and needs: learned once, and remembered as long as the model is open.
struct EndpointHabits: Sendable, Hashable {
  /// It has refused a schema and then answered in words alone.
  var refusesFormats = false
  /// It wants `max_completion_tokens` in place of `max_tokens`.
  var limitsCompletions = false
  /// Parameters of sampling that it refuses.
  var leftOut: Set<String> = []
  /// An answer was cut off at the length that was asked for.
  var isCutShort = false
  /// It writes down its thoughts before it answers.
  var thinks = false

  /// Room for thoughts, in tokens: an answer of a few words can have a page of them before it.
  private static let roomForThoughts = 2048
  private static let optional = ["temperature", "top_p", "seed"]

  /// The longest answer that is worth asking for beyond what was wanted: half of what it has refused.
  var ceiling = Int.max

  /// The longest answer to ask for.
  func limit(_ wanted: Int) -> Int {
    guard isCutShort else { return wanted }
    return max(wanted, min(ceiling, thinks ? Self.longest(wanted) : 4 * wanted))
  }

  /// The longest answer that is ever asked for where so much is wanted: of a model that thinks aloud.
  static func longest(_ wanted: Int) -> Int { max(4 * wanted, roomForThoughts) }

  /// Learns from what a server said when it refused a request; servers name the parameter in quotation marks, such as
  /// `Unsupported parameter: 'max_tokens' is not supported with this model.`
  mutating func learn(fromRefusal message: String) {
    let words = message.lowercased()
    guard ["unsupported", "not supported", "does not support", "unrecognized"].contains(where: words.contains) else {
      return
    }
    func names(_ parameter: String) -> Bool {
      ["'", "\"", "`"].contains { words.contains($0 + parameter + $0) }
    }
    if names("max_tokens") { limitsCompletions = true }
    for parameter in Self.optional where names(parameter) { leftOut.insert(parameter) }
  }

  /// A request in the form that the server takes.
  func completion(_ request: ChatRequest, model: String) -> ChatCompletionRequest {
    let limit = limit(request.maxTokens)
    return ChatCompletionRequest(
      model: model, messages: request.messages, maxTokens: limitsCompletions ? nil : limit,
      maxCompletionTokens: limitsCompletions ? limit : nil,
      temperature: leftOut.contains("temperature") ? nil : request.temperature,
      topP: leftOut.contains("top_p") ? nil : request.topP, seed: leftOut.contains("seed") ? nil : request.seed,
      responseFormat: request.fields.isEmpty || refusesFormats ? nil : ResponseFormat(fields: request.fields))
  }
}
