public import Records

/// Two documents that answer nearly the same question otherwise, side by side: which of them holds is for people to say.
public struct Contradiction: Codable, Sendable, Hashable {
  /// One document's answer.
  public struct Side: Codable, Sendable, Hashable {
    /// The pair.
    public var pair: ContentHash
    /// Its question.
    public var question: String
    /// Its answer.
    public var answer: String
    /// Path of the document.
    public var document: String
    /// Where the quote begins.
    public var page: Int
    /// The document's own words.
    public var quote: String

    init?(_ pair: QAPair) {
      guard let evidence = pair.evidence.first else { return nil }
      self.pair = pair.id
      question = pair.question
      answer = pair.answer
      document = evidence.document
      page = evidence.page
      quote = evidence.quote
    }
  }

  /// The document whose path comes first.
  public var left: Side
  /// The other one.
  public var right: Side
  /// How alike the questions are (Jaccard of their wording, or of their content words where these are more alike), in
  /// hundredths' precision.
  public var similarity: Double
}

/// Finds contradictions among pairs, by wording and by content words: it shows, and decides nothing. Questions that are
/// alike by their pattern alone (`AskedMatter`) are none; questions worded otherwise are some where they ask for the same
/// thing by the same content words (`ContentWords`).
public struct ContradictionFinder: Sendable {
  /// One word of ten may differ. What is shown to a person may be wrong now and then: it is lower than what is left out by.
  public static let usualThreshold = 0.4
  /// From this similarity on, two questions are nearly the same.
  public let threshold: Double
  private let differ: @Sendable (QAPair, QAPair) -> Bool
  /// Of one wording so many documents are compared at most: beyond that a person has seen enough.
  private static let documentsPerWording = 50

  /// - Parameter differ: Whether the answers to nearly the same question are different ones.
  public init(
    threshold: Double = usualThreshold, differ: @escaping @Sendable (QAPair, QAPair) -> Bool
  ) {
    self.threshold = threshold
    self.differ = differ
  }

  /// As for a list, of pairs that are held anyway.
  public func contradictions(in pairs: [QAPair]) -> [Contradiction] { contradictions(in: PairList(pairs)) }

  /// One for each two facts, the most alike wordings of them, by the documents' paths.
  public func contradictions(in pairs: PairList) -> [Contradiction] {
    let wordings = QuestionWordings(pairs)
    var holders = WordingHolders(wordings: wordings.count, pairs: pairs.count)
    for index in pairs.indices { add(index, pairs, wordings.wording(of: index), &holders) }
    var best: [[Int32]: Contradiction] = [:]
    func compare(_ left: Int, _ right: Int, _ similarity: Double, byContent: Bool = false) {
      let (one, other) = (pairs.traits(at: left), pairs.traits(at: right))
      guard one.language == other.language, one.fact != other.fact, one.isAnswerable, other.isAnswerable,
        let found = contradiction(pairs[left], pairs[right], similarity, byContent)
      else { return }
      let facts = [one.fact, other.fact].sorted()
      if let known = best[facts], !precedes(found, known) { return }
      best[facts] = found
    }
    for wording in 0..<wordings.count {
      let same = holders.of(wording)
      for (place, right) in same.enumerated() { for left in same[..<place] { compare(left, right, 1) } }
    }
    var pieces = RarePieces(threshold: threshold)
    for match in pieces.matches(wordings.shingles) {
      for left in holders.of(match.left) {
        for right in holders.of(match.right) { compare(left, right, match.similarity) }
      }
    }
    let asked = (0..<wordings.count).flatMap { holders.of($0) }
    ContentMatches(asked, of: pairs, atMost: Self.documentsPerWording).each { compare($0, $1, $2, byContent: true) }
    return best.values.sorted(by: order)
  }

  /// One for each document and answer.
  private func add(_ index: Int, _ pairs: PairList, _ wording: Int, _ holders: inout WordingHolders) {
    let known = holders.of(wording)
    guard known.count < Self.documentsPerWording else { return }
    if !known.isEmpty {
      let pair = pairs[index]
      let isKnown = known.contains {
        let other = pairs[$0]
        return other.evidence.first?.sha256 == pair.evidence.first?.sha256 && other.answer == pair.answer
      }
      if isKnown { return }
    }
    holders.add(index, to: wording)
  }

  private func contradiction(
    _ one: QAPair, _ other: QAPair, _ similarity: Double, _ byContent: Bool
  ) -> Contradiction? {
    let (matter, theirs) = (AskedMatter(one.question, one.language), AskedMatter(other.question, other.language))
    guard one.evidence.first?.sha256 != other.evidence.first?.sha256,
      MatchingForm.numbers(of: one.question) == MatchingForm.numbers(of: other.question),
      byContent ? matter.quotesTheSame(as: theirs) : matter.isOne(with: theirs),
      differ(one, other),
      let first = Contradiction.Side(one), let second = Contradiction.Side(other)
    else { return nil }
    let isFirst = (first.document, first.pair) < (second.document, second.pair)
    return Contradiction(
      left: isFirst ? first : second, right: isFirst ? second : first,
      similarity: (similarity * 100).rounded() / 100)
  }

  private func precedes(_ one: Contradiction, _ other: Contradiction) -> Bool {
    (-one.similarity, one.left.pair, one.right.pair) < (-other.similarity, other.left.pair, other.right.pair)
  }

  private func order(_ one: Contradiction, _ other: Contradiction) -> Bool {
    (one.left.document, one.right.document, one.left.pair, one.right.pair)
      < (other.left.document, other.right.document, other.left.pair, other.right.pair)
  }
}
