import Foundation
import Pipeline
import Records
import Storage
import TestSupport
import Testing

/// What the command line promises, whatever the command.
struct CommandLineTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `an unknown command is named with the nearest known one`() async throws {
    let outcome = try await Program.run(["ingset"], in: folder.url)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("Did you mean “ingest”?"))
    #expect(outcome.output.isEmpty)
  }

  @Test func `an unknown option is named with the nearest known one`() async throws {
    let outcome = try await Program.run(["ingest", "--chunk-token", "9"], in: folder.url)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("“--chunk-tokens”"))
  }

  @Test(arguments: [
    ["ingest", "--chunk-tokens", "many"], ["ingest", "--chunk-tokens"], ["retrieve"], ["status", "x"], [],
    ["ask", ""], ["retrieve", " "], ["studio", "--port", "99999"], ["--workspace", "/nonexist", "status"],
    ["curate", "--diff", "v1"], ["curate", "--diff", "v1", "--json"], ["curate", "--language", "0.5"],
  ])
  func `a command line that makes no sense is exit code 2`(arguments: [String]) async throws {
    let outcome = try await Program.run(arguments, in: folder.url)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.hasPrefix("error: "))
  }

  @Test func `help speaks the language of the environment`() async throws {
    let english = try await Program.run(["--help"], in: folder.url)
    #expect(english.exitCode == 0)
    #expect(english.output.contains("the whole chain, ingest to report"))
    let japanese = try await Program.run(["run", "--help"], in: folder.url, environment: ["LANG": "ja_JP.UTF-8"])
    #expect(japanese.output.contains("全工程"))
    let chosen = try await Program.run(["status", "--help", "--language", "ja"], in: folder.url)
    #expect(chosen.output.contains("いまの状態"))
  }

  @Test(arguments: [["v1", "v2"], ["v1,v2"]]) func `versions to compare are two operands or one with a comma`(
    versions: [String]
  ) async throws {
    try await Program.prepare(["init"], in: folder.url)
    for (version, place) in [("v1", "train"), ("v2", "test-unseen")] {
      for part in ["train", "validation", "test-reworded", "test-unseen"] {
        let example = TrainingExample(
          messages: [Message(role: "user", content: "Why?"), Message(role: "assistant", content: "So.")],
          id: ContentHash(of: ["pair"]), language: .en, type: .factoid, fact: ContentHash(of: ["fact"]), weight: 1,
          evidence: [])
        try folder.write(
          try JSONLines.data(part == place ? [example] : []), to: "output/dataset/\(version)/\(part).jsonl")
      }
    }
    let outcome = try await Program.run(["curate", "--diff"] + versions, in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("train → test-unseen  Why?"))
    #expect(outcome.output.contains("0 added, 0 removed, 1 changed from v1 to v2"))
  }

  @Test func `the benchmark of scale runs the commands on made-up documents, and again when one has changed`()
    async throws
  {
    try await Program.prepare(["init"], in: folder.url)
    let outcome = try await Program.run(
      ["bench", "scale", "--chunks", "200,300", "--chart", "curve.svg", "--json"], in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let results = try JSONDecoder().decode([ScaleBenchmark].self, from: Data(outcome.output.utf8))
    for (result, chunks) in zip(results, [200, 300]) {
      #expect((chunks - 20...chunks + 20).contains(result.chunks))
      #expect(result.changedDocuments == 1 && (1...6).contains(result.changedChunks))
      #expect(result.steps.count { $0.isAfterChange } == 4 && result.steps.count == 9)
      #expect(result.steps.allSatisfy { $0.seconds > 0 && $0.peakBytes > 1 << 20 })
    }
    let curve = try String(contentsOf: folder.appending("curve.svg"), encoding: .utf8)
    #expect(results.count == 2 && curve.contains("generate --plan"))
  }

  @Test func `a benchmark's missing file is named`() async throws {
    let outcome = try await Program.run(["bench", "bm25", "nowhere.jsonl"], in: folder.url)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("nowhere.jsonl") && !outcome.errors.contains(".. "), "\(outcome.errors)")
  }

  @Test func `a run that was killed is shown by status`() async throws {
    try await Program.prepare(["init"], in: folder.url)
    do {
      let store = try Store(url: folder.appending("output/studio.sqlite"))
      try store.write { try $0.save(RunRecord(id: "0001", command: "run", started: 1, options: "{}")) }
    }
    let outcome = try await Program.run(["status"], in: folder.url)
    #expect(outcome.output.contains("last run: 0001 (run), interrupted"))
    let japanese = try await Program.run(["status", "--language", "ja"], in: folder.url)
    #expect(japanese.output.contains("前回の実行: 0001（run）、途中で終了"))
    let json = try await Program.run(["status", "--json"], in: folder.url)
    #expect(json.output.contains("\"outcome\" : \"interrupted\""))
  }

  @Test func `outside a workspace the message says how to make one`() async throws {
    let outcome = try await Program.run(["status"], in: folder.url)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("shikomi init"))
    let japanese = try await Program.run(["status", "--language=ja"], in: folder.url)
    #expect(japanese.errors.contains("作業フォルダが見つかりません"))
  }

  @Test func `init makes a workspace, and puts back what is missing without touching the rest`() async throws {
    #expect(try await Program.run(["init"], in: folder.url).exitCode == 0)
    let prompt = folder.appending("templates/prompts/write-question.en.txt")
    let original = try Data(contentsOf: prompt)
    try FileManager.default.removeItem(at: prompt)
    try folder.write("{ seed: 9 }", to: "studio.json")
    let again = try await Program.run(["init", "--json"], in: folder.url)
    #expect(try Data(contentsOf: prompt) == original)
    #expect(try String(contentsOf: folder.appending("studio.json"), encoding: .utf8) == "{ seed: 9 }")
    let result = try JSONDecoder().decode([String: [String]].self, from: Data(again.output.utf8))
    #expect(result["written"] == ["templates/prompts/write-question.en.txt"])
  }

  @Test func `a setting that nobody knows ends with exit code 2, line and column`() async throws {
    try await Program.prepare(["init"], in: folder.url)
    try folder.write("{\n  seed: 7,\n  chunkTokens: 9,\n}", to: "studio.json")
    let unknown = try await Program.run(["status"], in: folder.url)
    #expect(unknown.exitCode == 2)
    #expect(unknown.errors.contains("studio.json:3:3"))
    try folder.write("{\n  seed: 7\n  model: 'x'\n}", to: "studio.json")
    let broken = try await Program.run(["ingest"], in: folder.url)
    #expect(broken.exitCode == 2)
    #expect(broken.errors.contains("studio.json:3:3"))
  }

  @Test func `the ledger is one JSON document, also when it is empty`() async throws {
    try await Program.prepare(["init"], in: folder.url)
    let outcome = try await Program.run(["ledger", "--json"], in: folder.url)
    #expect(outcome.exitCode == 0)
    #expect(try JSONDecoder().decode([String].self, from: Data(outcome.output.utf8)) == [])
  }
}

extension Program {
  /// For steps that prepare a test.
  static func prepare(_ arguments: [String], in folder: URL) async throws {
    let outcome = try await run(arguments, in: folder)
    try #require(outcome.exitCode == 0, "\(arguments): \(outcome.errors)")
  }
}
