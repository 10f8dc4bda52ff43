import Foundation
import Glibc
import TestSupport

/// The built program, as a user starts it.
enum Program {
  /// What came of it.
  struct Outcome: Sendable {
    var exitCode: Int32
    var output: String
    var errors: String
    /// The signal that ended it, if one did.
    var signal: Int32?
  }

  /// `shikomi`, beside the tests that were built with it.
  static var url: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("shikomi")
  }

  /// The repository that the tests were built from.
  static var repository: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// Copies three of the sample documents into a workspace: PDFs in both languages, long enough for the embedded model
  /// to find something to ask, whatever it has learnt.
  static func copySamples(to folder: TemporaryFolder) throws {
    let corpora = folder.appending("corpora")
    try FileManager.default.createDirectory(at: corpora, withIntermediateDirectories: true)
    for name in ["warranty-and-repair-terms.pdf", "研修計画-2025年度.pdf", "remote-working-policy.pdf"] {
      try FileManager.default.copyItem(
        at: repository.appendingPathComponent("corpora/\(name)"), to: corpora.appendingPathComponent(name))
    }
  }

  static var hasEmbeddedModel: Bool {
    FileManager.default.fileExists(
      atPath: repository.appendingPathComponent("Sources/EmbeddedModel/model.safetensors").path)
  }

  /// Runs to the end.
  ///
  /// - Parameters:
  ///   - launcher: What starts it, such as `["unshare", "-n"]`.
  ///   - limit: Seconds after which it is killed.
  static func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:], launcher: [String] = [],
    limit: Double = 300
  ) async throws -> Outcome {
    try await start(arguments, in: folder, environment: environment, launcher: launcher).finish(within: limit)
  }

  /// Starts and returns at once.
  static func start(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:], launcher: [String] = []
  ) throws -> RunningProgram {
    try RunningProgram(launcher + [url.path] + arguments, folder: folder, environment: environment)
  }
}

/// A program under way. Its output goes to files, so that no pipe can fill up.
final class RunningProgram: Sendable {
  let identifier: pid_t
  private let output: URL
  private let errors: URL

  init(_ command: [String], folder: URL, environment: [String: String]) throws {
    let name = "shikomi-e2e-\(UUID().uuidString)"
    output = FileManager.default.temporaryDirectory.appendingPathComponent(name + ".out")
    errors = FileManager.default.temporaryDirectory.appendingPathComponent(name + ".err")
    var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LC_") && $0.key != "LANG" }
    variables["LANG"] = "C.UTF-8"
    variables.merge(environment) { _, new in new }
    identifier = try Self.spawn(command, folder: folder, variables: variables, output: output, errors: errors)
  }

  deinit {
    try? FileManager.default.removeItem(at: output)
    try? FileManager.default.removeItem(at: errors)
  }

  var outputSoFar: String { Self.text(output) }
  var errorsSoFar: String { Self.text(errors) }

  func send(_ signal: Int32) { kill(identifier, signal) }

  /// Waits for the end, and kills the program when it takes too long.
  func finish(within limit: Double) async throws -> Program.Outcome {
    let deadline = ContinuousClock.now.advanced(by: .seconds(limit))
    var status: Int32 = 0
    while waitpid(identifier, &status, WNOHANG) == 0 {
      if ContinuousClock.now > deadline { kill(identifier, SIGKILL) }
      try await Task.sleep(for: .milliseconds(20))
    }
    let signal = status & 0x7F
    return Program.Outcome(
      exitCode: signal == 0 ? (status >> 8) & 0xFF : -1, output: outputSoFar, errors: errorsSoFar,
      signal: signal == 0 ? nil : signal)
  }

  /// Waits until something holds; false when it does not come true in time, or the program ends before.
  func wait(upTo limit: Double, until condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now.advanced(by: .seconds(limit))
    while ContinuousClock.now < deadline {
      if try await condition() { return true }
      if hasEnded { return try await condition() }
      try await Task.sleep(for: .milliseconds(100))
    }
    return false
  }

  private static func text(_ url: URL) -> String {
    String(decoding: (try? Data(contentsOf: url)) ?? Data(), as: UTF8.self)
  }

  private static func spawn(
    _ command: [String], folder: URL, variables: [String: String], output: URL, errors: URL
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, errors.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    // `env -C` changes the folder and becomes the command: the function that does so while spawning is not in Glibc's
    // module.
    var arguments = (["env", "-C", folder.path] + command).map { strdup($0) } + [nil]
    var environment = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for pointer in arguments + environment { free(pointer) }
    }
    var identifier: pid_t = 0
    let code = posix_spawnp(&identifier, "env", &actions, nil, &arguments, &environment)
    guard code == 0 else { throw NSError(domain: NSPOSIXErrorDomain, code: Int(code)) }
    return identifier
  }
}
