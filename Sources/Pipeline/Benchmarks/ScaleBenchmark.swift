import Foundation
public import Records
import Storage

/// `bench scale`: what the chain's commands take of time and memory on made-up documents of so many chunks, and again when
/// one document has changed. Every command is a process of its own, so that its memory is its own.
public struct ScaleBenchmark: Codable, Sendable {
  /// One command with what it took.
  public struct Step: Codable, Sendable {
    /// The command, as it was called.
    public var command: String
    /// Whether one document had changed since the step before of that name.
    public var isAfterChange: Bool
    /// Wall-clock seconds.
    public var seconds: Double
    /// The most memory that the command or one of its readers held, in bytes.
    public var peakBytes: Int
  }

  /// Documents that were written.
  public var documents: Int
  /// Their chunks, as `ingest` counts them.
  public var chunks: Int
  /// Wall-clock seconds of writing the documents.
  public var makingSeconds: Double
  /// Chunks of the changed document that are new in it or say something else; all others stayed.
  public var changedChunks: Int
  /// Documents of which the second `ingest` made a new revision: one.
  public var changedDocuments: Int
  /// The commands in their order.
  public var steps: [Step]

  /// A command that failed, with what it said.
  public struct Failed: ExplainedError {
    /// The command, as it was called.
    public var command: String
    /// The exit code.
    public var code: Int32
    /// The last lines on standard error.
    public var message: String

    /// One line with the command, the exit code and what it said last.
    public var text: BilingualText {
      BilingualText(
        en:
          "`\(command)`, which was to be measured, failed (exit \(code)): \(message); put that right and measure again",
        ja: "測定する `\(command)` が失敗しました（終了コード \(code)）：\(message)。原因を取り除いてから、もう一度測定してください。")
    }
  }

  /// Chunks about which the model is asked at most: a model that asks about a million would be what is measured.
  private static let askedChunks = 100

  /// Writes documents of about so many chunks into a folder for temporary files, runs the commands, and removes it.
  ///
  /// - Parameters:
  ///   - chunks: As near to it as whole documents come.
  ///   - workspace: Whose templates are used.
  /// - Throws: `Failed`; what writing and copying throw.
  public static func run(chunks: Int, workspace: Workspace, seed: UInt64) throws -> ScaleBenchmark {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shikomi-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let corpora = folder.appendingPathComponent("corpora")
    try FileManager.default.createDirectory(at: corpora, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: workspace.templates, to: folder.appendingPathComponent("templates"))
    let corpus = MadeUpCorpus(seed: seed)
    let documents = max(2, chunks / MadeUpCorpus.chunksInDocument)
    let clock = ContinuousClock()
    let start = clock.now
    try corpus.write(documents: documents, into: corpora)
    var result = ScaleBenchmark(
      documents: documents, chunks: 0, makingSeconds: (clock.now - start) / .seconds(1), changedChunks: 0,
      changedDocuments: 0, steps: [])

    let status = try result.add("ingest --json", folder)
    result.chunks = try JSONDecoder().decode(WorkspaceStatus.self, from: status).chunks
    try result.add("generate --plan", folder)
    let others = ["generate --chunk-limit \(min(askedChunks, max(1, chunks / 10)))", "curate", "ledger --totals"]
    for command in others { try result.add(command, folder) }

    let changed = documents / 2
    try Data(corpus.document(changed, edition: 1).utf8).write(
      to: corpora.appendingPathComponent(MadeUpCorpus.path(changed)))
    let revised = try result.add("ingest --json", folder, isAfterChange: true)
    let revisions = try JSONDecoder().decode(WorkspaceStatus.self, from: revised).revisions ?? []
    result.changedDocuments = revisions.count
    result.changedChunks = revisions.reduce(0) { $0 + $1.difference.added + $1.difference.changed }
    for command in others { try result.add(command, folder, isAfterChange: true) }
    return result
  }

  @discardableResult
  private mutating func add(_ command: String, _ folder: URL, isAfterChange: Bool = false) throws -> Data {
    let words = command.split(separator: " ").map(String.init)
    do {
      let process = try MeasuredProcess.run(workspace: folder, arguments: words + ["--quiet"])
      let name = words.filter { $0 != "--json" }.joined(separator: " ")
      steps.append(
        Step(
          command: name, isAfterChange: isAfterChange, seconds: process.seconds, peakBytes: process.peakBytes))
      return process.output
    } catch let error as MeasuredProcess.Failed {
      throw Failed(command: command, code: error.code, message: error.message)
    }
  }
}
