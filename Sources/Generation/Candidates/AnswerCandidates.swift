import Foundation
public import Records

/// Finds what a passage can be asked about, by rules and without a model, in both languages.
public enum AnswerCandidates {
  /// How many and how long.
  public struct Options: Sendable, Codable, Hashable {
    /// At most so many candidates a chunk, the best ones.
    public var maximumPerChunk = 8
    /// At most so many words of an English answer.
    public var maximumWords = 25
    /// At most so many characters of a Japanese answer.
    public var maximumCharacters = 60
    /// Words of an English definition, list, reason or procedure.
    public var maximumLongWords = 60
    /// Characters of a Japanese one.
    public var maximumLongCharacters = 160
    /// What every further candidate from the same sentence loses: spreads them over the passage.
    public var sentencePenalty = 0.2

    /// The defaults.
    public init() {}
  }

  static let rules: [any CandidateRule] = [
    ContactRule(), DateRule(), QuantityRule(), NameRule(), DefinitionRule(), ListRule(), ReasonRule(), ProcedureRule(),
    PhraseRule(),
  ]

  /// The best candidates, best first. The same chunk and options always give the same list.
  public static func find(in chunk: Chunk, options: Options = Options()) -> [AnswerCandidate] {
    let passage = Passage(chunk)
    var atomic: [Proposal] = []
    var compound: [Proposal] = []
    for rule in rules {
      let found = rule.propose(passage).filter { fits($0, passage, options) }
        .map { proposal in
          var named = proposal
          named.rule = rule.name
          return named
        }
      if rule.isAtomic { atomic += found } else { compound += found }
    }
    let kept = withoutOverlaps(atomic)
    // A phrase inside a number or a name, or the same stretch again, says nothing new.
    compound.removeAll { proposal in
      kept.contains {
        $0.range.lowerBound <= proposal.range.lowerBound && proposal.range.upperBound <= $0.range.upperBound
      }
    }
    return choose(from: kept + unique(compound), passage, options)
  }

  private static let pointing = Pattern(
    #"\b(?:following|as follows|(?:shown|listed|given|described|stated)\s(?:above|below))\b|(?:次|以下|下記|上記|下表|上表|別表)の?(?:表の?|条の?)?(?:とおり|通り|もの)"#,
    ignoringCase: true)

  /// Stands in a piece (so not in a heading), is no longer than allowed, and is more than marks.
  private static func fits(_ proposal: Proposal, _ passage: Passage, _ options: Options) -> Bool {
    guard !proposal.range.isEmpty, passage.utf8(proposal.range) != nil else { return false }
    guard passage.pieces.contains(where: { $0.range.overlaps(proposal.range) }) else { return false }
    let long: Set<QuestionType> = [.definition, .list, .reason, .procedure]
    let isLong = long.contains(proposal.type)
    let limit =
      passage.language == .en
      ? (isLong ? options.maximumLongWords : options.maximumWords)
      : (isLong ? options.maximumLongCharacters : options.maximumCharacters)
    guard passage.length(proposal.range) <= limit else { return false }
    let text = passage.string(proposal.range)
    // "as follows" answers nothing by itself.
    if pointing.matches(text) { return false }
    return text.unicodeScalars.contains { CharacterSet.alphanumerics.contains($0) }
  }

  /// Of terms that overlap the longest stays; of equally long ones the more specific.
  private static func withoutOverlaps(_ proposals: [Proposal]) -> [Proposal] {
    var kept: [Proposal] = []
    for proposal in proposals.sorted(by: longer) where !kept.contains(where: { $0.range.overlaps(proposal.range) }) {
      kept.append(proposal)
    }
    return kept
  }

  private static func unique(_ proposals: [Proposal]) -> [Proposal] {
    var seen: Set<Range<Int>> = []
    return proposals.sorted { ($0.specificity, $1.rule) > ($1.specificity, $0.rule) }
      .filter { seen.insert($0.range).inserted }
  }

  private static func longer(_ left: Proposal, _ right: Proposal) -> Bool {
    if left.range.count != right.range.count { return left.range.count > right.range.count }
    if left.specificity != right.specificity { return left.specificity > right.specificity }
    return (left.range.lowerBound, left.rule) < (right.range.lowerBound, right.rule)
  }

  /// Takes the best one again and again; what stands in a sentence already asked about, or says the same, goes down.
  private static func choose(
    from proposals: [Proposal], _ passage: Passage, _ options: Options
  ) -> [AnswerCandidate] {
    var open: [AnswerCandidate] = proposals.compactMap { proposal in
      guard let range = passage.utf8(proposal.range) else { return nil }
      let text = passage.string(proposal.range)
      // An answer that stands several times in the passage is less clearly the answer to one question.
      let times = passage.text.components(separatedBy: text).count - 1
      let score = proposal.specificity - 0.1 * Double(min(3, max(0, times - 1)))
      return AnswerCandidate(range: range, text: text, type: proposal.type, rule: proposal.rule, score: score)
    }
    let pieces = passage.pieces.compactMap { passage.utf8($0.range) }
    var asked = [Int](repeating: 0, count: pieces.count)
    var out: [AnswerCandidate] = []
    var texts: Set<String> = []
    while out.count < options.maximumPerChunk, !open.isEmpty {
      func worth(_ candidate: AnswerCandidate) -> Double {
        let before = pieces.indices.filter { pieces[$0].overlaps(candidate.range) }.map { asked[$0] }.min() ?? 0
        return candidate.score - options.sentencePenalty * Double(before)
      }
      let best = open.indices.min { left, right in
        let (a, b) = (worth(open[left]), worth(open[right]))
        if a != b { return a > b }
        return (open[left].range.lowerBound, open[left].range.upperBound)
          < (open[right].range.lowerBound, open[right].range.upperBound)
      }
      guard let best else { break }
      let candidate = open.remove(at: best)
      guard texts.insert(candidate.text).inserted else { continue }
      for index in pieces.indices where pieces[index].overlaps(candidate.range) { asked[index] += 1 }
      out.append(candidate)
    }
    return out
  }
}
