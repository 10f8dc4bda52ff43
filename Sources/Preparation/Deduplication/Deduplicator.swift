public import Records

/// Takes out questions that are asked twice, and finds documents that are versions of one another.
///
/// It compares wording, never meaning. Rewordings of one fact stay, however alike, unless they say the same; so does a
/// question that differs in a number or says another word in the place of one, be its answer the same, and one that has
/// another answer in another document: which of the two holds is for people to say.
public struct Deduplicator: Sendable {
  /// The similarity that tells near-duplicates best of those that were measured: a letter changed in a Japanese question of
  /// 24, or a frame around an English one, is above it; another opening of a question of ten words is below.
  public static let usualThreshold = 0.6
  /// From this Jaccard similarity on, two questions count as the same wording.
  public let threshold: Double
  private let agree: @Sendable (QAPair, QAPair) -> Bool

  /// Makes a deduplicator.
  ///
  /// - Parameter agree: Whether two answers are one; by default where they differ in marks, spaces or width alone.
  public init(
    threshold: Double = usualThreshold,
    agree: (@Sendable (QAPair, QAPair) -> Bool)? = nil
  ) {
    self.threshold = threshold
    self.agree = agree ?? { MatchingForm.string(of: $0.answer) == MatchingForm.string(of: $1.answer) }
  }

  /// A pair that goes, and the one that stays in its stead.
  private struct Twin: Sendable {
    var pair: Int32
    var twin: Int32
    /// Nil for the same wording.
    var similarity: Double?
  }

  /// As for a list, of pairs that are held anyway.
  public func deduplicate(_ pairs: [QAPair]) -> (kept: [QAPair], dropped: [Drop]) {
    let (kept, dropped) = deduplicate(PairList(pairs))
    return (Array(kept), Array(dropped))
  }

  /// What stays, in the order given, and what goes, each with the pair that stays in its stead.
  ///
  /// Of two twins, the one that a person has accepted stays; then an original rather than a variant; then the first. A
  /// variant whose original goes is made a variant of the twin.
  public func deduplicate(_ pairs: PairList) -> (kept: PairList, dropped: DropList) {
    let twins = twins(pairs)
    var goes = [Bool](repeating: false, count: pairs.count)
    for twin in twins { goes[Int(twin.pair)] = true }
    var kept = pairs.selecting { !goes[$0] }
    kept = kept.rewording(heirs(of: twins, pairs, kept))
    return (kept, DropList(count: twins.count) { drop(twins[$0], pairs) })
  }

  /// The pairs that go, ascending.
  private func twins(_ pairs: PairList) -> [Twin] {
    let wordings = QuestionWordings(pairs)
    let likes = WordingLikes(wordings.shingles, threshold: threshold)
    // Of one wording one pair stays for each document that answers it otherwise.
    var holders = WordingHolders(wordings: wordings.count, pairs: pairs.count)
    var twins: [Twin] = []
    // Twins are looked for among those that stay, best first, so that a chain of likenesses does not eat a whole topic.
    for rank in 0..<4 {
      for index in pairs.indices where Self.rank(pairs.traits(at: index)) == rank {
        let wording = wordings.wording(of: index)
        let near = likes.of(wording).flatMap { like in
          holders.of(like.other).map { (twin: $0, similarity: like.similarity) }
        }
        .filter { asksTheSame(index, $0.twin, pairs) }
        .min { ($1.similarity, $0.twin) < ($0.similarity, $1.twin) }
        if let twin = holders.of(wording).first(where: { isTwin(pairs[index], pairs[$0]) }) {
          twins.append(Twin(pair: Int32(index), twin: Int32(twin)))
        } else if let near {
          twins.append(Twin(pair: Int32(index), twin: Int32(near.twin), similarity: near.similarity))
        } else {
          holders.add(index, to: wording)
        }
      }
    }
    return twins.sorted { $0.pair < $1.pair }
  }

  /// For each pair that stays and reworded one that goes, the one that it rewords now, by their numbers in the storage;
  /// below zero none.
  private func heirs(of twins: [Twin], _ pairs: PairList, _ kept: PairList) -> [Int32: Int32] {
    var heirs: [HashKey: Int] = [:]
    for twin in twins { heirs[HashKey(pairs[Int(twin.pair)].id)] = Int(twin.twin) }
    var changed: [Int32: Int32] = [:]
    for index in kept.indices where !heirs.isEmpty && kept.traits(at: index).isVariant {
      let pair = kept[index]
      guard let original = pair.variantOf, let heir = heirs[HashKey(original)] else { continue }
      changed[Int32(kept.number(of: index))] = pairs[heir].id == pair.id ? -1 : Int32(pairs.number(of: heir))
    }
    return changed
  }

  private static func rank(_ pair: PairTraits) -> Int { (pair.isReviewed ? 0 : 2) + (pair.isVariant ? 1 : 0) }

  /// The same wording is a twin unless another document answers it otherwise.
  private func isTwin(_ left: QAPair, _ right: QAPair) -> Bool {
    agree(left, right) || left.evidence.first?.sha256 == right.evidence.first?.sha256
  }

  /// Like wording is a twin only with the same numbers and the same answer, and not where it rewords one fact or asks about
  /// something else: `宿泊費の上限は東京で…` and `…大阪で…` look alike, and may well have the same answer.
  private func asksTheSame(_ left: Int, _ right: Int, _ pairs: PairList) -> Bool {
    let (one, other) = (pairs.traits(at: left), pairs.traits(at: right))
    guard one.language == other.language, one.fact != other.fact else { return false }
    let (first, second) = (pairs[left], pairs[right])
    guard MatchingForm.numbers(of: first.question) == MatchingForm.numbers(of: second.question) else { return false }
    return agree(first, second) && asksAboutOne(first, second)
  }

  /// Whether at most one of two questions says more than the other. Where each says what the other does not, they are
  /// wordings of one question only if one sentence answers both.
  private func asksAboutOne(_ left: QAPair, _ right: QAPair) -> Bool {
    if AskedMatter(left.question, left.language).isOne(with: AskedMatter(right.question, right.language)) {
      return true
    }
    guard let one = left.evidence.first, let other = right.evidence.first else { return false }
    return one.sha256 == other.sha256 && one.chunk == other.chunk && one.start < other.end && other.start < one.end
  }

  private func drop(_ twin: Twin, _ pairs: PairList) -> Drop {
    let (pair, other) = (pairs[Int(twin.pair)], pairs[Int(twin.twin)])
    return twin.similarity.map { nearDrop(pair, other, $0) } ?? exactDrop(pair, other)
  }

  private func exactDrop(_ pair: QAPair, _ twin: QAPair) -> Drop {
    let agrees = agree(pair, twin)
    let detail =
      agrees
      ? BilingualText(
        en: "The question is worded as in \(twin.id.short), which stays.",
        ja: "残した \(twin.id.short) と質問が同じです。")
      : BilingualText(
        en: "The question is worded as in \(twin.id.short), which stays, but has another answer (“\(pair.answer)”, not "
          + "“\(twin.answer)”): make the question name its document or topic to keep both.",
        ja: "残した \(twin.id.short) と質問が同じですが、答えが違います（「\(twin.answer)」ではなく「\(pair.answer)」）。"
          + "両方残すには、質問に文書名や話題を入れてください。")
    return Drop(
      stage: "curate", item: pair.id.hex, document: pair.evidence.first?.document,
      reason: agrees ? "exact-duplicate" : "duplicate-with-other-answer", detail: detail)
  }

  private func nearDrop(_ pair: QAPair, _ twin: QAPair, _ similarity: Double) -> Drop {
    Drop(
      stage: "curate", item: pair.id.hex, document: pair.evidence.first?.document, reason: "near-duplicate",
      detail: BilingualText(
        en: "The question is worded almost as in \(twin.id.short), which stays (similarity "
          + "\(similarity.toHundredths), threshold \(threshold.toHundredths)).",
        ja: "残した \(twin.id.short) と質問がほぼ同じです（類似度 \(similarity.toHundredths)、"
          + "しきい値 \(threshold.toHundredths)）。"))
  }
}

/// For each wording, those that it is a near-duplicate of.
private struct WordingLikes {
  struct Like {
    var wording: Int32
    var other: Int
    var similarity: Double
  }

  private let likes: [Like]

  init(_ wordings: some ShingleSets, threshold: Double) {
    var pieces = RarePieces(threshold: threshold)
    likes = pieces.matches(wordings).flatMap { match in
      [
        Like(wording: Int32(match.left), other: match.right, similarity: match.similarity),
        Like(wording: Int32(match.right), other: match.left, similarity: match.similarity),
      ]
    }.sorted { ($0.wording, $0.other) < ($1.wording, $1.other) }
  }

  func of(_ wording: Int) -> ArraySlice<Like> {
    likes[likes.partitionPoint { Int($0.wording) < wording }...].prefix { Int($0.wording) == wording }
  }
}

extension Double {
  /// `0.83`, the same on every machine.
  var toHundredths: String {
    let hundredths = Int((self * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
