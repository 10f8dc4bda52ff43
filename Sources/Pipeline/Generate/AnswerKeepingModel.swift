import Foundation
import Records
import Storage

/// A model whose answers for a batch are kept until the batch is done: what an endpoint has said is paid for, and a run that
/// goes on after a stop asks only for the rest.
struct AnswerKeepingModel: ChatModel {
  let model: any ChatModel
  let store: Store
  /// The batch of generation that is worked on.
  let batch: String
  /// The batch's document: the answers go when it is purged.
  let document: ContentHash

  var name: String { model.name }

  func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
    let keys = try requests.map(key)
    let kept = try store.read { try $0.keptAnswers(ofBatch: batch) }
    var replies = keys.map { kept[$0] }
    let open = replies.indices.filter { replies[$0] == nil }
    guard !open.isEmpty else { return replies.compactMap { $0 } }
    let answered = try await model.answer(open.map { requests[$0] }) { index, reply in
      // What has no answer is asked again.
      guard reply.unanswered == nil else { return }
      try store.write { try $0.keepAnswer(reply, to: keys[open[index]], batch: batch, document: document) }
    }
    // One reply too few or too many is for the caller to see.
    guard answered.count == open.count else { return answered }
    for (index, reply) in zip(open, answered) { replies[index] = reply }
    return replies.compactMap { $0 }
  }

  /// All that an answer depends on, as JSON with sorted keys.
  private func key(_ request: ChatRequest) throws -> ContentHash {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return ContentHash(of: [name, String(decoding: try encoder.encode(Asked(request)), as: UTF8.self)])
  }

  private struct Asked: Encodable {
    let messages: [Message]
    let maxTokens: Int
    let temperature: Double
    let topP: Double
    let seed: UInt64
    let stop: [String]
    let spanOf: String?
    let fields: [String]

    init(_ request: ChatRequest) {
      messages = request.messages
      maxTokens = request.maxTokens
      temperature = request.temperature
      topP = request.topP
      seed = request.seed
      stop = request.stop
      spanOf = request.spanOf
      fields = request.fields
    }
  }
}
