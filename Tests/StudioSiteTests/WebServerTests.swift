import Foundation
import FoundationNetworking
import Records
import StudioSite
import TestSupport
import Testing

@Suite struct WebServerTests {
  @Test func `a request over a socket reaches the handler with path, query, headers and body`() async throws {
    let server = try WebServer(host: "127.0.0.1", port: 0) { request in
      let seen =
        "\(request.method) \(request.path) \(request.query["q"] ?? "") \(request.headers["x-test"] ?? "") \(String(decoding: request.body, as: UTF8.self))"
      return HTTPResponse(type: "text/plain", body: Data(seen.utf8))
    }
    var request = URLRequest(url: URL(string: "http://127.0.0.1:\(server.port)/%E8%A6%8F%E7%A8%8B?q=a%20b")!)
    request.httpMethod = "POST"
    request.setValue("yes", forHTTPHeaderField: "X-Test")
    request.httpBody = Data("本文".utf8)
    let (data, _) = try await URLSession.shared.data(for: request)
    #expect(String(decoding: data, as: UTF8.self) == "POST /規程 a b yes 本文")
  }

  @Test func `a server opens where a thousand descriptors are in use`() async throws {
    // select, which a server can wait with, knows descriptors below 1,024 alone.
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    if limit.rlim_cur < 4096 {
      limit.rlim_cur = min(4096, limit.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    let held = (0..<1100).map { _ in open("/dev/null", O_RDONLY | O_CLOEXEC) }
    defer { for descriptor in held where descriptor >= 0 { close(descriptor) } }
    try #require(held.contains { $0 >= 1024 })
    let server = try WebServer(host: "127.0.0.1", port: 0) { _ in
      HTTPResponse(type: "text/plain", body: Data("open".utf8))
    }
    let (data, _) = try await URLSession.shared.data(from: URL(string: "http://127.0.0.1:\(server.port)/")!)
    #expect(String(decoding: data, as: UTF8.self) == "open")
  }

  @Test func `a body over the limit is refused`() async throws {
    let server = try WebServer(host: "127.0.0.1", port: 0) { _ in HTTPResponse(type: "text/plain", body: Data()) }
    var request = URLRequest(url: URL(string: "http://127.0.0.1:\(server.port)/")!)
    request.httpMethod = "POST"
    request.httpBody = Data(count: 2 << 20)
    let (_, response) = try await URLSession.shared.data(for: request)
    #expect((response as? HTTPURLResponse)?.statusCode == 413)
  }

  @Test func `a busy port is named with what to do`() throws {
    let first = try WebServer(host: "127.0.0.1", port: 0) { _ in HTTPResponse(type: "text/plain", body: Data()) }
    let error = #expect(throws: WebServerError.self) {
      try WebServer(host: "127.0.0.1", port: first.port) { _ in HTTPResponse(type: "text/plain", body: Data()) }
    }
    #expect(error?.text.flaws == [])
    #expect(error?.description.contains("\(first.port)") == true && error?.description.contains("--port") == true)
  }

  @Test func `a host that is no address is refused`() {
    for (host, port) in [("example.invalid", 0), ("127.0.0.1", 70000)] {
      let error = #expect(throws: WebServerError.self) {
        try WebServer(host: host, port: port) { _ in HTTPResponse(type: "text/plain", body: Data()) }
      }
      #expect(error?.text.flaws == [])
    }
  }
}
