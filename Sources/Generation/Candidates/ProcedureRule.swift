import Records

/// What to do in a case: what follows `To …,`, `If …,` or 〜場合は、 and `by …ing`.
struct ProcedureRule: CandidateRule {
  let name = "procedure"
  let isAtomic = false

  private static let english = Pattern(
    #"^(?:To|If|When|Before|After|Once)\s[^,]{6,100},\s(?:you\s(?:must|should|can)\s|please\s)?([a-z](?:[^.!?\n]|\.(?=[0-9])){10,200})"#
  )
  private static let means = Pattern(#"\s(by\s[a-z]+ing\s(?:[^,;.\n]|\.(?=[0-9])){6,120})"#)
  private static let japanese = Pattern(
    #"(?:場合(?:は|には)?|ときは|とき|際は|際には)[、，]([^。\n]{8,120}(?:ください|すること|します|する|行います|行う))[。]?$"#)
  /// Says that the steps follow, and none of them.
  private static let announced = Pattern(
    #"(?:次|以下|下記)の(?:こと|とおり|通り|手順|方法|点|事項|項目|内容|よう)|\bthe following\b|\bas follows\b"#, ignoringCase: true)

  func propose(_ passage: Passage) -> [Proposal] {
    passage.pieces.flatMap { piece -> [Proposal] in
      guard piece.kind != .tableRow else { return [] }
      let patterns = passage.language == .ja ? [Self.japanese] : [Self.english, Self.means]
      return patterns.flatMap { $0.ranges(in: passage.utf16, within: piece.range, group: 1) }
        .filter { Self.announced.first(in: passage.utf16, within: $0) == nil }
        .map { Proposal(range: passage.trimmed($0), type: .procedure, specificity: 0.5) }
    }
  }
}
