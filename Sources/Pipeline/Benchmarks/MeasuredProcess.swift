import Foundation
import Glibc

/// The program, run once as a process of its own, with what that took.
struct MeasuredProcess {
  /// Wall-clock seconds.
  var seconds: Double
  /// The most memory that it, or a process that it started, held at any time, in bytes.
  var peakBytes: Int
  /// What it wrote on standard output.
  var output: Data

  /// A run that did not end with success, with what it said.
  struct Failed: Error {
    /// The exit code; 128 and the signal's number for a process that was killed.
    var code: Int32
    /// The last lines on standard error.
    var message: String
  }

  /// Runs this same program in a workspace and waits for its end.
  ///
  /// Foundation's `Process` tells of all ended processes together only, so that a small one after a large one could not be
  /// told: this one is waited for with its own figures (`wait4`).
  ///
  /// - Throws: `Failed`; `CocoaError` when what it wrote cannot be read.
  static func run(workspace: URL, arguments: [String]) throws -> MeasuredProcess {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shikomi-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (output, errors) = (folder.appendingPathComponent("output"), folder.appendingPathComponent("errors"))
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let clock = ContinuousClock()
    let start = clock.now
    let process = try spawn(
      program, [program, "--workspace", workspace.path] + arguments, output: output.path, errors: errors.path)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
    let seconds = (clock.now - start) / .seconds(1)
    // As the C library's WIFSIGNALED and WEXITSTATUS read it.
    let code = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    guard code == 0 else {
      let lines = String(decoding: try Data(contentsOf: errors), as: UTF8.self).split(separator: "\n").suffix(3)
      throw Failed(code: code, message: lines.joined(separator: "; "))
    }
    return MeasuredProcess(
      seconds: seconds, peakBytes: usage.ru_maxrss * 1024, output: try Data(contentsOf: output))
  }

  private static func spawn(_ program: String, _ arguments: [String], output: String, errors: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT, 0o600)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, nil, words, environ)
    guard code == 0 else { throw Failed(code: code, message: String(cString: strerror(code))) }
    return process
  }
}
