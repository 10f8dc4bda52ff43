import Foundation
import Records
import TestSupport
import Testing

@testable import Storage

struct ReviewTests {
  let folder: TemporaryFolder
  let store: Store
  let tiny = TinyDocument("Leave is 20 days a year.", "Travel over 100 km is paid.")
  let pair: QAPair
  let provenance = ContentHash(of: ["options"])

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(url: folder.appending("studio.sqlite"))
    let tiny = tiny
    let pair = tiny.pair("How many days of leave are there?", "20 days")
    let provenance = provenance
    self.pair = pair
    try store.write {
      try $0.save(tiny.document, clean: tiny.clean)
      try $0.replaceChunks(of: tiny.document.id, with: tiny.chunks)
      try $0.replacePairs(of: tiny.chunks[0].id, with: [pair], provenance: provenance)
    }
  }

  func review(_ action: ReviewEvent.Action, question: String? = nil, reason: String? = nil) throws -> ReviewedPair? {
    try store.write {
      try $0.append(
        ReviewEvent(pair: pair.id, action: action, reviewer: "aki", time: 1, reason: reason, question: question))
    }
  }

  @Test func `a pair comes back as it was stored`() throws {
    #expect(try store.read { try $0.pair(pair.id) }?.pair == pair)
  }

  @Test func `an edit keeps the original`() throws {
    let reviewed = try #require(try review(.edit, question: "How long is the leave?"))
    #expect(reviewed.original.question == pair.question)
    #expect(reviewed.pair.question == "How long is the leave?")
    #expect(reviewed.pair.status == .edited)
    #expect(reviewed.pair.id == pair.id)
    #expect(reviewed.pair.reviewer == "aki")
  }

  @Test func `undo takes back one event at a time`() throws {
    _ = try review(.accept)
    _ = try review(.reject, reason: "wrong")
    #expect(try store.read { try $0.pair(pair.id) }?.state.reason == "wrong")
    #expect(try review(.undo)?.pair.status == .accepted)
    #expect(try review(.undo)?.pair.status == .unreviewed)
    #expect(try review(.undo)?.pair.status == .unreviewed)
    #expect(try store.read { try $0.events(of: pair.id) }.count == 5)
  }

  @Test func `the latest decision is the one that stands, of that reviewer alone`() throws {
    #expect(try store.read { try $0.latestDecision(of: "aki") } == nil)
    _ = try review(.accept)
    _ = try review(.reject, reason: "wrong")
    #expect(try store.read { try $0.latestDecision(of: "aki") }?.action == .reject)
    #expect(try store.read { try $0.latestDecision(of: "ben") } == nil)
    _ = try review(.undo)
    #expect(try store.read { try $0.latestDecision(of: "aki") }?.action == .accept)
    _ = try review(.undo)
    #expect(try store.read { try $0.latestDecision(of: "aki") } == nil)
  }

  @Test func `accepting after an edit keeps the edit`() throws {
    _ = try review(.edit, question: "Q?")
    #expect(try review(.accept)?.pair.status == .edited)
  }

  @Test func `the kept state equals the fold over the events`() throws {
    for action: ReviewEvent.Action in [.accept, .reject, .undo, .edit, .reject, .undo] {
      let shown = try review(action, question: action == .edit ? "Q?" : nil)
      let events = try store.read { try $0.events(of: pair.id) }
      #expect(shown?.state == ReviewState(folding: events))
    }
  }

  @Test func `events can be neither changed nor deleted`() throws {
    _ = try review(.accept)
    for sql in ["UPDATE review_events SET action = 'reject'", "DELETE FROM review_events"] {
      let error = #expect(throws: StoreError.self) { try store.write { _ = try $0.run(sql) } }
      #expect(error?.message.en.contains("never") == true)
    }
  }

  @Test func `an event for no pair changes nothing`() throws {
    let nobody = ReviewEvent(pair: ContentHash(of: ["nobody"]), action: .accept, reviewer: "aki", time: 1)
    #expect(try store.write { try $0.append(nobody) } == nil)
  }

  @Test func `a pair of a retired document is stale, and as before when the file is back`() throws {
    _ = try review(.accept)
    try store.write { try $0.retire(tiny.document.id) }
    #expect(try store.read { try $0.pair(pair.id) }?.pair.status == .stale)
    #expect(try store.read { try $0.pairCounts() } == [.stale: 1])
    try store.write { try $0.move(tiny.document.id, to: "corpora/rules.txt") }
    #expect(try store.read { try $0.pairCounts() } == [.accepted: 1])
  }

  @Test func `generating otherwise replaces what nobody has reviewed and keeps what somebody has`() throws {
    let other = tiny.pair("What is paid?", "Travel", chunk: 0)
    let third = tiny.pair("How much leave?", "20", chunk: 0)
    try store.write { try $0.replacePairs(of: tiny.chunks[0].id, with: [pair, other], provenance: provenance) }
    _ = try review(.accept)
    try store.write {
      try $0.replacePairs(of: tiny.chunks[0].id, with: [third], provenance: ContentHash(of: ["other"]))
    }
    var listed: Set<ContentHash> = []
    try store.read { try $0.eachPair { listed.insert($0.id) } }
    #expect(listed == [pair.id, third.id])
  }

  @Test func `lists can be narrowed by status and cut into pages`() throws {
    let second = tiny.pair("What is paid?", "Travel", chunk: 1)
    try store.write { try $0.replacePairs(of: tiny.chunks[1].id, with: [second], provenance: provenance) }
    _ = try review(.reject, reason: "wrong")
    func ids(_ filter: PairFilter) throws -> [ContentHash] {
      var out: [ContentHash] = []
      try store.read { try $0.eachPair(filter) { out.append($0.id) } }
      return out
    }
    #expect(try ids(PairFilter()) == [pair.id, second.id])
    #expect(try ids(PairFilter(statuses: [.unreviewed])) == [second.id])
    #expect(try ids(PairFilter(offset: 1, limit: 1)) == [second.id])
    #expect(try store.read { try $0.countPairs(PairFilter(statuses: [.rejected])) } == 1)
    #expect(try store.read { try $0.reviewProgress() } == (1, 2))
  }

  @Test func `a purge takes everything and names who has learned from it`() throws {
    _ = try review(.accept)
    try store.write { transaction in
      let inputs = ContentHash(of: ["inputs"])
      try transaction.save(
        DatasetVersion(number: 1, inputs: inputs, content: inputs, seed: .max),
        members: [.init(pair: pair.id, document: tiny.document.id, split: .train)])
      try transaction.save(
        AdapterRecord(
          name: "first", dataset: 1, model: "embedded", inputs: inputs, summary: BilingualText(verbatim: "")))
      try transaction.saveAnswer(armKey: inputs, arm: "rag", pair: pair.id, prediction: "{}")
    }
    let report = try store.write { try $0.purge(tiny.document.source) }
    #expect(report.chunks == 2)
    #expect(report.pairs == 1)
    #expect(report.events == 1)
    #expect(report.answers == 1)
    #expect(report.datasets == ["v1"])
    #expect(report.adapters == ["first"])
    #expect(try store.read { try $0.document(tiny.document.id) } == nil)
    #expect(try store.read { try $0.events(of: pair.id) }.isEmpty)
    #expect(try store.read { try $0.purgedDocuments() } == [tiny.document.id])
    #expect(try store.read { try $0.datasets().first?.seed } == .max)
  }

  @Test func `after a purge and compaction the text is gone from the files`() throws {
    _ = try store.write { try $0.purge(tiny.document.source) }
    try store.compact()
    for name in ["studio.sqlite", "studio.sqlite-wal"] {
      guard let data = try? Data(contentsOf: folder.appending(name)) else { continue }
      #expect(data.range(of: Data("Leave is 20 days".utf8)) == nil)
    }
  }
}
