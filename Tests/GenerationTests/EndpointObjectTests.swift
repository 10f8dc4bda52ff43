import Foundation
import Records
import TestSupport
import Testing

@testable import Generation

/// Objects from servers: asked for by schema, validated, and asked for once more.
@Suite struct EndpointObjectTests {
  private func completion(_ content: String) -> LocalServer.Answer {
    let data = (try? JSONEncoder().encode([content])) ?? Data()
    let text = String(decoding: data, as: UTF8.self).dropFirst().dropLast()
    return .reply(
      status: 200,
      body: #"{"choices":[{"message":{"role":"assistant","content":\#(text)}}],"#
        + #""usage":{"prompt_tokens":10,"completion_tokens":5}}"#)
  }

  private func ask(_ server: LocalServer) async throws -> ChatReply {
    defer { server.stop() }
    var options = EndpointChatModel.Options()
    options.retries = 0
    options.timeout = 5
    var request = ChatRequest(messages: [Message(role: "user", content: "Ask.")])
    request.fields = ["question", "answer"]
    return try #require(try await EndpointChatModel(name: server.name(), options: options).answer([request]).first)
  }

  private let whole = #"{"question": "Where?", "answer": "Here."}"#

  @Test func `the schema travels with the request, and a fenced object is read`() async throws {
    let server = try LocalServer { _, _ in completion("Sure!\n```json\n\(whole)\n```") }
    let reply = try await ask(server)
    #expect(reply.fields == ["question": "Where?", "answer": "Here."])
    #expect(server.requests.count == 1)
    let format = try #require(try server.requests.first?.json()["response_format"] as? [String: Any])
    let schema = try #require((format["json_schema"] as? [String: Any])?["schema"] as? [String: Any])
    #expect(schema["required"] as? [String] == ["question", "answer"])
    #expect(schema["additionalProperties"] as? Bool == false)
  }

  @Test(arguments: [#"{"question": "Where?", "answer": "#, "Where? Here.", #"{"question": "Where?"}"#, "[1]"])
  func `broken JSON is repaired once, with what is wrong with it`(broken: String) async throws {
    let server = try LocalServer { number, _ in completion(number == 0 ? broken : whole) }
    let reply = try await ask(server)
    #expect(reply.fields?["answer"] == "Here." && reply.promptTokens == 20)
    let second = try #require(server.requests.last?.json()["messages"] as? [[String: String]])
    #expect(second.map { $0["role"] } == ["user", "assistant", "user"])
    #expect(second.last?["content"]?.contains("\"question\", \"answer\"") == true)
  }

  @Test func `what stays broken is an empty reply and not an error, and is not asked for a third time`() async throws {
    let server = try LocalServer { _, _ in completion("I would rather not.") }
    let reply = try await ask(server)
    #expect(reply.fields == nil && reply.text.isEmpty && reply.completionTokens == 10)
    #expect(server.requests.count == 2)
  }

  @Test func `a server that knows no schemas is asked in words alone`() async throws {
    let server = try LocalServer { _, request in
      (try? request.json())?["response_format"] == nil
        ? completion(whole) : .reply(status: 400, body: #"{"error":{"message":"response_format is not supported"}}"#)
    }
    #expect(try await ask(server).fields?["question"] == "Where?")
    #expect(server.requests.count == 2)
  }

  @Test func `a server that trickles is given up after the time that it has`() async throws {
    let server = try LocalServer { _, _ in .drip }
    defer { server.stop() }
    var options = EndpointChatModel.Options()
    options.retries = 0
    options.timeout = 0.5
    var request = ChatRequest(messages: [Message(role: "user", content: "Ask.")])
    request.fields = ["question"]
    let model = try EndpointChatModel(name: server.name(), options: options)
    await #expect(throws: EndpointError.self) { try await model.answer([request]) }
  }
}
