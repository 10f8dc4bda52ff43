import Foundation
import Records

/// What a chat completion answers to a request.
struct EndpointAnswer {
  /// Set to `unanswered` where the answer was withheld, or cut off before it could be used.
  let reply: ChatReply
  /// Whether the model writes down its thoughts.
  let thinks: Bool

  /// - Throws: `DecodingError`, `URLError.cannotParseResponse` where there is no choice.
  init(_ data: Data, to request: ChatRequest) throws {
    let response = try JSONDecoder().decode(ChatCompletionResponse.self, from: data)
    guard let choice = response.choices.first else { throw URLError(.cannotParseResponse) }
    let content = Self.withoutThoughts(choice.message.content ?? "")
    thinks = content.hasThoughts || choice.message.hasThoughts
    let (text, isEnded) = Self.cut(content.text.trimmingCharacters(in: .whitespacesAndNewlines), at: request.stop)
    var reply = ChatReply(
      text: text, promptTokens: response.usage?.promptTokens ?? 0,
      completionTokens: response.usage?.completionTokens ?? 0)
    if let source = request.spanOf {
      if let span = SpanLocation.locate(text, in: source) {
        reply.text = String(decoding: Array(source.utf8)[span], as: UTF8.self)
        reply.spanStart = span.lowerBound
        reply.spanEnd = span.upperBound
      } else {
        reply.text = ""
      }
    }
    if let why = Self.refusal(choice, answering: reply.text) {
      reply = ChatReply(text: "", promptTokens: reply.promptTokens, completionTokens: reply.completionTokens)
      reply.unanswered = Unanswered(.refused, why)
    } else if choice.finishReason == "length", !Self.isUsable(reply, to: request, isEnded: isEnded) {
      reply.unanswered = Unanswered(.cutOff, Self.excerpt(choice.message.content ?? ""))
      reply.text = ""
    }
    self.reply = reply
  }

  /// Why there is no answer although the server is well: a filter withholds it, or the model declines.
  private static func refusal(_ choice: ChatCompletionResponse.Choice, answering text: String) -> String? {
    if let refusal = choice.message.refusal, !refusal.isEmpty, text.isEmpty { return excerpt(refusal) }
    return choice.finishReason == "content_filter" ? "finish_reason: content_filter" : nil
  }

  /// Whether an answer that was cut off says what was asked for all the same: a whole object, a quotation, a whole line; of
  /// a request without such an end every word is an answer.
  private static func isUsable(_ reply: ChatReply, to request: ChatRequest, isEnded: Bool) -> Bool {
    if reply.text.isEmpty { return false }
    if !request.fields.isEmpty { return (try? ObjectAnswer.read(reply.text, fields: request.fields)) != nil }
    return request.spanOf != nil || request.stop.isEmpty || isEnded
  }

  /// The text before the first stop string, and whether there was one.
  private static func cut(_ text: String, at stops: [String]) -> (text: String, isEnded: Bool) {
    var out = text
    var isEnded = false
    for stop in stops where !stop.isEmpty {
      guard let found = out.range(of: stop) else { continue }
      out = String(out[..<found.lowerBound])
      isEnded = true
    }
    return (out.trimmingCharacters(in: .whitespacesAndNewlines), isEnded)
  }

  /// Without what a model thought aloud: before its answer, or to the end where the thought was cut off.
  private static func withoutThoughts(_ content: String) -> (text: String, hasThoughts: Bool) {
    var text = content
    for tag in ["think", "thinking"] {
      if let end = text.range(of: "</\(tag)>", options: .backwards) { text = String(text[end.upperBound...]) }
      if let open = text.range(of: "<\(tag)>") { text = String(text[..<open.lowerBound]) }
    }
    return (text, text.utf8.count != content.utf8.count)
  }

  private static func excerpt(_ content: String) -> String {
    String(content.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(120))
  }
}
