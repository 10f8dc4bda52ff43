import Pipeline
import Records
import Storage

enum GenerateCommand: Command {
  static let name = GenerateStage.name
  static let summary = GenerateStage.summary
  static let sections = ["", GenerateStage.name, GateStage.name]
  static let options = [
    CommandOption(
      "plan", en: "only say what it would take: calls, tokens, time, cost", ja: "必要な呼び出し・トークン・時間・料金だけを表示します"),
    CommandOption(
      "rehearse", en: "try ten chunks, spread over the documents, and project yield, time and cost; nothing is kept",
      ja: "文書から均等に選んだ 10 チャンクで試し、採用率・時間・料金を見積もります（結果は残しません）"),
    CommandOption(
      "dry-run", "CHUNK", en: "show the prompts of one chunk (its id, or corpora/FILE:NUMBER) without asking the model",
      ja: "一つのチャンク（ID または corpora/ファイル:番号）のプロンプトを、モデルを呼ばずに表示します"),
    CommandOption(
      "retry", "ITEM", en: "try failed facts again: an item or a chunk of the ledger, or all",
      ja: "失敗した事実をやり直します（記録の item か chunk、または all）"),
  ]

  static func run(_ invocation: Invocation) async throws {
    let session = try invocation.session()
    if let chunk = invocation.value("dry-run") { return try preview(chunk, session, invocation) }
    if invocation.isSet("plan") {
      let plan = try session.generationPlan()
      return try invocation.print(plan) { ClosingSummary.plan(plan, invocation.language) }
    }
    let lock = try WorkspaceLock(session.workspace)
    defer { withExtendedLifetime(lock) {} }
    if invocation.isSet("rehearse") {
      let rehearsal = try await session.rehearse()
      return try invocation.print(rehearsal) { ClosingSummary.rehearsal(rehearsal, invocation.language) }
    }
    if let item = invocation.value("retry") {
      let summary = try await session.retry(item)
      return try invocation.print(summary) { ClosingSummary.retry(summary, invocation.language) }
    }
    let stage = try await session.generate()
    let counts = try session.store.read { try $0.ledgerCounts().filter { $0.stage == GenerateStage.name } }
    let total = try session.store.read { try $0.countPairs() }
    try invocation.print(stage) {
      ClosingSummary.fates(kept: total, counts, invocation.language)
    }
  }

  private static func preview(_ chunk: String, _ session: Session, _ invocation: Invocation) throws {
    let prompts = try session.promptPreview(of: chunk)
    try invocation.print(prompts) { ClosingSummary.prompts(prompts, invocation.language) }
  }
}
