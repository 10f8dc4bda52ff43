import Foundation
import Records
import TestSupport
import Testing

@testable import Generation

@Suite struct EndpointChatModelTests {
  private static func completion(_ content: String?) -> String {
    // A JSON string is escaped as an array's only element, without the brackets.
    let data = content.flatMap { try? JSONEncoder().encode([$0]) }
    let text = data.map { String(String(decoding: $0, as: UTF8.self).dropFirst().dropLast()) } ?? "null"
    return #"{"choices":[{"index":0,"message":{"role":"assistant","content":\#(text)},"finish_reason":"stop"}],"#
      + #""usage":{"prompt_tokens":12,"completion_tokens":3}}"#
  }

  private func options(timeout: Double = 5, retries: Int = 2) -> EndpointChatModel.Options {
    var options = EndpointChatModel.Options()
    options.timeout = timeout
    options.retries = retries
    options.firstDelay = 0.02
    return options
  }

  private func ask(
    _ server: LocalServer, _ requests: [ChatRequest] = [ChatRequest(messages: [Message(role: "user", content: "Hi")])],
    options given: EndpointChatModel.Options? = nil
  ) async throws -> [ChatReply] {
    defer { server.stop() }
    return try await EndpointChatModel(name: server.name(), options: given ?? options()).answer(requests)
  }

  @Test func `a request carries model, messages, sampling and key, and the answer comes back`() async throws {
    let server = try LocalServer { _, _ in .reply(status: 200, body: Self.completion("  こんにちは。\n二行目 ")) }
    defer { server.stop() }
    let model = try EndpointChatModel(
      name: server.name("org/model#2"), keyVariable: "TEST_KEY", environment: ["TEST_KEY": "secret"], options: options()
    )
    let request = ChatRequest(
      messages: [Message(role: "user", content: "挨拶して")], maxTokens: 9, temperature: 0.5, topP: 0.9, seed: 42,
      stop: ["\n"])
    let replies = try await model.answer([request])
    #expect(replies == [ChatReply(text: "こんにちは。", promptTokens: 12, completionTokens: 3)])
    let sent = try #require(server.requests.first)
    #expect(sent.head.hasPrefix("POST /v1/chat/completions HTTP/1.1"))
    #expect(sent.head.contains("Authorization: Bearer secret"))
    let json = try sent.json()
    #expect(json["model"] as? String == "org/model#2")
    #expect(json["max_tokens"] as? Int == 9)
    #expect(json["temperature"] as? Double == 0.5)
    #expect(json["top_p"] as? Double == 0.9)
    #expect(json["seed"] as? Int == 42)
    #expect((json["messages"] as? [[String: String]])?.first == ["role": "user", "content": "挨拶して"])
  }

  @Test func `answers keep the order of the requests and no more run at once than allowed`() async throws {
    let server = try LocalServer { _, request in
      let content = (((try? request.json())?["messages"] as? [[String: String]])?.first?["content"]) ?? ""
      // The first ones take longest.
      return .reply(status: 200, body: Self.completion("re " + content), delay: content < "5" ? 0.15 : 0.02)
    }
    var given = options()
    given.concurrency = 3
    let requests = (0..<10).map { ChatRequest(messages: [Message(role: "user", content: "\($0)")]) }
    let replies = try await ask(server, requests, options: given)
    #expect(replies.map(\.text) == (0..<10).map { "re \($0)" })
    #expect(server.mostOpen <= 3)
    #expect(server.mostOpen >= 2)
  }

  @Test func `a slow answer within the limit is waited for`() async throws {
    let server = try LocalServer { _, _ in .reply(status: 200, body: Self.completion("late"), delay: 0.4) }
    #expect(try await ask(server).map(\.text) == ["late"])
    #expect(server.requests.count == 1)
  }

  @Test func `a failure of the server is tried again`() async throws {
    let server = try LocalServer { number, _ in
      number == 0
        ? .reply(status: 500, body: "oops")
        : number == 1 ? .breakOff : .reply(status: 200, body: Self.completion("well"))
    }
    #expect(try await ask(server).map(\.text) == ["well"])
    #expect(server.requests.count == 3)
  }

  @Test func `Retry-After is honoured`() async throws {
    let server = try LocalServer { number, _ in
      number == 0
        ? .reply(status: 429, headers: ["Retry-After: 1"], body: #"{"error":{"message":"slow down"}}"#)
        : .reply(status: 200, body: Self.completion("now"))
    }
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try await ask(server).map(\.text) == ["now"])
    #expect(clock.now - start >= .seconds(1))
  }

  @Test func `Retry-After may be a date`() {
    let now = Date(timeIntervalSince1970: 784_111_770)
    #expect(EndpointChatModel.seconds("Sun, 06 Nov 1994 08:49:37 GMT", from: now) == 7)
    #expect(EndpointChatModel.seconds("Sun, 06 Nov 1984 08:49:37 GMT", from: now) == 0)
    #expect(EndpointChatModel.seconds("soon", from: now) == nil)
  }

  @Test func `a server that keeps failing is a typed error with its message and what to do`() async throws {
    let server = try LocalServer { _, _ in .reply(status: 503, body: #"{"error":{"message":"loading model"}}"#) }
    let url = "http://127.0.0.1:\(server.port)/v1/chat/completions"
    await #expect(
      throws: EndpointError.overloaded(url: url, status: 503, message: "loading model", attempts: 3)
    ) { try await ask(server) }
    // Three tries, and two of a short request that tells a server that fails from a request that does.
    #expect(server.requests.count == 5)
    #expect("\(EndpointError.overloaded(url: url, status: 503, message: "", attempts: 3))".contains("run again"))
  }

  @Test func `garbage instead of JSON is a typed error that shows it`() async throws {
    let server = try LocalServer { _, _ in .reply(status: 200, body: "<html>Welcome</html>") }
    let url = "http://127.0.0.1:\(server.port)/v1/chat/completions"
    await #expect(
      throws: EndpointError.invalidAnswer(
        url: url, why: BilingualText(en: "it is not JSON", ja: "JSON になっていません"), excerpt: "<html>Welcome</html>",
        attempts: 3)
    ) { try await ask(server) }
  }

  @Test func `JSON without what a completion has is a typed error that names the field`() async throws {
    let server = try LocalServer { number, _ in
      .reply(status: 200, body: number == 0 ? #"{"choices":[]}"# : #"{"result":"ok"}"#)
    }
    let url = "http://127.0.0.1:\(server.port)/v1/chat/completions"
    await #expect(
      throws: EndpointError.invalidAnswer(
        url: url, why: BilingualText(en: "the field choices is missing", ja: "項目 choices がありません"),
        excerpt: #"{"result":"ok"}"#, attempts: 3)
    ) { try await ask(server) }
  }

  @Test(arguments: [true, false])
  func `a server that hangs or drips runs into the time limit`(drips: Bool) async throws {
    let server = try LocalServer { _, _ in drips ? .drip : .hang }
    let clock = ContinuousClock()
    let start = clock.now
    let url = "http://127.0.0.1:\(server.port)/v1/chat/completions"
    await #expect(throws: EndpointError.timedOut(url: url, seconds: 0.3, attempts: 2)) {
      try await ask(server, options: options(timeout: 0.3, retries: 1))
    }
    // Both would go on for ever; the bound is generous because other tests may hold every core for a while.
    #expect(clock.now - start < .seconds(600))
  }

  @Test func `nobody listening is a typed error`() async throws {
    let server = try LocalServer { _, _ in .hang }
    server.stop()
    let model = try EndpointChatModel(name: server.name(), options: options(retries: 1))
    let error = await #expect(throws: EndpointError.self) {
      try await model.answer([ChatRequest(messages: [])])
    }
    guard case .unreachable(_, _, attempts: 2) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a refused key and an unknown model are told at once, without further tries`() async throws {
    let refusing = try LocalServer { _, _ in .reply(status: 401, body: #"{"error":{"message":"bad key"}}"#) }
    await #expect(
      throws: EndpointError.keyRefused(
        url: "http://127.0.0.1:\(refusing.port)/v1/chat/completions", status: 401, message: "bad key")
    ) { try await ask(refusing) }
    #expect(refusing.requests.count == 1)
    let unknowing = try LocalServer { _, _ in .reply(status: 404, body: #"{"error":"no such model"}"#) }
    await #expect(
      throws: EndpointError.notFound(
        url: "http://127.0.0.1:\(unknowing.port)/v1/chat/completions", model: "test-model", message: "no such model")
    ) { try await ask(unknowing) }
    #expect(unknowing.requests.count == 1)
  }

  @Test func `a key refused while others are under way ends all of them, every time`() async throws {
    // Connections that the server closes at its own moment: the end of one request falls together with the others'.
    let server = try LocalServer { number, _ in
      .reply(
        status: 401, headers: ["Connection: close"], body: #"{"error":{"message":"bad key"}}"#,
        delay: Double(number % 4) * 0.002)
    }
    defer { server.stop() }
    for _ in 0..<40 {
      let requests = [ChatRequest](repeating: ChatRequest(messages: [Message(role: "user", content: "x")]), count: 8)
      let model = try EndpointChatModel(name: server.name(), options: options())
      let error = await #expect(throws: EndpointError.self) { _ = try await model.answer(requests) }
      guard case .keyRefused = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func `a request too long for the model is an empty reply, and the others are answered`() async throws {
    let server = try LocalServer { _, request in
      String(decoding: request.body, as: UTF8.self).contains("long")
        ? .reply(status: 400, body: #"{"error":{"message":"too many tokens","code":"context_length_exceeded"}}"#)
        : .reply(status: 200, body: Self.completion("fine"))
    }
    let requests = ["long", "short"].map { ChatRequest(messages: [Message(role: "user", content: $0)]) }
    #expect(try await ask(server, requests).map(\.text) == ["", "fine"])
  }

  @Test func `a span that was asked for is located in the text, or the reply is empty`() async throws {
    let answers = ["「３０，０００円」です", "\"30,000円\"", "２０万円", "<think>hm\n</think>\n月額 30,000円。"]
    let server = try LocalServer { number, _ in .reply(status: 200, body: Self.completion(answers[number])) }
    let text = "上限は月額３０，０００円とする。"
    var given = options()
    given.concurrency = 1
    let requests = answers.map { _ in ChatRequest(messages: [], spanOf: text) }
    let replies = try await ask(server, requests, options: given)
    #expect(replies.map(\.text) == ["", "３０，０００円", "", "月額３０，０００円"])
    #expect(replies[1].spanStart == "上限は月額".utf8.count)
    #expect(replies[1].spanEnd == "上限は月額３０，０００円".utf8.count)
  }

  @Test func `a null content is an empty reply`() async throws {
    let server = try LocalServer { _, _ in .reply(status: 200, body: Self.completion(nil)) }
    #expect(try await ask(server).map(\.text) == [""])
  }

  @Test(arguments: [
    "http://host/v1", "ftp://host/v1#m", "http:///v1#m", "http://host/v1#", "http://host:98401/v1#m", "model",
  ])
  func `a name that is no endpoint is a typed error`(name: String) {
    #expect(throws: EndpointError.malformedName(name)) { try EndpointChatModel(name: name) }
  }

  @Test func `a key that is not in the environment is a typed error that names the variable`() {
    #expect(throws: EndpointError.keyMissing(variable: "NO_SUCH_KEY")) {
      try EndpointChatModel(name: "https://host/v1#m", keyVariable: "NO_SUCH_KEY", environment: [:])
    }
  }
}
