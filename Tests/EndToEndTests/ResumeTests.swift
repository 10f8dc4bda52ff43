import Foundation
import Glibc
import Records
import TestSupport
import Testing

/// A run that is killed anywhere and started again ends with the same bytes as one that was left alone.
@Suite(.enabled(if: Program.hasEmbeddedModel, "Sources/EmbeddedModel has no model yet"))
struct ResumeTests {
  @Test func `five kills on a three-document workspace leave dataset, adapter and scores as they would have been`()
    async throws
  {
    let chain = KilledChain(kills: 5) { folder in try Program.copySamples(to: folder) }
    try await chain.run()
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["SHIKOMI_TORTURE"] != nil, "make torture runs this"))
  func `Torture: twenty kills on the whole corpora leave dataset, adapter and scores as they would have been`()
    async throws
  {
    let chain = KilledChain(kills: 20) { folder in
      try FileManager.default.copyItem(
        at: Program.repository.appendingPathComponent("corpora"), to: folder.appending("corpora"))
    }
    try await chain.run()
  }

  @Test func `Ctrl-C stops cleanly with exit code 130, and the next run goes on`() async throws {
    let folder = try TemporaryFolder()
    try await Program.prepare(["init"], in: folder.url)
    try Program.copySamples(to: folder)
    try await Program.prepare(["ingest"], in: folder.url)
    let running = try Program.start(["generate"], in: folder.url)
    _ = try await running.wait(upTo: 60) { running.errorsSoFar.contains("generate") }
    running.send(SIGINT)
    let outcome = try await running.finish(within: 120)
    // A machine that was quicker than the signal is done: that is no failure either.
    #expect(outcome.exitCode == 130 || outcome.exitCode == 0, "\(outcome.errors)")
    try await Program.prepare(["generate"], in: folder.url)
  }
}

/// Runs the whole chain once alone and then under kills, and compares what stands in the end.
struct KilledChain {
  let kills: Int
  let fill: (TemporaryFolder) throws -> Void

  /// Kills until as many kills as asked for have hit a working program. A chain that comes to its end between two
  /// kills is compared, and the next kill meets a new one.
  func run() async throws {
    let alone = try await workspace()
    let start = ContinuousClock.now
    _ = try await chain(alone, kill: nil)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let undisturbed = try outcome(alone)
    try #require(undisturbed.keys.contains("adapters/lora-default/adapter_model.safetensors"))

    var random = SeededRandom(seed: 20)
    var disturbed = try await workspace()
    var hits = 0
    while hits < kills {
      if try await chain(disturbed, kill: Double.random(in: 0...0.4, using: &random) * seconds) {
        hits += 1
      } else {
        expectSame(try outcome(disturbed), undisturbed)
        disturbed = try await workspace()
      }
    }
    _ = try await chain(disturbed, kill: nil)
    expectSame(try outcome(disturbed), undisturbed)
  }

  private func expectSame(_ one: [String: Data], _ other: [String: Data]) {
    #expect(one.keys.sorted() == other.keys.sorted())
    for (name, bytes) in other { #expect(one[name] == bytes, "\(name)") }
  }

  private func workspace() async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try fill(folder)
    try await Program.prepare(["init"], in: folder.url)
    return folder
  }

  /// The whole chain; true when the kill came before the end.
  private func chain(_ folder: TemporaryFolder, kill moment: Double?) async throws -> Bool {
    let running = try Program.start(["run", "--quiet"], in: folder.url)
    if let moment, !(try await running.wait(upTo: moment) { running.hasEnded }) {
      running.send(SIGKILL)
      _ = try await running.finish(within: 30)
      return true
    }
    let outcome = try await running.finish(within: 1200)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return false
  }

  /// Datasets, exports, adapters and the scores but for their clock times, by path under `output/`.
  private func outcome(_ folder: TemporaryFolder) throws -> [String: Data] {
    let output = folder.appending("output")
    var out: [String: Data] = [:]
    for part in ["dataset", "export", "adapters"] {
      let names = try FileManager.default.subpathsOfDirectory(atPath: output.appendingPathComponent(part).path)
      for name in names {
        let file = output.appendingPathComponent(part).appendingPathComponent(name)
        if try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
          out["\(part)/\(name)"] = try Data(contentsOf: file)
        }
      }
    }
    let scores = try String(contentsOf: output.appendingPathComponent("report/scores.json"), encoding: .utf8)
    out["report/scores.json"] = Data(
      scores.split(separator: "\n").filter { !$0.contains("Seconds\"") }.joined(separator: "\n").utf8)
    return out
  }
}

extension RunningProgram {
  /// True when it has ended and waits to be asked how.
  var hasEnded: Bool {
    let status = (try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)) ?? ""
    guard let close = status.lastIndex(of: ")") else { return true }
    return status[close...].dropFirst(2).hasPrefix("Z")
  }
}
