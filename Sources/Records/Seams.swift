/// Counts tokens as the model that will read the text does, so that chunking needs no engine.
public protocol TokenCounter: Sendable {
  /// The number of tokens in `text`, without special tokens.
  func count(_ text: String) -> Int
}

/// What to ask a model, and how.
public struct ChatRequest: Sendable, Hashable {
  /// The conversation so far; the model gives the next turn.
  public var messages: [Message]
  /// At most so many tokens are generated.
  public var maxTokens: Int
  /// 0 is greedy.
  public var temperature: Double
  /// Samples among the likeliest tokens that have this much probability together, 0…1; 1 takes all.
  public var topP: Double
  /// Each request has its own seed, so that its answer does not depend on the batch it travels in.
  public var seed: UInt64
  /// Generation ends before any of these.
  public var stop: [String]
  /// When set, the answer must be a contiguous span of this text (native models; an endpoint's answer is validated).
  public var spanOf: String?
  /// When not empty, the answer is a JSON object that has these members, each a text, and no others: native models write
  /// nothing else, an endpoint's answer is validated and asked for once more where it does not fit.
  public var fields: [String] = []

  /// Asks greedily for at most 64 tokens unless said otherwise.
  public init(
    messages: [Message], maxTokens: Int = 64, temperature: Double = 0, topP: Double = 1, seed: UInt64 = 0,
    stop: [String] = [], spanOf: String? = nil
  ) {
    self.messages = messages
    self.maxTokens = maxTokens
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
    self.stop = stop
    self.spanOf = spanOf
  }
}

/// Why one request has no answer while the model that was asked answers others.
public struct Unanswered: Codable, Sendable, Hashable {
  /// What kept it from being answered; the raw value is the reason in the ledger.
  public enum Reason: String, Codable, Sendable, CaseIterable {
    /// The request is longer than the model reads.
    case tooLong = "request-too-long"
    /// The server takes others and not this one.
    case refused = "request-refused"
    /// The server fails whenever it gets this one.
    case failed = "request-failed"
    /// The answer ran into the limit of its length before it said anything that can be used.
    case cutOff = "answer-cut-off"
  }

  /// What kept it from being answered.
  public var reason: Reason
  /// The server's own words.
  public var message: String

  /// Takes both.
  public init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }
}

/// What a model said.
public struct ChatReply: Codable, Sendable, Hashable {
  /// The answer without stop strings; empty when the request could not be answered.
  public var text: String
  /// UTF-8 offsets in `ChatRequest.spanOf`, where a span was asked for and found.
  public var spanStart: Int?
  /// The offset after the span's last byte; nil together with `spanStart`.
  public var spanEnd: Int?
  /// Mean log probability a token, where the model tells.
  public var score: Double?
  /// Tokens that the model read; 0 when an endpoint does not tell.
  public var promptTokens: Int
  /// Tokens that the model wrote; 0 when an endpoint does not tell.
  public var completionTokens: Int
  /// Set where the request was not answered because its prompt does not fit into what the model reads at once: so many
  /// tokens fit.
  public var contextLimit: Int?
  /// The members of the object that was asked for; nil where none was, or none came.
  public var fields: [String: String]?
  /// Set where this request alone has no answer.
  public var unanswered: Unanswered?

  /// Makes a reply; the text alone when nothing else is known.
  public init(
    text: String, spanStart: Int? = nil, spanEnd: Int? = nil, score: Double? = nil, promptTokens: Int = 0,
    completionTokens: Int = 0, contextLimit: Int? = nil
  ) {
    self.text = text
    self.spanStart = spanStart
    self.spanEnd = spanEnd
    self.score = score
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
    self.contextLimit = contextLimit
  }
}

/// A model that answers: a directory on this machine, or an OpenAI-compatible endpoint.
public protocol ChatModel: Sendable {
  /// As in the contract: `embedded`, a directory, or `http(s)://host/v1#MODEL`.
  var name: String { get }

  /// Answers in the order of the requests. One request that cannot be answered is an empty reply that may say why; the
  /// world failing (no connection, no memory) is thrown.
  func answer(_ requests: [ChatRequest]) async throws -> [ChatReply]

  /// The same, and each answer is told, with its request's place, as soon as it is there: it can be kept though a request
  /// after it fails.
  func answer(_ requests: [ChatRequest], telling tell: (Int, ChatReply) throws -> Void) async throws -> [ChatReply]
}

extension ChatModel {
  /// A model that answers all at once tells all at once.
  public func answer(
    _ requests: [ChatRequest], telling tell: (Int, ChatReply) throws -> Void
  ) async throws -> [ChatReply] {
    let replies = try await answer(requests)
    for (index, reply) in replies.enumerated() { try tell(index, reply) }
    return replies
  }
}

/// A chunk that a query found.
public struct Hit: Codable, Sendable, Hashable {
  /// The chunk's id.
  public var chunk: ContentHash
  /// Higher is better. The scale is the retriever's own: compare only within one query.
  public var score: Double

  /// Takes the values as they are; nothing is checked.
  public init(chunk: ContentHash, score: Double) {
    self.chunk = chunk
    self.score = score
  }
}

/// Finds passages for a query: BM25, dense, or both.
public protocol Retriever: Sendable {
  /// The best `k` chunks, best first; ties by chunk id, so that the order is always the same.
  func retrieve(_ query: String, k: Int) async throws -> [Hit]
}
