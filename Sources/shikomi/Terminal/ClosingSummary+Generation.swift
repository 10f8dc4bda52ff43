import Generation
import Pipeline
import Records

extension ClosingSummary {
  /// What generation will take.
  static func plan(_ plan: GenerationPlan, _ language: Language) -> String {
    var table = TextTable(figures: [1])
    func add(_ en: String, _ ja: String, _ figure: String) {
      table.add(BilingualText(en: en, ja: ja)[language], figure)
    }
    let bound = plan.basis == .upperBound
    let kind =
      bound ? BilingualText(en: " (at most)", ja: "（最大）")[language] : BilingualText(en: " (about)", ja: "（約）")[language]
    add("documents", "文書", String(plan.documents))
    add("chunks to do", "これから使うチャンク", String(plan.chunks))
    add("chunks done", "済んだチャンク", String(plan.chunksDone))
    add("facts", "事実", String(plan.facts))
    add("calls\(kind)", "呼び出し\(kind)", String(plan.calls))
    add("tokens read\(kind)", "読むトークン\(kind)", String(plan.promptTokens))
    add("tokens written\(kind)", "書くトークン\(kind)", String(plan.completionTokens))
    let unknown = BilingualText(en: "not measured yet", ja: "未測定")[language]
    add("time", "時間", plan.seconds.map { GenerationPlan.duration($0)[language] } ?? unknown)
    add("pairs", "ペア", plan.pairs.map { String($0) } ?? unknown)
    if let cost = plan.cost { add("cost\(kind)", "料金\(kind)", "\(GenerationPlan.amount(cost)) \(plan.currency)") }
    let hint =
      bound
      ? BilingualText(
        en: "  `shikomi generate --rehearse` measures time and yield on ten chunks.",
        ja: "  時間と採用率は `shikomi generate --rehearse` が 10 チャンクで測ります。")
      : BilingualText(
        en: "  Measured on \(plan.measuredChunks) chunks.", ja: "  \(plan.measuredChunks) チャンクの実測によります。")
    return "  \(plan.model)\n" + table.text + "\n" + hint[language]
  }

  /// What a rehearsal gave, and what all of it will take.
  static func rehearsal(_ rehearsal: GenerationRehearsal, _ language: Language) -> String {
    let measure = rehearsal.measure
    var table = TextTable(figures: [1])
    func add(_ en: String, _ ja: String, _ figure: String) {
      table.add(BilingualText(en: en, ja: ja)[language], figure)
    }
    add("chunks tried", "試したチャンク", "\(measure.chunks)")
    add("of documents", "文書数", "\(rehearsal.documents)")
    add("facts", "事実", "\(measure.facts)")
    add("pairs", "採用したペア", "\(measure.pairs)")
    for (reason, count) in rehearsal.drops.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      table.add("  \(reason)", String(count))
    }
    add("calls", "呼び出し", "\(measure.usage.calls)")
    add("tokens read", "読んだトークン", "\(measure.usage.promptTokens)")
    add("tokens written", "書いたトークン", "\(measure.usage.completionTokens)")
    add("time", "時間", GenerationPlan.duration(measure.usage.seconds)[language])
    if let cost = rehearsal.cost { add("cost", "料金", "\(GenerationPlan.amount(cost)) \(rehearsal.plan.currency)") }
    let samples = rehearsal.samples.map { "    \($0.question) → \($0.answer)" }.joined(separator: "\n")
    let all = BilingualText(en: "  All of it:", ja: "  全体の見込み:")[language]
    return [table.text, samples, all + "\n" + plan(rehearsal.plan, language)].filter { !$0.isEmpty }.joined(
      separator: "\n\n")
  }

  /// What came of trying again.
  static func retry(_ summary: RetrySummary, _ language: Language) -> String {
    var table = TextTable(figures: [1])
    func add(_ en: String, _ ja: String, _ figure: Int) {
      table.add(BilingualText(en: en, ja: ja)[language], String(figure))
    }
    add("facts tried again", "やり直した事実", summary.tried)
    add("facts with pairs now", "ペアができた事実", summary.mended)
    add("pairs added", "加わったペア", summary.pairs)
    for (reason, count) in summary.drops.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      table.add("  \(reason)", String(count))
    }
    guard summary.mended < summary.tried else { return table.text }
    return table.text + "\n"
      + BilingualText(
        en: "  Another --seed, --generator or --retries gives other tries.",
        ja: "  --seed、--generator、--retries を変えると、別の試し方になります。")[language]
  }

  /// Prompts, word for word.
  static func prompts(_ prompts: [PromptPreview], _ language: Language) -> String {
    prompts.map { prompt in
      let head = "── \(prompt.purpose) · \(prompt.type.rawValue) · \(prompt.template) · max \(prompt.maxTokens)"
      return ([head] + prompt.messages.map { "[\($0.role)]\n\($0.content)" }).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}
