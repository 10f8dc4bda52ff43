import Foundation
public import Records

/// `bench run`: how long the whole chain takes on a workspace's documents, how long a second run with nothing changed,
/// and how much memory the largest process held. Runs in a copy, so that the workspace stays as it is.
public struct ChainBenchmark: Codable, Sendable {
  /// Wall-clock seconds of the first run, from nothing to the report.
  public var firstSeconds: Double
  /// Wall-clock seconds of a second run with nothing changed.
  public var secondSeconds: Double
  /// The most memory that any one process of the two runs held, in bytes.
  public var peakBytes: Int
  /// Files in `corpora/`.
  public var files: Int

  /// A run that failed, with what it said.
  public struct Failed: ExplainedError {
    /// The exit code.
    public var code: Int32
    /// The last lines on standard error.
    public var message: String

    /// One line with the exit code and what the run said last.
    public var text: BilingualText {
      BilingualText(
        en: "the run that was to be measured failed (exit \(code)): \(message); put that right and measure again",
        ja: "測定する実行が失敗しました（終了コード \(code)）：\(message)。原因を取り除いてから、もう一度測定してください。")
    }
  }

  /// Runs the program twice on copies of the workspace's documents and templates.
  ///
  /// - Parameter arguments: Further options of `run`.
  /// - Throws: `Failed`; what copying throws.
  public static func run(workspace: Workspace, arguments: [String]) throws -> ChainBenchmark {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shikomi-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for part in ["corpora", "templates"] {
      try FileManager.default.copyItem(
        at: workspace.root.appendingPathComponent(part), to: folder.appendingPathComponent(part))
    }
    let (first, second) = try (run(folder, arguments), run(folder, arguments))
    let files = FileManager.default.enumerator(atPath: folder.appendingPathComponent("corpora").path)
    return ChainBenchmark(
      firstSeconds: first.seconds, secondSeconds: second.seconds, peakBytes: max(first.peakBytes, second.peakBytes),
      files: files?.allObjects.count ?? 0)
  }

  private static func run(_ workspace: URL, _ arguments: [String]) throws -> MeasuredProcess {
    do {
      return try MeasuredProcess.run(workspace: workspace, arguments: ["run"] + arguments)
    } catch let error as MeasuredProcess.Failed {
      throw Failed(code: error.code, message: error.message)
    }
  }
}
