import Generation
import Records
import Storage

extension Session {
  /// Puts into the ledger what was not tried, because the model cannot be asked for it.
  func noteNotTried(_ stage: GenerateStage) throws {
    let options = stage.generation
    var missing: [(item: String, text: BilingualText)] = []
    let reasons = ["round-trip": "not-read-back"]
    if options.skill == .questions {
      let kinds = options.types.filter { !$0.isPlain }
      if !kinds.isEmpty { missing.append(("types", Self.byRuleAlone(kinds))) }
      if options.translates { missing.append(("translations", Self.noTranslation)) }
    }
    if options.statements == .first { missing.append(("round-trip", Self.notReadBack)) }
    let unasked = QuestionType.allCases.filter { !options.types.contains($0) }
    if stage.options.types == [GenerateOptions.automatic], !unasked.isEmpty {
      missing.append(("unanswered", Self.noSpan(unasked)))
    }
    try store.write { transaction in
      try transaction.replaceLedger(
        stage: GenerateStage.name, input: GenerateStage.notTried,
        with: missing.map {
          Drop(
            stage: GenerateStage.name, item: $0.item, reason: reasons[$0.item] ?? "needs-instructions", detail: $0.text,
            outcome: .changed)
        })
    }
  }

  private static func list(_ kinds: [QuestionType]) -> String { kinds.map(\.rawValue).joined(separator: ", ") }

  private static func byRuleAlone(_ kinds: [QuestionType]) -> BilingualText {
    BilingualText(
      en:
        "\(list(kinds)): made by rule alone, where a rule is right; the model that writes the questions cannot be asked for "
        + "more. Name one that follows instructions (--generator, --model).",
      ja: "\(list(kinds)): 規則で正しく作れる場合だけ作りました。いまの質問生成モデルには、それ以上を頼めません。"
        + "--generator か --model で、指示に従えるモデルを指定してください。")
  }

  private static func noSpan(_ kinds: [QuestionType]) -> BilingualText {
    BilingualText(
      en:
        "\(list(kinds)): not made, since the model under test answers with a span of a passage and so could not answer them. "
        + "To have them all the same, name them in generate.types (studio.json).",
      ja: "\(list(kinds)): 比較するモデルは文章の一部を抜き出して答えるため、これらの質問には答えられず、作っていません。"
        + "それでも必要な場合は、studio.json の generate.types に指定してください。")
  }

  private static let notReadBack = BilingualText(
    en:
      "Questions that rules made of a statement were not read back (gates `roundTrip` and `focus`): the model that writes the "
      + "others reads worse than the rules write. Set `statements` under `generate` to `last`, or name a model that follows "
      + "instructions (--generator, --model).",
    ja: "規則で文から作った質問は、モデルによる読み直し（検査 `roundTrip` と `focus`）をしていません。いまの質問生成モデルの読解力では判定できないためです。"
      + "`generate` の `statements` を `last` にするか、--generator か --model で、指示に従えるモデルを指定してください。")

  private static let noTranslation = BilingualText(
    en:
      "Translations were not tried: the model that writes the questions cannot translate. Name one that follows "
      + "instructions (--generator, --model).",
    ja: "翻訳は試していません。いまの質問生成モデルは翻訳できません。"
      + "--generator か --model で、指示に従えるモデルを指定してください。")
}
