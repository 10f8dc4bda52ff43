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
    var configuration = Configuration()
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
