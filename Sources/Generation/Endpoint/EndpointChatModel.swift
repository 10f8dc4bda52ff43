public import Foundation
public import Records
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A model behind an OpenAI-compatible endpoint.
///
/// A request that the server cannot take or at which it fails every time, while it answers others, is an empty reply that
/// says why. A server that is not there, refuses the key or fails at everything is an `EndpointError`.
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
  private let habits = Mutex(EndpointHabits())
  /// What was answered last.
  private let answered = Mutex<ChatRequest?>(nil)

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
    try await answer(requests) { _, _ in }
  }

  /// The same, and tells each answer when it comes, those too that come while another request fails.
  ///
  /// - Throws: `EndpointError`, what `tell` throws.
  public func answer(
    _ requests: [ChatRequest], telling tell: (Int, ChatReply) throws -> Void
  ) async throws -> [ChatReply] {
    var replies = [ChatReply](repeating: ChatReply(text: ""), count: requests.count)
    try await withThrowingTaskGroup(of: (Int, ChatReply).self) { group in
      var waiting = requests.indices.makeIterator()
      for _ in 0..<max(1, options.concurrency) {
        guard let index = waiting.next() else { break }
        group.addTask { (index, try await self.reply(to: requests[index])) }
      }
      var failure: (any Error)?
      while let result = await group.nextResult() {
        switch result {
        case .success((let index, let reply)):
          replies[index] = reply
          try tell(index, reply)
          guard failure == nil, let next = waiting.next() else { continue }
          group.addTask { (next, try await self.reply(to: requests[next])) }
        case .failure(let error):
          // No others are sent; those under way are waited for: what the server answers now, it has charged for.
          failure = failure ?? error
        }
      }
      if let failure { throw failure }
    }
    return replies
  }

  // MARK: One request

  /// What came of one try.
  private enum Outcome {
    case answered(ChatReply)
    case tryAgain(EndpointError, after: Double?)
  }

  /// An answer, or why this request alone has none.
  ///
  /// What fails again and again is the request's own fault only where the server answers another one right afterwards.
  private func reply(to request: ChatRequest) async throws -> ChatReply {
    do {
      let reply = try await whole(request)
      if reply.unanswered == nil { answered.withLock { $0 = request } }
      return reply
    } catch let error as EndpointError {
      guard let unanswered = error.unanswered, try await answersOthers() else { throw error }
      var reply = ChatReply(text: "")
      reply.unanswered = unanswered
      return reply
    }
  }

  /// Whether the server answers what it answered before; where it has answered nothing yet, a short request.
  ///
  /// - Throws: `EndpointError` where it says why it answers nothing any more.
  private func answersOthers() async throws -> Bool {
    var request =
      answered.withLock { $0 } ?? ChatRequest(messages: [Message(role: "user", content: "Reply with one word: yes.")])
    // What stands in a gateway's cache is no sign of life.
    request.seed = (request.seed + 1) & 0x7FFF_FFFF
    do {
      _ = try await answer(request, retries: min(options.retries, 1))
      return true
    } catch let error as EndpointError {
      if error.unanswered == nil { throw error }
      return false
    }
  }

  /// An answer; where an object was asked for and something else came, once more with what is wrong with it.
  private func whole(_ request: ChatRequest) async throws -> ChatReply {
    var reply = try await answer(request, retries: options.retries)
    guard !request.fields.isEmpty else { return reply }
    var request = request
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
        reply = try await answer(request, retries: options.retries)
        reply.promptTokens += spent.promptTokens
        reply.completionTokens += spent.completionTokens
      }
    }
    reply.text = ""
    return reply
  }

  /// An answer in the form that the server takes: what it refuses, and what it needs more room for, is learned once.
  private func answer(_ request: ChatRequest, retries: Int) async throws -> ChatReply {
    var spent = (prompt: 0, completion: 0)
    // Room that was refused, until it is seen whether the server takes the request without it.
    var refused: Int?
    while true {
      let habits = self.habits.withLock { $0 }
      var known = habits
      if refused != nil { known.isCutShort = false }
      let limit = known.limit(request.maxTokens)
      do {
        var reply = try await send(request, known, retries: retries)
        reply.promptTokens += spent.prompt
        reply.completionTokens += spent.completion
        if reply.unanswered?.reason == .tooLong, limit > request.maxTokens {
          refused = limit
          continue
        }
        if reply.unanswered?.reason != .tooLong, let room = refused {
          self.habits.withLock { $0.ceiling = min($0.ceiling, room / 2) }
          refused = nil
        }
        guard reply.unanswered?.reason == .cutOff else { return reply }
        let now = self.habits.withLock { habits in
          habits.isCutShort = true
          return habits
        }
        guard now.limit(request.maxTokens) > limit else { return reply }
        spent = (reply.promptTokens, reply.completionTokens)
      } catch EndpointError.requestRefused(let url, let status, let message) {
        let now = self.habits.withLock { habits in
          habits.learn(fromRefusal: message)
          return habits
        }
        if now != habits { continue }
        if limit > request.maxTokens {
          refused = limit
          continue
        }
        guard !request.fields.isEmpty, !known.refusesFormats else {
          throw EndpointError.requestRefused(url: url, status: status, message: message)
        }
        // Not every server knows schemas: asked in words alone, its answer is validated all the same.
        known.refusesFormats = true
        let reply = try await send(request, known, retries: retries)
        self.habits.withLock { $0.refusesFormats = true }
        return reply
      }
    }
  }

  /// The longest answer that an endpoint is asked for where so much is wanted: one that thinks aloud needs room for it.
  public static func longestAnswer(_ wanted: Int) -> Int { EndpointHabits.longest(wanted) }

  private func send(_ request: ChatRequest, _ known: EndpointHabits, retries: Int) async throws -> ChatReply {
    let body = try JSONEncoder().encode(known.completion(request, model: endpoint.model))
    var delay = options.firstDelay
    var attempt = 1
    while true {
      switch try await attemptOnce(request, body: body, attempt: attempt) {
      case .answered(let reply): return reply
      case .tryAgain(let error, let wanted):
        guard attempt <= retries else { throw error }
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
    if response.statusCode == 200 {
      do {
        let answer = try EndpointAnswer(data, to: request)
        if answer.thinks { habits.withLock { $0.thinks = true } }
        return .answered(answer.reply)
      } catch {
        return .tryAgain(
          .invalidAnswer(url: url, why: Self.reason(error), excerpt: Self.excerpt(data), attempts: attempt), after: nil)
      }
    }
    return try refusal(data, response, attempt: attempt)
  }

  /// What a status other than 200 means.
  private func refusal(_ data: Data, _ response: HTTPURLResponse, attempt: Int) throws -> Outcome {
    let (url, status) = (endpoint.url.absoluteString, response.statusCode)
    let failure = try? JSONDecoder().decode(ChatCompletionFailure.self, from: data)
    let message = failure.map(\.message) ?? Self.excerpt(data)
    if status == 402 || failure?.isOfQuota == true {
      throw EndpointError.quotaUsedUp(url: url, status: status, message: message)
    }
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
      let why: Unanswered.Reason? =
        status == 413 || failure?.isOfLength == true
        ? .tooLong : failure?.codes.contains("content_filter") == true ? .refused : nil
      // What names the passage as its cause leaves no doubt.
      guard let why else { throw EndpointError.requestRefused(url: url, status: status, message: message) }
      var reply = ChatReply(text: "")
      reply.unanswered = Unanswered(why, "HTTP \(status): \(message)")
      return .answered(reply)
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

  // MARK: Words of the protocol

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
