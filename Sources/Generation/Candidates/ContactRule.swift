import Records

/// Addresses of the net, telephone numbers and extensions.
struct ContactRule: CandidateRule {
  let name = "contact"
  let isAtomic = true

  private static let patterns = [
    Pattern(#"(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?<![.-])"#),
    Pattern(#"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9/]"#),
    Pattern(#"(?<![\w-])(?:\+[0-9]{1,3}[\s-])?\(?0[0-9]{1,4}\)?[\s-][0-9]{1,4}[\s-][0-9]{3,4}(?![\w-])"#),
    Pattern(#"(?<![\w-])\+[0-9]{1,3}(?:[\s-][0-9]{2,4}){2,4}(?![\w-])"#),
  ]

  private static let extensionNumber = Pattern(
    #"(?:(?:\b[Ee]xt(?:ension|\.)?|内線)\s?(?:番号)?[：:]?\s?)([0-9０-９]{3,5})(?![0-9０-９])"#)

  func propose(_ passage: Passage) -> [Proposal] {
    let all = passage.all
    let found = Self.patterns.flatMap { $0.ranges(in: passage.utf16, within: all) }
    return (found + Self.extensionNumber.ranges(in: passage.utf16, within: all, group: 1))
      .map { Proposal(range: $0, type: .factoid, specificity: 0.95) }
  }
}
