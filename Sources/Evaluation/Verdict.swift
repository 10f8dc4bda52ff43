internal import Charts
public import Records

/// What the figures allow to say, in one sentence a test set, and the advice that follows.
public struct Verdict: Codable, Sendable, Hashable {
  /// What was found in one comparison.
  public enum Finding: String, Codable, Sendable {
    /// Fewer independent documents than any test could decide with.
    case tooFewDocuments = "too-few-documents"
    case noEvidence = "no-evidence"
    case armBetter = "arm-better"
    case baselineBetter = "baseline-better"
  }

  /// The advice, in one sentence.
  public var headline: BilingualText
  /// One sentence a test set, with the figures.
  public var sentences: [BilingualText]
  /// Fine-tuning alone (arm) against retrieval with the base model (baseline).
  public var finding: Finding
  /// Both together (arm) against retrieval with the base model (baseline).
  public var together: Finding

  /// With five documents even the clearest result has p = 2/2⁵ > 0.05, so nothing can be decided below six.
  static let fewestDocuments = 6

  init(tracks: [TrackComparison]) {
    sentences = tracks.flatMap { track in track.differences.prefix(2).map { Self.sentence($0, track: track) } }
    // Knowledge of the company's documents is what both arms are for, so the documents trained on decide; the unseen
    // ones, where the tuned model can only have learnt the manner, stand beside it in `sentences`.
    let deciding = tracks.first
    let difference = deciding?.differences.first { $0.arm == "lora" && $0.baseline == "rag" }
    finding = Self.finding(difference)
    together = Self.finding(deciding?.differences.first { $0.arm == "lora+rag" && $0.baseline == "rag" })
    headline = Self.headline(finding, track: deciding, difference: difference)
    if together == .armBetter {
      headline.en += " Both together answer better than retrieval alone."
      headline.ja += "両方を併用すると、検索だけの場合より優れた回答になります。"
    }
  }

  static func finding(_ difference: PairedDifference?) -> Finding {
    guard let difference, difference.estimate.documents >= fewestDocuments else { return .tooFewDocuments }
    let estimate = difference.estimate
    // Both must agree: the interval and the test that makes no assumption on the shape of the scores.
    guard difference.adjustedPValue < 0.05, estimate.lower > 0 || estimate.upper < 0 else { return .noEvidence }
    return estimate.mean > 0 ? .armBetter : .baselineBetter
  }

  static func sentence(_ difference: PairedDifference, track: TrackComparison) -> BilingualText {
    let names = ArmName.self
    let arm = names.text(difference.arm)
    let base = names.text(difference.baseline)
    let place = TrackName.text(track.track)
    let points = Markup.number(abs(difference.estimate.mean) * 100)
    let interval =
      "\(Markup.number(difference.estimate.lower * 100)) … \(Markup.number(difference.estimate.upper * 100))"
    let figures = BilingualText(
      en:
        "difference in F1 \(Markup.number(difference.estimate.mean * 100)) points, 95 % interval \(interval), \(difference.estimate.n) questions, \(difference.estimate.documents) independent documents",
      ja:
        "F1の差 \(Markup.number(difference.estimate.mean * 100))ポイント、95%区間 \(interval)、質問\(difference.estimate.n)件、独立した文書\(difference.estimate.documents)件"
    )
    switch finding(difference) {
    case .tooFewDocuments:
      return BilingualText(
        en: "On \(place.en): too few documents to tell whether \(arm.en) or \(base.en) answers better (\(figures.en)).",
        ja: "\(place.ja)：\(arm.ja)と\(base.ja)のどちらが優れるかを判断するには文書が足りません（\(figures.ja)）。")
    case .noEvidence:
      return BilingualText(
        en: "On \(place.en): no evidence of a difference between \(arm.en) and \(base.en) (\(figures.en)).",
        ja: "\(place.ja)：\(arm.ja)と\(base.ja)の間に差があるという証拠はありません（\(figures.ja)）。")
    case .armBetter, .baselineBetter:
      let armWins = difference.estimate.mean > 0
      let winner = armWins ? arm : base
      let loser = armWins ? base : arm
      return BilingualText(
        en: "On \(place.en): \(winner.en) answers better than \(loser.en) by \(points) points (\(figures.en)).",
        ja: "\(place.ja)：\(winner.ja)のほうが\(loser.ja)より\(points)ポイント優れています（\(figures.ja)）。")
    }
  }

  private static func headline(
    _ finding: Finding, track: TrackComparison?, difference: PairedDifference?
  ) -> BilingualText {
    guard let track, let difference else {
      return BilingualText(
        en: "Too few documents to tell: there are no test questions that both fine-tuning and retrieval answered.",
        ja: "文書が足りないため判断できません。ファインチューニングと検索の両方が答えたテスト質問がありません。")
    }
    let place = TrackName.text(track.track)
    return switch finding {
    case .tooFewDocuments:
      BilingualText(
        en:
          "Too few documents to tell whether fine-tuning or retrieval serves you better: \(difference.estimate.documents) independent documents in the test set, at least \(fewestDocuments) are needed.",
        ja:
          "ファインチューニングと検索のどちらが適しているかを判断するには文書が足りません（独立したテスト文書\(difference.estimate.documents)件、少なくとも\(fewestDocuments)件が必要です）。"
      )
    case .noEvidence:
      BilingualText(
        en:
          "No evidence of a difference between fine-tuning and retrieval on \(place.en): take the simpler one, or test with more documents.",
        ja: "\(place.ja)では、ファインチューニングと検索の間に差があるという証拠はありません。簡単なほうを選ぶか、文書を増やして確かめてください。")
    case .baselineBetter:
      BilingualText(
        en: "On \(place.en), retrieval (RAG) serves you better than fine-tuning alone.",
        ja: "\(place.ja)では、ファインチューニングだけよりも検索（RAG）のほうが適しています。")
    case .armBetter:
      BilingualText(
        en: "On \(place.en), the fine-tuned model serves you better than retrieval with the base model.",
        ja: "\(place.ja)では、元のモデルによる検索（RAG）よりもファインチューニングしたモデルのほうが適しています。")
    }
  }
}
