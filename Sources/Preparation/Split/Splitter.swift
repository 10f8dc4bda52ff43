public import Records

/// A dataset, divided.
public struct SplitResult: Sendable {
  /// The groups that have pairs, with their places, ascending by name.
  public var groups: [SplitGroup]
  /// The pairs of each part, `split` filled in, in the order of their documents.
  public var parts: [DatasetSplit: [QAPair]]
  /// What was left out because its wording stands on the other side of the split.
  public var dropped: [Drop]
  /// Documents that stand elsewhere than in earlier versions, because groups have become one.
  public var moves: [SplitMove]
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
    return SplitResult(
      groups: groups, parts: parts, dropped: dropped, moves: history.moves(to: groups), options: options)
  }

  /// By document, page, place in the chunk, id.
  private static func precedes(_ left: QAPair, _ right: QAPair) -> Bool {
    guard let first = left.evidence.first, let second = right.evidence.first else {
      return (left.evidence.count, left.id) < (right.evidence.count, right.id)
    }
    return (first.document, first.page, first.chunk, first.start, left.id)
      < (second.document, second.page, second.chunk, second.start, right.id)
  }

  /// Moves one wording of some facts from `train` to `test-reworded`: the one that is least like the others of its fact,
  /// and never one that is worded almost as any question in `train`, or says one of its own fact's word for word with a
  /// frame around it.
  private func holdOutWordings(_ parts: inout [DatasetSplit: [QAPair]]) {
    let train = parts[.train, default: []]
    let sets = train.map { Shingles(question: $0.question, $0.language, options.questionPieces) }
    var pieces = RarePieces(threshold: options.questionThreshold)
    let alike = Set(pieces.matches(sets).flatMap { [$0.left, $0.right] })
    var choices: [ContentHash: Int] = [:]
    for (fact, asked) in Dictionary(grouping: train.indices, by: { train[$0].fact }) where asked.count > 1 {
      // An original is held out only where no variant will do.
      // What turns the fact round or explains it asks for another answer: only a rewording asks for the fact itself.
      let answers = Dictionary(grouping: asked) { train[$0].answer }
      let framed = QuestionFrames.holding(asked.map { train[$0].question })
      let ranked = zip(asked, framed).filter { pair, isFramed in
        (!isFramed || options.frameRewords) && !alike.contains(pair)
          && answers[train[pair].answer, default: []].count > 1
      }.map(\.0).map { pair -> (pair: Int, isOriginal: Int, similarity: Double) in
        let nearest = asked.lazy.filter { $0 != pair }.map { sets[pair].jaccard(sets[$0]) }.max() ?? 0
        return (pair, train[pair].variantOf == nil ? 1 : 0, nearest)
      }
      .min { ($0.isOriginal, $0.similarity, $0.pair) < ($1.isOriginal, $1.similarity, $1.pair) }
      if let ranked { choices[fact] = ranked.pair }
    }
    let moved = Set(heldOutFacts(choices.mapValues { train[$0].language }).compactMap { choices[$0] })
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
      let (asked, others) = (parts[part, default: []], parts[seen, default: []])
      let leaks = NearestWordings.leaks(
        asked.map { Wording(question: $0.question, $0.language, options.questionPieces) },
        among: others.map { Wording(question: $0.question, $0.language, options.questionPieces) },
        threshold: options.questionThreshold)
      parts[part] = asked.indices.compactMap { index in
        guard let match = leaks[index] else { return asked[index] }
        dropped.append(leak(asked[index], part, others[match.right], seen, match.similarity))
        return nil
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
