import Records

/// Enumerations: the whole items of a list, `A, B and C` within a sentence, and the steps of a numbered list.
struct ListRule: CandidateRule {
  let name = "list"
  let isAtomic = false

  private static let english = Pattern(
    #"(?:^|(?<=[\s:(]))(?:[\w’'&%/.-]+\s){0,3}?[\w’'&%/-]+,\s(?:(?:[\w’'&%/.-]+\s){0,3}[\w’'&%/-]+,\s)*(?:[\w’'&%/.-]+\s){0,3}?[\w’'&%/-]+,?\s(?:and|or)\s(?:[\w’'&%/.-]+\s){0,1}[\w’'&%/-]+"#
  )
  private static let japanese = Pattern(
    #"[\p{Han}\p{Katakana}ー・A-Za-z0-9０-９]{2,20}(?:[、・][\p{Han}\p{Katakana}ー・A-Za-z0-9０-９]{2,20}){1,6}(?:[、]?(?:及び|および|または|又は|並びに|ならびに)[\p{Han}\p{Katakana}ー・A-Za-z0-9０-９]{2,20})|[\p{Han}\p{Katakana}ー・A-Za-z0-9０-９]{2,20}(?:、[\p{Han}\p{Katakana}ー・A-Za-z0-9０-９]{2,20}){2,6}(?![\p{Han}\p{Katakana}ーA-Za-z0-9の])"#
  )
  private static let clause = Pattern(
    #"\b(?:by|is|are|was|were|be|has|have|must|shall|should|may|can|will|means|that|which|who|if|when|taken|not|then|it|they|you)\b|\b(?:the|a|an|of|to|in|on|at|for|from|with|his|her|its|their)$"#
  )
  private static let opensClause: Set<String> = [
    "if", "when", "after", "before", "because", "however", "once", "unless",
  ]

  func propose(_ passage: Passage) -> [Proposal] {
    blocks(of: passage) + inline(passage) + steps(of: passage)
  }

  /// From the first item of a list to its last.
  private func blocks(of passage: Passage) -> [Proposal] {
    var out: [Proposal] = []
    var run: [Passage.Piece] = []
    func close() {
      if let first = run.first, let last = run.last, (2...6).contains(run.count) {
        let range = passage.trimmed(first.range.lowerBound..<last.range.upperBound)
        if range.count <= 240 { out.append(Proposal(range: range, type: .list, specificity: 0.6)) }
      }
      run = []
    }
    for piece in passage.pieces {
      guard case .listItem = piece.kind else {
        close()
        continue
      }
      if let last = run.last, piece.line - last.line > 2 || piece.kind != last.kind { close() }
      run.append(piece)
    }
    close()
    return out
  }

  private func inline(_ passage: Passage) -> [Proposal] {
    let pattern = passage.language == .ja ? Self.japanese : Self.english
    return passage.pieces.flatMap { piece -> [Proposal] in
      guard piece.kind != .tableRow else { return [] }
      return pattern.ranges(in: passage.utf16, within: piece.range).compactMap { found in
        let first = passage.string(found).split(separator: " ").first.map { $0.lowercased() } ?? ""
        if passage.language == .en {
          // A verb or a conjunction within: the commas divide clauses, not the items of a list.
          if Self.opensClause.contains(first) || Self.clause.first(in: passage.utf16, within: found) != nil {
            return nil
          }
        }
        return Proposal(range: passage.trimmed(found), type: .list, specificity: 0.55)
      }
    }
  }

  private func steps(of passage: Passage) -> [Proposal] {
    passage.pieces.compactMap { piece in
      guard piece.kind == .listItem(numbered: true) else { return nil }
      let range = passage.trimmed(piece.range)
      guard passage.length(range) >= (passage.language == .ja ? 8 : 4) else { return nil }
      return Proposal(range: range, type: .procedure, specificity: 0.45)
    }
  }
}
