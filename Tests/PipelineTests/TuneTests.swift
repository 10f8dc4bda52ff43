import Evaluation
import Foundation
import Generation
import Records
import Storage
import TestSupport
import Testing
import Transformers

@testable import Pipeline

/// Tuning and native models, on a tiny model with random weights.
struct TuneTests {
  static let model = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Golden/transformers/models/tied-f32")

  static let recipe = """
    {"name": "tiny", "method": "lora", "lora": {"rank": 2, "alpha": 4, "targets": ["q_proj", "v_proj"]},
     "data": [], "validation": [], "epochs": 2, "maximumLength": 400, "promptWeight": 0,
     "batch": {"examples": 2, "accumulation": 1, "rowLength": 400, "shards": 2},
     "optimizer": {"learningRate": 1e-2, "decay": "cosine", "warmUp": 0.1, "finalShare": 0, "weightDecay": 0,
                   "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "maximumNorm": 1},
     "precision": "f32", "validationEvery": 2, "seed": 7}
    """

  let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    try TinyCorpus.write(to: folder)
    try TinyCorpus.writeTemplates(to: folder)
    try folder.write(Self.recipe, to: "templates/recipes/tiny.json")
    let session = try session { $0.general.model = "embedded" }
    try await session.ingest()
    try await session.generate()
    try await session.curate()
  }

  func session(_ change: (inout Configuration) -> Void = { _ in }) throws -> Session {
    var configuration = Configuration.withoutStatements
    configuration.general.model = Self.model.path
    configuration.curate.unseenShare = 0.4
    configuration.tune.recipe = "tiny"
    configuration.compare.passages = 2
    change(&configuration)
    return try Session(
      workspace: try Workspace(root: folder.url), configuration: configuration,
      counter: .init(counter: WordCounter(), identity: "words"),
      models: ModelShelf(standing: ["embedded": CodewordModel()]))
  }

  private func adapter() throws -> Data {
    try Data(contentsOf: folder.appending("output/adapters/tiny/adapter_model.safetensors"))
  }

  @Test func `an adapter is trained once, recorded with its dataset, and compared with retrieval`() async throws {
    let session = try session()
    #expect(try await session.tune().worked == 1)
    let record = try #require(try session.store.read { try $0.adapters() }.first)
    #expect(record.name == "tiny" && record.dataset == 1 && record.model == Self.model.path)
    let run = TuneStage.runFolder(inputs: record.inputs, in: session.workspace)
    for name in ["metrics.jsonl", "options.json"] {
      #expect(FileManager.default.fileExists(atPath: run.appendingPathComponent(name).path), "\(name)")
    }
    let weights = try Safetensors(folder.appending("output/adapters/tiny/adapter_model.safetensors"))
    #expect(weights.entries.count == 8, "two layers, two modules, A and B")
    #expect(try await self.session().tune().worked == 0)

    try await session.compare()
    let comparison = try session.scoresFile().comparison
    #expect(try #require(comparison.tracks.first).arms.map(\.arm) == Arm.words)
    #expect(try session.verifyScores().isEqual)
    let page = try String(contentsOf: session.workspace.report.appendingPathComponent("index.html"), encoding: .utf8)
    #expect(page.contains("Training the adapter: about"))
    #expect(page.contains("Loss while training"))
  }

  @Test func `other options train another adapter in its place`() async throws {
    try await session().tune()
    let first = try adapter()
    #expect(try await session { $0.tune.rank = 3 }.tune().worked == 1)
    #expect(try adapter().count > first.count)
    #expect(try await session().tune().worked == 1)
    #expect(try adapter() == first, "the same recipe and data give the same bytes")
  }

  @Test func `an adapter whose folder was deleted is made again`() async throws {
    try await session().tune()
    let first = try adapter()
    try FileManager.default.removeItem(at: folder.appending("output/adapters/tiny"))
    #expect(try await session().tune().worked == 1)
    #expect(try adapter() == first)
  }

  @Test func `tuning that was stopped goes on and ends with the same bytes`() async throws {
    try await session().tune()
    let whole = try adapter()
    try FileManager.default.removeItem(at: folder.appending("output/adapters"))
    try FileManager.default.removeItem(at: folder.appending("output/runs"))
    let session = try session()
    let stopped = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await session.tune()
    }
    await #expect(throws: CancellationError.self) { try await stopped.value }
    #expect(!FileManager.default.fileExists(atPath: folder.appending("output/adapters/tiny").path))
    try await self.session().tune()
    #expect(try adapter() == whole)
  }

  /// Files under `output/` that hold one of some texts, frozen versions and adapters left aside.
  private func files(holding texts: [String]) throws -> [String] {
    let output = folder.appending("output")
    return try FileManager.default.subpathsOfDirectory(atPath: output.path).filter { path in
      guard !path.hasPrefix("dataset/"), !path.hasPrefix("adapters/"),
        let data = try? Data(contentsOf: output.appendingPathComponent(path))
      else { return false }
      return texts.contains { data.range(of: Data($0.utf8)) != nil }
    }
  }

  @Test func `a purge removes every copy of the document's text, names them, and the chain goes on`() async throws {
    let session = try session()
    try await session.export()
    try await session.tune()
    try await self.session { $0.tune.rank = 3 }.tune()
    try await session.tune()
    try await session.compare()
    let example = try #require(try FrozenDataset(session).examples(.train).first)
    let path = try #require(example.evidence.first?.document)
    var texts: [String] = []
    try session.store.read { transaction in
      try transaction.eachPair { pair in
        if pair.pair.evidence.first?.document == path { texts.append(pair.pair.question) }
      }
      for chunk in try transaction.chunks(of: example.evidence[0].sha256) { texts.append(chunk.text) }
    }
    let runs = try FileManager.default.contentsOfDirectory(atPath: session.workspace.runs.path)
      .filter { $0.hasPrefix("tune-") }
    #expect(runs.count == 2)
    #expect(try files(holding: texts).count > 5)

    let sources = try session.store.read { try $0.findDocuments(path) }
    let report = try #require(try session.purge(sources))
    #expect(report.datasets == ["v1"] && report.adapters == ["tiny"])
    #expect(report.removed == (["output/export/v1", "output/report"] + runs.map { "output/runs/\($0)" }).sorted())
    #expect(try files(holding: texts) == [])
    #expect(try session.purge([]) == nil)

    let after = try self.session()
    #expect(try await after.curate().worked > 0)
    try await after.export()
    #expect(try await after.tune().worked == 1)
    try await after.compare()
    #expect(try files(holding: texts) == [])
  }

  @Test func `a document that only tests asked about leaves the training runs in place`() async throws {
    let session = try session()
    try await session.tune()
    let trained = try [DatasetSplit.train, .validation].flatMap { try FrozenDataset(session).examples($0) }
      .flatMap { $0.evidence.map(\.document) }
    let tested = try FrozenDataset(session).examples(.testUnseen).flatMap { $0.evidence.map(\.document) }
    let path = try #require(tested.first { !trained.contains($0) })
    let report = try #require(try session.purge(try session.store.read { try $0.findDocuments(path) }))
    #expect(report.datasets == ["v1"] && report.adapters == [] && report.removed == [])
    #expect(FileManager.default.fileExists(atPath: folder.appending("output/adapters/tiny").path))
  }

  @Test func `earlier contents of a purged file go with it`() async throws {
    let session = try session()
    try folder.write("The library is closed for good. Its 4,711 books are sold.\n", to: "corpora/library.txt")
    try await session.ingest()
    let sources = try session.store.read { try $0.findDocuments("library.txt") }
    #expect(sources.count == 2)
    let report = try #require(try session.purge(sources))
    #expect(report.revisions == 2)
    #expect(try files(holding: ["Beatrice Okafor", "4,711 books"]) == [])
  }

  @Test func `a file that cannot be written while tuning is named together with the stage`() async throws {
    try await session().tune()
    let record = try #require(try session().store.read { try $0.adapters() }.first)
    let run = try TuneStage.runFolder(inputs: record.inputs, in: session().workspace)
    try FileManager.default.removeItem(at: run)
    try FileManager.default.removeItem(at: folder.appending("output/adapters"))
    // A folder where a file must go stands for a disk that takes nothing.
    try FileManager.default.createDirectory(
      at: run.appendingPathComponent(".metrics.jsonl.part/x"), withIntermediateDirectories: true)
    let error = await #expect(throws: WorkspaceError.self) { try await session().tune() }
    let text = try #require(error?.text)
    #expect(text.en.contains("`shikomi tune` could not write") && text.en.contains(run.path), "\(text.en)")
    #expect(!text.en.contains(".. ") && !text.en.contains("..,"), "\(text.en)")
  }

  @Test func `a prompt beyond the model's context is told by the reply`() async throws {
    let model = try NativeChatModel(name: "tiny", directory: Self.model)
    let limit = model.language.model.contextLimit
    let long = String(repeating: "x1y2 ", count: limit)
    let replies = try await model.answer(
      ["short", long].map { ChatRequest(messages: [Message(role: "user", content: $0)], maxTokens: 4) })
    #expect(replies.map(\.contextLimit) == [nil, limit])
    #expect(replies[1].text.isEmpty && replies[1].promptTokens >= limit)
  }

  @Test func `an unknown recipe is an error that lists the known ones`() async throws {
    let error = await #expect(throws: RecipeError.self) { try await session { $0.tune.recipe = "lora" }.tune() }
    #expect(error?.text.en.contains("lora-default") == true)
    #expect(error?.isConfiguration == true)
  }

  @Test func `a native answer does not depend on what is asked along with it`() async throws {
    let model = try NativeChatModel(name: "tiny", directory: Self.model)
    let passages = TinyCorpus.documents.map(\.text)
    let requests = passages.map { passage in
      ChatRequest(messages: [Message(role: "user", content: String(passage.prefix(60)))], maxTokens: 8, spanOf: passage)
    }
    let together = try await model.answer(requests)
    for (request, reply) in zip(requests, together) {
      #expect(try await model.answer([request]) == [reply])
      let start = try #require(reply.spanStart)
      let end = try #require(reply.spanEnd)
      #expect(String(decoding: Array((request.spanOf ?? "").utf8)[start..<end], as: UTF8.self) == reply.text)
    }
  }

  @Test func `a model that is standing on the shelf is not loaded`() throws {
    let session = try session()
    #expect(try session.chatModel("embedded").name == "codeword")
    #expect(throws: UnusableModel.self) { try session.chatModel("/nowhere") }
  }
}
