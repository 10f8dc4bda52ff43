/// What to generate after a prompt.
public struct GenerationRequest: Sendable, Hashable {
  /// The prompt.
  public var ids: [Int32]
  /// Tokens at most.
  public var maxTokens: Int
  /// 0 takes the likeliest token.
  public var temperature: Double
  /// Tokens are drawn from the likeliest ones that together have this probability.
  public var topP: Double
  /// Each request has its own, so that its answer does not depend on the batch it travels in.
  public var seed: UInt64
  /// Generation ends before any of these.
  public var stop: [String]
  /// Any of these tokens ends the answer; so does every control token.
  public var stopIDs: [Int32]
  /// When set, the answer is a contiguous span of this UTF-8 text.
  public var spanOf: [UInt8]?

  /// A request; greedy unless said otherwise.
  public init(
    ids: [Int32], maxTokens: Int = 64, temperature: Double = 0, topP: Double = 1, seed: UInt64 = 0, stop: [String] = [],
    stopIDs: [Int32] = [], spanOf: [UInt8]? = nil
  ) {
    self.ids = ids
    self.maxTokens = maxTokens
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
    self.stop = stop
    self.stopIDs = stopIDs
    self.spanOf = spanOf
  }
}

/// What was generated.
public struct GenerationResult: Sendable, Hashable {
  /// Why generation ended.
  public enum Ending: String, Sendable {
    /// The model gave an end token.
    case endToken = "end-token"
    /// A stop string came.
    case stopString = "stop-string"
    /// As many tokens as were asked for, or as the context holds.
    case length
    /// The prompt is empty, longer than the model's context, or has ids that the model does not know.
    case unusablePrompt = "unusable-prompt"
    /// No span of the text can be the answer.
    case noSpan = "no-span"
    /// What the model computed is infinite or no number.
    case notFinite = "not-finite"
    /// The task was cancelled before the end.
    case cancelled
  }

  /// The text, without stop string and control tokens, in whole characters.
  public var text = ""
  /// The tokens, without the one that ended the answer.
  public var ids: [Int32] = []
  /// Mean log probability a token, the ending one included; nil where there is none.
  public var meanLogProbability: Double?
  /// UTF-8 offsets in `spanOf`.
  public var span: Range<Int>?
  /// Why generation ended.
  public var ending: Ending

  /// A result.
  public init(ending: Ending) { self.ending = ending }
}
