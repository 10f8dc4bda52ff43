public import Records

/// A model that broke its promise of one reply a request.
public enum ChatModelError: ExplainedError, Equatable {
  case wrongCount(model: String, asked: Int, answered: Int)

  /// What happened, and what to do.
  public var text: BilingualText {
    switch self {
    case .wrongCount(let model, let asked, let answered):
      BilingualText(
        en: "The model \(model) gave \(answered) answers to \(asked) requests; it cannot be told which belongs to "
          + "which. Use another model, or report this.",
        ja: "モデル \(model) が \(asked) 件の依頼に対して \(answered) 件の回答を返したため、どの回答がどの依頼のものか分かりません。"
          + "別のモデルを使うか、この文言を添えて報告してください。")
    }
  }
}

extension ChatModel {
  /// Answers in slices of a fixed size, formed from the requests alone, and checks the number of replies.
  func answer(_ requests: [ChatRequest], inBatchesOf size: Int) async throws -> [ChatReply] {
    var out: [ChatReply] = []
    out.reserveCapacity(requests.count)
    for start in stride(from: 0, to: requests.count, by: max(1, size)) {
      let batch = Array(requests[start..<min(start + max(1, size), requests.count)])
      let replies = try await answer(batch)
      guard replies.count == batch.count else {
        throw ChatModelError.wrongCount(model: name, asked: batch.count, answered: replies.count)
      }
      out += replies
      try Task.checkCancellation()
    }
    return out
  }
}
