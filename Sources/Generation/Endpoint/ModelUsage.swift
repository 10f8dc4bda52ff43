public import Records
import Synchronization

/// What asking a model took.
public struct ModelUsage: Codable, Sendable, Hashable {
  /// Requests.
  public var calls = 0
  /// Tokens that the model read.
  public var promptTokens = 0
  /// Tokens that the model wrote.
  public var completionTokens = 0
  /// Seconds during which answers were waited for.
  public var seconds = 0.0

  /// Nothing yet.
  public init() {}

  /// Both together.
  public static func + (left: ModelUsage, right: ModelUsage) -> ModelUsage {
    var out = left
    out.calls += right.calls
    out.promptTokens += right.promptTokens
    out.completionTokens += right.completionTokens
    out.seconds += right.seconds
    return out
  }
}

/// Counts what another model is asked and says.
public final class MeteredModel: ChatModel {
  private let model: any ChatModel
  private let counter: (any TokenCounter)?
  private let total = Mutex(ModelUsage())

  /// The other model's.
  public var name: String { model.name }

  /// What came together so far.
  public var usage: ModelUsage { total.withLock { $0 } }

  /// - Parameter counter: Counts the tokens of a server that does not tell; without one those stay uncounted.
  public init(_ model: any ChatModel, counter: (any TokenCounter)? = nil) {
    self.model = model
    self.counter = counter
  }

  /// Passes the requests on.
  public func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
    try await answer(requests) { _, _ in }
  }

  /// Passes the requests on. What is answered counts, also where a later request fails.
  public func answer(
    _ requests: [ChatRequest], telling tell: (Int, ChatReply) throws -> Void
  ) async throws -> [ChatReply] {
    let clock = ContinuousClock()
    let start = clock.now
    var usage = ModelUsage()
    defer {
      usage.seconds = (clock.now - start) / .seconds(1)
      total.withLock { $0 = $0 + usage }
    }
    return try await model.answer(requests) { index, reply in
      usage = usage + tokens(of: reply, to: requests[index])
      try tell(index, reply)
    }
  }

  private func tokens(of reply: ChatReply, to request: ChatRequest) -> ModelUsage {
    var usage = ModelUsage()
    usage.calls = 1
    usage.promptTokens =
      reply.promptTokens > 0
      ? reply.promptTokens : request.messages.reduce(0) { $0 + (counter?.count($1.content) ?? 0) }
    usage.completionTokens =
      reply.completionTokens > 0 || reply.text.isEmpty ? reply.completionTokens : counter?.count(reply.text) ?? 0
    return usage
  }
}
