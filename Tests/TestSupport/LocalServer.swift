public import Foundation
import Glibc
import Synchronization

/// A small HTTP server on 127.0.0.1 that says what a test tells it to, one answer a request.
public final class LocalServer: Sendable {
  /// What a client sent.
  public struct Request: Sendable {
    /// The request line and the headers.
    public var head: String
    /// What followed.
    public var body: Data

    /// The body as a JSON object.
    public func json() throws -> [String: Any] { try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:] }
  }

  /// What the server does about a request.
  public enum Answer: Sendable {
    /// An answer, after a delay.
    case reply(status: Int, headers: [String] = [], body: String, delay: Double = 0)
    /// Headers at once, then a byte every twentieth of a second, for ever.
    case drip
    /// Never a word, until the client leaves.
    case hang
    /// The connection breaks before an answer.
    case breakOff
  }

  private struct State {
    var requests: [Request] = []
    var open = 0
    var mostOpen = 0
  }

  /// Chosen by the system.
  public let port: UInt16
  private let socketNumber: Int32
  private let state = Mutex(State())

  /// Every request so far.
  public var requests: [Request] { state.withLock { $0.requests } }
  /// The most requests that were under way at one time.
  public var mostOpen: Int { state.withLock { $0.mostOpen } }

  /// Listens from now on; `answer` gets the request's number, from 0, and the request.
  public init(_ answer: @escaping @Sendable (Int, Request) -> Answer) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard listener >= 0, bound else { throw POSIXError(.EADDRNOTAVAIL) }
    socketNumber = listener
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        Thread.detachNewThread { [weak self] in
          self?.serve(connection, answer)
          close(connection)
        }
      }
    }
  }

  /// `accept` returns when the socket is shut down.
  public func stop() {
    shutdown(socketNumber, Int32(SHUT_RDWR))
    close(socketNumber)
  }

  /// The endpoint as a model's name.
  public func name(_ model: String = "test-model") -> String { "http://127.0.0.1:\(port)/v1#\(model)" }

  private func serve(_ connection: Int32, _ answer: @Sendable (Int, Request) -> Answer) {
    guard let request = read(connection) else { return }
    let number = state.withLock { state in
      state.requests.append(request)
      state.open += 1
      state.mostOpen = max(state.mostOpen, state.open)
      return state.requests.count - 1
    }
    defer { state.withLock { $0.open -= 1 } }
    switch answer(number, request) {
    case .reply(let status, let headers, let body, let delay):
      if delay > 0 { Thread.sleep(forTimeInterval: delay) }
      let extra = headers.map { $0 + "\r\n" }.joined()
      _ = write(
        connection,
        "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\n\(extra)Content-Length: \(body.utf8.count)\r\n"
          + "Connection: close\r\n\r\n\(body)")
    case .drip:
      guard write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n") else { return }
      while write(connection, " ") { Thread.sleep(forTimeInterval: 0.05) }
    case .hang:
      var byte: UInt8 = 0
      _ = recv(connection, &byte, 1, 0)
    case .breakOff:
      return
    }
  }

  private func write(_ connection: Int32, _ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if sent <= 0 { return false }
      bytes = bytes.dropFirst(sent)
    }
    return true
  }

  private func read(_ connection: Int32) -> Request? {
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      if let split = data.range(of: Data("\r\n\r\n".utf8)) {
        let head = String(decoding: data[..<split.lowerBound], as: UTF8.self)
        let length =
          head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        if data.count - split.upperBound >= length { return Request(head: head, body: Data(data[split.upperBound...])) }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      data.append(contentsOf: buffer[..<count])
    }
  }
}
