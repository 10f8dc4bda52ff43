import Records

/// Other phrases that a question can ask for: what stands after `is` or は, table cells, and long terms.
struct PhraseRule: CandidateRule {
  let name = "phrase"
  let isAtomic = false

  private static let english = Pattern(
    #"\s(?:is|are|was|were|becomes?|remains?)\s((?:(?:the|a|an|our)\s)?[A-Za-z0-9][\w’'%-]*(?:\s[\w’'%-]+){0,7})[.;]?$"#
  )
  private static let agent = Pattern(
    #"\sby\s((?:the|a|an)\s[\w’'-]+(?:\s[\w’'-]+){0,3}?)(?=[.,;]|\s(?:and|before|after|within|in|on|at|by|when|if)\b|$)"#
  )
  private static let negation = Pattern(
    #"^(?:not|no|n't|to|only|required|allowed|available|possible|necessary|due|on|in|for)\b"#)
  private static let japanese = Pattern(
    #"は[、，]?([^、。はがを\n]{2,30}?)(?:です|である|とする|とします|となります|になります|といたします)[。]?$"#)
  private static let terms = Pattern(#"[\p{Katakana}ー]{4,}|(?<!\p{Han})\p{Han}{4,8}(?!\p{Han})"#)
  private static let cell = Pattern(#"(?<=\s\|\s)([^|\n]+?)(?=\s\|\s|$)"#)

  func propose(_ passage: Passage) -> [Proposal] {
    passage.pieces.flatMap { piece -> [Proposal] in
      let text = passage.utf16
      if piece.kind == .tableRow {
        return Self.cell.ranges(in: text, within: piece.range, group: 1).map {
          Proposal(range: passage.trimmed($0, of: " \t　"), type: .factoid, specificity: 0.6)
        }
      }
      if passage.language == .ja {
        return Self.japanese.ranges(in: text, within: piece.range, group: 1)
          .map { Proposal(range: passage.trimmed($0), type: .factoid, specificity: 0.5) }
          + Self.terms.ranges(in: text, within: piece.range)
          .map { Proposal(range: $0, type: .factoid, specificity: 0.3) }
      }
      return Self.english.ranges(in: text, within: piece.range, group: 1)
        .filter { Self.negation.first(in: text, within: $0) == nil }
        .map { Proposal(range: passage.trimmed($0), type: .factoid, specificity: 0.4) }
        + Self.agent.ranges(in: text, within: piece.range, group: 1)
        .map { Proposal(range: passage.trimmed($0), type: .factoid, specificity: 0.45) }
    }
  }
}
