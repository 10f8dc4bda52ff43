import Records

/// Why things were left out, the most frequent reasons first.
struct FrequentReasons: Sendable {
  /// How many things were left out.
  let total: Int
  private let counts: [(reason: String, count: Int)]

  /// Counts what was left out; what was only changed is not counted.
  init(_ drops: [Drop]) {
    let dropped = drops.filter { $0.outcome == .dropped }
    total = dropped.count
    counts = Dictionary(grouping: dropped, by: \.reason).map { ($0.key, $0.value.count) }
      .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
  }

  /// The first three, as `round-trip-failed 12 (answered otherwise when read again), …`; nil where there is none.
  var text: BilingualText? {
    guard !counts.isEmpty else { return nil }
    let named = counts.prefix(3).map { (code: $0.reason, count: $0.count, name: ReasonName.text($0.reason)) }
    func list(_ name: (BilingualText) -> String, _ open: String, _ close: String) -> String {
      named.map { $0.code + " \($0.count)" + (name($0.name) == $0.code ? "" : open + name($0.name) + close) }
        .joined(separator: ", ")
    }
    return BilingualText(en: list(\.en, " (", ")"), ja: list(\.ja, "（", "）"))
  }
}

/// There are pairs, but none may be used, or none would be left to train on. Nothing is frozen.
struct NothingToCurate: ExplainedError {
  let reviewedOnly: Bool
  /// All pairs.
  let pairs: Int
  /// Those that review lets pass: with `--reviewed` the accepted ones.
  let selected: Int
  /// Those that were to be divided.
  let left: Int
  let reasons: FrequentReasons

  var text: BilingualText {
    if reviewedOnly { return selected == 0 ? nobodyReviewed : tooFewReviewed }
    let why = reasons.text.map { BilingualText(en: " (\($0.en))", ja: "（\($0.ja)）") }
    let detail = why ?? BilingualText(en: "", ja: "")
    return left == 0
      ? BilingualText(
        en:
          "None of the \(pairs) pairs can be used\(detail.en). Nothing was frozen. Review pairs with `shikomi studio`, "
          + "or let another model write questions with --generator.",
        ja: "使えるペアがありません（全 \(pairs) 件）\(detail.ja)。データセットは作成していません。"
          + "`shikomi studio` でペアを確認するか、--generator で別のモデルに質問を書かせてください。")
      : BilingualText(
        en: "Of \(pairs) pairs \(left) are left to divide\(detail.en), too few: nothing would be left to train on. "
          + "Nothing was frozen. Add documents, or let another model write questions with --generator.",
        ja: "\(pairs) 件のペアのうち分割できるのは \(left) 件で\(detail.ja)、少なすぎるため学習用のデータが残りません。"
          + "データセットは作成していません。文書を増やすか、--generator で別のモデルに質問を書かせてください。")
  }

  private var nobodyReviewed: BilingualText {
    BilingualText(
      en: "None of the \(pairs) pairs has been accepted yet. Nothing was frozen. Review some with `shikomi studio`, "
        + "or leave --reviewed out.",
      ja: "承認されたペアがまだありません（全 \(pairs) 件）。データセットは作成していません。"
        + "`shikomi studio` で確認するか、--reviewed を外してください。")
  }

  private var tooFewReviewed: BilingualText {
    BilingualText(
      en: "Only \(selected) of the \(pairs) pairs have been accepted, too few: nothing would be left to train on. "
        + "Nothing was frozen. Review more, of several documents, with `shikomi studio`, or leave --reviewed out.",
      ja: "承認されたペアは \(pairs) 件中 \(selected) 件だけで、少なすぎるため学習用のデータが残りません。データセットは作成していません。"
        + "`shikomi studio` で複数の文書のペアをもっと確認するか、--reviewed を外してください。")
  }
}

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
