import Foundation
import Records
import TestSupport
import Testing

@testable import Storage

struct StoreTests {
  let folder: TemporaryFolder
  let store: Store
  let tiny = TinyDocument("Leave is 20 days a year.", "Travel over 100 km is paid.")

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(url: folder.appending("studio.sqlite"))
  }

  func saveTiny() throws {
    try store.write {
      try $0.save(tiny.document, clean: tiny.clean)
      try $0.replaceChunks(of: tiny.document.id, with: tiny.chunks)
    }
  }

  @Test func `a document comes back as it was stored, boxes to a tenth of a point`() throws {
    try saveTiny()
    let (document, clean, chunks) = try store.read {
      (
        try $0.document(tiny.document.id), try $0.cleanDocument(tiny.document.id), try $0.chunks(of: tiny.document.id)
      )
    }
    #expect(document == tiny.document)
    #expect(clean == tiny.clean)
    #expect(chunks == tiny.chunks)
  }

  @Test func `negative and large box coordinates survive packing`() {
    let boxes = [
      TextBox(start: 0, end: 3, page: 900, rect: Rect(x0: -12.5, y0: 0.1, x1: 14_400, y1: 2.7)),
      TextBox(start: 3, end: 70_000, page: 1, rect: Rect(x0: 0, y0: 0, x1: 0, y1: 0)),
    ]
    #expect(PackedBoxes.unpack(PackedBoxes.pack(boxes)) == boxes)
  }

  @Test func `once the store is let go of, the file alone is the whole store`() throws {
    let url = folder.appending("closed.sqlite")
    func work() throws {
      let store = try Store(url: url)
      try store.write { try $0.save(tiny.document, clean: tiny.clean) }
      #expect(try store.read { try $0.documents().count } == 1)
    }
    try work()
    let log = folder.appending("closed.sqlite-wal").path
    #expect((try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int) ?? 0 == 0)
    // Without its log, as a copy of the one file would be.
    try? FileManager.default.removeItem(atPath: log)
    #expect(try Store(url: url).read { try $0.documents().count } == 1)
  }

  @Test func `closing one of two users of a store neither waits nor disturbs the other`() throws {
    let url = folder.appending("shared.sqlite")
    let first = try Store(url: url)
    try first.write { transaction in
      try transaction.save(tiny.document, clean: tiny.clean)
      let start = ContinuousClock.now
      do { _ = try Store(url: url).read { try $0.documents().count } }
      #expect(ContinuousClock.now - start < .seconds(5))
    }
    #expect(try first.read { try $0.documents().count } == 1)
  }

  @Test func `runs that were killed are closed as interrupted, others stay as they are`() throws {
    let killed = RunRecord(id: "0001", command: "run", started: 1, options: "{}")
    let done = RunRecord(id: "0002", command: "tune", started: 2, ended: 3, outcome: "done", options: "{}")
    try store.write {
      try $0.save(killed)
      try $0.save(done)
    }
    #expect(try store.write { try $0.closeKilledRuns() }.map(\.id) == ["0001"])
    #expect(try store.read { try $0.runs().map(\.outcome) } == ["done", "interrupted"])
    #expect(try store.write { try $0.closeKilledRuns() }.isEmpty)
  }

  @Test func `a failed transaction leaves nothing behind`() throws {
    struct Interrupted: Error {}
    #expect(throws: Interrupted.self) {
      try store.write {
        try $0.save(tiny.document, clean: tiny.clean)
        throw Interrupted()
      }
    }
    #expect(try store.read { try $0.documents() }.isEmpty)
  }

  @Test func `the reading door refuses to write`() throws {
    let error = #expect(throws: StoreError.self) {
      try store.read { try $0.save(tiny.document, clean: tiny.clean) }
    }
    #expect(error?.kind == .notWritable)
  }

  @Test func `a database of a newer version is refused by name`() throws {
    let url = folder.appending("newer.sqlite")
    let newer = try Store(url: url)
    _ = try newer.write { try $0.run("INSERT INTO migrations (name) VALUES ('m999_future')") }
    let error = #expect(throws: StoreError.self) { try Store(url: url) }
    #expect(error?.kind == .newer)
    #expect(error?.message.en.contains("m999_future") == true)
  }

  @Test func `a file that is no database is called damaged and left alone`() throws {
    let url = try folder.write(String(repeating: "not a database ", count: 200), to: "text.sqlite")
    let error = #expect(throws: StoreError.self) { try Store(url: url) }
    #expect(error?.kind == .damaged)
    #expect(try String(contentsOf: url, encoding: .utf8).hasPrefix("not a database"))
  }

  @Test func `a missing folder is named together with what to check`() throws {
    let error = #expect(throws: StoreError.self) { try Store(url: folder.appending("gone/studio.sqlite")) }
    #expect(error?.kind == .notWritable)
    #expect(error?.description.contains("gone/studio.sqlite") == true)
  }

  @Test func `chunks of an earlier way of cutting stay but are not listed`() throws {
    try saveTiny()
    var other = tiny.chunks[0]
    other = Chunk(
      document: other.document, path: other.path, index: 0, text: tiny.clean.text, start: 0,
      end: tiny.clean.text.utf8.count, pages: [1], tokenCount: 12, context: [], language: .en)
    try store.write { try $0.replaceChunks(of: tiny.document.id, with: [other]) }
    var listed: [Chunk] = []
    try store.read { try $0.eachChunk { listed.append($0) } }
    #expect(listed == [other])
    #expect(try store.read { try $0.chunk(tiny.chunks[1].id) } == tiny.chunks[1])
  }

  @Test func `a retired document's chunks are out of use, and back when the file is back`() throws {
    try saveTiny()
    try store.write { try $0.retire(tiny.document.id) }
    var count = 0
    try store.read { try $0.eachChunk { _ in count += 1 } }
    #expect(count == 0)
    try store.write { try $0.move(tiny.document.id, to: "corpora/sub/rules.txt") }
    try store.read { try $0.eachChunk { #expect($0.path == "corpora/sub/rules.txt") } }
    #expect(try store.read { try $0.documents().map(\.source.path) } == ["corpora/sub/rules.txt"])
  }

  @Test(arguments: ["corpora/rules.txt", "rules.txt"])
  func `a document is found by path`(name: String) throws {
    try saveTiny()
    #expect(try store.read { try $0.findDocument(name) } == tiny.document.source)
  }

  @Test func `a document is found by the beginning of its hash`() throws {
    try saveTiny()
    #expect(try store.read { try $0.findDocument(tiny.document.id.short) } == tiny.document.source)
    #expect(try store.read { try $0.findDocument("a") } == nil)
    #expect(try store.read { try $0.findDocument("other.txt") } == nil)
  }

  @Test func `doing an input again replaces its ledger entries`() throws {
    let drop = Drop(
      stage: "ingest", item: "corpora/a.pdf", document: "corpora/a.pdf", reason: "encrypted",
      detail: BilingualText(en: "it needs a password", ja: "パスワードが必要です"))
    try store.write { try $0.replaceLedger(stage: "ingest", input: "a", with: [drop, drop]) }
    try store.write { try $0.replaceLedger(stage: "ingest", input: "a", with: [drop]) }
    var drops: [Drop] = []
    try store.read { try $0.eachDrop(stage: "ingest", reason: "encrypted") { drops.append($0) } }
    #expect(drops == [drop])
    #expect(try store.read { try $0.ledgerCounts().map(\.count) } == [1])
  }

  @Test func `an entry of a store from before the second language is told in its one`() throws {
    try store.write {
      try $0.run(
        """
        INSERT INTO ledger (stage, input, item, reason, detail, outcome)
        VALUES ('ingest', 'a', 'corpora/a.pdf', 'encrypted', 'it needs a password', 'dropped')
        """)
    }
    var drops: [Drop] = []
    try store.read { try $0.eachDrop(stage: "ingest") { drops.append($0) } }
    #expect(drops.map(\.detail) == [BilingualText(verbatim: "it needs a password")])
  }

  @Test func `a mark counts only for its options and version`() throws {
    let mark = StageMark(stage: "generate", input: "c", options: ContentHash(of: ["o"]), version: 1)
    try store.write { try $0.mark(mark) }
    var newer = mark
    newer.version = 2
    var other = mark
    other.options = ContentHash(of: ["p"])
    #expect(
      try store.read { [try $0.isDone(mark), try $0.isDone(newer), try $0.isDone(other)] } == [true, false, false])
  }

  @Test func `a query may run inside another with the same SQL`() throws {
    try saveTiny()
    var seen = 0
    try store.read { transaction in
      try transaction.eachChunk { _ in try transaction.eachChunk { _ in seen += 1 } }
    }
    #expect(seen == 4)
  }
}
