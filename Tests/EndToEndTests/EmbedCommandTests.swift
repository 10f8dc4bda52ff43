import Foundation
import TestSupport
import Testing
import Transformers

/// `model embed` on a tiny model with random weights.
struct EmbedCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let model = folder.appending("model")
    try FileManager.default.copyItem(at: URL(fileURLWithPath: ModelCommandTests.model), to: model)
    try folder.write(
      #"{"prompts": {"query": "検索クエリ: ", "document": "検索文書: "}}"#,
      to: "model/config_sentence_transformers.json")
  }

  private func run(_ options: [String], input: Data) async throws -> Program.Outcome {
    try folder.write(input, to: "input")
    return try await Program.run(
      ["model", "embed", "model"] + options, in: folder.url, launcher: ["sh", "-c", "exec \"$@\" < input", "sh"],
      limit: 60)
  }

  private func vectors(_ outcome: Program.Outcome) throws -> [[Float]] {
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.output.split(separator: "\n").map { try JSONDecoder().decode([Float].self, from: Data($0.utf8)) }
  }

  @Test func `each line of standard input becomes the vector that the model gives`() async throws {
    let texts = ["Annual leave is 20 days.", "", "有給休暇は年20日です。"] + (0..<300).map { "line \($0)" }
    // Lines of Windows too, and no end behind the last.
    let found = try vectors(try await run([], input: Data(texts.joined(separator: "\r\n").utf8)))
    let model = try EmbeddingModel.load(directory: folder.appending("model"))
    #expect(try found == model.embed(texts))
    #expect(try vectors(try await run([], input: Data())).isEmpty)
    #expect(try vectors(try await run([], input: Data("\n".utf8))).count == 1)
  }

  @Test func `a role takes the directory's own prompt`() async throws {
    let text = Data("有給休暇\n".utf8)
    let query = try vectors(try await run(["--as", "query"], input: text))
    #expect(try query == vectors(try await run(["--prompt", "検索クエリ: "], input: text)))
    #expect(try query != vectors(try await run(["--as", "document"], input: text)))
    #expect(try query != vectors(try await run([], input: text)))
    #expect(try await run(["--as", "passage"], input: text).exitCode == 2)
  }

  @Test func `a line that is not UTF-8 is named`() async throws {
    let outcome = try await run([], input: Data("ok\n".utf8) + Data([0x93, 0xFA, 0x0A]))
    #expect(outcome.exitCode == 1 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("line 2") && outcome.errors.contains("UTF-8"))
  }
}
