import CMicroHTTPD
import Foundation
import Glibc
public import Records

/// Why the studio's server did not start.
public enum WebServerError: ExplainedError {
  /// Another program listens at this address and port.
  case portInUse(host: String, port: Int)
  /// The host is neither a numeric IPv4 or IPv6 address nor `localhost`.
  case notAnAddress(host: String)
  /// Anything else: a port outside 0…65535, or a refusal of the system.
  case failed(host: String, port: Int, reason: BilingualText)

  /// What could not be opened, why, and which option helps, in one line.
  public var text: BilingualText {
    switch self {
    case .portInUse(let host, let port):
      BilingualText(
        en: "cannot open the studio at \(host):\(port): the port is in use; "
          + "stop the other program or choose another with --port",
        ja: "スタジオを \(host):\(port) で開けません（ポートが使用中です）。使っているプログラムを止めるか、--port で別のポートを指定してください。")
    case .notAnAddress(let host):
      BilingualText(
        en: "cannot open the studio at \(host): not a numeric address; "
          + "use --host 127.0.0.1 (this machine only) or an address of this machine",
        ja: "スタジオを \(host) で開けません（数字のアドレスではありません）。"
          + "--host 127.0.0.1（この機械からだけ使えます）か、この機械のアドレスを指定してください。")
    case .failed(let host, let port, let reason):
      BilingualText(
        en: "cannot open the studio at \(host):\(port): \(reason.en); choose another place with --host or --port",
        ja: "スタジオを \(host):\(port) で開けません（\(reason.ja)）。--host か --port で別の場所を指定してください。")
    }
  }
}

/// libmicrohttpd behind one function from request to response.
///
/// The handler runs on the library's threads, never on Swift's, and so may wait.
public final class WebServer: Sendable {
  typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse

  /// Larger requests are refused: the studio receives only short JSON.
  static let largestBody = 1 << 20

  /// The port in use: the one asked for, or the one that the system chose for 0.
  public let port: Int
  // The pointer is only read after `init`, and MHD_stop_daemon (in `stop` or `deinit`) is its last use.
  private nonisolated(unsafe) let daemon: OpaquePointer
  private let box: HandlerBox

  /// Starts listening at once.
  ///
  /// - Throws: `WebServerError`.
  public init(host: String, port: Int, handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse) throws {
    let numeric = host == "localhost" ? "127.0.0.1" : host
    guard let wanted = UInt16(exactly: port) else {
      throw WebServerError.failed(
        host: host, port: port,
        reason: BilingualText(en: "a port lies between 0 and 65535", ja: "ポート番号は 0～65535 です"))
    }
    var address = sockaddr_storage()
    var isV6: Int32 = 0
    guard shikomi_socket_address(&address, numeric, wanted, &isV6) > 0 else {
      throw WebServerError.notAnAddress(host: host)
    }
    try Self.checkFree(address, isV6: isV6 != 0, host: host, port: port)
    let box = HandlerBox(handler)
    let context = Unmanaged.passUnretained(box).toOpaque()
    let started = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        shikomi_start_daemon($0, wanted, isV6, WebServer.access, context, WebServer.completed)
      }
    }
    guard let started else {
      throw WebServerError.failed(host: host, port: port, reason: BilingualText(systemError: errno))
    }
    daemon = started
    self.box = box
    let chosen = Int(shikomi_daemon_port(started))
    self.port = chosen == 0 ? port : chosen
  }

  deinit { MHD_stop_daemon(daemon) }

  /// libmicrohttpd reports a busy port only on standard error, so it is asked for beforehand.
  private static func checkFree(_ address: sockaddr_storage, isV6: Bool, host: String, port: Int) throws {
    let probe = socket(isV6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard probe >= 0 else { return }
    defer { close(probe) }
    var yes: Int32 = 1
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = address
    let size = isV6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(probe, $0, socklen_t(size)) }
    }
    guard result != 0 else { return }
    if errno == EADDRINUSE { throw WebServerError.portInUse(host: host, port: port) }
    throw WebServerError.failed(host: host, port: port, reason: BilingualText(systemError: errno))
  }
}

/// Keeps the Swift closure that C calls back.
private final class HandlerBox: Sendable {
  let handle: WebServer.Handler

  init(_ handle: @escaping WebServer.Handler) { self.handle = handle }
}

/// One request's body as it arrives.
private final class Upload {
  var body = Data()
  var isTooLarge = false
}

extension WebServer {
  private static let access: MHD_AccessHandlerCallback = {
    context, connection, url, method, _, bytes, size, state in
    guard let context, let connection, let url, let method, let size, let state else { return MHD_Result.NO }
    // The first call brings the headers only; later ones the body, piece by piece; the last has none left.
    guard let kept = state.pointee else {
      state.pointee = Unmanaged.passRetained(Upload()).toOpaque()
      return MHD_Result.YES
    }
    let upload = Unmanaged<Upload>.fromOpaque(kept).takeUnretainedValue()
    if size.pointee > 0 {
      if upload.body.count + size.pointee > largestBody { upload.isTooLarge = true }
      if let bytes, !upload.isTooLarge {
        upload.body.append(Data(bytes: UnsafeRawPointer(bytes), count: size.pointee))
      }
      size.pointee = 0
      return MHD_Result.YES
    }
    let box = Unmanaged<HandlerBox>.fromOpaque(context).takeUnretainedValue()
    let response =
      upload.isTooLarge
      ? HTTPResponse.failure(413, en: "the request is larger than one mebibyte", ja: "要求が 1 MiB を超えています")
      : box.handle(
        HTTPRequest(
          method: String(cString: method), path: String(cString: url),
          query: values(of: connection, MHD_ValueKind.GET_ARGUMENT_KIND),
          headers: values(of: connection, MHD_ValueKind.HEADER_KIND), body: upload.body))
    return send(response, on: connection)
  }

  private static let completed: MHD_RequestCompletedCallback = { _, _, state, _ in
    guard let kept = state?.pointee else { return }
    Unmanaged<Upload>.fromOpaque(kept).release()
    state?.pointee = nil
  }

  private static func values(of connection: OpaquePointer, _ kind: MHD_ValueKind) -> [String: String] {
    var found: [String: String] = [:]
    withUnsafeMutablePointer(to: &found) { pointer in
      _ = MHD_get_connection_values(
        connection, kind,
        { context, kind, key, value in
          guard let key, let context else { return MHD_Result.YES }
          let name = String(cString: key)
          let target = context.assumingMemoryBound(to: [String: String].self)
          target.pointee[kind == MHD_ValueKind.HEADER_KIND ? name.lowercased() : name] =
            value.map { String(cString: $0) } ?? ""
          return MHD_Result.YES
        }, pointer)
    }
    return found
  }

  private static func send(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
    let made = response.body.withUnsafeBytes { bytes in
      MHD_create_response_from_buffer(
        bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), MHD_ResponseMemoryMode.RESPMEM_MUST_COPY)
    }
    guard let made else { return MHD_Result.NO }
    defer { MHD_destroy_response(made) }
    var headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cache-Control"] = headers["Cache-Control"] ?? "no-store"
    for (name, value) in headers { MHD_add_response_header(made, name, value) }
    return MHD_queue_response(connection, UInt32(response.status), made)
  }
}
