public import Records

/// Caps on shares that were left alone, because their classes cannot hold them together or only with next to nothing.
public struct UnmetCaps: Sendable, Hashable {
  /// As they were asked for.
  public let caps: [ShareGoal]

  /// Names caps.
  public init(_ caps: [ShareGoal]) { self.caps = caps }

  /// Which they are, why, and what to do; nil where there are none.
  public var text: BilingualText? {
    guard !caps.isEmpty else { return nil }
    let names = caps.map { "`\($0)`" }.joined(separator: ", ")
    return BilingualText(
      en:
        "Nothing was left out for the caps \(names): their classes are too few, or the smaller ones too small, to make up "
        + "the rest; less than a tenth of the pairs would have stayed. Ask for larger shares, or add documents of the "
        + "smaller classes.",
      ja: "割合の上限 \(names) のためには何も除いていません。分類の数が足りないか、小さい分類の件数が少なすぎて、残りを満たせません"
        + "（適用すると、残るペアが1割に届きません）。上限を上げるか、件数の少ない分類の文書を加えてください。")
  }
}
