import Pipeline
import Records

enum RunCommand: Command {
  static let name = "run"
  static let summary = BilingualText(
    en: "the whole chain, ingest to report; only what changed is done again",
    ja: "取り込みからレポートまで、全工程を行います（変わったところだけをやり直します）")
  static let sections = Configuration.sections.map(\.name).filter { $0 != "studio" }

  static func run(_ invocation: Invocation) async throws {
    let session = try invocation.session()
    let lock = try WorkspaceLock(session.workspace)
    defer { withExtendedLifetime(lock) {} }
    let summary = try await RunLog(session, command: name).record {
      try await session.run(language: invocation.language)
    }
    try invocation.print(summary) { ClosingSummary.chain(summary, session.workspace, invocation.language) }
  }
}
