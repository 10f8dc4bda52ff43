public import Records

/// One arm's figures on one test set.
public struct ArmScores: Codable, Sendable, Hashable {
  public var arm: String
  public var exactMatch: Estimate
  public var f1: Estimate
  /// F1 of the questions in each language, by `ja`, `en`.
  public var f1ByLanguage: [String: Estimate]
  /// F1 by question type.
  public var f1ByType: [String: Estimate]
  /// Answers left empty.
  public var empty: Int
  public var meanAnswerCharacters: Double
  /// Median and 95th percentile of the time an answer took. Not compared by resume tests: it is measured, not computed.
  public var medianSeconds: Double
  public var percentile95Seconds: Double
  public var meanPromptTokens: Double
}

/// A question with every arm's answer and score, for reading.
public struct ScoredItem: Codable, Sendable, Hashable {
  /// One arm's answer.
  public struct Answer: Codable, Sendable, Hashable {
    public var arm: String
    public var text: String
    public var score: AnswerScore
  }

  public var item: EvaluationItem
  public var answers: [Answer]
}

/// All figures on one test set.
public struct TrackComparison: Codable, Sendable, Hashable {
  public var track: DatasetSplit
  public var questions: Int
  /// Groups of documents: the independent units.
  public var documents: Int
  public var arms: [ArmScores]
  /// F1 differences between the arms that the verdict rests on.
  public var differences: [PairedDifference]
  /// Of the retrieval that the arms shared; nil where no arm retrieved.
  public var retrieval: RetrievalMetrics?
  public var items: [ScoredItem]
}

/// Everything that the report shows: the report renders it without recomputing.
public struct Comparison: Codable, Sendable, Hashable {
  public var tracks: [TrackComparison]
  public var verdict: Verdict
  public var seed: UInt64

  /// Scores predictions. Items without a prediction of some arm are an error of the caller and leave the item out of that
  /// arm's pairs only.
  public init(items: [EvaluationItem], predictions: [Prediction], arms: [String], seed: UInt64) {
    let byArm = Dictionary(grouping: predictions, by: \.arm).mapValues { list in
      Dictionary(list.map { ($0.item, $0) }, uniquingKeysWith: { _, last in last })
    }
    tracks = [DatasetSplit.testReworded, .testUnseen].compactMap { track in
      let inTrack = items.filter { $0.track == track }.sorted { $0.id < $1.id }
      return inTrack.isEmpty
        ? nil : TrackScoring(items: inTrack, predictions: byArm, arms: arms, seed: seed).comparison(track)
    }
    verdict = Verdict(tracks: tracks)
    self.seed = seed
  }
}
