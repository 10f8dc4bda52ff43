import Foundation
import Glibc
import Records
import TestSupport
import Testing

/// A run that is killed anywhere and started again ends with the same bytes as one that was left alone.
@Suite(.enabled(if: Program.hasEmbeddedModel, "Sources/EmbeddedModel has no model yet"))
struct ResumeTests {
  @Test func `five kills on a three-document workspace leave the dataset as it would have been`() async throws {
    let chain = KilledChain(kills: 5) { folder in try TinyCorpus.write(3, to: folder) }
    let (undisturbed, killed, interrupted) = try await chain.run()
    #expect(killed == undisturbed)
    #expect(!undisturbed.isEmpty)
    #expect(interrupted > 0, "no kill hit the run while it was working")
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["SHIKOMI_TORTURE"] != nil, "make torture runs this"))
  func `Torture: twenty kills on the whole corpora leave the dataset as it would have been`() async throws {
    let chain = KilledChain(kills: 20) { folder in
      try FileManager.default.copyItem(
        at: Program.repository.appendingPathComponent("corpora"), to: folder.appending("corpora"))
    }
    let (undisturbed, killed, interrupted) = try await chain.run()
    #expect(killed == undisturbed)
    #expect(interrupted >= 10)
  }

  @Test func `Ctrl-C stops cleanly with exit code 130, and the next run goes on`() async throws {
    let folder = try TemporaryFolder()
    try await Program.prepare(["init"], in: folder.url)
    try TinyCorpus.write(to: folder)
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

/// Runs a chain twice, once alone and once under kills.
struct KilledChain {
  let kills: Int
  let fill: (TemporaryFolder) throws -> Void

  /// The dataset's files of both, and how many kills hit a working program.
  func run() async throws -> (undisturbed: [String: Data], killed: [String: Data], interrupted: Int) {
    let alone = try await workspace()
    let start = ContinuousClock.now
    try await steps(alone, kill: nil)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let disturbed = try await workspace()
    var random = SeededRandom(seed: 20)
    var interrupted = 0
    for _ in 0..<kills {
      let moment = Double.random(in: 0.05...0.9, using: &random) * seconds
      if try await steps(disturbed, kill: moment) { interrupted += 1 }
    }
    try await steps(disturbed, kill: nil)
    return (try dataset(alone), try dataset(disturbed), interrupted)
  }

  private func workspace() async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try fill(folder)
    try await Program.prepare(["init"], in: folder.url)
    return folder
  }

  /// Ingest, generate and curate one after the other; true when the kill came before the end.
  @discardableResult
  private func steps(_ folder: TemporaryFolder, kill moment: Double?) async throws -> Bool {
    let deadline = moment.map { ContinuousClock.now.advanced(by: .seconds($0)) }
    for step in ["ingest", "generate", "curate"] {
      let running = try Program.start([step, "--quiet"], in: folder.url)
      if let deadline {
        let ended = try await running.wait(upTo: (deadline - .now) / .seconds(1)) { running.hasEnded }
        if !ended {
          running.send(SIGKILL)
          _ = try await running.finish(within: 30)
          return true
        }
      }
      let outcome = try await running.finish(within: 1200)
      try #require(outcome.exitCode == 0, "\(step): \(outcome.errors)")
    }
    return false
  }

  private func dataset(_ folder: TemporaryFolder) throws -> [String: Data] {
    let versions = folder.appending("output/dataset")
    var out: [String: Data] = [:]
    for version in try FileManager.default.contentsOfDirectory(atPath: versions.path) where version.hasPrefix("v") {
      for name in try FileManager.default.contentsOfDirectory(
        atPath: versions.appendingPathComponent(version).path)
      {
        out["\(version)/\(name)"] = try Data(
          contentsOf: versions.appendingPathComponent(version).appendingPathComponent(name))
      }
    }
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
