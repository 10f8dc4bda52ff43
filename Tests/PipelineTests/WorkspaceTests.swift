import Foundation
import Records
import TestSupport
import Testing

@testable import Pipeline

struct WorkspaceTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `the nearest folder upwards with corpora is the workspace`() throws {
    try folder.write("x", to: "corpora/sub/a.txt")
    let found = try Workspace.find(from: folder.appending("corpora/sub"))
    #expect(found.root.path == folder.url.standardizedFileURL.path)
    #expect(found.relativePath(of: folder.appending("corpora/sub/a.txt")) == "corpora/sub/a.txt")
  }

  @Test func `a folder without corpora is refused with what to do`() {
    let error = #expect(throws: WorkspaceError.self) { try Workspace(root: folder.url) }
    #expect(error?.text.en.contains("shikomi init") == true)
  }

  @Test func `a second lock is refused with the holder's number, and free when the first is gone`() throws {
    try folder.write("x", to: "corpora/a.txt")
    let workspace = try Workspace(root: folder.url)
    var first: WorkspaceLock? = try WorkspaceLock(workspace)
    withExtendedLifetime(first) {
      let error = #expect(throws: WorkspaceError.self) { _ = try WorkspaceLock(workspace) }
      #expect(error == .locked(pid: String(ProcessInfo.processInfo.processIdentifier)))
    }
    first = nil
    _ = try WorkspaceLock(workspace)
  }

  @Test func `a file is replaced whole and no part is left beside it`() throws {
    let url = folder.appending("out/data.json")
    try AtomicFile.write(Data("one".utf8), to: url)
    try AtomicFile.write(Data("two".utf8), to: url)
    #expect(try String(contentsOf: url, encoding: .utf8) == "two")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending("out").path) == ["data.json"])
  }

  @Test func `writing where nobody may write is a typed error`() throws {
    try folder.write("x", to: "file")
    #expect(throws: WorkspaceError.self) { try AtomicFile.write(Data(), to: folder.appending("file/below/a.json")) }
  }
}
