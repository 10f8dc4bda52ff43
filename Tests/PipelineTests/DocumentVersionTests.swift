import Foundation
import Preparation
import Records
import Storage
import TestSupport
import Testing

@testable import Pipeline

struct DocumentVersionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func session(_ change: (inout Configuration) -> Void = { _ in }) throws -> Session {
    var configuration = Configuration()
    change(&configuration)
    return try Session(
      workspace: try Workspace(root: folder.url), configuration: configuration,
      counter: .init(counter: WordCounter(), identity: "words"), environment: { _ in nil })
  }

  private func paths(_ session: Session) throws -> Set<String> {
    var out: Set<String> = []
    try session.store.read { try $0.eachChunk { out.insert($0.path) } }
    return out
  }

  private func drops(_ session: Session, reason: String) throws -> [Drop] {
    var out: [Drop] = []
    try session.store.read { try $0.eachDrop(reason: reason) { out.append($0) } }
    return out
  }

  private func rules(_ changed: Int = 0) -> String {
    (1...60).map { number in
      let days = number <= changed ? number + 100 : number
      return
        "Rule \(number): whoever wants matter \(number * 7) settled hands in form \(number * 3) within \(days) days.\n\n"
    }.joined()
  }

  @Test func `of two versions the newest is asked about, the older one is kept and named`() async throws {
    try folder.write(rules(), to: "corpora/rules_v1.txt")
    try folder.write(rules(3), to: "corpora/rules_v2.txt")
    try folder.write("Something else altogether stands here.\n", to: "corpora/other.txt")
    let both = try session()
    try await both.ingest()
    #expect(try paths(both) == ["corpora/rules_v2.txt", "corpora/other.txt"])
    let drop = try #require(try drops(both, reason: "superseded").first)
    #expect(drop.item == "corpora/rules_v1.txt" && drop.outcome == .changed)
    #expect(drop.detail.en.contains("corpora/rules_v2.txt") && drop.detail.en.contains("version number"))
    #expect(drop.detail.ja.contains("corpora/rules_v2.txt"))
    #expect(try both.store.read { try $0.documents().count } == 3)
    // Again without news: nothing is read, and the entry stands.
    let again = try session()
    #expect(try await again.ingest().worked == 0)
    #expect(try drops(again, reason: "superseded").count == 1)
  }

  @Test func `both versions are used where that is wanted, without reading them again`() async throws {
    try folder.write(rules(), to: "corpora/rules_v1.txt")
    try folder.write(rules(3), to: "corpora/rules_v2.txt")
    try await session().ingest()
    let all = try session { $0.ingest.versions = "all" }
    #expect(try await all.ingest().worked == 0)
    #expect(try paths(all) == ["corpora/rules_v1.txt", "corpora/rules_v2.txt"])
    #expect(try drops(all, reason: "superseded").isEmpty)
  }

  @Test func `an older version stands in again when the newest is gone`() async throws {
    try folder.write(rules(), to: "corpora/rules_v1.txt")
    try folder.write(rules(3), to: "corpora/rules_v2.txt")
    try await session().ingest()
    try FileManager.default.removeItem(at: folder.appending("corpora/rules_v2.txt"))
    let after = try session()
    #expect(try await after.ingest().worked == 0)
    #expect(try paths(after) == ["corpora/rules_v1.txt"])
  }

  @Test func `a notice of many documents is kept by one, and comes back when the rule is off`() async throws {
    let notice = "The contents of this paper are confidential and may not be shown to anybody outside of the company.\n"
    for name in ["a", "b", "c"] {
      try folder.write(
        "# Paper \(name)\n\nIts subject is \(name) and nothing but \(name).\n\n\(notice)", to: "corpora/\(name).md")
    }
    func holders(_ session: Session) throws -> Set<String> {
      var out: Set<String> = []
      try session.store.read { try $0.eachChunk { if $0.text.contains("confidential") { out.insert($0.path) } } }
      return out
    }
    let first = try session()
    try await first.ingest()
    #expect(try holders(first) == ["corpora/a.md"])
    let removed = try first.store.read { transaction in
      try transaction.documents().flatMap { try transaction.cleanDocument($0.source.sha256)?.removed ?? [] }
    }
    #expect(removed.map(\.rule) == ["corpus-boilerplate", "corpus-boilerplate"])
    #expect(try drops(first, reason: "corpus-boilerplate").map(\.item) == ["corpora/b.md", "corpora/c.md"])
    try await session().ingest()
    #expect(try drops(session(), reason: "corpus-boilerplate").count == 2)
    let off = try session { $0.ingest.cleaningOff = ["corpus-boilerplate"] }
    try await off.ingest()
    #expect(try holders(off) == ["corpora/a.md", "corpora/b.md", "corpora/c.md"])
    let two = try session()
    try FileManager.default.removeItem(at: folder.appending("corpora/c.md"))
    try await two.ingest()
    #expect(try holders(two) == ["corpora/a.md", "corpora/b.md"])
  }

  @Test func `a rule that is switched off is undone at the next ingest`() async throws {
    try folder.write("Agreement of both parties.\n\nSignature: ______________ Date: __________\n", to: "corpora/a.txt")
    let on = try session()
    try await on.ingest()
    var texts: [String] = []
    try on.store.read { try $0.eachChunk { texts.append($0.text) } }
    #expect(texts == ["Agreement of both parties."])
    let off = try session { $0.ingest.cleaningOff = ["signature-line"] }
    #expect(try await off.ingest().worked == 1)
    texts = []
    try off.store.read { try $0.eachChunk { texts.append($0.text) } }
    #expect(texts.joined().contains("Signature: ____"))
  }

  @Test func `what blocks and documents have beyond text comes back from the store`() async throws {
    try folder.write(
      "---\ntitle: T\nauthor: Sato\n---\n# H\n\nSee [this](b.md).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
      to: "corpora/a.md")
    let session = try session()
    try await session.ingest()
    let document = try #require(
      try session.store.read { transaction in
        try transaction.documents().first.flatMap { try transaction.document($0.source.sha256) }
      })
    #expect(document.metadata?.map(\.value) == ["T", "Sato"])
    #expect(document.blocks.compactMap(\.headerRows) == [1])
    #expect(document.blocks.flatMap { $0.links ?? [] }.map(\.target) == ["b.md"])
    var sections: [String?] = []
    try session.store.read { try $0.eachChunk { sections.append($0.section?.title) } }
    #expect(sections == ["H"])
  }
}
