import Foundation
import Records
import Synchronization

@testable import Generation

/// Says what a script tells it to, and remembers what it was asked.
final class ScriptedModel: ChatModel {
  let name = "scripted"
  private let script: @Sendable (ChatRequest) -> String
  private let log = Mutex<[[ChatRequest]]>([])

  /// Every call's requests.
  var calls: [[ChatRequest]] { log.withLock { $0 } }
  var requests: [ChatRequest] { calls.flatMap { $0 } }

  init(_ script: @escaping @Sendable (ChatRequest) -> String) { self.script = script }

  func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
    log.withLock { $0.append(requests) }
    return requests.map { request in
      let text = script(request)
      guard let source = request.spanOf else {
        var reply = ChatReply(text: text)
        if !request.fields.isEmpty { reply.fields = try? ObjectAnswer.read(text, fields: request.fields) }
        return reply
      }
      guard let span = SpanLocation.locate(text, in: source) else { return ChatReply(text: "") }
      return ChatReply(text: text, spanStart: span.lowerBound, spanEnd: span.upperBound)
    }
  }
}

extension ChatRequest {
  var prompt: String { messages.last?.content ?? "" }
  var isReading: Bool { spanOf != nil }
  var isRewording: Bool { prompt.contains("\nQuestion: ") || prompt.contains("\n質問: ") }

  /// What stands after a label of the templates.
  func field(_ labels: String...) -> String {
    for label in labels {
      guard let start = prompt.range(of: "\n" + label) else { continue }
      let rest = prompt[start.upperBound...]
      let ends = ["\nWrite one", "\nQuestion: ", "\nAsk the", "\nこの答え", "\n質問: ", "\n同じこと", "\nAnswer with", "\n文章の中"]
        .compactMap { rest.range(of: $0)?.lowerBound }
      return String(rest[..<(ends.min() ?? rest.endIndex)])
    }
    return ""
  }
}

/// A model that asks a proper question for every answer and knows its own questions again, however they are framed.
enum Diligent {
  /// A word for an answer, letters only: the question must bring in no number.
  static func code(_ answer: String) -> String {
    String(
      ContentHash(of: [answer]).hex.prefix(10).map {
        $0.isNumber ? Character(UnicodeScalar(UInt8(($0.wholeNumberValue ?? 0) + 103))) : $0
      })
  }

  static func question(_ request: ChatRequest) -> String {
    let answer = request.field("Answer: ", "答え: ")
    return request.prompt.hasPrefix("文章")
      ? "「\(code(answer))」に当たる規則や価格は何ですか" : "What is known as \(code(answer)) in the travel rules of the robot?"
  }

  static func read(_ request: ChatRequest) -> String {
    var options = AnswerCandidates.Options()
    options.maximumPerChunk = 100
    let text = request.spanOf ?? ""
    let question = request.field("Question: ", "質問: ")
    return AnswerCandidates.find(in: Samples.chunk(text), options: options).map(\.text)
      .first { question.lowercased().contains(code($0)) } ?? ""
  }

  @Sendable static func script(_ request: ChatRequest) -> String {
    if request.isReading { return read(request) }
    // Says the same again when asked for other words, so that the rules have to.
    return request.isRewording ? request.field("Question: ", "質問: ") : question(request)
  }
}

/// Finds what it was told to find.
struct ScriptedRetriever: Retriever {
  var hits: [ContentHash]

  func retrieve(_ query: String, k: Int) async throws -> [Hit] {
    hits.prefix(k).enumerated().map { Hit(chunk: $1, score: 1 / Double($0 + 1)) }
  }
}
