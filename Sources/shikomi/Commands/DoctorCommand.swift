import Pipeline
import Records

enum DoctorCommand: Command {
  static let name = "doctor"
  static let summary = BilingualText(
    en: "checks reader, model, templates, settings and disk; says how to mend what is missing",
    ja: "読み取りプログラム、モデル、テンプレート、設定、ディスクを調べ、直し方を示します")

  static func run(_ invocation: Invocation) async throws {
    let checks = await Doctor(workspace: try? invocation.workspace()).examine()
    try invocation.print(checks) { text(checks, invocation.language) }
    if checks.contains(where: { $0.state == .bad }) { throw Unhealthy() }
  }

  private static func text(_ checks: [Doctor.Check], _ language: Language) -> String {
    checks.map { check in
      let sign =
        switch check.state {
        case .good: BilingualText(en: "ok  ", ja: "正常")
        case .doubtful: BilingualText(en: "note", ja: "注意")
        case .bad: BilingualText(en: "BAD ", ja: "異常")
        }
      return "  \(sign[language])  \(check.what[language]): \(check.finding[language])"
    }.joined(separator: "\n")
  }

  /// Something is missing that the program cannot do without.
  struct Unhealthy: ExplainedError {
    var text: BilingualText {
      BilingualText(en: "Something is missing; see above.", ja: "不足しているものがあります。上の表示をご覧ください。")
    }
  }
}
