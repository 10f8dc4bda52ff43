import Foundation
import Glibc
import PageContent
public import Records

/// One running `shikomi-reader`, connected by a socket pair. Used by one request at a time.
final class ReaderProcess: Sendable {
  let pid: pid_t
  let channel: FrameChannel
  private let socket: Int32

  /// Starts a process. Its standard input and output are the socket; its chatter goes nowhere.
  ///
  /// - Throws: `ReaderStartFailure`.
  init(executable: URL, limits: ReaderLimits) throws {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw ReaderStartFailure(executable, errno) }
    let (ours, theirs) = (ends[0], ends[1])
    defer { close(theirs) }
    do {
      pid = try Self.spawn(executable, socket: theirs, limits: limits)
    } catch {
      close(ours)
      throw error
    }
    socket = ours
    channel = FrameChannel(descriptor: ours)
  }

  deinit {
    close(socket)
    kill(pid, SIGKILL)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
  }

  /// The memory that it holds, and the most that it has held, in bytes. Zero where the system does not tell.
  var memory: (resident: Int, peak: Int) {
    // Asked after every file, so that bytes are looked at and not characters.
    guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return (0, 0) }
    let lines = status.split(separator: UInt8(ascii: "\n"))
    func bytes(_ name: String) -> Int {
      let digits = lines.first { $0.starts(with: name.utf8) }?.filter { (0x30...0x39).contains($0) } ?? Data()
      return digits.reduce(0) { $0 * 10 + Int($1 & 0x0F) } * 1024
    }
    return (bytes("VmRSS:"), bytes("VmHWM:"))
  }

  /// Whether it still runs: the system may have ended it while it had nothing to do.
  var isRunning: Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT | WNOHANG) == 0
      && information._sifields._sigchld.si_pid == 0
  }

  /// The signal that ended the process, where one did. Waits a moment for a process that is on its way out; one that
  /// stays although it has closed its end is ended in `deinit`.
  func terminatingSignal() -> Int32? {
    for _ in 0..<200 {
      var information = siginfo_t()
      // WNOWAIT leaves the process to `deinit`, so that its number cannot be given to another one before.
      guard waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT | WNOHANG) == 0 else { return nil }
      if information._sifields._sigchld.si_pid != 0 {
        let code = information.si_code
        return code == CLD_KILLED || code == CLD_DUMPED ? information._sifields._sigchld.si_status : nil
      }
      usleep(5_000)
    }
    return nil
  }

  private static func spawn(_ executable: URL, socket: Int32, limits: ReaderLimits) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, socket, 0)
    posix_spawn_file_actions_adddup2(&actions, socket, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Worker threads block signals, and a child would inherit that: the processor limit works by a signal.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let arguments = [
      executable.path, "--memory", String(limits.memoryBytes), "--cpu", String(limits.cpuSeconds),
      "--files", String(limits.openFiles), "--page-bytes", String(limits.pageBytes),
    ]
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    // The locale decides nothing in the reader, and the rest of the environment is none of its business.
    var environment: [UnsafeMutablePointer<CChar>?] =
      (["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", heap] + libraryPath).map { strdup($0) } + [nil]
    defer { (argv + environment).forEach { free($0) } }
    var pid: pid_t = 0
    let result = posix_spawn(&pid, executable.path, &actions, &attributes, &argv, &environment)
    guard result == 0 else { throw ReaderStartFailure(executable, result) }
    return pid
  }

  /// Pieces of memory of each size that are kept for the next one who asks: a page is read into many small ones, and given
  /// back as a whole.
  private static let heap = "GLIBC_TUNABLES=glibc.malloc.tcache_count=1000"

  /// Where the Swift libraries are, when somebody had to say so to start this program.
  private static var libraryPath: [String] {
    ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ["LD_LIBRARY_PATH=\($0)"] } ?? []
  }
}

/// The reader process could not be started at all: the installation is at fault, not a document.
public struct ReaderStartFailure: ExplainedError {
  /// Path of the program that was to be started.
  public var executable: String
  /// The system's `errno`.
  public var code: Int32

  init(_ executable: URL, _ code: Int32) {
    self.executable = executable.path
    self.code = code
  }

  /// What failed and what to do.
  public var text: BilingualText {
    let why = BilingualText(systemError: code)
    return BilingualText(
      en: "cannot start the reader process \(executable): \(why.en); "
        + "it lies beside the program `shikomi`: build the product `shikomi-reader`, or install it there",
      ja: "読み取りプロセス \(executable) を起動できません（\(why.ja)）。"
        + "`shikomi` と同じ場所に必要です。`shikomi-reader` をビルドするか、そこに入れてください。")
  }
}
