public import Records

/// The search for like wording across a split, and what it found.
public struct SplitSearch: Codable, Sendable, Hashable {
  /// The part whose questions were looked for …
  public var part: DatasetSplit
  /// … among the questions of this part.
  public var among: DatasetSplit
  /// From this similarity on a question counts as leaked.
  public var threshold: Double
  /// The highest similarity found, in ten-thousandths' precision.
  public var highest: Double
  /// The two questions that have it, if any two share anything.
  public var nearest: [ContentHash]
  /// How many questions are at or above the threshold.
  public var leaked: Int

  /// Which parts must not be worded like which.
  static let comparisons: [(part: DatasetSplit, among: DatasetSplit)] = [
    (.validation, .train), (.testReworded, .train), (.testUnseen, .train), (.testUnseen, .validation),
  ]

  /// Looks for every question of `part` in `among`, exactly.
  static func run(
    _ part: DatasetSplit, among other: DatasetSplit, _ examples: [DatasetSplit: [TrainingExample]], threshold: Double
  ) -> SplitSearch {
    let others = examples[other, default: []]
    let index = QuestionIndex(others.map { Shingles(question: $0.question, $0.language) })
    var search = SplitSearch(part: part, among: other, threshold: threshold, highest: 0, nearest: [], leaked: 0)
    for example in examples[part, default: []] {
      guard let nearest = index.nearest(to: Shingles(question: example.question, example.language)) else { continue }
      if nearest.similarity >= threshold { search.leaked += 1 }
      let rounded = (nearest.similarity * 10000).rounded() / 10000
      if rounded > search.highest {
        search.highest = rounded
        search.nearest = [example.id, others[nearest.index].id]
      }
    }
    return search
  }

  /// All searches that a certificate holds.
  static func all(_ examples: [DatasetSplit: [TrainingExample]], threshold: Double) -> [SplitSearch] {
    comparisons.map { run($0.part, among: $0.among, examples, threshold: threshold) }
  }
}

extension TrainingExample {
  /// What the user asks.
  var question: String { messages.last { $0.role == "user" }?.content ?? "" }
  /// What the assistant should say.
  var answer: String { messages.last { $0.role == "assistant" }?.content ?? "" }
}
