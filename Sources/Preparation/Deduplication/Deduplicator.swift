public import Records

/// Takes out questions that are asked twice, and finds documents that are versions of one another.
///
/// It compares wording, never meaning. Rewordings of one fact stay, however alike, unless they say the same; so does a
/// question that differs in a number, and one that has another answer in another document: which of the two holds is for
/// people to say.
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

  /// What stays, in the order given, and what goes, each with the pair that stays in its stead.
  ///
  /// Of two twins, the one that a person has accepted stays; then an original rather than a variant; then the first. A
  /// variant whose original goes is made a variant of the twin.
  public func deduplicate(_ pairs: [QAPair]) -> (kept: [QAPair], dropped: [Drop]) {
    // Twins are looked for among those that stay, best first, so that a chain of likenesses does not eat a whole topic.
    let ranked = pairs.indices.sorted { (rank(pairs[$0]), $0) < (rank(pairs[$1]), $1) }
    let wordings = QuestionWordings(pairs)
    let likes = likenesses(wordings)
    // Of one wording one pair stays for each document that answers it otherwise.
    var holders = [[Int]](repeating: [], count: wordings.count)
    var stays: Set<Int> = []
    var twins: [Int: (twin: Int, drop: Drop)] = [:]
    for index in ranked {
      let wording = wordings.wording(of: index)
      let near = likes[wording, default: []].flatMap { like in
        holders[like.wording].map { (twin: $0, similarity: like.similarity) }
      }
      .filter { asksTheSame(pairs[index], pairs[$0.twin]) }
      .min { ($1.similarity, $0.twin) < ($0.similarity, $1.twin) }
      if let twin = holders[wording].first(where: { isTwin(pairs[index], pairs[$0]) }) {
        twins[index] = (twin, exactDrop(pairs[index], pairs[twin]))
      } else if let near {
        twins[index] = (near.twin, nearDrop(pairs[index], pairs[near.twin], near.similarity))
      } else {
        holders[wording].append(index)
        stays.insert(index)
      }
    }
    let heirs = Dictionary(twins.map { (pairs[$0.key].id, pairs[$0.value.twin].id) }, uniquingKeysWith: { $1 })
    let kept = pairs.indices.filter(stays.contains).map { index in
      var pair = pairs[index]
      if let original = pair.variantOf, let heir = heirs[original] { pair.variantOf = heir == pair.id ? nil : heir }
      return pair
    }
    return (kept, pairs.indices.compactMap { twins[$0]?.drop })
  }

  private func rank(_ pair: QAPair) -> Int {
    let reviewed = pair.status == .accepted || pair.status == .edited
    return (reviewed ? 0 : 2) + (pair.variantOf == nil ? 0 : 1)
  }

  /// For each wording, those that it is a near-duplicate of.
  private func likenesses(_ wordings: QuestionWordings) -> [Int: [(wording: Int, similarity: Double)]] {
    var likes: [Int: [(wording: Int, similarity: Double)]] = [:]
    var pieces = RarePieces(threshold: threshold)
    for match in pieces.matches(wordings.shingles) {
      likes[match.left, default: []].append((match.right, match.similarity))
      likes[match.right, default: []].append((match.left, match.similarity))
    }
    return likes
  }

  /// The same wording is a twin unless another document answers it otherwise.
  private func isTwin(_ left: QAPair, _ right: QAPair) -> Bool {
    agree(left, right) || left.evidence.first?.sha256 == right.evidence.first?.sha256
  }

  /// Like wording is a twin only with the same numbers and the same answer, and not where it rewords one fact:
  /// `宿泊費の上限は東京で…` and `…大阪で…` look alike.
  private func asksTheSame(_ left: QAPair, _ right: QAPair) -> Bool {
    left.language == right.language && left.fact != right.fact
      && MatchingForm.numbers(of: left.question) == MatchingForm.numbers(of: right.question)
      && agree(left, right)
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

extension Double {
  /// `0.83`, the same on every machine.
  var toHundredths: String {
    let hundredths = Int((self * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
