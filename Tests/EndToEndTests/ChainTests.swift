import Foundation
import Glibc
import Records
import TestSupport
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The whole chain, as `make run` starts it.
@Suite(.enabled(if: Program.hasEmbeddedModel, "Sources/EmbeddedModel has no model yet"))
struct ChainTests {
  let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    try await Program.prepare(["init"], in: folder.url)
    try Program.copySamples(to: folder)
  }

  /// The test asks whether the chain holds, not how good the model gets.
  static let quick = ["--json"]

  @Test func `the chain runs whole without a network, and a second run has nothing to do`() async throws {
    var launcher = geteuid() == 0 ? ["unshare", "-n"] : ["unshare", "-r", "-n"]
    let probe = try? await Program.run(["--help"], in: folder.url, launcher: launcher)
    if probe?.exitCode != 0 {
      print("skipped in part: unshare is not permitted here, so the chain runs with the network in reach")
      launcher = []
    }
    let first = try await Program.run(["run"] + Self.quick, in: folder.url, launcher: launcher, limit: 1200)
    try #require(first.exitCode == 0, "\(first.errors)")
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: any Sendable])
    #expect(summary["datasetPairs"] as? Int ?? 0 > 0)
    #expect((summary["scores"] as? [any Sendable])?.isEmpty == false)
    for file in ["report/index.html", "report/scores.json", "dataset/v1/certificate.json"] {
      #expect(FileManager.default.fileExists(atPath: folder.appending("output/\(file)").path), "\(file)")
    }
    let second = try await Program.run(["run"] + Self.quick, in: folder.url, launcher: launcher, limit: 300)
    let repeated = try #require(
      try JSONSerialization.jsonObject(with: Data(second.output.utf8)) as? [String: any Sendable])
    let stages = try #require(repeated["stages"] as? [[String: any Sendable]])
    #expect(stages.allSatisfy { $0["worked"] as? Int == 0 }, "\(second.errors)")
  }

  @Test func `a document is purged with the dataset that learned from it named`() async throws {
    for step in ["ingest", "generate", "curate"] { try await Program.prepare([step, "--quiet"], in: folder.url) }
    try await Program.prepare(["export", "--format", "raw"], in: folder.url)
    // Which documents give pairs is the model's affair: any that training saw will do.
    let lines = try Data(contentsOf: folder.appending("output/dataset/v1/train.jsonl"))
    let example = try #require(try JSONLines.decode(TrainingExample.self, from: lines).first)
    let document = try #require(example.evidence.first).document
    let outcome = try await Program.run(["purge", document], in: folder.url)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("output/dataset/v1"))
    #expect(outcome.output.contains("\n  output/export/v1\n"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending("output/export/v1").path))
    let found = try await Program.run(["retrieve", example.messages[0].content], in: folder.url)
    #expect(!found.output.contains(document))
  }

  @Test func `a file that comes while the studio runs is taken in`() async throws {
    try await Program.prepare(["ingest"], in: folder.url)
    let port = try BusyPort().port
    let studio = try Program.start(["studio", "--port", String(port)], in: folder.url)
    defer { studio.send(SIGKILL) }
    let serving = try await studio.wait(upTo: 30) {
      let address = URL(string: "http://127.0.0.1:\(port)/api/queue")
      guard let address, let (_, response) = try? await URLSession.shared.data(from: address) else { return false }
      return (response as? HTTPURLResponse)?.statusCode == 200
    }
    #expect(serving, "\(studio.errorsSoFar)")
    try folder.write("The observatory opens its dome at 21:40 on clear nights.\n", to: "corpora/observatory.txt")
    let taken = try await studio.wait(upTo: 60) {
      try await Program.run(["retrieve", "When does the observatory open its dome?"], in: folder.url).output
        .contains("observatory.txt")
    }
    #expect(taken, "\(studio.errorsSoFar)")
    studio.send(SIGINT)
    #expect([0, 130].contains(try await studio.finish(within: 30).exitCode))
    #expect(
      !FileManager.default.fileExists(atPath: folder.appending("output/studio.sqlite-wal").path),
      "the database stands alone after Ctrl-C")
  }
}
