import Records

/// What a term means: `X means Y` and 「Xとは、Yをいう」 answer with Y.
struct DefinitionRule: CandidateRule {
  let name = "definition"
  let isAtomic = false

  private static let english = Pattern(
    #"^.{2,80}?\s(?:means|refers\sto|is\sdefined\sas|are\sdefined\sas|is\sthe\sterm\sfor|stands\sfor)\s([^;]{4,})(?:;.*)?$"#
  )
  private static let copula = Pattern(
    #"^(?:(?:A|An|The)\s)?[A-Z“"][\w“”"'’\s-]{1,50}?\s(?:is|are)\s((?:a|an|any|the\s\w+\s(?:that|which|who|of))\s.{10,})$"#
  )
  private static let japanese = Pattern(
    #"^.{1,40}?(?<!こ)とは[、，]?\s?(.{3,}?)(?:をいい、.*|のことをいいます|のことを指します|のことです|のことをいう|をいいます|をいう|を指します|を指す|を意味します|を意味する|と定義します|と定義する|です|である)?[。．]?$"#
  )

  func propose(_ passage: Passage) -> [Proposal] {
    passage.pieces.flatMap { piece -> [Proposal] in
      guard piece.kind != .tableRow else { return [] }
      let strict = [Self.english, Self.japanese].flatMap {
        $0.ranges(in: passage.utf16, within: piece.range, group: 1)
      }
      let loose = strict.isEmpty ? Self.copula.ranges(in: passage.utf16, within: piece.range, group: 1) : []
      return strict.map { Proposal(range: passage.trimmed($0), type: .definition, specificity: 0.9) }
        + loose.map { Proposal(range: passage.trimmed($0), type: .definition, specificity: 0.45) }
    }
  }
}
