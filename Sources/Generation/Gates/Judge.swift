import Foundation
public import Records

/// Another model that sees the passage and says whether a pair is good: yes or no, asked in both orders.
///
/// It is dear and it errs: nothing asks it unless somebody has configured one.
public struct Judge: Sendable {
  /// A pair as the judge sees it.
  public struct Item: Sendable, Hashable {
    var passage: String
    var question: String
    var answer: String
    var language: Language

    /// Takes the parts as they are.
    public init(passage: String, question: String, answer: String, language: Language) {
      self.passage = passage
      self.question = question
      self.answer = answer
      self.language = language
    }
  }

  /// Room for a word and what a talkative model puts around it.
  private static let replyTokens = 16
  private static let batch = 64
  static let reasons = [
    "judge-refused": BilingualText(
      en: "The judge says in both orders that the pair is not good.", ja: "判定モデルが、どちらの順序でも良くないと答えました。"),
    "judge-disagrees": BilingualText(
      en: "The judge says yes in one order of passage and question and no in the other.",
      ja: "判定モデルの答えが、文章と質問の順序によって変わりました。"),
    "judge-unclear": BilingualText(
      en: "The judge said neither yes nor no.", ja: "判定モデルが「はい」とも「いいえ」とも答えませんでした。"),
    "judge-not-asked": BilingualText(
      en: "The judge has not been asked about it yet: `shikomi generate` asks it.",
      ja: "まだ判定モデルに尋ねていません。`shikomi generate` で尋ねます。"),
  ]
  /// What stands for a pair that the judge has not seen.
  public static let notAsked = GateMeasure.flaw("judge-not-asked", found: "")

  private let model: any ChatModel
  private let prompts: JudgePrompts

  /// - Parameter model: Any of the three kinds.
  public init(model: any ChatModel, prompts: JudgePrompts) {
    self.model = model
    self.prompts = prompts
  }

  /// One measure an item: 1 for yes in both orders, 0.5 for yes in one, else 0; `notAsked` where the judge could not be
  /// asked about it.
  ///
  /// - Throws: What the model throws.
  public func measure(_ items: [Item]) async throws -> [GateMeasure] {
    let orders = JudgePrompts.Order.allCases
    let requests = items.flatMap { item in
      orders.map { order in
        ChatRequest(
          messages: [Message(role: "user", content: prompts.render(order, item))], maxTokens: Self.replyTokens)
      }
    }
    let replies = try await model.answer(requests, inBatchesOf: Self.batch)
    return items.indices.map { index in
      let own = replies[index * orders.count..<(index + 1) * orders.count]
      // A request without an answer says nothing of the pair.
      return own.contains { $0.unanswered != nil } ? Self.notAsked : Self.measure(own.map(\.text))
    }
  }

  static func measure(_ replies: [String]) -> GateMeasure {
    let verdicts = replies.map(verdict)
    let score = Double(verdicts.count { $0 == true }) / Double(max(1, verdicts.count))
    let found = replies.map { String($0.prefix(40)) }.joined(separator: " | ")
    if verdicts.contains(nil) { return .flaw("judge-unclear", found: found, score: score) }
    return switch score {
    case 1: .sound
    case 0: .flaw("judge-refused", found: found)
    default: .flaw("judge-disagrees", found: found, score: score)
    }
  }

  /// The first yes or no of a reply, in either language; nil where there is none.
  static func verdict(_ reply: String) -> Bool? {
    let words = Terms.words(reply)
    let english = words.firstIndex { ["yes", "no"].contains($0) }.map { words[$0] == "yes" }
    let text = Terms.folded(reply)
    let (yes, no) = (text.range(of: "はい")?.lowerBound, text.range(of: "いいえ")?.lowerBound)
    switch (yes, no) {
    case (let yes?, let no?): return yes < no
    case (.some, nil): return true
    case (nil, .some): return false
    case (nil, nil): return english
    }
  }
}
