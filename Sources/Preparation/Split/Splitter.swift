public import Records

/// A dataset, divided.
public struct SplitResult: Sendable {
  /// The groups that have pairs, with their places, ascending by name.
  public var groups: [SplitGroup]
  /// The pairs of each part, `split` filled in, in the order of their documents.
  public var parts: [DatasetSplit: PairList]
  /// What was left out because its wording stands on the other side of the split.
  public var dropped: DropList
  /// Documents that stand elsewhere than in earlier versions, because groups have become one.
  public var moves: [SplitMove]
  /// How it was divided.
  public var options: SplitOptions
  /// Documents of which nothing tells whether one is another one's translation.
  public var untold: UntoldTranslations

  /// The pairs of one part.
  public subscript(part: DatasetSplit) -> PairList { parts[part] ?? PairList(PairStorage()) }
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

  /// As for a list, of pairs that are held anyway.
  public func split(
    _ pairs: [QAPair], documents: [SplitDocument], history: SplitHistory = SplitHistory(),
    contradictions: [Contradiction] = []
  ) -> SplitResult {
    split(PairList(pairs), documents: documents, history: history, contradictions: contradictions)
  }

  /// Divides the pairs. The result depends on the set of pairs and documents, not on their order.
  ///
  /// Documents that `history` knows keep their places.
  ///
  /// - Parameter contradictions: Their documents stay together, so that no side of one is left out as a question that
  ///   stands in another part already.
  public func split(
    _ pairs: PairList, documents: [SplitDocument], history: SplitHistory = SplitHistory(),
    contradictions: [Contradiction] = []
  ) -> SplitResult {
    let pairs = Self.sorted(pairs)
    let joined = SplitGrouping.groups(pairs, documents, options, contradictions)
    let groups = GroupPlaces(options: options, sizes: Self.sizes(of: joined, pairs)).assign(joined, history: history)
    var places: [String: DatasetSplit] = [:]
    for group in groups {
      for document in group.documents { places[document.path] = group.place }
    }
    let placeOfDocument = pairs.storage.documents.map { places[$0] ?? .train }
    var parts: [DatasetSplit: PairList] = [:]
    for part in DatasetSplit.allCases {
      parts[part] = pairs.selecting { placeOfDocument[Int(pairs.traits(at: $0).document)] == part }
    }
    holdOutWordings(&parts)
    var dropped = dropLeaks(&parts)
    dropped += dropContained(&parts)
    for part in DatasetSplit.allCases { parts[part] = parts[part]?.placed(in: part) }
    return SplitResult(
      groups: groups, parts: parts, dropped: dropped, moves: history.moves(to: groups), options: options,
      untold: UntoldTranslations(documents, groups))
  }

  /// How many pairs each group has, by its name.
  private static func sizes(of groups: [SplitGroup], _ pairs: PairList) -> [String: Int] {
    var counts = [Int](repeating: 0, count: pairs.storage.documents.count)
    for index in pairs.indices {
      let document = Int(pairs.traits(at: index).document)
      if counts.indices.contains(document) { counts[document] += 1 }
    }
    let ofPath = Dictionary(zip(pairs.storage.documents, counts), uniquingKeysWith: +)
    return Dictionary(
      groups.map { ($0.name, $0.documents.reduce(0) { $0 + ofPath[$1.path, default: 0] }) }, uniquingKeysWith: +)
  }

  /// Where a pair stands in the order of a dataset.
  private struct Place: Comparable {
    var document: Int32
    var page: Int32
    var start: Int32
    var index: Int32
    var chunk: HashKey
    var id: HashKey

    static func < (left: Place, right: Place) -> Bool {
      if left.document != right.document { return left.document < right.document }
      if left.page != right.page { return left.page < right.page }
      if left.chunk != right.chunk { return left.chunk < right.chunk }
      return left.start == right.start ? left.id < right.id : left.start < right.start
    }
  }

  /// By document, page, place in the chunk, id.
  private static func sorted(_ pairs: PairList) -> PairList {
    let names = pairs.storage.documents
    var ranks = [Int32](repeating: 0, count: names.count)
    for (rank, number) in names.indices.sorted(by: { names[$0] < names[$1] }).enumerated() {
      ranks[number] = Int32(rank)
    }
    var places: [Place] = []
    places.reserveCapacity(pairs.count)
    for (index, pair) in pairs.enumerated() {
      let evidence = pair.evidence.first
      places.append(
        Place(
          document: evidence.map { _ in ranks[Int(pairs.traits(at: index).document)] } ?? -1,
          page: Int32(clamping: evidence?.page ?? 0), start: Int32(clamping: evidence?.start ?? 0),
          index: Int32(index), chunk: evidence.map { HashKey($0.chunk) } ?? HashKey(high: 0, low: 0),
          id: HashKey(pair.id)))
    }
    places.sort()
    return pairs.selecting(places.lazy.map { Int($0.index) })
  }

  /// Moves one wording of some facts from `train` to `test-reworded`: the one that is least like the others of its fact,
  /// and never one that is worded almost as any question in `train`, or says one of its own fact's word for word with a
  /// frame around it or another ending.
  private func holdOutWordings(_ parts: inout [DatasetSplit: PairList]) {
    guard let train = parts[.train] else { return }
    let sets = WordingList(questions: train, options.questionPieces)
    var pieces = RarePieces(threshold: options.questionThreshold)
    var isAlike = [Bool](repeating: false, count: train.count)
    for match in pieces.matches(sets) { (isAlike[match.left], isAlike[match.right]) = (true, true) }
    var choices: [Choice] = []
    for group in train.grouped(by: { $0.fact }) where group.count > 1 {
      let asked = group.map { Int($0 & 0xFFFF_FFFF) }
      if let choice = choice(among: asked, of: train, sets, isAlike) {
        choices.append(Choice(train[choice], choice, seed: options.seed))
      }
    }
    var isMoved = [Bool](repeating: false, count: train.count)
    for index in heldOut(choices) { isMoved[index] = true }
    parts[.testReworded] = train.selecting { isMoved[$0] }
    parts[.train] = train.selecting { !isMoved[$0] }
  }

  /// The wording of a fact that would be held out; nil where none will do.
  private func choice(among asked: [Int], of train: PairList, _ sets: WordingList, _ isAlike: [Bool]) -> Int? {
    // What turns the fact round or explains it asks for another answer: only a rewording asks for the fact itself.
    let words = asked.map { train.words(at: $0) }
    let answers = Dictionary(grouping: words, by: \.answer).mapValues(\.count)
    let framed = QuestionFrames.holding(words.map(\.question), endings: !options.endingRewords)
    return asked.indices.filter { place in
      (!framed[place] || options.frameRewords) && !isAlike[asked[place]] && answers[words[place].answer, default: 0] > 1
    }.map { place -> (pair: Int, isOriginal: Int, similarity: Double) in
      let pair = asked[place]
      let nearest = asked.lazy.filter { $0 != pair }.map { sets[pair].jaccard(sets[$0]) }.max() ?? 0
      // An original is held out only where no variant will do.
      return (pair, train.traits(at: pair).isVariant ? 0 : 1, nearest)
    }
    .min { ($0.isOriginal, $0.similarity, $0.pair) < ($1.isOriginal, $1.similarity, $1.pair) }?.pair
  }

  /// A wording that would be held out if its fact were.
  private struct Choice {
    let pair: Int
    let language: Language
    let fact: HashKey
    /// Where its fact falls in 0..<1.
    let position: Double

    init(_ pair: QAPair, _ index: Int, seed: UInt64) {
      var random = SeededRandom(seed: seed, name: "fact " + pair.fact.hex)
      self.pair = index
      language = pair.language
      fact = HashKey(pair.fact)
      position = Double(random.next() >> 11) / Double(1 << 53)
    }
  }

  /// Those whose fact's hash falls below the share; in each language at least one.
  private func heldOut(_ choices: [Choice]) -> [Int] {
    guard options.rewordedShare > 0 else { return [] }
    return Language.allCases.flatMap { language -> [Int] in
      let placed = choices.filter { $0.language == language }.sorted {
        ($0.position, $0.fact) < ($1.position, $1.fact)
      }
      let below = placed.prefix { $0.position < options.rewordedShare }
      return (below.isEmpty ? placed.prefix(1) : below).map(\.pair)
    }
  }

  /// Takes questions out of validation and the tests that are worded as one in a part that training sees.
  private func dropLeaks(_ parts: inout [DatasetSplit: PairList]) -> DropList {
    var dropped: DropList = []
    var wordings: [DatasetSplit: WordingList] = [:]
    for (part, pairs) in parts { wordings[part] = WordingList(questions: pairs, options.questionPieces) }
    for (part, seen) in SplitSearch.comparisons {
      guard let asked = parts[part], let others = parts[seen], let left = wordings[part], let right = wordings[seen]
      else { continue }
      let leaks = NearestWordings.leaks(left, among: right, threshold: options.questionThreshold)
      let gone = leaks.values.sorted { $0.left < $1.left }
      dropped += DropList(count: gone.count) { number in
        let match = gone[number]
        return leak(asked[match.left], part, others[match.right], seen, match.similarity)
      }
      let stays = asked.indices.filter { leaks[$0] == nil }
      parts[part] = asked.selecting(stays)
      wordings[part] = left.selecting(stays)
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
