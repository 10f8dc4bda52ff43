import Foundation

/// `http(s)://host[:port]/v1#MODEL`, taken apart.
struct EndpointName: Sendable, Hashable {
  /// Where chat completions are asked for.
  let url: URL
  let model: String

  init(parsing name: String) throws {
    guard let hash = name.firstIndex(of: "#") else { throw EndpointError.malformedName(name) }
    model = String(name[name.index(after: hash)...])
    var base = String(name[..<hash])
    while base.hasSuffix("/") { base.removeLast() }
    guard !model.isEmpty, let url = URL(string: base + "/chat/completions"), let scheme = url.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = url.host, !host.isEmpty,
      url.port.map({ (1...65535).contains($0) }) ?? true
    else { throw EndpointError.malformedName(name) }
    self.url = url
  }
}
