import Evaluation
import Foundation
import Pipeline
import Records
import Storage

enum CompareCommand: Command {
  static let name = Session.compareStage
  static let summary = BilingualText(
    en: "answers the test questions with every arm, scores them, writes output/report/",
    ja: "評価用の質問に各方式で回答して採点し、output/report/ にレポートを書き出します")
  static let sections = ["", Session.compareStage, TuneStage.name]
  static let options = [
    CommandOption(
      "verify", en: "recompute scores.json from the stored answers and say whether it is equal",
      ja: "保存した回答から scores.json を計算し直し、一致するかどうかを確かめます")
  ]

  static func run(_ invocation: Invocation) async throws {
    let session = try invocation.session()
    if invocation.isSet("verify") { return try verify(session, invocation) }
    let lock = try WorkspaceLock(session.workspace)
    defer { withExtendedLifetime(lock) {} }
    _ = try await RunLog(session, command: name).record { try await session.compare(language: invocation.language) }
    let scores = try session.scoresFile()
    try invocation.print(scores) { text(scores, session.workspace, invocation.language) }
  }

  private static func text(_ scores: ScoresFile, _ workspace: Workspace, _ language: Language) -> String {
    var table = TextTable(figures: [2, 3, 4, 5])
    table.add(
      BilingualText(en: "test set", ja: "評価用データ")[language], BilingualText(en: "arm", ja: "方式")[language], "F1",
      BilingualText(en: "95 % interval", ja: "95%区間")[language], BilingualText(en: "exact", ja: "完全一致")[language], "n")
    for track in scores.comparison.tracks {
      for arm in track.arms {
        table.add(
          track.track.rawValue, arm.arm, percent(arm.f1.mean), "\(percent(arm.f1.lower))–\(percent(arm.f1.upper))",
          percent(arm.exactMatch.mean), String(arm.f1.n))
      }
    }
    let report = workspace.report.appendingPathComponent("index.html").path
    return [
      table.text, "  " + scores.comparison.verdict.headline[language],
      BilingualText(en: "  report: \(report)", ja: "  レポート: \(report)")[language],
    ].joined(separator: "\n\n")
  }

  static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(abs(tenths % 10))"
  }

  private static func verify(_ session: Session, _ invocation: Invocation) throws {
    let result = try session.verifyScores()
    try invocation.print(result) {
      guard result.isEqual else {
        let arms = result.missing.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        return BilingualText(
          en: "  scores.json does NOT follow from the stored answers"
            + (arms.isEmpty ? "." : " (answers missing: \(arms))."),
          ja: "  scores.json は保存した回答から計算した値と一致しません"
            + (arms.isEmpty ? "。" : "（回答の不足: \(arms)）。"))[invocation.language]
      }
      return BilingualText(
        en: "  equal: scores.json follows from the stored answers (\(result.dataset), \(result.questions) questions)",
        ja: "  一致しました：scores.json は保存した回答から計算した値と同じです（\(result.dataset)、質問\(result.questions)件）")[
          invocation.language]
    }
    if !result.isEqual { throw ScoresDiffer() }
  }

  /// The verification failed; what differs has been printed.
  struct ScoresDiffer: ExplainedError {
    var text: BilingualText {
      BilingualText(
        en: "The report's scores could not be reproduced. Run `shikomi compare` to write them anew.",
        ja: "レポートの点数を再現できませんでした。`shikomi compare` で書き直してください。")
    }
  }
}
