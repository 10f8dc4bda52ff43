import Evaluation
import Foundation
import Generation
import Records
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// The arms on a small frozen dataset, with a model that answers right whenever the right passage is before it.
struct CompareTests {
  let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    try TinyCorpus.write(to: folder)
    try TinyCorpus.writeTemplates(to: folder)
    let session = try session()
    try await session.ingest()
    try await session.generate()
    try await session.curate()
  }

  /// A session whose models are scripted; the tuned one too.
  func session(
    _ model: any ChatModel = CodewordModel(), _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> Session {
    var configuration = Configuration.withoutStatements
    configuration.curate.unseenShare = 0.4
    configuration.compare.arms = ["base", "few-shot", "rag", "oracle"]
    change(&configuration)
    return try Session(
      workspace: try Workspace(root: folder.url), configuration: configuration,
      counter: .init(counter: WordCounter(), identity: "words"),
      models: ModelShelf(standing: ["embedded": model, "embedded+lora-default": model]))
  }

  private func arm(_ name: String, _ session: Session, _ track: DatasetSplit = .testUnseen) throws -> ArmScores {
    let comparison = try session.scoresFile().comparison
    return try #require(comparison.tracks.first { $0.track == track }?.arms.first { $0.arm == name })
  }

  /// Answers like the scripted model, but for questions that hold some words.
  private struct PickyModel: ChatModel {
    let name = "picky"
    var refuses: @Sendable (ChatRequest) -> Unanswered?

    func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
      var replies = try await CodewordModel().answer(requests)
      for (place, request) in requests.enumerated() {
        guard let why = refuses(request) else { continue }
        replies[place] = ChatReply(text: "")
        replies[place].unanswered = why
      }
      return replies
    }
  }

  @Test(arguments: Unanswered.Reason.allCases)
  func `a question that a model does not answer counts for no arm, and is asked again`(reason: Unanswered.Reason)
    async throws
  {
    let dataset = try FrozenDataset(try session())
    let lost = try #require(try dataset.examples(.testUnseen).first)
    let picky = try session(
      PickyModel { request in
        let isLost = request.spanOf != nil && request.messages.last?.content.contains(lost.asked) == true
        return isLost ? Unanswered(reason, "not this one") : nil
      })
    try await picky.compare()
    let scores = try picky.scoresFile()
    #expect(scores.unanswered == [reason.rawValue: 1])
    let track = try #require(scores.comparison.tracks.first { $0.track == .testUnseen })
    let asked = try dataset.examples(.testUnseen).count
    #expect(track.questions == asked - 1 && track.arms.count == 4)
    #expect(try arm("oracle", picky).exactMatch.mean == 1)
    let page = try String(contentsOf: picky.workspace.report.appendingPathComponent("index.html"), encoding: .utf8)
    #expect(page.contains("because a model did not answer: 1 test question") && page.contains("モデルが答えなかったため"))
    #expect(try picky.verifyScores().isEqual)
    let healed = try session()
    #expect(try await healed.compare().worked > 0)
    #expect(try healed.scoresFile().unanswered == nil)
  }

  /// Says of some prompts that they are longer than it reads, as models on this machine do.
  private struct ShortModel: ChatModel {
    let name = "short"
    var isTooLong: @Sendable (ChatRequest) -> Bool

    func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
      let replies = try await CodewordModel().answer(requests)
      return zip(requests, replies).map { request, reply in
        isTooLong(request) ? ChatReply(text: "", promptTokens: 70, contextLimit: 64) : reply
      }
    }
  }

  @Test func `a prompt that does not fit into the model's context is no wrong answer, for any arm`() async throws {
    let dataset = try FrozenDataset(try session())
    let lost = try #require(try dataset.examples(.testUnseen).first)
    let short = try session(
      ShortModel { $0.spanOf != nil && $0.messages.last?.content.contains(lost.asked) == true })
    try await short.compare()
    #expect(try short.scoresFile().unanswered == ["request-too-long": 1])
    let track = try #require(try short.scoresFile().comparison.tracks.first { $0.track == .testUnseen })
    #expect(try track.questions == dataset.examples(.testUnseen).count - 1 && track.arms.count == 4)
    #expect(try arm("oracle", short).exactMatch.mean == 1)
    let page = try String(contentsOf: short.workspace.report.appendingPathComponent("index.html"), encoding: .utf8)
    #expect(page.contains("longer than the model reads: 1") && page.contains("モデルが読める長さを超過: 1"))
    let error = try await #require(throws: QuestionNotAnswered.self) {
      try await session(ShortModel { _ in true }).ask("What is the fee?", arm: .rag)
    }
    #expect(error.text.flaws == [] && error.text.en.contains("70 tokens") && error.text.ja.contains("70 トークン"))
  }

  @Test func `passages that do not fit all together are shown as far as they fit`() async throws {
    let session = try session()
    var chunks: [Chunk] = []
    try session.store.read { try $0.eachChunk { chunks.append($0) } }
    let passages = Array(chunks.prefix(3))
    let answerer = ArmAnswerer(
      arm: .rag, model: ShortModel { $0.messages.last?.content.contains(passages[2].text) == true },
      templates: try PromptTemplates(directory: session.workspace.templates), options: CompareOptions(), examples: [:],
      readsSpans: false)
    let found = try await answerer.answer([
      ArmQuestion(text: "How?", language: .en, passages: passages),
      ArmQuestion(text: "Why?", language: .en, passages: [passages[2]]),
    ])
    #expect(found[0].unanswered == nil && found[0].sources.map(\.chunk) == passages.prefix(2).map(\.id))
    // A single passage that does not fit leaves nothing to ask about.
    #expect(found[1].unanswered?.reason == .tooLong && found[1].sources.isEmpty)
  }

  @Test func `a model that answers none of the questions is an error`() async throws {
    let mute = try session(PickyModel { _ in Unanswered(.refused, "HTTP 400: never") })
    let error = try await #require(throws: QuestionNotAnswered.self) { try await mute.compare() }
    #expect(error.text.en.contains("HTTP 400: never") && error.text.ja.contains("HTTP 400: never"))
  }

  @Test func `the gold passage gives the right answers, no passage does not, retrieval lies between`() async throws {
    let session = try session()
    try await session.compare()
    for track in try session.scoresFile().comparison.tracks.map(\.track) {
      let oracle = try arm("oracle", session, track)
      #expect(oracle.exactMatch.mean == 1)
      #expect(try arm("base", session, track).f1.mean < 0.5)
      let retrieved = try arm("rag", session, track)
      #expect(retrieved.f1.mean <= oracle.f1.mean)
      #expect(retrieved.f1.mean > 0.5)
    }
    let page = try String(contentsOf: session.workspace.report.appendingPathComponent("index.html"), encoding: .utf8)
    #expect(page.contains("0 of "), "the report says how many pairs were reviewed")
    #expect(page.contains("surest of"), "the report says how retrieval reads")
    #expect(
      try session.store.read { try $0.scores(comparison: "v1") }.contains { $0.arm == "rag" && $0.metric == "f1" })
  }

  @Test func `what was answered is not asked again`() async throws {
    let first = try await session().compare()
    #expect(first.worked == first.total && first.total > 0)
    let counting = CountingModel()
    #expect(try await session(counting).compare().worked == 0)
    #expect(counting.asked == 0)
    // Another document changes what retrieval finds for some questions only, and nothing for the other arms.
    try folder.write("The gym opens at 6:30. A locker costs GBP 4 a month.\n", to: "corpora/gym.txt")
    try await session().ingest()
    let again = try await session(counting).compare()
    #expect(again.worked <= again.total / 4)
  }

  @Test func `a comparison that was cut goes on and ends with the same answers`() async throws {
    let whole = try session()
    try await whole.compare()
    let expected = try answers(whole)
    for cut in [1, 3] {
      let key = try whole.scoresFile().answers
      try FileManager.default.removeItem(at: folder.appending("output/studio.sqlite"))
      try? FileManager.default.removeItem(at: folder.appending("output/studio.sqlite-wal"))
      try? FileManager.default.removeItem(at: folder.appending("output/studio.sqlite-shm"))
      let again = try session()
      try await again.ingest()
      try await again.generate()
      try await again.curate()
      await #expect(throws: CountingModel.Stopped.self) {
        try await session(CountingModel(stopAfter: cut)) { $0.compare.batch = 3 }.compare()
      }
      let resumed = try session { $0.compare.batch = 3 }
      let summary = try await resumed.compare()
      #expect(summary.worked < summary.total)
      #expect(try answers(resumed) == expected)
      #expect(try resumed.scoresFile().answers == key)
    }
  }

  /// Question and arm → what was said.
  private func answers(_ session: Session) throws -> [String: String] {
    var out: [String: String] = [:]
    for (arm, key) in try session.scoresFile().answers {
      for (pair, json) in try session.store.read({ try $0.answers(armKey: key) }) {
        let stored = try JSONDecoder().decode(StoredAnswer.self, from: Data(json.utf8))
        out["\(arm) \(pair.hex)"] = stored.answer.text
      }
    }
    return out
  }

  @Test func `verification tells equal scores from changed ones`() async throws {
    let session = try session()
    try await session.compare()
    #expect(try session.verifyScores().isEqual)
    let file = session.workspace.report.appendingPathComponent("scores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacingOccurrences(of: "\"empty\" : 0", with: "\"empty\" : 1").write(
      to: file, atomically: true, encoding: .utf8)
    #expect(try session.verifyScores().isEqual == false)
  }

  @Test func `an arm that retrieves is shown what retrieval found and nothing else`() async throws {
    let recorder = CountingModel()
    let session = try session(recorder) {
      $0.compare.arms = ["rag"]
      $0.compare.passages = 1
    }
    try await session.compare()
    let finder = try PassageFinder(session)
    let test = try TestQuestions(try FrozenDataset(session), session)
    let expected = test.questions.compactMap { finder.find($0.item.question, count: 1).first?.text }
    #expect(recorder.passages.sorted() == expected.sorted())
  }

  @Test func `recall looks at ten passages, however many an arm is shown`() async throws {
    let session = try session { $0.ingest.chunkTokens = 24 }
    try await session.ingest()
    try await session.generate()
    try await session.curate()
    let chunks = try session.store.read { transaction in
      var count = 0
      try transaction.eachChunk { _ in count += 1 }
      return count
    }
    try #require(chunks > 12)
    for shown in [1, 12] {
      let recorder = CountingModel()
      let comparing = try self.session(recorder) {
        $0.ingest.chunkTokens = 24
        $0.compare.arms = ["rag"]
        $0.compare.passages = shown
      }
      try await comparing.compare()
      let finder = try PassageFinder(comparing)
      let test = try TestQuestions(try FrozenDataset(comparing), comparing)
      let expected = test.questions.map { min(shown, finder.find($0.item.question, count: shown).count) }
      #expect(recorder.passages.count == expected.reduce(0, +))
      for track in try comparing.scoresFile().comparison.tracks {
        let ranks = test.questions.filter { $0.item.track == track.track }.map { question in
          finder.find(question.item.question, count: 10).firstIndex { $0.id == question.gold.id } ?? 10
        }
        for cutoff in [1, 3, 5, 10] {
          let share = Double(ranks.count { $0 < cutoff }) / Double(ranks.count)
          #expect(
            abs((track.retrieval?.recall[cutoff]?.mean ?? -1) - share) < 1e-12, "\(shown) shown, recall@\(cutoff)")
        }
      }
    }
  }

  @Test func `a passage found at rank nine counts although one was shown, one at rank eleven never`() throws {
    let session = try session()
    let question = try #require(try TestQuestions(try FrozenDataset(session), session).questions.first)
    func rank(_ place: Int) -> Int? {
      var found = (0..<15).map { ContentHash(of: ["passage", String($0)]) }
      found[place] = question.gold.id
      let answer = ArmAnswer(text: "", sources: [], seconds: 0, promptTokens: 0, completionTokens: 0)
      return StoredAnswer(question: "", answer: answer, found: found).prediction(.rag, question).goldRank
    }
    #expect(rank(0) == 1)
    #expect(rank(8) == 9)
    #expect(rank(10) == nil)
  }

  private func report(_ session: Session) throws -> String {
    try String(contentsOf: session.workspace.report.appendingPathComponent("index.html"), encoding: .utf8)
  }

  @Test func `the report names the commands with every option that differs from the defaults`() async throws {
    let comparing = try session { $0.compare.passages = 3 }
    try await RunLog(comparing, command: "compare").record { _ = try await comparing.compare() }
    #expect(
      try report(comparing).contains(
        "shikomi run --statements never --unseen-share 0.4 --arms base,few-shot,rag,oracle --passages 3\n"
          + "shikomi compare --verify"))
    // Stages that were told different things cannot be repeated by one command.
    let other = try session {
      $0.general.seed = 9
      $0.generate.rewordings = 2
    }
    try await RunLog(other, command: "generate").record {}
    try await comparing.compare()
    let page = try report(comparing)
    #expect(
      page.contains("shikomi generate --seed 9 --rewordings 2 --statements never\nshikomi curate --unseen-share 0.4\n"))
    #expect(page.contains("shikomi compare --arms base,few-shot,rag,oracle --passages 3"))
  }

  @Test func `the report names the true writer, batch and gate`() async throws {
    let comparing = try session { $0.compare.batch = 3 }
    try await comparing.compare()
    let usual = try report(comparing)
    #expect(usual.contains("the model “embedded”") && usual.contains("among the first 5"))
    #expect(usual.contains("in batches of 3 (median)"))
    try await RunLog(try session { $0.gates.rank = 3 }, command: "curate").record {}
    try await comparing.compare()
    #expect(try report(comparing).contains("among the first 3"))
    // A run that was killed says nothing about the dataset that stands.
    try comparing.store.write {
      let options = #"{"generate.retrievalRank": "4"}"#
      try $0.save(RunRecord(id: "0009", command: "curate", started: 1e12, options: options))
      try $0.save(RunRecord(id: "0010", command: "compare", started: 2e12, options: "{}"))
    }
    try await comparing.compare()
    #expect(try report(comparing).contains("among the first 3"))
  }

  @Test func `one is singular`() {
    #expect(1.of("second") == "1 second" && 2.of("second") == "2 seconds" && 1234.of("token") == "1,234 tokens")
  }

  @Test func `few-shot shows training questions of the same language, each of another fact`() throws {
    let session = try session()
    let train = try FrozenDataset(session).examples(.train)
    let templates = try PromptTemplates(directory: session.workspace.templates)
    let examples = ArmAnswerer.examples(from: train, shots: 3, seed: 7, templates: templates)
    for language in Language.allCases {
      let shown = try #require(examples[language])
      #expect(shown.count == 6)
      let asked = shown.filter { $0.role == "user" }.map(\.content)
      let facts = asked.compactMap { text in train.first { $0.asked == text && $0.language == language }?.fact }
      #expect(Set(facts).count == 3)
    }
    #expect(examples == ArmAnswerer.examples(from: train.reversed(), shots: 3, seed: 7, templates: templates))
  }

  @Test func `a tuned arm without an adapter of this dataset says to tune first`() async throws {
    let error = await #expect(throws: WorkspaceError.self) {
      try await session { $0.compare.arms = ["lora"] }.compare()
    }
    #expect(error?.text.en.contains("`shikomi tune`") == true)
  }

  @Test func `an unknown arm is an error that guesses what was meant`() throws {
    #expect(throws: ArmError.unknown("ragg", nearest: "rag")) { try Arm.parse(["ragg"]) }
    #expect(try Arm.parse(["rag", "base", "rag"]) == [.base, .rag])
  }

  @Test func `a question to retrieval is answered with the place in the document`() async throws {
    let session = try session()
    let test = try TestQuestions(try FrozenDataset(session), session)
    let question = try #require(test.questions.first { $0.item.language == .ja })
    let answer = try await session.ask(question.item.question, arm: .rag)
    #expect(answer.answer == question.item.references[0])
    let citation = try #require(answer.citations.first)
    #expect(citation.document == question.item.document)
    let start = try #require(citation.start)
    let end = try #require(citation.end)
    #expect(String(decoding: Array(citation.text.utf8)[start..<end], as: UTF8.self) == answer.answer)
    await #expect(throws: ArmError.onlyInComparison(.oracle)) { try await session.ask("?", arm: .oracle) }
  }

  @Test func `questions of a purged document are left out`() async throws {
    let session = try session()
    let before = try TestQuestions(try FrozenDataset(session), session)
    let path = try #require(before.questions.first?.item.document)
    try session.store.write { transaction in
      let source = try #require(try transaction.findDocument(path))
      _ = try transaction.purge(source)
    }
    let after = try TestQuestions(try FrozenDataset(session), session)
    #expect(after.withoutPassage == before.questions.count { $0.item.document == path })
    #expect(!after.questions.contains { $0.item.document == path })
  }
}

/// Counts what it is asked, remembers the passages, and stops on demand.
final class CountingModel: ChatModel {
  struct Stopped: Error {}

  let name = "codeword"
  private let stopAfter: Int
  private let state = Mutex<(calls: Int, asked: Int, passages: [String])>((0, 0, []))

  init(stopAfter: Int = .max) { self.stopAfter = stopAfter }

  var asked: Int { state.withLock { $0.asked } }
  var passages: [String] { state.withLock { $0.passages } }

  func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
    let calls = state.withLock { state in
      state.calls += 1
      state.asked += requests.count
      state.passages += requests.compactMap(\.spanOf)
      return state.calls
    }
    if calls > stopAfter { throw Stopped() }
    return try await CodewordModel().answer(requests)
  }
}
