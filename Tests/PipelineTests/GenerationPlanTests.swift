import Foundation
import Generation
import Records
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// What generation says before it spends, how it stops and goes on, and how failures are tried again; with a server that
/// speaks the protocol.
struct GenerationPlanTests {
  let workspace: EndpointWorkspace

  init() throws { workspace = try EndpointWorkspace() }

  private func pairs(_ session: Session) throws -> [QAPair] {
    var out: [QAPair] = []
    try session.store.read { try $0.eachPair { out.append($0.pair) } }
    return out
  }

  private func chunks(_ session: Session) throws -> [Chunk] {
    var out: [Chunk] = []
    try session.store.read { try $0.eachChunk { out.append($0) } }
    return out
  }

  /// What a request says, whatever the order of its members.
  private static func sorted(_ request: LocalServer.Request) -> String {
    let json = (try? request.json()) ?? [:]
    let sorted = try? JSONSerialization.data(withJSONObject: json, options: .sortedKeys)
    return String(decoding: sorted ?? request.body, as: UTF8.self)
  }

  @Test func `a plan states bounds for calls, tokens and cost, and asks nobody`() async throws {
    let server = try LocalServer { _, request in CodewordServer.answer(request) }
    defer { server.stop() }
    let session = try workspace.session(server.name()) {
      $0.generate.promptPrice = 2
      $0.generate.completionPrice = 10
      $0.generate.types = GenerateOptions().types
      $0.generate.forms = GenerateOptions().forms
      $0.generate.personas = ["auditor"]
      $0.generate.translations = true
    }
    try await session.ingest()
    let plan = try session.generationPlan()
    #expect(server.requests.isEmpty)
    #expect(plan.documents == TinyCorpus.documents.count)
    #expect(plan.chunks == (try chunks(session).count) && plan.chunksDone == 0)
    #expect(plan.basis == .upperBound && plan.seconds == nil && plan.pairs == nil)
    let cost = try #require(plan.cost)
    let expected = (Double(plan.promptTokens) * 2 + Double(plan.completionTokens) * 10) / 1e6
    #expect(abs(cost - expected) < 1e-9)
    // A model that thinks aloud is asked for 2,048 tokens each time, which nobody knows beforehand.
    let thinking = try #require(plan.thinkingTokens)
    #expect(thinking >= 2048 * plan.calls && thinking > plan.completionTokens)
    #expect(plan.text.en.contains("(\(thinking) by a model that thinks") && plan.text.ja.contains("最大 \(thinking)）"))
    let summary = try await session.generate()
    #expect(summary.kept > 0)
    #expect(server.requests.count <= plan.calls)
    #expect(server.requests.count * 10 <= plan.completionTokens)
    let rest = try session.generationPlan()
    #expect(rest.chunks == 0 && rest.chunksDone == plan.chunks && rest.calls == 0)
  }

  @Test func `a rehearsal measures on chunks of every document, keeps nothing, and its projection holds`() async throws
  {
    let server = try LocalServer { _, request in CodewordServer.answer(request) }
    defer { server.stop() }
    let session = try workspace.session(server.name()) { $0.generate.promptPrice = 1 }
    try await session.ingest()
    let rehearsal = try await session.rehearse(chunks: 6)
    #expect(rehearsal.documents == 6 && rehearsal.measure.chunks == 6)
    #expect(rehearsal.measure.usage.calls == server.requests.count)
    #expect(rehearsal.measure.usage.promptTokens == 100 * server.requests.count)
    #expect(rehearsal.samples.count > 0 && rehearsal.measure.pairs > 0)
    #expect(try pairs(session).isEmpty)
    #expect(try session.store.read { try $0.ledgerCounts() }.allSatisfy { $0.stage != GenerateStage.name })
    let plan = rehearsal.plan
    #expect(plan.basis == .measured && plan.measuredChunks == 6 && plan.seconds != nil && plan.thinkingTokens == nil)
    #expect(try session.generationPlan() == plan)
    let before = server.requests.count
    try await session.generate()
    let calls = server.requests.count - before
    #expect(abs(plan.calls - calls) * 3 <= calls, "\(plan.calls) foreseen, \(calls) made")
    let made = try pairs(session).count
    #expect(abs((plan.pairs ?? 0) - made) * 3 <= made, "\(plan.pairs ?? 0) foreseen, \(made) made")
  }

  @Test func `generation says what it will take before the first request`() async throws {
    let server = try LocalServer { _, request in CodewordServer.answer(request) }
    defer { server.stop() }
    let notes = Mutex<[(text: BilingualText, requests: Int)]>([])
    let session = try workspace.session(
      server.name(),
      report: { event in
        if case .note(GenerateStage.name, let text) = event {
          notes.withLock { $0.append((text, server.requests.count)) }
        }
      })
    try await session.ingest()
    try await session.generate()
    let note = try #require(notes.withLock { $0.first })
    #expect(note.requests == 0)
    #expect(note.text.en.contains("at most") && note.text.ja.contains("最大"))
  }

  @Test func `the prompts of a chunk are shown word for word as they are sent, without asking`() async throws {
    let server = try LocalServer { _, request in CodewordServer.answer(request) }
    defer { server.stop() }
    let session = try workspace.session(server.name())
    try await session.ingest()
    let prompts = try session.promptPreview(of: "corpora/食堂.txt:1")
    #expect(server.requests.isEmpty && !prompts.isEmpty)
    let chunk = try #require(try chunks(session).first { $0.path == "corpora/食堂.txt" })
    #expect(try session.promptPreview(of: String(chunk.id.hex.prefix(10))) == prompts)
    try await session.generate()
    let sent = Set(server.requests.map(CodewordServer.prompt))
    for prompt in prompts where prompt.purpose == "write-question" {
      #expect(sent.contains(prompt.messages.last?.content ?? ""))
    }
    #expect(prompts.contains { $0.isSpan && ($0.messages.last?.content ?? "").contains(PromptPreview.open(.ja)) })
    #expect(throws: UnknownChunk.self) { try session.promptPreview(of: "corpora/食堂.txt:99") }
    #expect(throws: UnknownChunk.self) { try session.promptPreview(of: "") }
  }

  @Test func `a server that dies leaves what is done, says so, and the next run goes on without paying twice`()
    async throws
  {
    let dead = Mutex(false)
    let server = try LocalServer { number, request in
      if number == 60 { dead.withLock { $0 = true } }
      return dead.withLock { $0 }
        ? .reply(status: 503, body: #"{"error":{"message":"out of memory"}}"#) : CodewordServer.answer(request)
    }
    defer { server.stop() }
    let session = try workspace.session(server.name())
    try await session.ingest()
    let stopped = try await #require(throws: GenerationStopped.self) { try await session.generate() }
    #expect(stopped.done > 0 && stopped.done < stopped.total)
    #expect(
      stopped.text.en.contains("out of memory") && stopped.text.en.contains("\(stopped.done) of \(stopped.total)"))
    #expect(stopped.text.ja.contains("続きから"))
    let kept = try pairs(session)
    #expect(!kept.isEmpty)
    dead.withLock { $0 = false }
    let summary = try await session.generate()
    #expect(summary.worked == stopped.total - stopped.done)
    let ids = Set(try pairs(session).map(\.id))
    #expect(ids.isSuperset(of: kept.map(\.id)) && ids.count > kept.count)
    // The same as in one go.
    let other = try EndpointWorkspace()
    let whole = try other.session(server.name())
    try await whole.ingest()
    try await whole.generate()
    #expect(Set(try pairs(whole).map(\.id)) == ids)
  }

  @Test func `a rate limit that lasts stops at once, with the time to wait`() async throws {
    let server = try LocalServer { number, request in
      number < 40
        ? CodewordServer.answer(request)
        : .reply(status: 429, headers: ["Retry-After: 3600"], body: #"{"error":{"message":"daily quota"}}"#)
    }
    defer { server.stop() }
    let session = try workspace.session(server.name()) { $0.general.endpointRetries = 4 }
    try await session.ingest()
    let stopped = try await #require(throws: GenerationStopped.self) { try await session.generate() }
    // Nobody tries again what the server will refuse again.
    #expect(server.requests.count <= 40 + session.configuration.general.endpointRequests)
    #expect(stopped.cause.en.contains("3600 seconds") && stopped.cause.ja.contains("3600 秒"))
    #expect(try !pairs(session).isEmpty)
  }

  @Test func `a server that pauses within every chunk gets on, and nothing is asked of it twice`() async throws {
    let asked = Mutex<[String: Int]>([:])
    @Sendable func answer(_ request: LocalServer.Request) -> LocalServer.Answer {
      asked.withLock { $0[Self.sorted(request), default: 0] += 1 }
      return CodewordServer.answer(request)
    }
    let whole = try LocalServer { _, request in answer(request) }
    defer { whole.stop() }
    let other = try EndpointWorkspace()
    let undisturbed = try other.session(whole.name())
    try await undisturbed.ingest()
    try await undisturbed.generate()
    let calls = asked.withLock { asked in
      let calls = asked
      asked = [:]
      return calls
    }
    // Three answers a run are fewer than any chunk with a fact takes.
    let left = Mutex(3)
    let pausing = try LocalServer { _, request in
      let isOpen = left.withLock { left in
        left -= 1
        return left >= 0
      }
      return isOpen
        ? answer(request) : .reply(status: 429, headers: ["Retry-After: 600"], body: #"{"error":{"message":"pause"}}"#)
    }
    defer { pausing.stop() }
    let session = try workspace.session(pausing.name())
    try await session.ingest()
    var runs = 1
    while runs < 1000 {
      do {
        try await session.generate()
        break
      } catch is GenerationStopped {
        runs += 1
        left.withLock { $0 = 3 }
      }
    }
    #expect(runs > 10 && runs <= calls.values.reduce(0, +) / 3 + 1)
    #expect(asked.withLock { $0 } == calls)
    #expect(try Set(pairs(session).map(\.id)) == Set(pairs(undisturbed).map(\.id)))
    for chunk in try chunks(session) {
      let batch = GenerateStage.batchID([chunk.id], of: chunk.document)
      #expect(try session.store.read { try $0.keptAnswers(ofBatch: batch) }.isEmpty)
    }
    withExtendedLifetime(other) {}
  }

  @Test func `a cancelled run keeps whole chunks and is taken up again`() async throws {
    let task = Mutex<Task<Void, any Error>?>(nil)
    let server = try LocalServer { number, request in
      if number == 50 { task.withLock { $0?.cancel() } }
      return CodewordServer.answer(request)
    }
    defer { server.stop() }
    let session = try workspace.session(server.name())
    try await session.ingest()
    let work = Task { _ = try await session.generate() }
    task.withLock { $0 = work }
    await #expect(throws: CancellationError.self) { try await work.value }
    let done = try session.generationPlan().chunksDone
    #expect(done > 0)
    let summary = try await session.generate()
    #expect(summary.worked == summary.total - done)
  }

  @Test func `what failed is tried again alone, one item or all, and the ledger forgets what is mended`() async throws {
    // The first answers to every third fact are useless, later ones are not.
    let isBad = Mutex(true)
    let server = try LocalServer { _, request in
      let prompt = CodewordServer.prompt(request)
      let isWriting = prompt.hasSuffix("does not see the passage.") || prompt.hasSuffix("質問にしてください。")
      let unlucky = ContentHash(of: [prompt]).hex.first.map { "01234".contains($0) } ?? false
      return isWriting && unlucky && isBad.withLock { $0 }
        ? CodewordServer.completion("Yes.") : CodewordServer.answer(request)
    }
    defer { server.stop() }
    let session = try workspace.session(server.name())
    try await session.ingest()
    try await session.generate()
    let before = try workspace.drops(session)
    let pairsBefore = try pairs(session)
    // What a model that is never bad makes of the same facts.
    let other = try EndpointWorkspace()
    let good = try LocalServer { _, request in CodewordServer.answer(request) }
    defer { good.stop() }
    let whole = try other.session(good.name())
    try await whole.ingest()
    try await whole.generate()
    let possible = Set(try pairs(whole).map(\.fact.hex))
    let item = try #require(before.map(\.item).first { possible.contains($0) })
    // Still as bad: the entry stays, nothing else moves.
    let useless = try await session.retry(item)
    #expect(useless == RetrySummary(tried: 1, mended: 0, pairs: 0, drops: useless.drops))
    #expect(try workspace.drops(session).map(\.item).sorted() == before.map(\.item).sorted())
    isBad.withLock { $0 = false }
    let asked = server.requests.count
    let one = try await session.retry(String(item.prefix(16)))
    #expect(one.tried == 1 && one.mended == 1 && one.pairs >= 1)
    #expect(server.requests.count - asked < 12)
    #expect(try !workspace.drops(session).contains { $0.item == item })
    let all = try await session.retry("all")
    #expect(all.tried == before.count - 1)
    #expect(Set(try pairs(session).map(\.fact.hex)) == possible)
    let after = try pairs(session)
    #expect(after.count == pairsBefore.count + one.pairs + all.pairs)
    #expect(Set(after.map(\.id)).isSuperset(of: pairsBefore.map(\.id)))
    for account in try session.store.read({ try $0.ledgerAccounts() }) where account.subject != .pairs {
      #expect(account.unaccounted == 0, "\(account.subject)")
    }
    // A further run finds everything done.
    #expect(try await session.generate().worked == 0)
    await #expect(throws: NothingToRetry.self) { try await session.retry("no such item") }
  }

  @Test func `a limit of chunks takes some of every document, and the ledger names the others`() async throws {
    let server = try LocalServer { _, request in CodewordServer.answer(request) }
    defer { server.stop() }
    let count = TinyCorpus.documents.count
    let session = try workspace.session(server.name()) {
      $0.ingest.chunkTokens = 40
      $0.generate.chunkLimit = count
    }
    try await session.ingest()
    let all = try chunks(session)
    try #require(all.count > count)
    #expect(try await session.generate().worked == count)
    var left: [Drop] = []
    try session.store.read { try $0.eachDrop(stage: GenerateStage.name, reason: "not-chosen") { left.append($0) } }
    #expect(left.count == all.count - count)
    let chosen = Set(all.map(\.id)).subtracting(left.compactMap(\.chunk))
    #expect(Set(all.filter { chosen.contains($0.id) }.map(\.path)).count == count)
    #expect(Set(try pairs(session).compactMap { $0.evidence.first?.chunk }).isSubset(of: chosen))
    let account = try session.store.read { try $0.ledgerAccounts() }.first { $0.subject == .chunks }
    #expect(account?.unaccounted == 0)
    // More of it costs only the rest.
    let wider = try workspace.session(server.name()) {
      $0.ingest.chunkTokens = 40
      $0.generate.chunkLimit = count + 1
    }
    #expect(try await wider.generate().worked == 1)
    let whole = try workspace.session(server.name())
    #expect(try await whole.generate().worked == all.count - count - 1)
    #expect(try session.store.read { try $0.ledgerCounts() }.allSatisfy { $0.reason != "not-chosen" })
  }

  @Test func `a limit of pairs stops soon after it, spread over the documents`() async throws {
    let server = try LocalServer { _, request in CodewordServer.answer(request) }
    defer { server.stop() }
    let session = try workspace.session(server.name()) {
      $0.generate.pairLimit = 20
      $0.generate.maximumFacts = 3
    }
    try await session.ingest()
    try await session.generate()
    let made = try pairs(session)
    #expect(made.count >= 20 && made.count < 26)
    #expect(Set(made.compactMap { $0.evidence.first?.document }).count >= 3)
    #expect(try await session.generate().worked == session.generationPlan().chunks)
    #expect(try pairs(session).count == made.count)
  }

  @Test func `a chunk's pairs follow the facts that it holds, within the limits`() async throws {
    let server = try LocalServer { _, request in CodewordServer.answer(request) }
    defer { server.stop() }
    let session = try workspace.session(server.name()) {
      $0.generate.maximumFacts = 4
      $0.generate.minimumFacts = 3
    }
    try await session.ingest()
    try await session.generate()
    for chunk in try chunks(session) {
      let held = AnswerCandidates.find(in: chunk).count
      let facts = Set(try pairs(session).filter { $0.evidence.first?.chunk == chunk.id }.map(\.fact)).count
      #expect(facts <= min(4, held))
      if held < 3 { #expect(facts == 0) }
    }
  }
}
