import Foundation
import Records
import Synchronization
import TestSupport
import Testing

@testable import Documents

/// Mutants of good PDFs: whatever a reader does on them, the program goes on and says what came of the file.
@Suite struct MutantTests {
  /// What became of the mutants.
  private struct Tally {
    var read = 0
    /// Pages of files that were read all the same, by what the warning says happened.
    var lostPages: [String: Int] = [:]
    var named: [UnreadableDocument.Reason: Int] = [:]
    var drawn = 0
    var notDrawn: [UnreadableDocument.Reason: Int] = [:]

    /// How often a reader died, and how often one was stopped because it took too long.
    var died: Int { named[.readerDied, default: 0] + notDrawn[.readerDied, default: 0] + lostPages["died", default: 0] }
    var stopped: Int { named[.timedOut, default: 0] + notDrawn[.timedOut, default: 0] + lostPages["slow", default: 0] }
  }

  /// Counted from two tasks.
  private final class Counts: Sendable {
    let counts = Mutex(Tally())
  }

  /// Good files of ours, and some of the fixtures' where they are.
  private static func originals() throws -> [PDFMutant] {
    let repository = TestLocations.repository
    var folders = [repository.appendingPathComponent("corpora")]
    folders += ["pdf/sample-files", "pdf/gold-text", "pdf/misc"].compactMap(TestLocations.sharedFixture)
    var files = try folders.flatMap {
      try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: [.fileSizeKey])
    }
    files += ["table.pdf", "two-columns.pdf", "japanese-list.pdf", "running-header.pdf"].map(
      TestLocations.sampleFixture)
    let pdfs = try files.filter { file in
      let bytes = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
      return file.pathExtension == "pdf" && bytes < 120_000
    }
    return try pdfs.sorted { $0.lastPathComponent < $1.lastPathComponent }.map { PDFMutant(try Data(contentsOf: $0)) }
  }

  @Test func `a mutant differs from its original inside of a stream, and most are still read`() throws {
    let mutants = try Self.originals()
    #expect(mutants.count { $0.streamCount > 0 } >= 8)
  }

  @Test func `Fuzz: mutants of good PDFs never bring a reader's fault to the program`() async throws {
    let mutants = try Self.originals()
    let pool = ReaderPool(
      executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 2,
      limits: ReaderLimits(pageSeconds: 10, cpuSeconds: 1))
    let folder = try TemporaryFolder()
    let tally = Counts()
    let before = Self.memory()
    // Two at a time: 200 of them in `make test`, 10,000 in `make fuzz`.
    try await Fuzzing.run("mutant-pdf", rounds: 100, fuzzRounds: 5_000) { seed, random in
      let pair = (0..<2).map { _ in mutants.randomElement(using: &random)?.next(using: &random) ?? Data() }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, data) in pair.enumerated() {
          group.addTask {
            let file = try folder.write(data, to: "\(seed)-\(index).pdf")
            defer { try? FileManager.default.removeItem(at: file) }
            try await Self.look(at: file, seed, pool, tally)
          }
        }
        try await group.waitForAll()
      }
    }
    let found = tally.counts.withLock { $0 }
    print(
      "mutants: \(found.read) read (pages of them lost: \(found.lostPages.values.reduce(0, +))), named \(Self.text(found.named)); "
        + "\(found.drawn) pictures drawn, not drawn \(Self.text(found.notDrawn)); "
        + "readers that died \(found.died), were stopped \(found.stopped)")
    // The program holds no more than before, but for what the allocator keeps and other suites, beside it, hold.
    #expect(Self.memory() - before < 1024 << 20)
    let whole = TestLocations.sampleFixture("table.pdf")
    let after = try await DocumentLibrary(pool: pool).read(
      whole, as: DocumentLibrary.sourceFile(at: whole, path: "table.pdf"))
    #expect(after.title == "Household goods")
    #expect(found.read > 100)
  }

  /// Reads and draws one mutant. Anything but a document, a picture or an `UnreadableDocument` fails the test.
  private static func look(at file: URL, _ seed: UInt64, _ pool: ReaderPool, _ tally: Counts)
    async throws
  {
    let path = "corpora/mutant.pdf"
    do {
      let document = try await DocumentLibrary(pool: pool).read(
        file, as: DocumentLibrary.sourceFile(at: file, path: path))
      let lost = document.warnings.filter { $0.code == "page-unreadable" }.map { warning in
        warning.message.en.contains("process died")
          ? "died" : warning.message.en.contains("took too long") ? "slow" : "damaged"
      }
      tally.counts.withLock {
        $0.read += 1
        for kind in lost { $0.lostPages[kind, default: 0] += 1 }
      }
    } catch let error as UnreadableDocument {
      #expect(error.path == path && error.detail.flaws == [], "seed \(seed)")
      tally.counts.withLock { $0.named[error.reason, default: 0] += 1 }
    }
    do {
      _ = try await pool.renderPage(of: file, path: path, page: 1, scale: 0.5)
      tally.counts.withLock { $0.drawn += 1 }
    } catch let error as UnreadableDocument {
      #expect(error.detail.flaws == [], "seed \(seed)")
      tally.counts.withLock { $0.notDrawn[error.reason, default: 0] += 1 }
    }
  }

  private static func text(_ counts: [UnreadableDocument.Reason: Int]) -> String {
    let parts = counts.map { "\($0.key.rawValue) \($0.value)" }.sorted()
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }

  /// What this process holds, in bytes.
  private static func memory() -> Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst()
      .first
    return (pages.flatMap { Int($0) } ?? 0) * 4096
  }
}
