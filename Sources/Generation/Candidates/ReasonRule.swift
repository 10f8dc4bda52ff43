import Records

/// Why something is so: the clause after `because`, `due to`, `in order to`, or before ため and ので.
struct ReasonRule: CandidateRule {
  let name = "reason"
  let isAtomic = false

  /// Behind its main clause `because` rules the rest of the sentence, commas and all.
  private static let english = Pattern(
    #"\b((?:(?<!,\s)because\s(?!of\b)(?:[^,;.\n]|\.(?=[0-9])|,(?!\s(?:and|but|so|while)\b)){6,160}|(?:[Bb]ecause(?:\sof)?|[Dd]ue\sto|[Ii]n\sorder\sto|[Ss]o\sthat|[Oo]wing\sto|[Tt]o\s(?:protect|prevent|avoid|ensure|reduce|keep))\s(?:[^,;.\n]|\.(?=[0-9])){6,160}))"#
  )
  private static let japanese = Pattern(
    #"(?:^|(?<=[、。]))([^、。\n]{4,60}(?:ため|ので|ことから|目的で))(?=[、に]|です)"#)

  func propose(_ passage: Passage) -> [Proposal] {
    let pattern = passage.language == .ja ? Self.japanese : Self.english
    return passage.pieces.flatMap { piece -> [Proposal] in
      guard piece.kind != .tableRow else { return [] }
      return pattern.ranges(in: passage.utf16, within: piece.range, group: 1)
        .map { Proposal(range: passage.trimmed($0), type: .reason, specificity: 0.7) }
    }
  }
}
