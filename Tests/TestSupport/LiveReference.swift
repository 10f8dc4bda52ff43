import Foundation

/// A Python with torch, transformers and peft, if there is one.
public enum LiveReference {
  /// One with all that `make reference` needs.
  public static let python = interpreter(
    importing: "peft, sacrebleu, sentence_transformers, statsmodels, torchmetrics, transformers")

  /// $PYTHON, the environment that `make reference` makes, or the system's: the first that has these modules.
  public static func interpreter(importing modules: String) -> String? {
    let made = TestLocations.repository.appendingPathComponent(".build/reference/bin/python").path
    let candidates = [ProcessInfo.processInfo.environment["PYTHON"], made, "/usr/bin/python3"].compactMap { $0 }
    return candidates.first { candidate in
      FileManager.default.isExecutableFile(atPath: candidate)
        && (try? run([candidate, "-c", "import \(modules)"]))?.exitCode == 0
    }
  }

  /// Runs a command in the repository.
  public static func run(
    _ command: [String], interpreter: String? = nil
  ) throws -> (exitCode: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = TestLocations.repository
    var environment = ProcessInfo.processInfo.environment
    environment["HF_HUB_OFFLINE"] = "1"
    if let interpreter { environment["PYTHON"] = interpreter }
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}
