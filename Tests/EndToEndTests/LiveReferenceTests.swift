import Foundation
import TestSupport
import Testing

/// What the reference libraries say today, where they are installed; the committed golden files are what they said.
@Suite(
  .enabled(
    if: LiveReference.python != nil,
    "the reference libraries are not installed (make reference installs them); the golden files stand for them"))
struct LiveReferenceTests {
  @Test func `the golden files are what the reference libraries give`() throws {
    let (exitCode, output) = try LiveReference.run(["/bin/bash", ".ci/reference"], interpreter: LiveReference.python)
    #expect(exitCode == 0, "\(output)")
  }

  @Test(.enabled(if: Program.hasEmbeddedModel, "Sources/EmbeddedModel has no model yet"))
  func `peft loads a tuned adapter and gives the same logits`() async throws {
    let folder = try TemporaryFolder()
    try await Program.prepare(["init"], in: folder.url)
    try Program.copySamples(to: folder)
    for step in ["ingest", "generate", "curate", "tune"] {
      try await Program.prepare([step, "--quiet"], in: folder.url)
    }
    let model = Program.repository.appendingPathComponent("Sources/EmbeddedModel").path
    let adapter = folder.appending("output/adapters/lora-default").path
    let ids = (0..<40).map { String(3 + $0 * 131 % 8000) }.joined(separator: ",")
    let logits = folder.appending("logits.safetensors").path
    try await Program.prepare(
      ["model", "logits", model, "--adapter", adapter, "--ids", ids, "--output", logits, "--dtype", "f32"],
      in: folder.url)
    let python = try #require(LiveReference.python)
    let (exitCode, output) = try LiveReference.run([
      python, "Tests/Golden/check_adapter.py", model, adapter, ids, logits,
    ])
    #expect(exitCode == 0, "\(output)")
  }

  @Test(.enabled(if: Program.hasEmbeddedModel, "Sources/EmbeddedModel has no model yet"))
  func `datasets finds four parts in a dataset's folder, and TRL trains on it as it is`() async throws {
    let folder = try TemporaryFolder()
    try await Program.prepare(["init"], in: folder.url)
    try Program.copySamples(to: folder)
    for step in ["ingest", "generate", "curate"] { try await Program.prepare([step, "--quiet"], in: folder.url) }
    let forms = ["openai", "alpaca", "sharegpt", "prompt-completion", "llama-factory", "raw"]
    for form in forms { try await Program.prepare(["export", "--format", form, "--quiet"], in: folder.url) }
    let python = try #require(LiveReference.python)
    let (exitCode, output) = try LiveReference.run(
      [
        python, "Tests/Golden/check_dataset.py", folder.appending("output/dataset/v1").path,
        Program.repository.appendingPathComponent("Sources/EmbeddedModel").path,
      ] + forms.map { folder.appending("output/export/v1/\($0)").path })
    #expect(exitCode == 0, "\(output)")
    #expect(output.contains("trained:"))
  }
}
