import Foundation
import Records

/// What is sent to `/v1/chat/completions`.
///
/// Stop strings are not sent: models that think aloud first, or open with an empty line, would stop at once. The answer
/// is cut at them instead.
struct ChatCompletionRequest: Encodable {
  var model: String
  var messages: [Message]
  var maxTokens: Int
  var temperature: Double
  var topP: Double
  var seed: UInt64
  var stream = false
  var responseFormat: ResponseFormat?

  enum CodingKeys: String, CodingKey {
    case model, messages, temperature, seed, stream
    case responseFormat = "response_format"
    case maxTokens = "max_tokens"
    case topP = "top_p"
  }
}

/// What comes back, as far as it matters here.
struct ChatCompletionResponse: Decodable {
  struct Choice: Decodable {
    struct Reply: Decodable {
      var content: String?
    }

    var message: Reply
  }

  struct Usage: Decodable {
    var promptTokens: Int?
    var completionTokens: Int?

    enum CodingKeys: String, CodingKey {
      case promptTokens = "prompt_tokens"
      case completionTokens = "completion_tokens"
    }
  }

  var choices: [Choice]
  var usage: Usage?
}

/// An error as such servers word it: an object, or a bare text.
struct ChatCompletionFailure: Decodable {
  private struct Body: Decodable {
    var message: String?
    var code: String?

    enum CodingKeys: String, CodingKey { case message, code }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      message = try container.decodeIfPresent(String.self, forKey: .message)
      // A text in some servers, a number in others.
      code = try? container.decodeIfPresent(String.self, forKey: .code)
    }
  }

  var message: String
  var code: String

  enum CodingKeys: String, CodingKey { case error, message }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let body = try? container.decode(Body.self, forKey: .error) {
      message = body.message ?? ""
      code = body.code ?? ""
    } else if let text = try? container.decode(String.self, forKey: .error) {
      message = text
      code = ""
    } else {
      message = try container.decode(String.self, forKey: .message)
      code = ""
    }
  }
}
