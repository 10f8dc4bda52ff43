import Foundation
import Glibc
import Testing

/// Headless Chromium through chromedriver, by the WebDriver protocol (W3C).
final class Browser {
  static let driver = "/usr/bin/chromedriver"
  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: driver) }

  private let process: Process
  private let output: Pipe
  private let port: Int
  private var session = ""

  init() async throws {
    // It ends at once where the port that it has chosen is taken in the other version of the protocol.
    var started: (process: Process, output: Pipe, port: Int)?
    for _ in 0..<Self.mostAttempts where started == nil { started = try Self.start() }
    (process, output, port) = try #require(started, "chromedriver does not start")
    try await waitUntilReady()
    let options: [String: Any] = [
      "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,800"]
    ]
    let capabilities = ["capabilities": ["alwaysMatch": ["browserName": "chrome", "goog:chromeOptions": options]]]
    let value = try await send("POST", "/session", capabilities) as? [String: Any]
    session = try #require(value?["sessionId"] as? String)
  }

  deinit { process.terminate() }

  private static let mostAttempts = 10

  /// Starts it on a port of its own choice: one drawn here may be another test's. Nil where it ended.
  private static func start() throws -> (process: Process, output: Pipe, port: Int)? {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: driver)
    process.arguments = ["--port=0"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return port(saidIn: output.fileHandleForReading).map { (process, output, $0) }
  }

  /// `ChromeDriver was started successfully on port 40123.`
  private static func port(saidIn output: FileHandle) -> Int? {
    var said = ""
    while true {
      let data = output.availableData
      if data.isEmpty { return nil }
      said += String(decoding: data, as: UTF8.self)
      if let port = said.firstMatch(of: /successfully on port (\d+)/) { return Int(port.1) }
    }
  }

  private func waitUntilReady() async throws {
    for attempt in 0... {
      do {
        _ = try await send("GET", "/status", nil)
        return
      } catch  where attempt < 600 {
        try await Task.sleep(for: .milliseconds(100))
      }
    }
  }

  func quit() async {
    _ = try? await send("DELETE", "/session/\(session)", nil)
    process.terminate()
  }

  func open(_ url: String) async throws { _ = try await command("POST", "/url", ["url": url]) }

  func reload() async throws { _ = try await command("POST", "/refresh", [:]) }

  func evaluate(_ script: String) async throws -> String {
    "\(try await command("POST", "/execute/sync", ["script": "return String(\(script))", "args": []]) ?? "")"
  }

  /// A screen of another size and brightness, as a phone's: the window itself cannot be made so narrow.
  func emulate(width: Int, height: Int, isDark: Bool = false) async throws {
    try await developer(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600])
    let scheme = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
    try await developer("Emulation.setEmulatedMedia", ["features": [scheme]])
  }

  private func developer(_ name: String, _ parameters: [String: Any]) async throws {
    _ = try await command("POST", "/goog/cdp/execute", ["cmd": name, "params": parameters])
  }

  /// Types keys into the page, as a person would.
  func press(_ keys: String) async throws {
    let actions = keys.flatMap { [["type": "keyDown", "value": String($0)], ["type": "keyUp", "value": String($0)]] }
    _ = try await command("POST", "/actions", ["actions": [["type": "key", "id": "keyboard", "actions": actions]]])
  }

  func click(_ selector: String) async throws {
    let found =
      try await command("POST", "/element", ["using": "css selector", "value": selector]) as? [String: String]
    let element = try #require(found?.values.first)
    _ = try await command("POST", "/element/\(element)/click", [:])
  }

  /// Waits until a script says what is expected; the last answer otherwise. A minute: beside all other tests a browser may get
  /// little of two cores.
  func waitFor(_ script: String, _ expected: String) async throws -> String {
    let end = ContinuousClock.now + .seconds(60)
    while true {
      let seen = try await evaluate(script)
      if seen == expected || ContinuousClock.now > end { return seen }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private func command(_ method: String, _ path: String, _ body: [String: Any]?) async throws -> Any? {
    try await send(method, "/session/\(session)\(path)", body)
  }

  private func send(_ method: String, _ path: String, _ body: [String: Any]?) async throws -> Any? {
    let content = try body.map { try JSONSerialization.data(withJSONObject: $0) }
    let (status, data) = try PlainHTTP.send(method, path, port: port, body: content ?? Data())
    let value = (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["value"]
    try #require(status == 200, "\(value ?? "")")
    return value
  }
}

/// One request over a socket: Foundation's client cannot read chromedriver's headers.
enum PlainHTTP {
  struct Failure: Error {}

  static func send(_ method: String, _ path: String, port: Int, body: Data) throws -> (status: Int, body: Data) {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure() }
    let head =
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
    let request = [UInt8](head.utf8) + body
    var sent = 0
    while sent < request.count {
      let count = request[sent...].withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure() }
      sent += count
    }
    return try answer(from: connection)
  }

  private static func answer(from connection: Int32) throws -> (status: Int, body: Data) {
    var received = Data()
    var buffer = [UInt8](repeating: 0, count: 65536)
    let end = Data("\r\n\r\n".utf8)
    while true {
      if let split = received.range(of: end) {
        let head = String(decoding: received[..<split.lowerBound], as: UTF8.self)
        let words = head.split(separator: " ", maxSplits: 2)
        let length = head.lowercased().range(of: "content-length:").flatMap { place in
          Int(head.lowercased()[place.upperBound...].prefix { $0 != "\r\n" }.trimmingCharacters(in: .whitespaces))
        }
        let body = received[split.upperBound...]
        if let length, body.count >= length, words.count > 1 { return (Int(words[1]) ?? 0, Data(body)) }
      }
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { throw Failure() }
      received.append(contentsOf: buffer[..<count])
    }
  }
}
