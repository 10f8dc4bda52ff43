import Foundation
import Glibc
import Pipeline
import Records
import Synchronization

/// Where the program talks: results to standard output, everything else to standard error.
final class Terminal: Sendable {
  let language: Language
  private let isQuiet: Bool
  private let progress: Mutex<ProgressLine>

  init(isQuiet: Bool, language: Language) {
    self.isQuiet = isQuiet
    self.language = language
    progress = Mutex(ProgressLine(isLive: isatty(STDERR_FILENO) == 1, language: language))
  }

  /// Prints a result.
  func result(_ text: String) {
    progress.withLock { Self.write($0.erase(), to: STDERR_FILENO) }
    Self.write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
  }

  /// Prints a piece of a long result, as it is.
  func resultPart(_ data: Data) { Self.write(data, to: STDOUT_FILENO) }

  /// Prints something that a person should know.
  func note(_ text: BilingualText) {
    guard !isQuiet else { return }
    say(text[language])
  }

  /// Prints why the program stops.
  func error(_ text: BilingualText) {
    say((language == .ja ? "エラー: " : "error: ") + text[language])
  }

  /// Prints a line to standard error, above the progress line.
  private func say(_ line: String) {
    progress.withLock { Self.write($0.erase() + line + "\n", to: STDERR_FILENO) }
  }

  /// Shows events as progress.
  var reporter: StageReporter {
    guard !isQuiet else { return { _ in } }
    return { [self] event in
      progress.withLock { line in
        let text = line.text(for: event, now: .now)
        if !text.isEmpty { Self.write(text, to: STDERR_FILENO) }
      }
    }
  }

  private static func write(_ text: String, to descriptor: Int32) { write(Data(text.utf8), to: descriptor) }

  private static func write(_ data: Data, to descriptor: Int32) {
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count, let base = bytes.baseAddress {
        let count = Glibc.write(descriptor, base + done, bytes.count - done)
        if count < 0, errno == EINTR { continue }
        // Nobody listens any more, or the disk behind it is full: there is no other place to say so.
        guard count > 0 else { return }
        done += count
      }
    }
  }
}
