internal import Charts
public import Records

/// What the figures allow to say: one sentence of advice, and one a comparison with its figures.
public struct Verdict: Codable, Sendable, Hashable {
  /// What was found in one comparison.
  public enum Finding: String, Codable, Sendable {
    /// No question was answered by both arms.
    case notCompared = "not-compared"
    /// Fewer independent documents than any test could decide with.
    case tooFewDocuments = "too-few-documents"
    /// Enough documents, but the adjusted p-value is 0.05 or more, or the interval contains zero.
    case noEvidence = "no-evidence"
    /// The arm's F1 is higher: adjusted p below 0.05, and the whole interval above zero.
    case armBetter = "arm-better"
    /// The baseline's F1 is higher: adjusted p below 0.05, and the whole interval below zero.
    case baselineBetter = "baseline-better"
  }

  /// The advice, in one sentence.
  public var headline: BilingualText
  /// One sentence a comparison, with the figures; at most two a test set.
  public var sentences: [BilingualText]
  /// Fine-tuning alone (arm) against retrieval with the base model (baseline).
  public var finding: Finding
  /// Both together (arm) against retrieval with the base model (baseline).
  public var together: Finding

  /// Below this adjusted p-value a difference counts.
  static let significance = 0.05

  init(tracks: [TrackComparison]) {
    sentences = tracks.flatMap { track in track.differences.prefix(2).map { Self.sentence($0, on: track.track) } }
    // Knowledge of the company's documents is what both arms are for, so the documents trained on decide; the unseen
    // ones, where the tuned model can only have learnt the manner, stand beside it in `sentences`.
    let deciding = tracks.first { $0.differences.contains { $0.arm == "lora" && $0.baseline == "rag" } } ?? tracks.first
    let difference = deciding?.differences.first { $0.arm == "lora" && $0.baseline == "rag" }
    finding = Self.finding(difference)
    together = Self.finding(deciding?.differences.first { $0.arm == "lora+rag" && $0.baseline == "rag" })
    headline = Self.headline(finding, on: deciding?.track, difference: difference)
    if together == .armBetter {
      headline.en += " Both together answer better than retrieval alone."
      headline.ja += "両方を併用すると、検索だけの場合よりも良い回答になります。"
    }
  }

  static func finding(_ difference: PairedDifference?) -> Finding {
    guard let difference else { return .notCompared }
    let estimate = difference.estimate
    guard estimate.documents >= difference.fewestDocuments else { return .tooFewDocuments }
    // Both must agree: the interval and the test that makes no assumption on the shape of the scores.
    guard difference.adjustedPValue < significance, estimate.lower > 0 || estimate.upper < 0 else { return .noEvidence }
    return estimate.mean > 0 ? .armBetter : .baselineBetter
  }

  static func sentence(_ difference: PairedDifference, on track: DatasetSplit) -> BilingualText {
    let arm = ArmName.text(difference.arm)
    let base = ArmName.text(difference.baseline)
    let place = TrackName.text(track)
    let figures = figures(difference, turned: false)
    switch finding(difference) {
    case .notCompared, .tooFewDocuments:
      return BilingualText(
        en: "On \(place.en): too few documents to tell whether \(arm.en) or \(base.en) answers better (\(figures.en)).",
        ja: "\(place.ja)：文書が足りないため、\(arm.ja)と\(base.ja)のどちらが優れているかは判断できません（\(figures.ja)）。")
    case .noEvidence:
      let doubt = corrected(difference)
      let blind = unnoticed(difference)
      return BilingualText(
        en:
          "On \(place.en): no evidence of a difference between \(arm.en) and \(base.en) (\(figures.en)).\(doubt.en)\(blind.en)",
        ja: "\(place.ja)：\(arm.ja)と\(base.ja)の間に差があるという証拠はありません（\(figures.ja)）。\(doubt.ja)\(blind.ja)")
    case .armBetter: return better(arm, than: base, place: place, figures: figures)
    case .baselineBetter: return better(base, than: arm, place: place, figures: Self.figures(difference, turned: true))
    }
  }

  private static func better(
    _ winner: BilingualText, than loser: BilingualText, place: BilingualText, figures: BilingualText
  ) -> BilingualText {
    BilingualText(
      en: "On \(place.en): \(winner.en) answers better than \(loser.en) (\(figures.en)).",
      ja: "\(place.ja)：\(winner.ja)のほうが\(loser.ja)よりも良い回答でした（\(figures.ja)）。")
  }

  /// The difference with interval, questions and documents; turned where the baseline is named first.
  private static func figures(_ difference: PairedDifference, turned: Bool) -> BilingualText {
    let estimate = difference.estimate
    let sign = turned ? -1.0 : 1
    let mean = Markup.fixed(estimate.mean * sign * 100, decimals: 1)
    let lower = Markup.fixed((turned ? -estimate.upper : estimate.lower) * 100, decimals: 1)
    let upper = Markup.fixed((turned ? -estimate.lower : estimate.upper) * 100, decimals: 1)
    return BilingualText(
      en:
        "F1 difference \(mean) points, 95 % interval \(lower) to \(upper); \(count(estimate.n, "question")) on \(count(estimate.documents, "independent document"))",
      ja: "F1の差は\(mean)ポイント、95%信頼区間は\(lower)〜\(upper)、独立した文書\(estimate.documents)件の質問\(estimate.n)件")
  }

  /// Why an interval without zero is no evidence: of several comparisons one comes out so by chance.
  private static func corrected(_ difference: PairedDifference) -> BilingualText {
    let estimate = difference.estimate
    guard estimate.lower > 0 || estimate.upper < 0 else { return BilingualText(en: "", ja: "") }
    let value = Markup.fixed(difference.adjustedPValue, decimals: 2)
    return BilingualText(
      en: " The interval alone excludes zero, but of several comparisons one may do so by chance: corrected for their "
        + "number (Holm), p is \(value).",
      ja: "信頼区間だけを見れば0を含みませんが、複数の比較では偶然そうなることがあります。比較の数で補正した（Holm）p値は\(value)です。")
  }

  /// No evidence is no proof of equality: what could have been missed.
  private static func unnoticed(_ difference: PairedDifference) -> BilingualText {
    guard let detectable = difference.detectable, detectable < 1 else { return BilingualText(en: "", ja: "") }
    let points = Markup.fixed(detectable * 100, decimals: 0)
    return BilingualText(
      en: " With this many documents, a true difference below about \(points) points can go unnoticed.",
      ja: "この文書数では、約\(points)ポイント未満の差は見逃すことがあります。")
  }

  private static func headline(
    _ finding: Finding, on track: DatasetSplit?, difference: PairedDifference?
  ) -> BilingualText {
    guard let track, let difference else {
      return BilingualText(
        en: "Fine-tuning and retrieval were not compared: no test question was answered by both.",
        ja: "ファインチューニングと検索は比較できませんでした。両方が回答したテストの質問がありません。")
    }
    let place = TrackName.text(track)
    let documents = difference.estimate.documents
    return switch finding {
    case .notCompared, .tooFewDocuments:
      BilingualText(
        en:
          "Too few documents to tell whether fine-tuning or retrieval serves you better: the test has \(count(documents, "independent document")) and needs at least \(difference.fewestDocuments).",
        ja:
          "文書が足りないため、ファインチューニングと検索のどちらが適しているかは判断できません（テストの独立した文書は\(documents)件で、少なくとも\(difference.fewestDocuments)件必要です）。"
      )
    case .noEvidence:
      BilingualText(
        en:
          "No evidence of a difference between fine-tuning and retrieval on \(place.en): take the simpler one, or test with more documents.",
        ja:
          "\(place.ja)では、ファインチューニングと検索（RAG）の間に差があるという証拠はありません。簡単なほうを選ぶか、文書を増やして確かめてください。")
    case .baselineBetter:
      BilingualText(
        en: "On \(place.en), retrieval (RAG) serves you better than fine-tuning alone.",
        ja: "\(place.ja)では、ファインチューニングだけの場合よりも検索（RAG）のほうが適しています。")
    case .armBetter:
      BilingualText(
        en: "On \(place.en), the fine-tuned model serves you better than retrieval with the base model.",
        ja: "\(place.ja)では、元のモデルで検索（RAG）を使うよりも、ファインチューニングしたモデルのほうが適しています。")
    }
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
