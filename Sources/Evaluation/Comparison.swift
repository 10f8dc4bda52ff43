public import Records

/// One arm's figures on one test set.
public struct ArmScores: Codable, Sendable, Hashable {
  /// The arm's word, such as `lora+rag`.
  public var arm: String
  /// Share of answers equal to a reference once both are normalised, 0…1.
  public var exactMatch: Estimate
  /// Mean F1, 0…1: over words in English, over characters in Japanese.
  public var f1: Estimate
  /// F1 of the questions in each language, by `ja`, `en`.
  public var f1ByLanguage: [String: Estimate]
  /// F1 by question type.
  public var f1ByType: [String: Estimate]
  /// Answers left empty.
  public var empty: Int
  /// Mean length of an answer in characters, empty answers included; 0 where the arm answered nothing.
  public var meanAnswerCharacters: Double
  /// Median and 95th percentile of the time an answer took; of answers given in batches, of their even shares. Not
  /// compared by resume tests: it is measured, not computed.
  public var medianSeconds: Double
  /// Seconds that 95 % of the answers did not exceed, by the nearest rank; 0 where the arm answered nothing.
  public var percentile95Seconds: Double
  /// The most questions that were answered at once; only where it is 1 does an answer have a time of its own. Nil where
  /// some answer does not tell.
  public var largestBatch: Int?
  /// Mean tokens of all prompts that one answer took; arms that read passages one by one send several.
  public var meanPromptTokens: Double
}

/// A question with every arm's answer and score, for reading.
public struct ScoredItem: Codable, Sendable, Hashable {
  /// One arm's answer.
  public struct Answer: Codable, Sendable, Hashable {
    /// The arm's word, such as `rag`.
    public var arm: String
    /// The answer as it was given, before any normalisation.
    public var text: String
    /// Against the reference that fits best.
    public var score: AnswerScore
  }

  /// The question, with its references, its document and its group.
  public var item: EvaluationItem
  /// In the order of the arms; an arm that has not answered this question is left out.
  public var answers: [Answer]
}

/// All figures on one test set.
public struct TrackComparison: Codable, Sendable, Hashable {
  /// `test-reworded` or `test-unseen`.
  public var track: DatasetSplit
  /// Questions in the test set, also those that some arm has not answered.
  public var questions: Int
  /// Groups of documents: the independent units.
  public var documents: Int
  /// In the order in which the arms were named; arms without a single answer are left out.
  public var arms: [ArmScores]
  /// F1 differences between the arms that the verdict rests on.
  public var differences: [PairedDifference]
  /// Of the retrieval that the arms shared; nil where no arm retrieved.
  public var retrieval: RetrievalMetrics?
  /// Every question of the test set, by ascending id.
  public var items: [ScoredItem]
}

/// Everything that the report shows: the report renders it without recomputing.
public struct Comparison: Codable, Sendable, Hashable {
  /// Reworded, then unseen; a test set without questions is left out.
  public var tracks: [TrackComparison]
  /// What the differences in `tracks` allow to say.
  public var verdict: Verdict
  /// Of the sign flips that the p-values are sampled with where there are more than 13 independent documents.
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
