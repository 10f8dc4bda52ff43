import Foundation
import Records

/// What is sent to `/v1/chat/completions`.
///
/// Stop strings are not sent: models that think aloud first, or open with an empty line, would stop at once. The answer
/// is cut at them instead.
struct ChatCompletionRequest: Encodable {
  var model: String
  var messages: [Message]
  /// One of both limits is set: newer servers know the second one alone.
  var maxTokens: Int?
  var maxCompletionTokens: Int?
  var temperature: Double?
  var topP: Double?
  var seed: UInt64?
  var stream = false
  var responseFormat: ResponseFormat?

  enum CodingKeys: String, CodingKey {
    case model, messages, temperature, seed, stream
    case responseFormat = "response_format"
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
    case topP = "top_p"
  }
}

/// What comes back, as far as it matters here.
struct ChatCompletionResponse: Decodable {
  struct Choice: Decodable {
    /// A text, or several parts of which some are thoughts.
    struct Reply: Decodable {
      private struct Part: Decodable {
        var type: String?
        var text: String?
      }

      var content: String?
      /// Why the model does not answer, in its own words.
      var refusal: String?
      /// Whether the server passes on what the model thought: such a text is no part of the answer.
      var hasThoughts = false

      enum CodingKeys: String, CodingKey {
        case content, reasoning, refusal
        case reasoningContent = "reasoning_content"
      }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let parts = try? container.decode([Part].self, forKey: .content) {
          content = parts.filter { ["text", "output_text", nil].contains($0.type) }.compactMap(\.text).joined()
          hasThoughts = parts.contains { ["thinking", "reasoning"].contains($0.type) }
        } else {
          content = try container.decodeIfPresent(String.self, forKey: .content)
        }
        refusal = (try? container.decodeIfPresent(String.self, forKey: .refusal)) ?? nil
        for key in [CodingKeys.reasoningContent, .reasoning] {
          if let text = try? container.decodeIfPresent(String.self, forKey: key), !text.isEmpty { hasThoughts = true }
        }
      }
    }

    var message: Reply
    /// `stop`, `length` where the answer ran into its limit, or `content_filter` where it is withheld.
    var finishReason: String?

    enum CodingKeys: String, CodingKey {
      case message
      case finishReason = "finish_reason"
    }
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
    var type: String?

    enum CodingKeys: String, CodingKey { case message, code, type }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      message = try container.decodeIfPresent(String.self, forKey: .message)
      // A text in some servers, a number in others.
      code = try? container.decodeIfPresent(String.self, forKey: .code)
      type = try? container.decodeIfPresent(String.self, forKey: .type)
    }
  }

  var message: String
  /// What kind of error it is: the members `code` and `type`.
  var codes: [String]

  enum CodingKeys: String, CodingKey { case error }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let body = try? container.decode(Body.self, forKey: .error) {
      message = body.message ?? ""
      codes = [body.code, body.type].compactMap(\.self)
    } else if let text = try? container.decode(String.self, forKey: .error) {
      message = text
      codes = []
    } else {
      let body = try Body(from: decoder)
      guard let text = body.message else {
        throw DecodingError.keyNotFound(CodingKeys.error, .init(codingPath: [], debugDescription: ""))
      }
      message = text
      codes = [body.code, body.type].compactMap(\.self)
    }
  }

  /// Whether the account has nothing left to spend: waiting does not help.
  var isOfQuota: Bool {
    codes.contains { ["insufficient_quota", "billing_hard_limit_reached"].contains($0) }
      || message.contains("insufficient_quota")
  }

  /// Whether the passage is longer than the model reads.
  var isOfLength: Bool {
    let words = message.lowercased()
    return codes.contains("context_length_exceeded")
      || ["context length", "context size", "context window", "too long", "too many tokens"].contains(
        where: words.contains)
  }
}
