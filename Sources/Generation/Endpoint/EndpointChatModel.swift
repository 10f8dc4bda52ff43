public import Foundation
public import Records
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A model behind an OpenAI-compatible endpoint.
///
/// A request that the server cannot take (too long for the model, filtered) is an empty reply. A server that is not
/// there, refuses the key or keeps failing is an `EndpointError`.
public final class EndpointChatModel: ChatModel {
  /// How patient and how busy the client is.
  public struct Options: Sendable, Codable, Hashable {
    /// Seconds for one answer, from sending to the last byte.
    public var timeout = 120.0
    /// Further tries after a time-out, a broken connection, HTTP 408, 429 or 5xx, or an answer that is no JSON.
    public var retries = 4
    /// Seconds before the second try; doubled each time, unless the server says `Retry-After`.
    public var firstDelay = 0.5
    /// The longest wait between two tries; a server that asks for more is not waited for, and what is done is kept.
    public var longestDelay = 60.0
    /// Requests under way at once.
    public var concurrency = 4

    /// The defaults.
    public init() {}
  }

  /// As given.
  public let name: String
  private let endpoint: EndpointName
  private let key: String?
  private let options: Options
  private let connection: EndpointConnection
  /// Whether the server has refused a schema before.
  private let refusesFormats = Mutex(false)

  /// - Parameters:
  ///   - name: `http(s)://host[:port]/v1#MODEL`.
  ///   - keyVariable: The environment variable that holds the key; nil for a server that asks for none.
  /// - Throws: `EndpointError.malformedName`, `.keyMissing`.
  public init(
    name: String, keyVariable: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment, options: Options = Options()
  ) throws {
    endpoint = try EndpointName(parsing: name)
    if let keyVariable {
      guard let key = environment[keyVariable], !key.isEmpty else {
        throw EndpointError.keyMissing(variable: keyVariable)
      }
      self.key = key
    } else {
      key = nil
    }
    self.name = name
    self.options = options
    connection = EndpointConnection(limit: options.timeout, concurrency: options.concurrency)
  }

  /// Answers in the order of the requests, several at once.
  ///
  /// - Throws: `EndpointError`.
  public func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
    var replies = [ChatReply](repeating: ChatReply(text: ""), count: requests.count)
    try await withThrowingTaskGroup(of: (Int, ChatReply).self) { group in
      var waiting = requests.indices.makeIterator()
      for _ in 0..<max(1, options.concurrency) {
        guard let index = waiting.next() else { break }
        group.addTask { (index, try await self.whole(requests[index])) }
      }
      while let (index, reply) = try await group.next() {
        replies[index] = reply
        if let index = waiting.next() { group.addTask { (index, try await self.whole(requests[index])) } }
      }
    }
    return replies
  }

  // MARK: One request

  /// What came of one try.
  private enum Outcome {
    case answered(ChatReply)
    case tryAgain(EndpointError, after: Double?)
  }

  /// An answer; where an object was asked for and something else came, once more with what is wrong with it.
  private func whole(_ request: ChatRequest) async throws -> ChatReply {
    guard !request.fields.isEmpty else { return try await answer(request) }
    var request = request
    var reply = try await answer(request)
    for isLast in [false, true] {
      do {
        reply.fields = try ObjectAnswer.read(reply.text, fields: request.fields)
        return reply
      } catch {
        guard !isLast, !reply.text.isEmpty else { break }
        let members = request.fields.map { "\"\($0)\"" }.joined(separator: ", ")
        request.messages += [
          Message(role: "assistant", content: reply.text),
          Message(
            role: "user",
            content: "That cannot be used: \(error.why). Reply with one JSON object and nothing else; its members are "
              + "\(members), each a text."),
        ]
        let spent = reply
        reply = try await answer(request)
        reply.promptTokens += spent.promptTokens
        reply.completionTokens += spent.completionTokens
      }
    }
    reply.text = ""
    return reply
  }

  private func answer(_ request: ChatRequest) async throws -> ChatReply {
    var completion = ChatCompletionRequest(
      model: endpoint.model, messages: request.messages, maxTokens: request.maxTokens,
      temperature: request.temperature, topP: request.topP, seed: request.seed)
    if !request.fields.isEmpty, !refusesFormats.withLock({ $0 }) {
      completion.responseFormat = ResponseFormat(fields: request.fields)
    }
    do {
      return try await answer(request, completion)
    } catch let error as EndpointError where completion.responseFormat != nil && error.isRefusal {
      // Not every server knows schemas: asked in words alone, its answer is validated all the same.
      refusesFormats.withLock { $0 = true }
      completion.responseFormat = nil
      return try await answer(request, completion)
    }
  }

  private func answer(_ request: ChatRequest, _ completion: ChatCompletionRequest) async throws -> ChatReply {
    let body = try JSONEncoder().encode(completion)
    var delay = options.firstDelay
    var attempt = 1
    while true {
      switch try await attemptOnce(request, body: body, attempt: attempt) {
      case .answered(let reply): return reply
      case .tryAgain(let error, let wanted):
        guard attempt <= options.retries else { throw error }
        try await Task.sleep(for: .seconds(min(max(0, wanted ?? delay), options.longestDelay)))
        delay *= 2
        attempt += 1
      }
    }
  }

  private func attemptOnce(_ request: ChatRequest, body: Data, attempt: Int) async throws -> Outcome {
    let url = endpoint.url.absoluteString
    let data: Data
    let response: HTTPURLResponse
    do {
      (data, response) = try await send(body)
    } catch is CancellationError {
      throw CancellationError()
    } catch let error as URLError where error.code == .timedOut {
      return .tryAgain(.timedOut(url: url, seconds: options.timeout, attempts: attempt), after: nil)
    } catch {
      try Task.checkCancellation()
      return .tryAgain(.unreachable(url: url, why: Self.reason(error), attempts: attempt), after: nil)
    }
    let status = response.statusCode
    if status == 200 {
      do {
        return .answered(try reply(data, to: request))
      } catch {
        let why = Self.reason(error)
        return .tryAgain(
          .invalidAnswer(url: url, why: why, excerpt: Self.excerpt(data), attempts: attempt), after: nil)
      }
    }
    let failure = try? JSONDecoder().decode(ChatCompletionFailure.self, from: data)
    let message = failure.map(\.message) ?? Self.excerpt(data)
    switch status {
    case 408, 425, 429, 500...599:
      let wanted = response.value(forHTTPHeaderField: "Retry-After").flatMap { Self.seconds($0, from: Date()) }
      // Trying earlier than the server allows would only be refused again.
      if let wanted, wanted > options.longestDelay {
        throw EndpointError.askedToWait(url: url, status: status, seconds: wanted, message: message)
      }
      return .tryAgain(.overloaded(url: url, status: status, message: message, attempts: attempt), after: wanted)
    case 401, 403: throw EndpointError.keyRefused(url: url, status: status, message: message)
    case 404: throw EndpointError.notFound(url: url, model: endpoint.model, message: message)
    default:
      // A passage too long for this model concerns this request alone.
      if failure?.code == "context_length_exceeded" || failure?.code == "content_filter" || status == 413
        || message.lowercased().contains("context length") || message.lowercased().contains("context size")
      {
        return .answered(ChatReply(text: ""))
      }
      throw EndpointError.requestRefused(url: url, status: status, message: message)
    }
  }

  private func send(_ body: Data) async throws -> (Data, HTTPURLResponse) {
    var request = URLRequest(url: endpoint.url, timeoutInterval: options.timeout)
    request.httpMethod = "POST"
    request.httpBody = body
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.setValue("application/json", forHTTPHeaderField: "Accept")
    if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
    return try await connection.send(request)
  }

  // MARK: The answer

  private func reply(_ data: Data, to request: ChatRequest) throws -> ChatReply {
    let response = try JSONDecoder().decode(ChatCompletionResponse.self, from: data)
    guard let choice = response.choices.first else { throw URLError(.cannotParseResponse) }
    var reply = ChatReply(
      text: Self.final(choice.message.content ?? "", stop: request.stop),
      promptTokens: response.usage?.promptTokens ?? 0, completionTokens: response.usage?.completionTokens ?? 0)
    if let text = request.spanOf {
      if let span = SpanLocation.locate(reply.text, in: text) {
        reply.text = String(decoding: Array(text.utf8)[span], as: UTF8.self)
        reply.spanStart = span.lowerBound
        reply.spanEnd = span.upperBound
      } else {
        reply.text = ""
      }
    }
    return reply
  }

  /// Without what a model thought aloud before, and without what follows a stop string.
  private static func final(_ content: String, stop: [String]) -> String {
    var text = content
    if let end = text.range(of: "</think>") { text = String(text[end.upperBound...]) }
    text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    for stop in stop where !stop.isEmpty {
      if let found = text.range(of: stop) { text = String(text[..<found.lowerBound]) }
    }
    return text
  }

  /// `Retry-After` is a number of seconds or a date.
  static func seconds(_ header: String, from now: Date) -> Double? {
    let text = header.trimmingCharacters(in: .whitespaces)
    if let seconds = Double(text), seconds.isFinite { return max(0, seconds) }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    return format.date(from: text).map { max(0, $0.timeIntervalSince(now)) }
  }

  private static func reason(_ error: any Error) -> BilingualText {
    switch error {
    case DecodingError.dataCorrupted: BilingualText(en: "it is not JSON", ja: "JSON になっていません")
    case let error as URLError where error.code == .cannotParseResponse:
      BilingualText(en: "it holds no choice", ja: "choices が空です")
    default: BilingualText(reasonOf: error)
    }
  }

  private static func excerpt(_ data: Data) -> String {
    let text = String(decoding: data.prefix(200), as: UTF8.self)
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
