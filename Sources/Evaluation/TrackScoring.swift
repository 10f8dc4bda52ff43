import Records

/// Turns the predictions on one test set into figures.
struct TrackScoring {
  let items: [EvaluationItem]
  let predictions: [String: [ContentHash: Prediction]]
  let arms: [String]
  let seed: UInt64

  /// The pairs of arms whose difference answers a manager's question, in the order of importance.
  static let questions: [(arm: String, baseline: String)] = [
    ("lora", "rag"), ("lora+rag", "rag"), ("lora", "base"), ("rag", "base"), ("rag", "oracle"), ("few-shot", "base"),
  ]

  func comparison(_ track: DatasetSplit) -> TrackComparison {
    let present = arms.filter { predictions[$0] != nil }
    var differences = Self.questions.filter { present.contains($0.arm) && present.contains($0.baseline) }
      .compactMap { difference($0.arm, $0.baseline) }
    PairedDifference.correct(&differences)
    return TrackComparison(
      track: track, questions: items.count, documents: Set(items.map(\.group)).count,
      arms: present.map(scores), differences: differences, retrieval: retrieval(present),
      items: items.map { item in
        ScoredItem(
          item: item,
          answers: present.compactMap { arm in
            predictions[arm]?[item.id].map {
              ScoredItem.Answer(arm: arm, text: $0.answer, score: score($0, item))
            }
          })
      })
  }

  private func score(_ prediction: Prediction, _ item: EvaluationItem) -> AnswerScore {
    AnswerMetrics.score(prediction: prediction.answer, references: item.references, language: item.language)
  }

  private func answered(_ arm: String) -> [(item: EvaluationItem, prediction: Prediction)] {
    items.compactMap { item in predictions[arm]?[item.id].map { (item, $0) } }
  }

  private func scores(_ arm: String) -> ArmScores {
    let answered = answered(arm)
    let scored = answered.map { (item: $0.item, score: score($0.prediction, $0.item)) }
    func f1(_ chosen: [(item: EvaluationItem, score: AnswerScore)]) -> Estimate {
      Estimate(values: chosen.map(\.score.f1), groups: chosen.map(\.item.group), bounds: 0...1)
    }
    let seconds = answered.map(\.prediction.seconds).sorted()
    let count = Double(max(answered.count, 1))
    return ArmScores(
      arm: arm,
      exactMatch: Estimate(
        values: scored.map(\.score.exactMatch), groups: scored.map(\.item.group), bounds: 0...1),
      f1: f1(scored),
      f1ByLanguage: Dictionary(grouping: scored) { $0.item.language.rawValue }.mapValues(f1),
      f1ByType: Dictionary(grouping: scored) { $0.item.type.rawValue }.mapValues(f1),
      empty: answered.count { $0.prediction.answer.isEmpty },
      meanAnswerCharacters: Double(answered.map(\.prediction.answer.count).reduce(0, +)) / count,
      medianSeconds: Self.percentile(seconds, 0.5), percentile95Seconds: Self.percentile(seconds, 0.95),
      largestBatch: Self.largest(answered.map(\.prediction.batch)),
      meanPromptTokens: Double(answered.map(\.prediction.promptTokens).reduce(0, +)) / count)
  }

  private func difference(_ arm: String, _ baseline: String) -> PairedDifference? {
    guard let first = predictions[arm], let second = predictions[baseline] else { return nil }
    let pairs = items.compactMap { item -> (group: String, value: Double)? in
      guard let a = first[item.id], let b = second[item.id] else { return nil }
      return (item.group, score(a, item).f1 - score(b, item).f1)
    }
    if pairs.isEmpty { return nil }
    return PairedDifference(
      arm: arm, baseline: baseline, values: pairs.map(\.value), groups: pairs.map(\.group), seed: seed)
  }

  private func retrieval(_ present: [String]) -> RetrievalMetrics? {
    guard let arm = present.first(where: { predictions[$0]?.values.contains { $0.retrieved } ?? false }) else {
      return nil
    }
    let answered = answered(arm)
    return RetrievalMetrics(ranks: answered.map(\.prediction.goldRank), groups: answered.map(\.item.group))
  }

  /// Nil where one is missing.
  private static func largest(_ batches: [Int?]) -> Int? {
    let known = batches.compactMap { $0 }
    return known.count == batches.count ? known.max() : nil
  }

  private static func percentile(_ sorted: [Double], _ share: Double) -> Double {
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, Int((Double(sorted.count - 1) * share).rounded()))]
  }
}
