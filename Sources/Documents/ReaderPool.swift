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
    var interpretedAgain = 0
    var peakBytes = 0
  }

  private let executable: URL
  let limits: ReaderLimits
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

  /// The most memory that a reader has held that answered, in bytes.
  public var peakReaderBytes: Int { state.withLock { $0.peakBytes } }

  /// How many pages were interpreted more than once, of all that were read.
  public var pagesInterpretedAgain: Int { state.withLock { $0.interpretedAgain } }

  func count(interpretedAgain pages: Int) { state.withLock { $0.interpretedAgain += pages } }

  /// The reader that lies beside the running program.
  public static var installedExecutable: URL {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return program.deletingLastPathComponent().appendingPathComponent("shikomi-reader")
  }

  /// Renders one page (from 1) as PNG, `scale` pixels a point, with `marks` drawn over it. `path` is what the workspace
  /// calls the file.
  ///
  /// - Throws: `UnreadableDocument`; `ReaderStartFailure`.
  public func renderPage(
    of url: URL, path: String? = nil, page: Int, scale: Double, marks: [PageMark] = [], password: String? = nil
  ) async throws -> Data {
    let path = path ?? url.path
    try UnreadableDocument.checkReadable(url, path: path)
    let request = ReaderRequest(
      path: url.path, passwords: candidates(password, path), task: .render(page: page, scale: scale, marks: marks))
    let limits = self.limits
    let deadline = ContinuousClock.now.advanced(by: .seconds(limits.pageSeconds))
    return try await perform(request, path: path, limits: limits, deadline: deadline) { replies in
      switch try replies.next(longest: limits.imageBytes).reply {
      case .image(let bytes): return Data(bytes)
      case .failure(let failure): throw failure
      default: throw ProtocolError.malformed(Self.uncalledFor)
      }
    }
  }

  /// Lets a reader process try what it must not be able to do.
  ///
  /// - Throws: `UnreadableDocument` where the process broke; `ReaderStartFailure`.
  public func confinement() async throws -> ReaderConfinement {
    let deadline = ContinuousClock.now.advanced(by: .seconds(limits.pageSeconds))
    let name = executable.lastPathComponent
    return try await perform(
      ReaderRequest(path: "/", task: .confinement), path: name, limits: limits, deadline: deadline
    ) { replies in
      guard case .confinement(let found) = try replies.next(longest: 1 << 16).reply else {
        throw ProtocolError.malformed(Self.uncalledFor)
      }
      return found
    }
  }

  static let uncalledFor = BilingualText(en: "a reply that nobody asked for", ja: "求めていない応答")

  func candidates(_ password: String?, _ path: String) -> [String] {
    (password.map { [$0] } ?? []) + passwords.candidates(for: path)
  }

  // MARK: - One request

  /// Sends a request to a process of these limits and lets `body` take the replies. A process is kept for the next
  /// request unless it broke.
  func perform<Answer: Sendable>(
    _ request: ReaderRequest, path: String, limits: ReaderLimits, deadline: ContinuousClock.Instant,
    _ body: @escaping @Sendable (ReaderReplies) throws -> Answer
  ) async throws -> Answer {
    await takePlace()
    defer { givePlaceBack() }
    let (process, requests) = try takeProcess(limits)
    let replies = ReaderReplies(process: process, task: request.task, deadline: deadline, limits: limits)
    let result: Result<Answer, any Error> = await withCheckedContinuation { continuation in
      // Reading from the pipe blocks, which a task's thread must not.
      queue.async {
        continuation.resume(
          returning: Result {
            try process.channel.send([UInt8](try JSONEncoder().encode(request)))
            return try body(replies)
          })
      }
    }
    switch result {
    case .success(let answer):
      if replies.areIntact { keep(process, limits, requests: requests + 1) }
      return answer
    case .failure(let failure as ReaderFailure):
      keep(process, limits, requests: requests + 1)
      if failure.code == .encrypted {
        throw UnreadableDocument(
          encrypted: path, hadPassword: !request.passwords.isEmpty, unset: passwords.unset(for: path))
      }
      if case .text = request.task { throw UnreadableDocument(ofText: failure, path: path) }
      throw UnreadableDocument(failure, url: URL(fileURLWithPath: request.path), path: path)
    case .failure(let error as ProtocolError):
      throw replies.fault(error, path: path)
    case .failure(let error):
      // The process is not kept: it may still have something to say about this request.
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

  private func takeProcess(_ limits: ReaderLimits) throws -> (ReaderProcess, Int) {
    // Stricter limits than the pool's own are for the rest of one file; such a process is started for it.
    guard limits == self.limits else { return (try ReaderProcess(executable: executable, limits: limits), 0) }
    while let idle = state.withLock({ $0.idle.popLast() }) {
      if idle.process.isRunning { return (idle.process, idle.requests) }
    }
    return (try ReaderProcess(executable: executable, limits: limits), 0)
  }

  private func keep(_ process: ReaderProcess, _ limits: ReaderLimits, requests: Int) {
    let memory = process.memory
    let isKept =
      limits == self.limits && requests < limits.requestsPerProcess && memory.resident <= limits.idleMemoryBytes
    state.withLock { state in
      state.peakBytes = max(state.peakBytes, memory.peak)
      if isKept { state.idle.append((process, requests)) }
    }
  }
}

/// What a reader process sends for one request.
final class ReaderReplies: Sendable {
  private let process: ReaderProcess
  private let deadline: ContinuousClock.Instant
  private let pageSeconds: Double
  private let isText: Bool
  private let broken = Mutex(false)

  init(
    process: ReaderProcess, task: ReaderRequest.Task, deadline: ContinuousClock.Instant, limits: ReaderLimits
  ) {
    self.process = process
    self.deadline = deadline
    pageSeconds = limits.pageSeconds
    isText = if case .text = task { true } else { false }
  }

  /// False once the process has broken the protocol, died or hung. It is not kept then: its end closes the socket, so
  /// that no late answer can reach the next request.
  var areIntact: Bool { !broken.withLock { $0 } }

  /// The next reply and its size.
  func next(longest: Int) throws -> (reply: ReaderReply, bytes: Int) {
    let nextPage = ContinuousClock.now.advanced(by: .seconds(pageSeconds))
    // A little more than a reader may send: what is too long for it is told of in words.
    let bytes = try process.channel.receive(longest: longest + 4096, deadline: min(deadline, nextPage))
    return (try ReaderReply(encoded: bytes), bytes.count)
  }

  /// Names what went wrong, and gives the process up.
  func fault(_ error: ProtocolError, path: String) -> UnreadableDocument {
    broken.withLock { $0 = true }
    let signal = error == .closed ? process.terminatingSignal() : nil
    return UnreadableDocument(error, signal: signal, isText: isText, path: path)
  }
}
