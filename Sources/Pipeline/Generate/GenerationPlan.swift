public import Records

/// What generation is about to do and what it will take, before anything is spent.
public struct GenerationPlan: Codable, Sendable, Hashable {
  /// Where the figures come from.
  public enum Basis: String, Codable, Sendable {
    /// From what this model took for other chunks of this workspace.
    case measured
    /// The most that it can take: every question fails at first and is tried again, every rewording is tried.
    case upperBound = "upper-bound"
  }

  /// The model that writes the questions.
  public var model: String
  /// Documents with a chunk that is pending.
  public var documents: Int
  /// Chunks that are pending.
  public var chunks: Int
  /// Chunks of the plan that are done already.
  public var chunksDone: Int
  /// Facts to ask about that the pending chunks hold.
  public var facts: Int
  /// Chunks that were looked at to find that; fewer than there are where there are many.
  public var chunksLookedAt: Int
  /// Where calls, tokens, time and pairs come from.
  public var basis: Basis
  /// Chunks that the figures were measured on; 0 for upper bounds.
  public var measuredChunks: Int
  /// Requests to the model.
  public var calls: Int
  /// Tokens that the model will read.
  public var promptTokens: Int
  /// Tokens that the model will write.
  public var completionTokens: Int
  /// Seconds; nil while nothing was measured.
  public var seconds: Double?
  /// Pairs; nil while nothing was measured.
  public var pairs: Int?
  /// In `currency`; nil where no price is configured.
  public var cost: Double?
  /// Of the prices.
  public var currency: String
  /// Tokens that a model behind an endpoint writes at most where it thinks aloud before each answer, which nobody knows
  /// before it has answered; nil for others, and where it was measured.
  public var thinkingTokens: Int?

  /// The plan in one sentence.
  public var text: BilingualText {
    let most = basis == .upperBound
    var en =
      "\(chunks) chunks of \(documents) documents, \(facts) facts: \(most ? "at most" : "about") \(calls) calls, "
    en += "\(promptTokens) tokens read, \(completionTokens) written"
    var ja = "\(documents) 文書の \(chunks) チャンク、事実 \(facts) 件: 呼び出し\(most ? "最大" : "約") \(calls) 回、"
    ja += "読むトークン \(promptTokens)、書くトークン \(completionTokens)"
    if let thinkingTokens {
      en += " (\(thinkingTokens) by a model that thinks before it answers)"
      ja += "（考えてから答えるモデルでは最大 \(thinkingTokens)）"
    }
    if let cost {
      en += ", \(Self.amount(cost)) \(currency)"
      ja += "、料金 \(Self.amount(cost)) \(currency)"
    }
    if let seconds, let pairs {
      en += ", about \(Self.duration(seconds).en), about \(pairs) pairs (measured on \(measuredChunks) chunks)"
      ja += "、約 \(Self.duration(seconds).ja)、ペア約 \(pairs) 件（\(measuredChunks) チャンクの実測から）"
    } else {
      en += "; `shikomi generate --rehearse` measures time and yield on ten chunks"
      ja += "。時間と採用率は `shikomi generate --rehearse` が 10 チャンクで測ります"
    }
    return BilingualText(en: en, ja: ja)
  }

  /// An amount of money: cents, or what is left of them.
  public static func amount(_ cost: Double) -> String {
    let scale = cost >= 0.1 ? 100.0 : 10_000.0
    return String((cost * scale).rounded() / scale)
  }

  /// Seconds for people.
  public static func duration(_ seconds: Double) -> BilingualText {
    if seconds < 90 { return BilingualText(en: "\(Int(seconds.rounded(.up))) s", ja: "\(Int(seconds.rounded(.up))) 秒") }
    let minutes = Int((seconds / 60).rounded(.up))
    guard minutes >= 90 else { return BilingualText(en: "\(minutes) min", ja: "\(minutes) 分") }
    let hours = (Double(minutes) / 6).rounded() / 10
    return BilingualText(en: "\(hours) h", ja: "\(hours) 時間")
  }
}
