import Foundation
import TestSupport
import Testing

/// What cleaning takes out is shown, and comes back when somebody asks; of two versions of a document both stay.
@Suite(.enabled(if: Program.hasEmbeddedModel, "Sources/EmbeddedModel has no model yet")) struct RemovalTests {
  private static let rules = [
    "# Leave rules 2024", "", "Employees have twenty days of paid leave a year and hand in the form a week before.", "",
    "## Approval", "", "The manager approves the leave within three days and tells the office in writing.", "",
    "Signature: ____________________   Date: ____________", "",
  ].joined(separator: "\n")

  @Test func `a removal is shown with its rule, and the text comes back`() async throws {
    let folder = try TemporaryFolder()
    try await Program.prepare(["init"], in: folder.url)
    try folder.write(Self.rules, to: "corpora/leave.md")
    try await Program.prepare(["ingest"], in: folder.url)
    let shown = try await Program.run(["ledger", "--removals"], in: folder.url)
    #expect(shown.output.contains("corpora/leave.md 1 [signature-line] lines to sign on: Signature: ____"))
    #expect(shown.output.contains("ingest.cleaningKeep"))
    let other = try await Program.run(["ledger", "--removals", "--reason", "cover-page"], in: folder.url)
    #expect(other.exitCode == 0 && !other.output.contains("leave.md"))
    let japanese = try await Program.run(
      ["ledger", "--removals", "--document", "leave.md", "--language", "ja"], in: folder.url)
    #expect(japanese.output.contains("署名欄") && japanese.output.contains("元に戻すには"))

    try folder.write(
      #"{ "ingest": { "cleaningKeep": ["Signature: ____________________   Date: ____________"] } }"#, to: "studio.json")
    try await Program.prepare(["ingest"], in: folder.url)
    #expect(try await Program.run(["ledger", "--removals"], in: folder.url).output.hasPrefix("Nothing was taken out."))
    let clean = try await Program.run(["parse", "corpora/leave.md", "--cleaned"], in: folder.url)
    #expect(clean.output.contains("Signature: ____"))
  }

  @Test func `an older version is named with the newer one, and is kept`() async throws {
    let folder = try TemporaryFolder()
    try await Program.prepare(["init"], in: folder.url)
    let long = (1...12).map { "Rule \($0): employees hand in form number \($0 * 7) before the end of the month." }
    let text = "# Leave rules\n\n" + long.joined(separator: "\n\n") + "\n"
    try folder.write(text, to: "corpora/leave-v1.md")
    try folder.write(text.replacing("number 84", with: "number 85"), to: "corpora/leave-v2.md")
    try await Program.prepare(["ingest"], in: folder.url)
    let ledger = try await Program.run(["ledger", "--reason", "superseded"], in: folder.url)
    #expect(ledger.output.contains("corpora/leave-v1.md: corpora/leave-v2.md says nearly the same"))
    let both = try await Program.run(["parse", "corpora/leave-v1.md", "--format", "text"], in: folder.url)
    #expect(both.output.contains("number 84"))
  }
}
