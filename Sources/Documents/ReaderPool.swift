import Dispatch
public import Foundation
import Glibc
public import PageContent
import Records
import Synchronization

/// Reader processes that are kept ready. A process that dies, hangs or breaks the protocol is replaced, and costs the
/// one file that it was reading.
public final class ReaderPool: Sendable {
  private struct State {
    var idle: [(process: ReaderProcess, requests: Int)] = []
    /// Processes that may still be handed out, idle ones included.
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let executable: URL
  private let limits: ReaderLimits
  private let passwords: DocumentPasswords
  private let state: Mutex<State>
  private let queue = DispatchQueue(label: "shikomi.reader-pool", attributes: .concurrent)

  /// `executable` is `shikomi-reader`; `count` how many of them may run at a time. None is started before it is needed.
  /// `passwords` are tried on files that do not open without one.
  public init(
    executable: URL, count: Int = 2, limits: ReaderLimits = ReaderLimits(),
    passwords: DocumentPasswords = DocumentPasswords()
  ) {
    self.executable = executable
    self.limits = limits
    self.passwords = passwords
    self.state = Mutex(State(free: max(1, count)))
  }

  /// The most memory that one of the readers that wait for work has held, in bytes.
  public var peakReaderBytes: Int { state.withLock { $0.idle.map(\.process.peakBytes).max() ?? 0 } }

  /// The reader that lies beside the running program.
  public static var installedExecutable: URL {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return program.deletingLastPathComponent().appendingPathComponent("shikomi-reader")
  }

  /// Reads the pages of a PDF, one at a time: each is handed to `update` and need not be kept, so that memory does not
  /// grow with the file.
  ///
  /// - Parameters:
  ///   - path: What to call the file in errors, and where patterns of passwords look for it.
  ///   - password: Tried before the pool's own.
  /// - Throws: `UnreadableDocument`; `ReaderStartFailure`; what `update` throws.
  public func readPages<State: Sendable>(
    of url: URL, path: String, password: String? = nil, first: Int = 1, last: Int? = nil, into initial: State,
    _ update: @escaping @Sendable (inout State, PageContent) throws -> Void
  ) async throws -> (info: DocumentInfo, state: State) {
    let request = ReaderRequest(
      path: url.path, passwords: candidates(password, path), task: .read(first: first, last: last))
    return try await perform(request, path: path) { replies in
      var state = initial
      var info: DocumentInfo?
      while true {
        switch try replies.next() {
        case .info(let value): info = value
        case .page(let page): try update(&state, page)
        case .failure(let failure): throw failure
        case .image: throw ProtocolError.malformed(Self.uncalledFor)
        case .end:
          guard let info else {
            throw ProtocolError.malformed(
              BilingualText(en: "a document without a beginning", ja: "始まりのない文書"))
          }
          return (info, state)
        }
      }
    }
  }

  /// Renders one page (from 1) as PNG, `scale` pixels a point, with `marks` drawn over it. `path` is what the workspace calls the file.
  ///
  /// - Throws: `UnreadableDocument`; `ReaderStartFailure`.
  public func renderPage(
    of url: URL, path: String? = nil, page: Int, scale: Double, marks: [PageMark] = [], password: String? = nil
  ) async throws -> Data {
    let path = path ?? url.path
    try UnreadableDocument.checkReadable(url, path: path)
    let request = ReaderRequest(
      path: url.path, passwords: candidates(password, path), task: .render(page: page, scale: scale, marks: marks))
    return try await perform(request, path: path) { replies in
      switch try replies.next() {
      case .image(let bytes): return Data(bytes)
      case .failure(let failure): throw failure
      default: throw ProtocolError.malformed(Self.uncalledFor)
      }
    }
  }

  private static let uncalledFor = BilingualText(en: "a reply that nobody asked for", ja: "求めていない応答")

  private func candidates(_ password: String?, _ path: String) -> [String] {
    (password.map { [$0] } ?? []) + passwords.candidates(for: path)
  }

  // MARK: - One request

  private struct Replies {
    let channel: FrameChannel
    let deadline: ContinuousClock.Instant
    let pageSeconds: Double

    func next() throws -> ReaderReply {
      let nextPage = ContinuousClock.now.advanced(by: .seconds(pageSeconds))
      return try ReaderReply(encoded: try channel.receive(deadline: min(deadline, nextPage)))
    }
  }

  private func perform<Answer: Sendable>(
    _ request: ReaderRequest, path: String, _ body: @escaping @Sendable (Replies) throws -> Answer
  ) async throws -> Answer {
    await takePlace()
    defer { givePlaceBack() }
    let (process, requests) = try takeProcess()
    let limits = self.limits
    let result: Result<Answer, any Error> = await withCheckedContinuation { continuation in
      // Reading from the pipe blocks, which a task's thread must not.
      queue.async {
        continuation.resume(
          returning: Result {
            let deadline = ContinuousClock.now.advanced(by: .seconds(limits.wallSeconds))
            try process.channel.send([UInt8](try JSONEncoder().encode(request)))
            return try body(Replies(channel: process.channel, deadline: deadline, pageSeconds: limits.pageSeconds))
          })
      }
    }
    switch result {
    case .success(let answer):
      keep(process, requests: requests + 1)
      return answer
    case .failure(let failure as ReaderFailure):
      keep(process, requests: requests + 1)
      if failure.code == .encrypted {
        throw UnreadableDocument(
          encrypted: path, hadPassword: !request.passwords.isEmpty, unset: passwords.unset(for: path))
      }
      throw UnreadableDocument(failure, url: URL(fileURLWithPath: request.path), path: path)
    case .failure(let error as ProtocolError):
      // The process is not kept: its end closes the socket, so no late answer can reach the next request.
      throw UnreadableDocument(error, signal: error == .closed ? process.terminatingSignal() : nil, path: path)
    case .failure(let error):
      throw error
    }
  }

  private func takePlace() async {
    await withCheckedContinuation { continuation in
      let mayGo = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if mayGo { continuation.resume() }
    }
  }

  private func givePlaceBack() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if state.waiting.isEmpty {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }

  private func takeProcess() throws -> (ReaderProcess, Int) {
    while let idle = state.withLock({ $0.idle.popLast() }) {
      if idle.process.isRunning { return (idle.process, idle.requests) }
    }
    return (try ReaderProcess(executable: executable, limits: limits), 0)
  }

  private func keep(_ process: ReaderProcess, requests: Int) {
    guard requests < limits.requestsPerProcess else { return }
    state.withLock { $0.idle.append((process, requests)) }
  }
}

extension UnreadableDocument {
  /// What a reader said about a file, in this program's words.
  init(_ failure: ReaderFailure, url: URL, path: String) {
    switch failure.code {
    case .encrypted: self.init(encrypted: path, hadPassword: false, unset: [])
    case .noSuchPage, .badRequest, .renderingFailed:
      self.init(
        path: path, reason: .damaged, detail: BilingualText(en: failure.message.en, ja: failure.message.ja + "。"))
    case .damaged, .cannotOpen:
      self.init(damagedPDF: url, path: path, message: failure.message)
    }
  }

  /// How a reader process ended.
  init(_ error: ProtocolError, signal: Int32?, path: String) {
    switch error {
    case .timedOut:
      self.init(
        path: path, reason: .timedOut,
        detail: BilingualText(
          en: "reading took too long and was stopped; print the file to PDF anew",
          ja: "時間がかかりすぎるため、読み取りを中止しました。PDF に印刷し直してください。"))
    case .closed where signal == SIGXCPU:
      self.init(
        path: path, reason: .timedOut,
        detail: BilingualText(
          en: "reading used too much processor time and was stopped; print the file to PDF anew",
          ja: "CPU 時間を使いすぎるため、読み取りを中止しました。PDF に印刷し直してください。"))
    case .closed:
      let how = signal.map { BilingualText(en: " (signal \($0))", ja: "（シグナル \($0)）") }
      self.init(
        path: path, reason: .readerDied,
        detail: BilingualText(
          en: "the reader process died on this file\(how?.en ?? ""); the other files are not affected; "
            + "print it to PDF anew",
          ja: "このファイルの読み取り中に読み取りプロセスが異常終了しました\(how?.ja ?? "")。ほかのファイルに影響はありません。"
            + "PDF に印刷し直してください。"))
    case .malformed, .failed:
      self.init(
        path: path, reason: .readerDied, detail: BilingualText(en: error.text.en, ja: error.text.ja + "。"))
    }
  }
}
