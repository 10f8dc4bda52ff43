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
    #"^(?:\w+ed|\w+ly|also|then|not|no|n't|to|only|required|allowed|available|possible|necessary|due|on|in|for)\b"#)
  private static let japanese = Pattern(
    #"は[、，]?([^、。はがを\n]{2,30}?)(?:です|である|とする|とします|となります|になります|といたします)[。]?$"#)
  private static let terms = Pattern(#"[\p{Katakana}ー]{4,}|(?<![\p{Han}0-9０-９])\p{Han}{4,8}(?!\p{Han})"#)
  private static let joined = Pattern(
    #"(?<![\p{Han}\p{Katakana}ー0-9])[\p{Han}\p{Katakana}ー]{2,10}の[\p{Han}\p{Katakana}ー]{2,10}(?=[にでへをが、。])"#)
  private static let measure = Pattern(#"\s(?:day|hour|month|week|year|time|end|way|beginning|date)s?$"#)
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
          + Self.joined.ranges(in: text, within: piece.range)
          .map { Proposal(range: $0, type: .factoid, specificity: 0.35) }
          + Self.terms.ranges(in: text, within: piece.range)
          .map { Proposal(range: $0, type: .factoid, specificity: 0.3) }
      }
      return Self.english.ranges(in: text, within: piece.range, group: 1)
        .filter { Self.negation.first(in: text, within: $0) == nil }
        .map { Proposal(range: passage.trimmed($0), type: .factoid, specificity: 0.4) }
        + Self.agent.ranges(in: text, within: piece.range, group: 1)
        .filter { Self.measure.first(in: text, within: $0) == nil }
        .map { Proposal(range: passage.trimmed($0), type: .factoid, specificity: 0.45) }
    }
  }
}
