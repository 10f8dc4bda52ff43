import Records

/// A model that broke its promise of one reply a request.
public enum ChatModelError: Error, Sendable, Equatable, CustomStringConvertible {
  case wrongCount(model: String, asked: Int, answered: Int)

  /// What happened, and what to do.
  public var description: String {
    switch self {
    case .wrongCount(let model, let asked, let answered):
      "The model \(model) gave \(answered) answers to \(asked) requests; it cannot be told which belongs to which. "
        + "Use another model, or report this."
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
