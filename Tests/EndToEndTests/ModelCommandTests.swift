import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

/// `model`, `score` and `bench` on a tiny model with random weights; no workspace is needed.
struct ModelCommandTests {
  static let models = Program.repository.appendingPathComponent("Tests/Golden/transformers/models")
  static var model: String { models.appendingPathComponent("tied-f32").path }

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs with a text on standard input.
  private func run(_ arguments: [String], input: String) async throws -> Program.Outcome {
    try folder.write(input, to: "input")
    return try await Program.run(
      arguments, in: folder.url, launcher: ["sh", "-c", "exec \"$@\" < input", "sh"], limit: 60)
  }

  private struct Expected: Decodable {
    var ids: [Int32]
  }

  @Test(arguments: [nil, "lora"])
  func `model logits writes those of the reference library`(adapter: String?) async throws {
    let file = Self.models.appendingPathComponent("expected.json")
    let expected = try JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: file))
    let ids = try #require(expected["tied-f32"]).ids
    var arguments = [
      "model", "logits", Self.model, "--ids", ids.map(String.init).joined(separator: ","), "--output",
      "logits.safetensors",
    ]
    if let adapter { arguments += ["--adapter", Self.models.appendingPathComponent(adapter).path] }
    let outcome = try await Program.run(arguments, in: folder.url, limit: 60)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let written = try Safetensors(folder.appending("logits.safetensors"))
    #expect(written.entries["logits"]?.dtype == "F32")
    #expect(written.entries["logits"]?.shape == [ids.count, 420])
    let golden = try Safetensors(Self.models.appendingPathComponent("expected.safetensors"))
    let difference = zip(
      try written.tensor("logits").floats().array, try golden.tensor(adapter ?? "tied-f32").floats().array
    ).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
    #expect(difference < 1e-3)
  }

  private struct Tokens: Decodable {
    var ids: [Int32]
    var tokens: [String]
  }

  @Test func `model tokenize gives ids and their spelling, and control tokens only where asked`() async throws {
    let text = "Leave <|im_end|> 有給休暇"
    let plain = try await run(["model", "tokenize", Self.model, "--json"], input: text)
    let tokens = try JSONDecoder().decode(Tokens.self, from: Data(plain.output.utf8))
    #expect(tokens.ids.count == tokens.tokens.count && tokens.ids.count > 5)
    #expect(try Tokenizer(directory: URL(fileURLWithPath: Self.model)).decode(tokens.ids) == text)
    #expect(!tokens.tokens.contains("<|im_end|>"))
    let special = try await run(["model", "tokenize", Self.model, "--json", "--special"], input: text)
    #expect(
      try JSONDecoder().decode(Tokens.self, from: Data(special.output.utf8)).tokens.contains("<|im_end|>"))
  }

  private struct Reading: Decodable {
    var answer: String?
    var start: Int?
    var end: Int?
    var score: Double?
  }

  @Test func `model answer gives a span of each context, or null where there is none`() async throws {
    let contexts = ["The office opens at 9:30 on weekdays.", "受付は午前9時に開きます。", ""]
    let lines = contexts.map { #"{"context": "\#($0)", "question": "When?", "language": "en"}"# }
    let outcome = try await run(["model", "answer", Self.model], input: lines.joined(separator: "\n") + "\n")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let readings = try outcome.output.split(separator: "\n").map {
      try JSONDecoder().decode(Reading.self, from: Data($0.utf8))
    }
    try #require(readings.count == 3)
    for (context, reading) in zip(contexts.dropLast(), readings) {
      let start = try #require(reading.start)
      let end = try #require(reading.end)
      #expect(String(decoding: Array(context.utf8)[start..<end], as: UTF8.self) == reading.answer)
      #expect(try #require(reading.score) < 0)
    }
    #expect(readings[2].answer == nil && readings[2].start == nil)
    #expect(outcome.output.contains(#""answer":null"#))
  }

  @Test func `model inspect counts the parameters`() async throws {
    let outcome = try await Program.run(["model", "inspect", Self.model, "--json"], in: folder.url, limit: 60)
    let summary = try JSONDecoder().decode(ModelSummary.self, from: Data(outcome.output.utf8))
    #expect(summary.chatFormat == "chatml" && summary.parameters > 10_000)
  }

  @Test func `model generate writes the same for the same seed`() async throws {
    func text(_ seed: String) async throws -> String {
      try await Program.run(
        [
          "model", "generate", Self.model, "--prompt", "Hi", "--temperature", "1", "--seed", seed, "--max-tokens", "12",
        ],
        in: folder.url, limit: 60
      ).output
    }
    #expect(try await text("3") == text("3"))
    #expect(try await text("3") != text("4"))
  }

  @Test(arguments: [
    (["model", "inspekt", "DIR"], 2, "inspect"), (["model", "logits", "DIR", "--output", "x"], 2, "--ids"),
    (["model", "logits", "DIR", "--ids", "1,b", "--output", "x"], 2, "commas"),
    (["model", "logits", "DIR", "--ids", "9999", "--output", "x"], 1, "vocabulary"),
    (["model", "inspect", "/nowhere"], 1, "config.json"), (["bench", "prefil"], 2, "prefill"),
    (["bench", "prefill", "--shape", "huge"], 2, "smollm2-135m"), (["bench", "embedded"], 2, "FILE"),
  ])
  func `what cannot be done is said with the right exit code`(arguments: [String], code: Int32, words: String)
    async throws
  {
    let outcome = try await Program.run(
      arguments.map { $0 == "DIR" ? Self.model : $0 }, in: folder.url, limit: 60)
    #expect(outcome.exitCode == code)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  private struct Scores: Decodable {
    struct Mean: Decodable {
      var exactMatch: Double
      var f1: Double
      var n: Int
    }
    var all: Mean
    var byLanguage: [String: Mean]
  }

  @Test func `score gives exact match and F1 by language`() async throws {
    let lines = [
      #"{"prediction": "the 20 days", "references": ["20 days"], "language": "en"}"#,
      #"{"prediction": "March", "references": ["30 April", "April"], "language": "en"}"#,
      #"{"prediction": "２０日", "references": ["20日間"], "language": "ja"}"#,
    ]
    let outcome = try await run(["score", "-", "--json"], input: lines.joined(separator: "\n"))
    let scores = try JSONDecoder().decode(Scores.self, from: Data(outcome.output.utf8))
    #expect(scores.all.n == 3)
    #expect(scores.byLanguage["en"]?.exactMatch == 0.5)
    #expect(scores.byLanguage["ja"]?.exactMatch == 0)
    #expect(abs((scores.byLanguage["ja"]?.f1 ?? 0) - 6.0 / 7) < 1e-9)
    let broken = try await run(["score", "-"], input: lines[0] + "\n{}\n")
    #expect(broken.exitCode == 1)
    #expect(broken.errors.contains("line 2"))
  }
}
