import Pipeline
import Records
import Storage

enum TuneCommand: Command {
  static let name = TuneStage.name
  static let summary = TuneStage.summary
  static let sections = ["", TuneStage.name]
  static let details: BilingualText? = BilingualText(
    en: "`tune --recipe embedded-base` makes the embedded model anew, from its training data, into output/models/.",
    ja: "`tune --recipe embedded-base` は、学習データから内蔵モデルを作り直し、output/models/ に書き出します。")

  static func run(_ invocation: Invocation) async throws {
    let session = try invocation.session()
    let lock = try WorkspaceLock(session.workspace)
    defer { withExtendedLifetime(lock) {} }
    let stage = try await RunLog(session, command: name).record { try await session.tune() }
    let adapter = try session.store.read { try $0.adapters() }.first { $0.name == session.configuration.tune.recipe }
    try invocation.print(stage) {
      guard let adapter else {
        return BilingualText(
          en: "  output/models/\(session.configuration.tune.recipe)",
          ja: "  output/models/\(session.configuration.tune.recipe)")[
            invocation.language]
      }
      return BilingualText(
        en: "  output/adapters/\(adapter.name): \(adapter.model), from v\(adapter.dataset): \(adapter.summary.en)",
        ja: "  output/adapters/\(adapter.name)（\(adapter.model)、v\(adapter.dataset) で学習）: \(adapter.summary.ja)")[
          invocation.language]
    }
  }
}
