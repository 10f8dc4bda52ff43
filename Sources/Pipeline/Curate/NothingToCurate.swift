import Records

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
