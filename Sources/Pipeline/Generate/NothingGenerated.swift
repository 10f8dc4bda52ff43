import Records

/// Generation has gone through the passages and kept nothing.
struct NothingGenerated: ExplainedError {
  let reasons: FrequentReasons

  var text: BilingualText {
    let why = reasons.text ?? BilingualText(en: "no reason", ja: "理由なし")
    return BilingualText(
      en: "`shikomi generate` kept none of \(reasons.total) candidates. Most frequent reasons: \(why.en). "
        + "Let another model write the questions (--generator or --model); `shikomi ledger --stage generate` names every "
        + "candidate with its reason.",
      ja: "`shikomi generate` は \(reasons.total) 件の候補を一つも採用しませんでした。主な理由: \(why.ja)。"
        + "--generator か --model で、別のモデルに質問を書かせてください。候補ごとの理由は "
        + "`shikomi ledger --stage generate` で確認できます。")
  }
}

/// No document gave any text.
struct NothingToAskAbout: ExplainedError {
  let reasons: FrequentReasons

  var text: BilingualText {
    let why = reasons.text ?? BilingualText(en: "no reason", ja: "理由なし")
    return BilingualText(
      en: "No file in corpora/ gave any text (\(why.en)). `shikomi ledger --stage ingest` says for each what to do.",
      ja: "corpora/ のどのファイルからも文章を読み取れませんでした（\(why.ja)）。"
        + "ファイルごとの対処は `shikomi ledger --stage ingest` で確認できます。")
  }
}
