import Records

/// Looks for like wording between two lists, exactly: all that is at or above a threshold, and the most alike below it.
///
/// What is below the threshold is looked for in steps, each exact and each dearer than the one before. Where a step would
/// take too many comparisons the search ends, and `exactDownTo` says how far it went: nothing that is not named is as
/// alike as the last one named, or, where fewer are named than were asked for, as `exactDownTo`.
struct NearestWordings {
  /// How many of the most alike are named.
  static let named = 10
  /// Comparisons below the threshold that are worth while: about a second on one core.
  static let comparisons = 4_000_000
  private static let steps = [0.6, 0.4, 0.2]

  /// Of the first list, what is at or above the threshold of something in the second, with the most alike.
  private(set) var leaks: [Int: MinHash.Match] = [:]
  /// The most alike, the highest similarity first; `right` counts in the second list.
  private(set) var nearest: [MinHash.Match] = []
  /// Down to this similarity nothing was missed; 0 where everything was compared that shares a piece.
  private(set) var exactDownTo: Double

  init(_ wordings: WordingList, among others: WordingList, threshold: Double) {
    exactDownTo = threshold
    let above = Self.matches(wordings, among: others, threshold: threshold)
    leaks = Self.nearest(of: above)
    nearest = Self.most(above)
    // At the lowest step one shared piece is enough.
    for step in Self.steps.filter({ $0 < threshold }) + [1e-6] where nearest.count < Self.named {
      guard let found = Self.matches(wordings, others, step, limit: Self.comparisons) else { return }
      nearest = Self.most(found)
      exactDownTo = step < 0.01 ? 0 : step
    }
  }

  /// Of the first list, what is at or above the threshold of something in the second, with the most alike.
  static func leaks(_ wordings: WordingList, among others: WordingList, threshold: Double) -> [Int: MinHash.Match] {
    nearest(of: matches(wordings, among: others, threshold: threshold))
  }

  private static func matches(_ wordings: WordingList, among others: WordingList, threshold: Double) -> [MinHash.Match]
  {
    matches(wordings, others, threshold, limit: .max) ?? []
  }

  private static func matches(
    _ wordings: WordingList, _ others: WordingList, _ threshold: Double, limit: Int
  ) -> [MinHash.Match]? {
    var pieces = RarePieces(threshold: threshold)
    let all = JoinedSets(first: wordings, second: others)
    guard let found = pieces.matches(all, across: wordings.count, limit: limit) else { return nil }
    let alike = found.map { MinHash.Match(left: $0.left, right: $0.right - wordings.count, similarity: $0.similarity) }
      .filter { wordings.numbers($0.left) == others.numbers($0.right) }
    // As a rule there is none: what is left out here would have leaked.
    let known = Set(alike.filter { $0.similarity == 1 })
    return alike + same(wordings, others).filter { !known.contains($0) }
  }

  /// The same wording under another language's name has other pieces.
  private static func same(_ wordings: WordingList, _ others: WordingList) -> [MinHash.Match] {
    let order = (0..<others.count).map(Int32.init).sorted { left, right in
      (others.exact(Int(left)), left) < (others.exact(Int(right)), right)
    }
    return (0..<wordings.count).compactMap { index in
      let wanted = wordings.exact(index)
      let place = order.partitionPoint { others.exact(Int($0)) < wanted }
      guard place < order.count, others.exact(Int(order[place])) == wanted else { return nil }
      return MinHash.Match(left: index, right: Int(order[place]), similarity: 1)
    }
  }

  private static func nearest(of matches: [MinHash.Match]) -> [Int: MinHash.Match] {
    var nearest: [Int: MinHash.Match] = [:]
    for match in matches {
      nearest[match.left] = nearest[match.left].map { isNearer(match, $0) ? match : $0 } ?? match
    }
    return nearest
  }

  private static func isNearer(_ left: MinHash.Match, _ right: MinHash.Match) -> Bool {
    (-left.similarity, left.left, left.right) < (-right.similarity, right.left, right.right)
  }

  private static func most(_ matches: [MinHash.Match]) -> [MinHash.Match] {
    Array(matches.sorted(by: isNearer).prefix(named))
  }
}
