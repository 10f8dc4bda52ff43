import Foundation
import Records
import Storage
import TestSupport
import Testing

@testable import Pipeline

struct WatcherTests {
  let folder: TemporaryFolder
  let session: Session

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("The gate is locked at 20:00.\n", to: "corpora/gate.txt")
    session = try Session(
      workspace: try Workspace(root: folder.url), configuration: Configuration(),
      counter: .init(counter: WordCounter(), identity: "words"))
  }

  func paths() throws -> [String] { try session.store.read { try $0.documents().map(\.source.path) } }

  /// Waits for the watcher, which looks twenty times a second here.
  func eventually(_ condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<400 {
      if try condition() { return true }
      try await Task.sleep(for: .milliseconds(25))
    }
    return false
  }

  @Test func `what is there, what comes and what changes is taken in`() async throws {
    let watching = Task { [session] in await WorkspaceWatcher(session, pause: 0.05).watch() }
    defer { watching.cancel() }
    #expect(try await eventually { try paths() == ["corpora/gate.txt"] })
    try folder.write("The lawn is mown on Fridays.\n", to: "corpora/lawn.txt")
    #expect(try await eventually { try paths().contains("corpora/lawn.txt") })
    try folder.write("The gate is locked at 21:00.\n", to: "corpora/gate.txt")
    #expect(
      try await eventually {
        try session.store.read { transaction in
          var found = false
          try transaction.eachChunk { if $0.text.contains("21:00") { found = true } }
          return found
        }
      })
  }

  @Test func `a file that still grows is left alone until it is complete`() async throws {
    let url = folder.appending("corpora/growing.txt")
    try folder.write("", to: "corpora/growing.txt")
    let handle = try FileHandle(forWritingTo: url)
    let watching = Task { [session] in await WorkspaceWatcher(session, pause: 0.3).watch() }
    defer { watching.cancel() }
    for number in 0..<12 {
      try handle.write(contentsOf: Data("Line \(number) of the file that is being copied.\n".utf8))
      try await Task.sleep(for: .milliseconds(100))
      #expect(try !paths().contains("corpora/growing.txt"))
    }
    try handle.close()
    #expect(try await eventually { try paths().contains("corpora/growing.txt") })
    // Never in between: one version of it was read.
    #expect(
      try session.store.read { transaction in
        var all = 0
        try transaction.eachDocument(retired: true) { if $0.source.path == "corpora/growing.txt" { all += 1 } }
        return all
      } == 1)
  }

  @Test func `while another process holds the workspace the watcher waits`() async throws {
    var lock: WorkspaceLock? = try WorkspaceLock(session.workspace)
    let watching = Task { [session] in await WorkspaceWatcher(session, pause: 0.05).watch() }
    defer { watching.cancel() }
    try await Task.sleep(for: .milliseconds(400))
    withExtendedLifetime(lock) {}
    #expect(try paths().isEmpty)
    lock = nil
    #expect(try await eventually { try paths() == ["corpora/gate.txt"] })
  }
}
