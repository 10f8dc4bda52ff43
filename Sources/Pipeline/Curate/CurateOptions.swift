import Preparation
import Records

/// How pairs become a dataset.
public struct CurateOptions: StageOptions {
  /// Only pairs that a person accepted.
  public var reviewed = false
  /// From this similarity on, two questions are the same.
  public var duplicateThreshold = Deduplicator.usualThreshold
  /// From this similarity on, two questions with different answers in two documents are shown as a contradiction.
  public var contradictionThreshold = ContradictionFinder.usualThreshold
  /// Share of the document groups that training never sees.
  public var unseenShare = SplitOptions().unseenShare
  /// Share of the other groups that validation takes.
  public var validationShare = SplitOptions().validationShare
  /// Share of the trained facts of which one wording is held out.
  public var rewordedShare = SplitOptions().rewordedShare
  /// A document keeps at most so many times the median number of facts.
  public var documentCap = BalanceOptions().documentCap
  /// What weights even out: names of `BalanceDimension`.
  public var balanceBy = BalanceOptions().dimensions.map(\.rawValue)
  /// 1 leaves shares as they are, 0 makes all classes of a dimension weigh the same; factors of several multiply.
  public var temperature = BalanceOptions().temperature
  /// Shares that no class may exceed, as `ShareGoal` reads them.
  public var caps: [String] = []
  /// Shares that training should have, as `ShareGoal` reads them.
  public var targetShares: [String] = []
  /// By what means target shares are reached: a name of `BalanceOptions.Sampling`.
  public var sampling = BalanceOptions().sampling.rawValue
  /// Documents that belong together for a reason that only people know, each element such as `corpora/a.pdf + corpora/b.pdf`.
  public var together: [String] = []

  /// Every option at the default written above.
  public init() {}

  /// The keys of `curate` in `studio.json`. Shares are fractions: `duplicateThreshold` 0.3…1, `contradictionThreshold`
  /// 0.2…1, `unseenShare` and
  /// `validationShare` 0…0.8, `rewordedShare` 0…1; `documentCap` is a factor, 1…1000; `balanceTemperature` is 0…1.
  public static let fields: [OptionField<CurateOptions>] = [
    OptionField("reviewed", \.reviewed, en: "accepted pairs only", ja: "人が承認したペアだけを使います"),
    .within(
      0.3...1, "duplicateThreshold", \.duplicateThreshold, en: "similarity from which two questions are the same",
      ja: "同じ質問とみなす類似度"),
    .within(
      0.2...1, "contradictionThreshold", \.contradictionThreshold,
      en: "similarity from which two questions with different answers are shown as a contradiction",
      ja: "答えの異なる2つの質問を食い違いとして示す類似度"),
    .within(
      0...0.8, "unseenShare", \.unseenShare, en: "share of document groups that training never sees",
      ja: "学習に使わない文書群の割合"),
    .within(
      0...0.8, "validationShare", \.validationShare, en: "share of the other groups for validation",
      ja: "残りの文書群のうち検証に使う割合"),
    .within(
      0...1, "rewordedShare", \.rewordedShare, en: "share of trained facts with a held-out wording",
      ja: "学習した事実のうち、言い換えを試験に回す割合"),
    .within(
      1...1000, "documentCap", \.documentCap, en: "facts of one document, in multiples of the median",
      ja: "一つの文書の事実の上限（中央値の何倍か）"),
    OptionField(
      "balanceBy", \.balanceBy, en: "what training weights even out: \(dimensions)",
      ja: "学習の重みでならすもの（\(dimensions)）",
      expectation: BilingualText(en: "a list of \(dimensions)", ja: "\(dimensions) の列"),
      valid: { $0.allSatisfy { BalanceDimension(rawValue: $0) != nil } }),
    .within(
      0...1, "balanceTemperature", \.temperature,
      en: "1 leaves shares as they are, 0 makes all classes weigh the same; factors of several dimensions multiply",
      ja: "1 なら割合はそのまま、0 ならどの分類も同じ重み（項目が複数なら係数を掛け合わせる）"),
    goals(
      "caps", \.caps,
      en: "shares that no class may exceed, such as type:number=0.4; left alone where less than a tenth of the pairs "
        + "would stay",
      ja: "割合の上限（例: type:number=0.4）。残るペアが1割に届かなくなる上限は適用しません"),
    goals(
      "targetShares", \.targetShares, en: "shares that training should have, such as language:ja=0.5",
      ja: "学習用データの目標の割合（例: language:ja=0.5）"),
    OptionField(
      "sampling", \.sampling, en: "how target shares are reached: \(samplings)", ja: "目標の割合に近づける方法（\(samplings)）",
      expectation: BilingualText(en: "one of \(samplings)", ja: "\(samplings) のどれか"),
      valid: { BalanceOptions.Sampling(rawValue: $0) != nil }),
    OptionField(
      "together", \.together, en: "documents of one group, such as \"corpora/a.pdf + corpora/b.pdf\"",
      ja: "同じグループにする文書（例: \"corpora/a.pdf + corpora/b.pdf\"）"),
  ]

  private static var dimensions: String { BalanceDimension.allCases.map(\.rawValue).joined(separator: ", ") }
  private static var samplings: String { BalanceOptions.Sampling.allCases.map(\.rawValue).joined(separator: ", ") }

  private static func goals(
    _ key: String, _ path: any WritableKeyPath<CurateOptions, [String]> & Sendable, en: String, ja: String
  ) -> OptionField<CurateOptions> {
    OptionField(
      key, path, en: en, ja: ja,
      expectation: BilingualText(
        en: "a list such as [\"type:number=0.4\", \"document=0.2\"] (\(dimensions))",
        ja: "[\"type:number=0.4\", \"document=0.2\"] のような列（\(dimensions)）"),
      valid: { $0.allSatisfy { ShareGoal($0) != nil } })
  }

  /// As the balancer takes them.
  func balance(seed: Int) -> BalanceOptions {
    var out = BalanceOptions()
    out.documentCap = documentCap
    out.dimensions = balanceBy.compactMap(BalanceDimension.init)
    out.temperature = temperature
    out.caps = caps.compactMap(ShareGoal.init)
    out.targets = targetShares.compactMap(ShareGoal.init)
    out.sampling = BalanceOptions.Sampling(rawValue: sampling) ?? .weights
    out.seed = UInt64(seed)
    return out
  }

  /// As the splitter takes them.
  func split(seed: Int, groups: [[String]]) -> SplitOptions {
    let together = together.map { group in
      group.split(separator: "+").map { part in
        String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
    }
    return SplitOptions(
      seed: UInt64(seed), unseenShare: unseenShare, validationShare: validationShare, rewordedShare: rewordedShare,
      groups: groups + together)
  }
}
