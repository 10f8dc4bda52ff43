import Foundation
import Records
import TestSupport

/// The code-word model behind an endpoint: what a server would see is the prompt alone.
enum CodewordServer {
  /// The answer to a request, as a chat completion.
  static func answer(_ request: LocalServer.Request) -> LocalServer.Answer {
    completion(text(of: request))
  }

  /// A text as a chat completion.
  static func completion(_ text: String) -> LocalServer.Answer {
    let quoted = (try? JSONEncoder().encode([text])).map { String(decoding: $0, as: UTF8.self).dropFirst().dropLast() }
    return .reply(
      status: 200,
      body: #"{"choices":[{"index":0,"message":{"role":"assistant","content":\#(quoted ?? "null")}}],"#
        + #""usage":{"prompt_tokens":100,"completion_tokens":10}}"#)
  }

  /// What was asked last.
  static func prompt(_ request: LocalServer.Request) -> String {
    let messages = ((try? request.json())?["messages"] as? [[String: String]]) ?? []
    return messages.last?["content"] ?? ""
  }

  private static func text(of request: LocalServer.Request) -> String {
    let prompt = prompt(request)
    var asked = ChatRequest(messages: [Message(role: "user", content: prompt)])
    if prompt.hasSuffix("Answer with words from the passage.") || prompt.hasSuffix("文章の中の言葉で答えてください。") {
      let lines = prompt.components(separatedBy: "\n")
      let end = lines.lastIndex { $0.hasPrefix("Question: ") || $0.hasPrefix("質問: ") } ?? lines.endIndex
      asked.spanOf = lines[1..<end].joined(separator: "\n")
    }
    return CodewordModel().reply(asked).text
  }
}
