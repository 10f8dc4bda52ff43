public import Records

/// A dataset, divided.
public struct SplitResult: Sendable {
  /// The groups that have pairs, with their places, ascending by name.
  public var groups: [SplitGroup]
  /// The pairs of each part, `split` filled in, in the order of their documents.
  public var parts: [DatasetSplit: [QAPair]]
  /// What was left out because its wording stands on the other side of the split.
  public var dropped: [Drop]
  /// How it was divided.
  public var options: SplitOptions

  /// The pairs of one part.
  public subscript(part: DatasetSplit) -> [QAPair] { parts[part, default: []] }
}

/// Divides pairs into train, validation and two test sets, by groups of documents.
///
/// `test-unseen` and `validation` are whole groups. `test-reworded` holds one wording of some facts of which another
/// wording is in `train`: it asks whether a model learned the fact and not the sentence.
public struct Splitter: Sendable {
  /// How to divide.
  public let options: SplitOptions

  /// Makes a splitter.
  public init(options: SplitOptions = SplitOptions()) { self.options = options }

  /// Divides the pairs. The result depends on the set of pairs and documents, not on their order.
  ///
  /// Documents that `history` knows keep their places.
  public func split(
    _ pairs: [QAPair], documents: [SplitDocument], history: SplitHistory = SplitHistory()
  ) -> SplitResult {
    let pairs = pairs.sorted(by: Self.precedes)
    let groups = GroupPlaces(options: options).assign(
      SplitGrouping.groups(pairs, documents, options), history: history)
    var places: [String: DatasetSplit] = [:]
    for group in groups {
      for document in group.documents { places[document.path] = group.place }
    }
    var parts = Dictionary(grouping: pairs) { places[$0.documentPath] ?? .train }
    holdOutWordings(&parts)
    let dropped = dropLeaks(&parts)
    for part in DatasetSplit.allCases {
      parts[part] = parts[part, default: []].map { pair in
        var pair = pair
        pair.split = part.rawValue
        return pair
      }
    }
    return SplitResult(groups: groups, parts: parts, dropped: dropped, options: options)
  }

  /// By document, page, place in the chunk, id.
  private static func precedes(_ left: QAPair, _ right: QAPair) -> Bool {
    guard let first = left.evidence.first, let second = right.evidence.first else {
      return (left.evidence.count, left.id) < (right.evidence.count, right.id)
    }
    return (first.document, first.page, first.chunk, first.start, left.id)
      < (second.document, second.page, second.chunk, second.start, right.id)
  }

  /// Moves one wording of some facts from `train` to `test-reworded`.
  private func holdOutWordings(_ parts: inout [DatasetSplit: [QAPair]]) {
    let train = parts[.train, default: []]
    let index = QuestionIndex(train.map { Shingles(question: $0.question, $0.language) })
    var choices: [ContentHash: (pair: Int, similarity: Double)] = [:]
    let wordings = Dictionary(grouping: train.indices) { train[$0].fact }
    for (fact, asked) in wordings where asked.count > 1 {
      // An original is held out only where no variant will do.
      let ranked = asked.map { pair -> (pair: Int, isOriginal: Int, similarity: Double) in
        let set = Shingles(question: train[pair].question, train[pair].language)
        let nearest = index.nearest(to: set) { $0 != pair }
        return (pair, train[pair].variantOf == nil ? 1 : 0, nearest?.similarity ?? 0)
      }
      .filter { $0.similarity < options.questionThreshold }
      .min { ($0.isOriginal, $0.similarity, $0.pair) < ($1.isOriginal, $1.similarity, $1.pair) }
      if let ranked { choices[fact] = (ranked.pair, ranked.similarity) }
    }
    let held = heldOutFacts(choices.mapValues { train[$0.pair].language }).compactMap { choices[$0]?.pair }
    let moved = Set(held)
    parts[.testReworded] = train.indices.filter(moved.contains).map { train[$0] }
    parts[.train] = train.indices.filter { !moved.contains($0) }.map { train[$0] }
  }

  /// Facts whose hash falls below the share; in each language at least one.
  private func heldOutFacts(_ facts: [ContentHash: Language]) -> [ContentHash] {
    guard options.rewordedShare > 0 else { return [] }
    return Language.allCases.flatMap { language -> [ContentHash] in
      let placed = facts.filter { $0.value == language }.map { fact, _ -> (fact: ContentHash, position: Double) in
        var random = SeededRandom(seed: options.seed, name: "fact " + fact.hex)
        return (fact, Double(random.next() >> 11) / Double(1 << 53))
      }
      .sorted { ($0.position, $0.fact) < ($1.position, $1.fact) }
      let below = placed.prefix { $0.position < options.rewordedShare }
      return (below.isEmpty ? placed.prefix(1) : below).map(\.fact)
    }
  }

  /// Takes questions out of validation and the tests that are worded as one in a part that training sees.
  private func dropLeaks(_ parts: inout [DatasetSplit: [QAPair]]) -> [Drop] {
    var dropped: [Drop] = []
    for (part, seen) in SplitSearch.comparisons {
      let others = parts[seen, default: []]
      let index = QuestionIndex(others.map { Shingles(question: $0.question, $0.language) })
      parts[part] = parts[part, default: []].filter { pair in
        let set = Shingles(question: pair.question, pair.language)
        guard let nearest = index.nearest(to: set), nearest.similarity >= options.questionThreshold else { return true }
        dropped.append(leak(pair, part, others[nearest.index], seen, nearest.similarity))
        return false
      }
    }
    return dropped
  }

  private func leak(_ pair: QAPair, _ part: DatasetSplit, _ twin: QAPair, _ seen: DatasetSplit, _ similarity: Double)
    -> Drop
  {
    Drop(
      stage: "curate", item: pair.id.hex, document: pair.documentPath, reason: "near-duplicate-across-splits",
      detail: BilingualText(
        en: "It would be in \(part.rawValue), but \(twin.id.short) in \(seen.rawValue) is worded alike (similarity "
          + "\(similarity.toHundredths), threshold \(options.questionThreshold.toHundredths)).",
        ja: "\(part.rawValue) に入るはずでしたが、\(seen.rawValue) の \(twin.id.short) と質問がほぼ同じです"
          + "（類似度 \(similarity.toHundredths)、しきい値 \(options.questionThreshold.toHundredths)）。"))
  }
}
