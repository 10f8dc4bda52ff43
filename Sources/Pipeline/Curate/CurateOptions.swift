import Preparation
import Records

/// How pairs become a dataset.
public struct CurateOptions: StageOptions {
  /// Only pairs that a person accepted.
  public var reviewed = false
  /// From this similarity on, two questions are the same.
  public var duplicateThreshold = 0.8
  /// Share of the document groups that training never sees.
  public var unseenShare = SplitOptions().unseenShare
  /// Share of the other groups that validation takes.
  public var validationShare = SplitOptions().validationShare
  /// Share of the trained facts of which one wording is held out.
  public var rewordedShare = SplitOptions().rewordedShare
  /// A document keeps at most so many times the median number of facts.
  public var documentCap = Balancer().documentCap

  /// Every option at the default written above.
  public init() {}

  /// The keys of `curate` in `studio.json`. Shares are fractions: `duplicateThreshold` 0.3…1, `unseenShare` and
  /// `validationShare` 0…0.8, `rewordedShare` 0…1; `documentCap` is a factor, 1…1000.
  public static let fields: [OptionField<CurateOptions>] = [
    OptionField("reviewed", \.reviewed, en: "accepted pairs only", ja: "人が承認したペアだけを使います"),
    .within(
      0.3...1, "duplicateThreshold", \.duplicateThreshold, en: "similarity from which two questions are the same",
      ja: "同じ質問とみなす類似度"),
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
  ]
}
