import Documents
import Foundation
import Records
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

struct IngestTests {
  let folder: TemporaryFolder
  let rules = "# Leave\n\nEvery employee has 20 days of leave a year. Unused days lapse in March.\n"

  init() throws { folder = try TemporaryFolder() }

  func session(
    environment: [String: String] = [:], _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> Session {
    var configuration = Configuration()
    change(&configuration)
    return try Session(
      workspace: try Workspace(root: folder.url), configuration: configuration,
      counter: .init(counter: WordCounter(), identity: "words"), environment: { environment[$0] })
  }

  func chunks(_ session: Session) throws -> [Chunk] {
    var out: [Chunk] = []
    try session.store.read { try $0.eachChunk { out.append($0) } }
    return out
  }

  @Test func `an empty corpora is an error that says what to do`() async throws {
    try FileManager.default.createDirectory(at: folder.appending("corpora"), withIntermediateDirectories: true)
    let error = await #expect(throws: WorkspaceError.self) { _ = try await session().ingest() }
    #expect(error?.text.en.contains("Put PDF") == true)
  }

  @Test func `what is ingested is not done again until it changes`() async throws {
    try folder.write(rules, to: "corpora/rules.md")
    #expect(try await session().ingest().worked == 1)
    #expect(try await session().ingest().worked == 0)
    try folder.write(rules + "\nCarry-over needs approval.\n", to: "corpora/rules.md")
    let changed = try session()
    #expect(try await changed.ingest().worked == 1)
    #expect(try changed.store.read { try $0.documents().count } == 1)
    #expect(try chunks(changed).contains { $0.text.contains("Carry-over") })
  }

  @Test func `other options make other chunks of the same document`() async throws {
    try folder.write(
      rules + String(repeating: "\nOne more sentence stands here for the length.\n", count: 30), to: "corpora/a.md")
    let first = try session()
    try await first.ingest()
    let second = try session { $0.ingest.chunkTokens = 40 }
    #expect(try await second.ingest().worked == 1)
    #expect(try chunks(second).count > 1)
    #expect(try chunks(second).allSatisfy { $0.tokenCount <= 60 })
  }

  @Test func `a moved file is not a new one`() async throws {
    try folder.write(rules, to: "corpora/rules.md")
    try await session().ingest()
    try FileManager.default.createDirectory(at: folder.appending("corpora/hr"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      at: folder.appending("corpora/rules.md"), to: folder.appending("corpora/hr/leave.md"))
    let after = try session()
    #expect(try await after.ingest().worked == 0)
    #expect(try chunks(after).allSatisfy { $0.path == "corpora/hr/leave.md" })
    #expect(try chunks(after).isEmpty == false)
  }

  @Test func `a removed file retires its chunks, and its return revives them without reading`() async throws {
    try folder.write(rules, to: "corpora/rules.md")
    try folder.write("Other text, which stays.\n", to: "corpora/other.txt")
    try await session().ingest()
    try FileManager.default.removeItem(at: folder.appending("corpora/rules.md"))
    let without = try session()
    try await without.ingest()
    #expect(try chunks(without).allSatisfy { $0.path == "corpora/other.txt" })
    try folder.write(rules, to: "corpora/rules.md")
    let again = try session()
    #expect(try await again.ingest().worked == 0)
    #expect(Set(try chunks(again).map(\.path)) == ["corpora/other.txt", "corpora/rules.md"])
  }

  @Test func `two files with the same content are one document`() async throws {
    try folder.write(rules, to: "corpora/b.md")
    try folder.write(rules, to: "corpora/a.md")
    let session = try session()
    try await session.ingest()
    #expect(try session.store.read { try $0.documents().map(\.source.path) } == ["corpora/a.md"])
    let copies = try session.store.read { try ChainSummary.remarks($0) }
    #expect(copies.map(\.item) == ["corpora/b.md"])
    #expect(copies.map(\.reason) == ["same-content"] && copies.map(\.outcome) == [.changed])
    #expect(copies[0].detail.en.contains("corpora/a.md") && copies[0].detail.flaws == [])
    // By either name it is the one document.
    #expect(try session.store.read { try $0.findDocument("b.md")?.path } == "corpora/a.md")
    try FileManager.default.removeItem(at: folder.appending("corpora/b.md"))
    try await session.ingest()
    #expect(try session.store.read { try ChainSummary.remarks($0) }.isEmpty)
  }

  @Test func `a link that leads out of corpora is refused by name, one within is followed`() async throws {
    try folder.write(rules, to: "corpora/hr/rules.md")
    let secret = try folder.write("The vault code is 4711.\n", to: "elsewhere/secret.txt")
    let files = FileManager.default
    try files.createSymbolicLink(at: folder.appending("corpora/link.txt"), withDestinationURL: secret)
    try files.createSymbolicLink(
      at: folder.appending("corpora/folder"), withDestinationURL: folder.appending("elsewhere"))
    try files.createSymbolicLink(
      at: folder.appending("corpora/a-rules.md"), withDestinationURL: folder.appending("corpora/hr/rules.md"))
    let session = try session()
    try await session.ingest()
    #expect(try session.store.read { try $0.documents().map(\.source.path) } == ["corpora/a-rules.md"])
    let refused = try session.store.read { try ChainSummary.remarks($0) }.filter { $0.outcome == .dropped }
    #expect(refused.contains { $0.item == "corpora/link.txt" && $0.reason == "outside-corpora" })
    #expect(try chunks(session).allSatisfy { !$0.text.contains("4711") })
    await #expect(throws: UnreadableDocument.self) {
      try await session.ingest(only: [folder.appending("corpora/link.txt")])
    }
  }

  @Test func `a document without text is not counted as one and as unreadable too`() async throws {
    try folder.write(rules, to: "corpora/rules.md")
    try folder.write("  \n\n", to: "corpora/blank.txt")
    let session = try session()
    #expect(try await session.ingest().kept == 1)
    let status = try session.store.read { try WorkspaceStatus($0) }
    #expect(status.documents == 1 && status.pages == 1)
    #expect(status.unreadable == ["no-text": 1])
  }

  @Test func `a sentence that was cut for its length is in the ledger`() async throws {
    let list = (1...300).map { "room \($0) with \($0) seats" }.joined(separator: ", ")
    try folder.write("The house has \(list).\n", to: "corpora/rooms.txt")
    let session = try session()
    try await session.ingest()
    var drops: [Drop] = []
    try session.store.read { try $0.eachDrop(stage: "ingest") { drops.append($0) } }
    #expect(drops.map(\.reason) == ["sentence-cut"])
    #expect(drops[0].outcome == .changed && drops[0].detail.flaws == [])
    #expect(try chunks(session).allSatisfy { $0.tokenCount <= 220 })
  }

  @Test func `a file that cannot be read is named with its reason while the others go on`() async throws {
    try folder.write(rules, to: "corpora/rules.md")
    try folder.write("", to: "corpora/empty.txt")
    try folder.write("x", to: "corpora/picture.png")
    let session = try session()
    let summary = try await session.ingest()
    #expect(summary.kept == 1)
    var reasons: [String: String] = [:]
    try session.store.read { try $0.eachDrop(stage: "ingest") { reasons[$0.item] = $0.reason } }
    #expect(reasons == ["corpora/empty.txt": "empty-file", "corpora/picture.png": "unsupported-type"])
    try folder.write("Now there is text.\n", to: "corpora/empty.txt")
    try FileManager.default.removeItem(at: folder.appending("corpora/picture.png"))
    try await session.ingest()
    #expect(try session.store.read { try $0.ledgerCounts() }.isEmpty)
  }

  @Test func `a purged document is not taken in again by itself, but by name`() async throws {
    let url = try folder.write(rules, to: "corpora/rules.md")
    try folder.write("Other text, which stays.\n", to: "corpora/other.txt")
    let session = try session()
    try await session.ingest()
    let source = try #require(try session.store.read { try $0.findDocument("rules.md") })
    _ = try session.store.write { try $0.purge(source) }
    try await session.ingest()
    #expect(try chunks(session).allSatisfy { $0.path == "corpora/other.txt" })
    #expect(try session.store.read { try $0.ledgerCounts().map(\.reason) } == ["purged"])
    try await session.ingest(only: [url])
    #expect(try chunks(session).contains { $0.path == "corpora/rules.md" })
  }

  @Test func `a path outside corpora is refused`() async throws {
    try folder.write(rules, to: "corpora/rules.md")
    let outside = try folder.write("x", to: "elsewhere.txt")
    await #expect(throws: WorkspaceError.self) { _ = try await session().ingest(only: [outside]) }
  }

  @Test func `an encrypted file is named, and read as soon as its password can be had`() async throws {
    try folder.write(try Data(contentsOf: TestLocations.sampleFixture("encrypted.pdf")), to: "corpora/hr/pay.pdf")
    try folder.write(rules, to: "corpora/rules.md")
    let plain = try session()
    try await plain.ingest()
    #expect(try plain.store.read { try WorkspaceStatus($0) }.unreadable == ["encrypted": 1])
    #expect(try await plain.ingest().worked == 0)
    let sources = PasswordSources([.init(files: "corpora/hr/*.pdf", variable: "HR")])
    let named = try session { $0.general.passwords = sources }
    try await named.ingest()
    #expect(try named.store.read { try WorkspaceStatus($0) }.unreadable == ["encrypted": 1])
    let set = try session(environment: ["HR": "secret"]) { $0.general.passwords = sources }
    #expect(try await set.ingest().worked == 1)
    #expect(try set.store.read { try WorkspaceStatus($0) }.unreadable == [:])
    #expect(try await set.ingest().worked == 0)
    // In no file that the workspace holds.
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.appending("output").path) {
      let data = (try? Data(contentsOf: folder.appending("output/\(name)"))) ?? Data()
      #expect(data.range(of: Data("secret".utf8)) == nil, "\(name)")
    }
  }
}
