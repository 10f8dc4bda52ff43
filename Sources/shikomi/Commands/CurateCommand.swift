import Foundation
import Pipeline
import Preparation
import Records
import Storage

enum CurateCommand: Command {
  static let name = CurateStage.name
  static let summary = CurateStage.summary
  static let sections = ["", CurateStage.name, GateStage.name]
  static let options = [
    CommandOption(
      "verify", "DIR", en: "check a version's certificate from its files alone", ja: "版の証明書をファイルだけから検証します"),
    CommandOption(
      "diff", "V1 V2", count: 2, en: "compare two versions, such as v1 v2", ja: "二つの版を比べます（例: v1 v2）"),
  ]

  static func run(_ invocation: Invocation) async throws {
    if let folder = invocation.value("verify") { return try verify(folder, invocation) }
    if let versions = invocation.value("diff") { return try diff(versions, invocation) }
    let session = try invocation.session()
    let lock = try WorkspaceLock(session.workspace)
    defer { withExtendedLifetime(lock) {} }
    try await session.curate()
    let status = try session.store.read { try WorkspaceStatus($0) }
    let counts = try session.store.read { try $0.ledgerCounts().filter { $0.stage == CurateStage.name } }
    try invocation.print(status.dataset) {
      [
        ClosingSummary.splits(status, invocation.language),
        ClosingSummary.fates(
          kept: status.dataset?.splits.values.reduce(0, +) ?? 0, counts, invocation.language),
      ].joined(separator: "\n\n")
    }
  }

  private static func verify(_ folder: String, _ invocation: Invocation) throws {
    let violations = try SplitCertificate.verify(URL(fileURLWithPath: folder, isDirectory: true))
    try invocation.print(violations) {
      violations.isEmpty
        ? BilingualText(en: "The certificate holds.", ja: "証明書のとおりです。")[invocation.language]
        : violations.map { "  \($0.code): \($0.detail[invocation.language])" }.joined(separator: "\n")
    }
    if !violations.isEmpty { throw BrokenCertificate(folder: folder, count: violations.count) }
  }

  private static func diff(_ versions: String, _ invocation: Invocation) throws {
    let names = versions.split(separator: ",").map(String.init)
    guard names.count == 2 else {
      throw UsageError.badValue(
        option: "diff", value: versions,
        expected: BilingualText(en: "two versions, such as v1 v2", ja: "二つの版（例: v1 v2）"))
    }
    let workspace = try invocation.workspace()
    let difference = try DatasetDifference(from: names[0], to: names[1], in: workspace)
    try invocation.print(difference) { ClosingSummary.difference(difference, invocation.language) }
  }
}

/// A dataset folder that is not as its certificate says.
struct BrokenCertificate: ExplainedError {
  let folder: String
  let count: Int

  var text: BilingualText {
    BilingualText(
      en: "\(folder) is not as its certificate says (\(count) findings, see above). Freeze a new version with "
        + "`shikomi curate` and do not use this one.",
      ja: "\(folder) は証明書のとおりではありません（\(count) 件、上の表示をご覧ください）。"
        + "`shikomi curate` で新しい版を作り、この版は使わないでください。")
  }
}
