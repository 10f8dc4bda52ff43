import Dispatch
import Foundation
import Glibc
import Pipeline
import Records

/// One start of the program: finds the command, runs it, turns errors into a message and an exit code.
struct Program: Sendable {
  let arguments: [String]

  func run() async -> Int32 {
    let early = EarlyOptions(arguments)
    let terminal = Terminal(isQuiet: early.isQuiet, language: early.language)
    do {
      if let text = try HelpPage.requested(by: arguments, language: early.language) {
        terminal.result(text)
        return ExitCode.done
      }
      let (command, invocation) = try ArgumentReader.read(arguments, terminal: terminal)
      return try await interruptible(terminal) { try await command.run(invocation) }
    } catch is CancellationError {
      return ExitCode.interrupted
    } catch {
      let failure = Failure(error)
      terminal.error(failure.text)
      return failure.exitCode
    }
  }

  /// Ctrl-C asks the work to stop: the batch at hand may be lost, and no other. A second one ends the process at once.
  private func interruptible(
    _ terminal: Terminal, _ body: @escaping @Sendable () async throws -> Void
  ) async throws -> Int32 {
    let work = Task { try await body() }
    signal(SIGINT, SIG_IGN)
    signal(SIGTERM, SIG_IGN)
    let sources = [SIGINT, SIGTERM].map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if work.isCancelled { _exit(ExitCode.interrupted) }
        work.cancel()
        terminal.note(
          BilingualText(
            en: "Stopping: what is complete is kept (once more to stop at once). Run again to go on from here.",
            ja: "停止します。完了した分は保存されます（もう一度押すとすぐ止まります）。再び実行すると、ここから続きます。"))
      }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    do {
      try await work.value
    } catch {
      // Whatever an interrupted library call threw, the reason is that somebody asked it to stop.
      if work.isCancelled { throw CancellationError() }
      throw error
    }
    return ExitCode.done
  }
}

/// The contract's exit codes.
enum ExitCode {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  static let usage: Int32 = 2
  static let interrupted: Int32 = 130
}
