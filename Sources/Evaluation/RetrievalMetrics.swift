/// How well retrieval found the passages that hold the answers.
public struct RetrievalMetrics: Codable, Sendable, Hashable {
  /// Share of questions with a gold passage among the first k, by k.
  public var recall: [Int: Estimate]
  /// Mean of 1/rank of the first gold passage; 0 where none was found among those fetched.
  public var meanReciprocalRank: Estimate

  /// From the rank (from 1) of the first gold passage of every question, nil where it was not found. The search must
  /// have gone as deep as the largest cutoff.
  public init(ranks: [Int?], groups: [String], cutoffs: [Int] = [1, 3, 5, 10]) {
    recall = Dictionary(
      uniqueKeysWithValues: cutoffs.map { cutoff in
        let found = ranks.map { ($0 ?? .max) <= cutoff ? 1.0 : 0 }
        return (cutoff, Estimate(values: found, groups: groups, bounds: 0...1))
      })
    meanReciprocalRank = Estimate(values: ranks.map { $0.map { 1 / Double($0) } ?? 0 }, groups: groups, bounds: 0...1)
  }
}
