public import Foundation
public import Records

/// What a browser asked for.
public struct HTTPRequest: Sendable {
  /// `GET`, `POST` …
  public var method: String
  /// Decoded, without the query.
  public var path: String
  /// Decoded; a key without a value has an empty one, and of a repeated key the last counts.
  public var query: [String: String]
  /// Names in lower case.
  public var headers: [String: String]
  /// Empty for `GET`; the server answers a body of more than one mebibyte with 413 and never hands it on.
  public var body: Data

  /// A request as the server hands it over; header names must be in lower case.
  public init(
    method: String = "GET", path: String, query: [String: String] = [:], headers: [String: String] = [:],
    body: Data = Data()
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }
}

/// What it gets.
public struct HTTPResponse: Sendable {
  /// HTTP's status code, such as 200 or 404.
  public var status: Int
  /// With `Content-Type`; the server adds `X-Content-Type-Options`, `Referrer-Policy` and, where it is missing,
  /// `Cache-Control: no-store`.
  public var headers: [String: String]
  /// Sent as it is, without compression.
  public var body: Data

  /// `type` becomes the header `Content-Type`, whatever `headers` says of it.
  public init(status: Int = 200, type: String, body: Data, headers: [String: String] = [:]) {
    self.status = status
    self.headers = headers
    self.headers["Content-Type"] = type
    self.body = body
  }

  /// A page. Nothing outside this server is loaded, and no script but the server's own runs.
  public static func html(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(
      status: status, type: "text/html; charset=utf-8", body: Data(text.utf8),
      headers: [
        "Content-Security-Policy":
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
      ])
  }

  /// One JSON document; an unencodable value is a bug of ours and answers 500.
  public static func json(_ value: some Encodable, status: Int = 200) -> HTTPResponse {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      return .failure(500, en: "the answer could not be encoded", ja: "応答を作成できませんでした")
    }
    return HTTPResponse(status: status, type: "application/json; charset=utf-8", body: data)
  }

  /// A failure in words, in both languages: the page shows its own.
  public static func failure(_ status: Int, _ text: BilingualText) -> HTTPResponse {
    json(["error": text], status: status)
  }

  static func failure(_ status: Int, en: String, ja: String) -> HTTPResponse {
    failure(status, BilingualText(en: en, ja: ja))
  }

  static func redirect(to path: String) -> HTTPResponse {
    HTTPResponse(status: 303, type: "text/plain", body: Data(), headers: ["Location": path])
  }
}
