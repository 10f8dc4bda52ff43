import Foundation
import Records
import TestSupport
import Testing

@testable import Generation

/// What one request costs that a server cannot take, and what a server needs to be told otherwise.
@Suite struct EndpointFailureTests {
  static func completion(
    _ content: String, finish: String = "stop", reasoning: String? = nil
  ) -> LocalServer.Answer {
    var message: [String: Any] = ["role": "assistant", "content": content]
    message["reasoning_content"] = reasoning
    let body: [String: Any] = [
      "choices": [["index": 0, "message": message, "finish_reason": finish]],
      "usage": ["prompt_tokens": 12, "completion_tokens": 3],
    ]
    let data = (try? JSONSerialization.data(withJSONObject: body)) ?? Data()
    return .reply(status: 200, body: String(decoding: data, as: UTF8.self))
  }

  private static func failure(_ status: Int, _ message: String, code: String = "x") -> LocalServer.Answer {
    .reply(status: status, body: #"{"error":{"message":"\#(message)","type":"\#(code)","code":"\#(code)"}}"#)
  }

  private func model(_ server: LocalServer, concurrency: Int = 2, retries: Int = 1) throws -> EndpointChatModel {
    var options = EndpointChatModel.Options()
    options.timeout = 5
    options.retries = retries
    options.firstDelay = 0.01
    options.concurrency = concurrency
    return try EndpointChatModel(name: server.name(), options: options)
  }

  private func requests(_ texts: String..., stop: [String] = ["\n"]) -> [ChatRequest] {
    texts.map { ChatRequest(messages: [Message(role: "user", content: $0)], maxTokens: 10, stop: stop) }
  }

  private static func has(_ request: LocalServer.Request, _ text: String) -> Bool {
    String(decoding: request.body, as: UTF8.self).contains(text)
  }

  @Test(arguments: [
    (400, "the grammar stack is empty", Unanswered.Reason.refused), (422, "unprocessable", .refused),
    (403, "flagged by moderation", .refused), (500, "out of luck", .failed),
    (400, "Input is too long for requested model.", .tooLong),
  ])
  func `one request that the server cannot take costs itself alone, also when it is the first`(
    status: Int, words: String, reason: Unanswered.Reason
  ) async throws {
    let server = try LocalServer { _, request in
      Self.has(request, "poison") ? Self.failure(status, words) : Self.completion("fine")
    }
    defer { server.stop() }
    let model = try model(server, concurrency: 1)
    for texts in [["poison", "a", "b"], ["a", "poison", "b"]] {
      let replies = try await model.answer(texts.flatMap { requests($0) })
      #expect(replies.map(\.text) == texts.map { $0 == "poison" ? "" : "fine" })
      let unanswered = try #require(replies[texts.firstIndex(of: "poison") ?? 0].unanswered)
      #expect(unanswered == Unanswered(reason, "HTTP \(status): \(words)"))
      #expect(replies.count { $0.unanswered == nil } == 2)
    }
  }

  @Test func `a connection that breaks at one request costs it alone`() async throws {
    let server = try LocalServer { _, request in
      Self.has(request, "poison") ? .breakOff : Self.completion("fine")
    }
    defer { server.stop() }
    let replies = try await model(server).answer(requests("a", "poison", "b"))
    #expect(replies.map { $0.unanswered?.reason } == [nil, .failed, nil])
  }

  @Test(arguments: [400, 500])
  func `a server that takes nothing, or nothing any more, is an error and no request's fault`(status: Int) async throws
  {
    let never = try LocalServer { _, _ in Self.failure(status, "set up wrongly") }
    defer { never.stop() }
    let error = await #expect(throws: EndpointError.self) { try await self.model(never).answer(requests("a", "b")) }
    #expect(error?.text.en.contains("set up wrongly") == true)
    let dying = try LocalServer { number, _ in number < 5 ? Self.completion("fine") : Self.failure(status, "gone") }
    defer { dying.stop() }
    let model = try model(dying)
    #expect(try await model.answer(requests("a", "b", "c", "d", "e")).allSatisfy { $0.text == "fine" })
    await #expect(throws: EndpointError.self) { try await model.answer(requests("f", "g")) }
  }

  @Test func `a server that dies while it is asked whether it lives says why`() async throws {
    let server = try LocalServer { number, _ in
      number == 0
        ? Self.failure(400, "no") : Self.failure(429, "You exceeded your current quota.", code: "insufficient_quota")
    }
    defer { server.stop() }
    let error = await #expect(throws: EndpointError.self) { try await model(server).answer(requests("a")) }
    guard case .quotaUsedUp = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a quota that is used up is told at once, and nobody is asked to wait`() async throws {
    let server = try LocalServer { _, _ in
      Self.failure(429, "You exceeded your current quota.", code: "insufficient_quota")
    }
    defer { server.stop() }
    let error = await #expect(throws: EndpointError.self) {
      try await model(server, concurrency: 1, retries: 4).answer(requests("a", "b"))
    }
    #expect(server.requests.count == 1)
    #expect(error?.text.en.contains("is used up") == true && error?.text.ja.contains("使い切りました") == true)
    #expect(error?.text.en.contains("ait a while") == false)
  }

  @Test func `what a server says that it does not support is left out from then on`() async throws {
    let server = try LocalServer { _, request in
      let sent = (try? request.json()) ?? [:]
      if sent["max_tokens"] != nil {
        return Self.failure(
          400,
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")
      }
      if sent["temperature"] != nil {
        return Self.failure(400, "Unsupported value: 'temperature' does not support 0 with this model.")
      }
      return Self.completion("fine")
    }
    defer { server.stop() }
    let model = try model(server, concurrency: 1)
    #expect(try await model.answer(requests("a", "b", "c")).map(\.text) == ["fine", "fine", "fine"])
    #expect(server.requests.count == 5)
    let last = try #require(try server.requests.last?.json())
    #expect(last["max_completion_tokens"] as? Int == 10 && last["max_tokens"] == nil && last["temperature"] == nil)
    #expect(last["seed"] != nil)
  }

  @Test func `one object that is refused does not end the asking with schemas`() async throws {
    let server = try LocalServer { _, request in
      Self.has(request, "poison") ? Self.failure(400, "no") : Self.completion(#"{"answer": "here"}"#)
    }
    defer { server.stop() }
    let asked = requests("a", "poison", "b", stop: []).map { request in
      var request = request
      request.fields = ["answer"]
      return request
    }
    let replies = try await model(server, concurrency: 1).answer(asked)
    #expect(replies.map { $0.fields?["answer"] } == ["here", nil, "here"])
    #expect(replies[1].unanswered?.reason == .refused)
    #expect(try server.requests.last?.json()["response_format"] != nil)
  }

  @Test func `an answer that is cut off gets more room once, and the room is remembered`() async throws {
    let server = try LocalServer { _, request in
      let room = ((try? request.json())?["max_tokens"] as? Int) ?? 0
      return room < 40 ? Self.completion("What is the", finish: "length") : Self.completion("What is the price?")
    }
    defer { server.stop() }
    let replies = try await model(server, concurrency: 1).answer(requests("a", "b"))
    #expect(replies.map(\.text) == ["What is the price?", "What is the price?"])
    // What the first try took is paid too.
    #expect(replies.map(\.promptTokens) == [24, 12])
    #expect(try server.requests.map { try $0.json()["max_tokens"] as? Int } == [10, 40, 40])
  }

  @Test func `a model that thinks aloud gets room for its thoughts, and they are no part of the answer`() async throws {
    let server = try LocalServer { _, request in
      let room = ((try? request.json())?["max_tokens"] as? Int) ?? 0
      if room < 1000 { return Self.completion("<think>Let me see. The user wants", finish: "length") }
      return Self.has(request, "apart")
        ? Self.completion("Who?", reasoning: "Let me see.") : Self.completion("<think>Let me see.</think>\nWhere?")
    }
    defer { server.stop() }
    let replies = try await model(server, concurrency: 1).answer(requests("a", "apart"))
    #expect(replies.map(\.text) == ["Where?", "Who?"] && replies.allSatisfy { $0.unanswered == nil })
    #expect(server.requests.count == 3)
  }

  /// A server with a small context cuts its first answer off, and then refuses the larger limit in its own words.
  @Test(arguments: [
    "This model's maximum context length is 1024 tokens.",
    "max_tokens is too large: 2048. This model supports at most 1024.",
  ])
  func `a larger limit that is refused is given up, and the former one asked for again`(words: String) async throws {
    let server = try LocalServer { number, request in
      let room = ((try? request.json())?["max_tokens"] as? Int) ?? 0
      if room > 1024 { return Self.failure(400, words) }
      return number == 0
        ? Self.completion("<think>Let me see. The user", finish: "length") : Self.completion("Where?")
    }
    defer { server.stop() }
    let replies = try await model(server, concurrency: 1).answer(requests("a", "b", "c"))
    #expect(replies.map(\.text).dropFirst() == ["Where?", "Where?"])
    #expect(replies.allSatisfy { $0.unanswered?.reason != .tooLong })
    let asked = try server.requests.compactMap { try $0.json()["max_tokens"] as? Int }
    #expect(asked.prefix(2) == [10, 2048] && asked.count { $0 > 1024 } == 1, "\(asked)")
  }

  @Test(arguments: [
    #"{"message":{"role":"assistant","content":""},"finish_reason":"content_filter"}"#,
    #"{"message":{"role":"assistant","content":null,"refusal":"I cannot help with that."},"finish_reason":"stop"}"#,
  ])
  func `an answer that a filter or the model itself withholds is a refusal`(choice: String) async throws {
    let server = try LocalServer { _, request in
      Self.has(request, "poison")
        ? .reply(status: 200, body: #"{"choices":[\#(choice)]}"#) : Self.completion("fine")
    }
    defer { server.stop() }
    let replies = try await model(server, concurrency: 1).answer(requests("a", "poison"))
    #expect(replies.map(\.text) == ["fine", ""] && replies[0].unanswered == nil)
    let unanswered = try #require(replies[1].unanswered)
    #expect(unanswered.reason == .refused)
    #expect(unanswered.message.contains("content_filter") || unanswered.message.contains("cannot help"))
    #expect(server.requests.count == 2)
  }

  @Test func `thoughts that never end are told as such, and asked for no third time`() async throws {
    let server = try LocalServer { _, _ in Self.completion("<think>Let me see. Where?", finish: "length") }
    defer { server.stop() }
    let replies = try await model(server, concurrency: 1).answer(requests("a", "b"))
    #expect(replies.allSatisfy { $0.text.isEmpty && $0.unanswered?.reason == .cutOff })
    #expect(replies.first?.unanswered?.message == "<think>Let me see. Where?")
    #expect(server.requests.count == 3)
  }

  @Test func `what was said before the cut is taken where it is whole`() async throws {
    let server = try LocalServer { _, _ in Self.completion("Where?\nIt asks for the", finish: "length") }
    defer { server.stop() }
    let model = try model(server)
    #expect(try await model.answer(requests("a")).map(\.text) == ["Where?"])
    // A free answer has no end of its own.
    #expect(try await model.answer(requests("a", stop: [])).map(\.text) == ["Where?\nIt asks for the"])
    #expect(server.requests.count == 2)
  }

  @Test func `an answer in parts is put together without its thoughts`() async throws {
    let server = try LocalServer { _, _ in
      .reply(
        status: 200,
        body:
          #"{"choices":[{"message":{"content":[{"type":"thinking","text":"hm"},{"type":"text","text":"Where?"}]}}]}"#)
    }
    defer { server.stop() }
    #expect(try await model(server).answer(requests("a")).map(\.text) == ["Where?"])
  }
}
