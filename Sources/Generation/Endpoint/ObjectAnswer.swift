import Foundation

/// Reads the JSON object that a model was asked for out of what it wrote around it.
enum ObjectAnswer {
  /// What does not fit, in words for the model.
  struct Unfit: Error {
    let why: String
  }

  /// The members, each a text; members that nobody asked for are left aside.
  static func read(_ text: String, fields: [String]) throws(Unfit) -> [String: String] {
    guard let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}"), open < close else {
      throw Unfit(why: "there is no JSON object in it")
    }
    let parsed: Any
    do { parsed = try JSONSerialization.jsonObject(with: Data(text[open...close].utf8)) } catch {
      throw Unfit(why: "it is not valid JSON")
    }
    guard let object = parsed as? [String: Any] else { throw Unfit(why: "it is no JSON object") }
    var out: [String: String] = [:]
    for field in fields {
      guard let value = object[field] as? String, !value.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
        throw Unfit(why: "the member \"\(field)\" is missing or no text")
      }
      out[field] = value
    }
    return out
  }
}

/// `response_format` of the protocol: an object with just these members, each a text.
struct ResponseFormat: Encodable {
  private struct Text: Encodable {
    let type = "string"
  }

  private struct Schema: Encodable {
    let type = "object"
    let properties: [String: Text]
    let required: [String]
    let additionalProperties = false
  }

  private struct Named: Encodable {
    let name = "answer"
    let strict = true
    let schema: Schema
  }

  private let type = "json_schema"
  private let named: Named

  private enum CodingKeys: String, CodingKey {
    case type
    case named = "json_schema"
  }

  init(fields: [String]) {
    named = Named(
      schema: Schema(
        properties: Dictionary(fields.map { ($0, Text()) }, uniquingKeysWith: { first, _ in first }), required: fields))
  }
}
