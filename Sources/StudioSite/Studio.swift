public import Documents
public import Foundation
import Pipeline
import Records
public import Storage

/// The studio's pages and their data, as one function from request to response: it can be tested without a socket.
public struct Studio: Sendable {
  let store: Store
  /// The workspace's folder; documents' paths are relative to it.
  let root: URL
  let readers: ReaderPool
  /// Where `report/index.html` lies.
  let output: URL
  /// Names under which this server may be addressed; anything else is another site that tricked a browser.
  let hosts: Set<String>
  /// Finds personal data and secrets in a pair.
  let screening: PairScreening

  /// - Parameters:
  ///   - root: The workspace.
  ///   - output: The workspace's `output/`.
  ///   - host: The address that the server listens at.
  ///   - names: People's names that count as personal data.
  public init(
    store: Store, root: URL, output: URL, readers: ReaderPool, host: String = "127.0.0.1", names: [String] = []
  ) {
    screening = PairScreening(names: names)
    self.store = store
    self.root = root
    self.output = output
    self.readers = readers
    hosts = ["localhost", "127.0.0.1", "[::1]", host]
  }

  /// Answers one request. Never throws: what fails becomes a page or JSON that says so.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    if let refusal = refusal(of: request) { return refusal }
    do {
      return try route(request)
    } catch {
      return .failure(500, BilingualText(reasonOf: error))
    }
  }

  private func route(_ request: HTTPRequest) throws -> HTTPResponse {
    let parts = request.path.split(separator: "/").map(String.init)
    switch (request.method, parts.first, parts.count) {
    case ("GET", nil, _): return .redirect(to: "/review")
    case ("GET", "review", 1): return ReviewPage(language: language(of: request)).response()
    case ("GET", "assets", 2): return Assets.response(parts[1])
    case ("GET", "api", 2) where parts[1] == "queue": return try ReviewData(studio: self).queue(request)
    case ("GET", "api", 3) where parts[1] == "pairs": return try ReviewData(studio: self).pair(parts[2])
    case ("POST", "api", 4) where parts[1] == "pairs" && parts[3] == "events":
      return try ReviewData(studio: self).append(to: parts[2], request)
    case ("POST", "api", 2) where parts[1] == "undo": return try ReviewData(studio: self).undo(request)
    case ("GET", "pages", 3): return try PageImage(studio: self).response(document: parts[1], file: parts[2])
    case ("GET", "report", _): return ReportFile(output: output).response(language(of: request))
    default: return .failure(404, en: "there is nothing at \(request.path)", ja: "\(request.path) には何もありません")
    }
  }

  /// Other sites may not read or change anything through the user's browser: the host must be ours (DNS rebinding), and
  /// what changes something must come from our own page (cross-site requests).
  private func refusal(of request: HTTPRequest) -> HTTPResponse? {
    let host = request.headers["host"] ?? ""
    let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
    guard hosts.contains(name) else {
      return .failure(
        403, en: "this studio does not answer to the name \(name); open it at its own address",
        ja: "このスタジオは \(name) という名前では開けません。起動時に表示されたアドレスで開いてください")
    }
    guard request.method != "GET", request.method != "HEAD" else { return nil }
    if let origin = request.headers["origin"], origin != "http://\(host)" {
      return .failure(
        403, en: "a page of another site may not change anything here", ja: "ほかのサイトのページからは変更できません")
    }
    guard request.headers["content-type"]?.hasPrefix("application/json") == true else {
      return .failure(415, en: "send JSON", ja: "JSON で送ってください")
    }
    return nil
  }

  /// `?language=`, else the browser's first choice of the two.
  private func language(of request: HTTPRequest) -> Language {
    if let asked = request.query["language"].flatMap(Language.init(rawValue:)) { return asked }
    let accepted = request.headers["accept-language"] ?? ""
    let japanese = accepted.range(of: "ja")?.lowerBound
    let english = accepted.range(of: "en")?.lowerBound
    guard let japanese else { return .en }
    return english.map { japanese < $0 } ?? true ? .ja : .en
  }
}
