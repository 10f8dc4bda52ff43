public import Evaluation
import Foundation
public import Records
import Storage

/// `output/report/scores.json`: every figure, and the keys of the stored answers that they were computed from.
public struct ScoresFile: Codable, Sendable {
  /// The file's name.
  public static let fileName = "scores.json"

  /// Such as `v3`.
  public var dataset: String
  /// Hash of the dataset's files.
  public var datasetContent: ContentHash
  /// The base model's name.
  public var model: String
  /// The adapter's name, where an arm used one.
  public var adapter: String?
  /// Arm → key of its answers in the store.
  public var answers: [String: ContentHash]
  /// All figures.
  public var comparison: Comparison
  /// How many questions at least one arm's model did not answer, by the reason; they count for no arm. Nil where there are
  /// none.
  public var unanswered: [String: Int]?

  init(
    dataset: FrozenDataset, test: TestQuestions, setups: [ArmSetup], adapter: AdapterRecord?, session: Session
  ) throws {
    self.dataset = dataset.version.name
    datasetContent = dataset.version.content
    model = session.configuration.general.model
    self.adapter = adapter?.name
    answers = Dictionary(uniqueKeysWithValues: setups.map { ($0.arm.rawValue, $0.key) })
    (comparison, unanswered) = try Self.compute(
      test, answers: answers, seed: UInt64(max(0, session.configuration.general.seed)), store: session.store)
    if comparison.tracks.allSatisfy({ $0.arms.isEmpty }),
      let why = try Self.unanswered(test, answers, session.store).min(by: { $0.key < $1.key })?.value
    {
      throw QuestionNotAnswered(model: model, unanswered: why)
    }
  }

  /// Why questions were not answered, of each the reason of the first arm.
  private static func unanswered(
    _ test: TestQuestions, _ answers: [String: ContentHash], _ store: Store
  ) throws -> [ContentHash: Unanswered] {
    var out: [ContentHash: Unanswered] = [:]
    for arm in Arm.allCases {
      guard let key = answers[arm.rawValue] else { continue }
      let stored = try store.read { try $0.answers(armKey: key) }
      for question in test.questions where out[question.item.id] == nil {
        guard let json = stored[question.item.id] else { continue }
        out[question.item.id] = try JSONDecoder().decode(StoredAnswer.self, from: Data(json.utf8)).answer.unanswered
      }
    }
    return out
  }

  /// Scores stored answers, of the questions that every arm's model answered.
  static func compute(
    _ test: TestQuestions, answers: [String: ContentHash], seed: UInt64, store: Store
  ) throws -> (Comparison, unanswered: [String: Int]?) {
    let unanswered = try unanswered(test, answers, store)
    let questions = test.questions.filter { unanswered[$0.item.id] == nil }
    var predictions: [Prediction] = []
    let arms = Arm.allCases.filter { answers[$0.rawValue] != nil }
    for arm in arms {
      guard let key = answers[arm.rawValue] else { continue }
      let stored = try store.read { try $0.answers(armKey: key) }
      for question in questions {
        guard let json = stored[question.item.id] else { continue }
        let answer = try JSONDecoder().decode(StoredAnswer.self, from: Data(json.utf8))
        predictions.append(answer.prediction(arm, question))
      }
    }
    let comparison = Comparison(
      items: questions.map(\.item), predictions: predictions, arms: arms.map(\.rawValue), seed: seed)
    let reasons = Dictionary(grouping: unanswered.values, by: \.reason.rawValue).mapValues(\.count)
    return (comparison, reasons.isEmpty ? nil : reasons)
  }

  /// The file's bytes: keys sorted, the same for the same answers.
  func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  func write(to folder: URL) throws {
    try AtomicFile.write(try data(), to: folder.appendingPathComponent(Self.fileName))
  }

  /// The figures as the store keeps them.
  var records: [ScoreRecord] {
    comparison.tracks.flatMap { track in
      track.arms.flatMap { arm in
        [("f1", arm.f1), ("exact-match", arm.exactMatch)].map { metric, estimate in
          ScoreRecord(
            arm: arm.arm, split: track.track.rawValue, metric: metric, value: estimate.mean, low: estimate.lower,
            high: estimate.upper, n: estimate.n)
        }
      }
    }
  }
}

/// Whether the scores that stand in the report follow from the answers that stand in the store.
public struct ScoresVerification: Codable, Sendable {
  /// Whether scores.json, computed anew, has the same bytes.
  public var isEqual: Bool
  /// The dataset version.
  public var dataset: String
  /// Questions that were scored.
  public var questions: Int
  /// Arms whose answers are not all in the store any more, with the number missing.
  public var missing: [String: Int]
}

extension Session {
  /// Computes scores.json again from the stored answers; no model is asked.
  ///
  /// - Throws: `WorkspaceError.missing` where there is no scores.json, or its dataset is gone.
  public func verifyScores() throws -> ScoresVerification {
    let file = workspace.report.appendingPathComponent(ScoresFile.fileName)
    guard let written = try? Data(contentsOf: file) else {
      throw WorkspaceError.missing(
        what: BilingualText(en: "output/report/scores.json", ja: "output/report/scores.json"),
        command: Self.compareStage)
    }
    var scores = try JSONDecoder().decode(ScoresFile.self, from: written)
    let dataset = try FrozenDataset(self, number: Int(scores.dataset.dropFirst()) ?? 0)
    let test = try TestQuestions(dataset, self)
    var missing: [String: Int] = [:]
    for (arm, key) in scores.answers {
      let known = try store.read { try $0.answers(armKey: key) }
      let count = test.questions.count { known[$0.item.id] == nil }
      if count > 0 { missing[arm] = count }
    }
    (scores.comparison, scores.unanswered) = try ScoresFile.compute(
      test, answers: scores.answers, seed: scores.comparison.seed, store: store)
    return ScoresVerification(
      isEqual: try scores.data() == written && missing.isEmpty && scores.datasetContent == dataset.version.content,
      dataset: scores.dataset, questions: test.questions.count, missing: missing)
  }
}

extension Session {
  /// The scores of the latest comparison.
  ///
  /// - Throws: `WorkspaceError.missing` before the first.
  public func scoresFile() throws -> ScoresFile {
    guard let data = try? Data(contentsOf: workspace.report.appendingPathComponent(ScoresFile.fileName)) else {
      throw WorkspaceError.missing(
        what: BilingualText(en: "comparison", ja: "比較の結果"), command: Self.compareStage)
    }
    return try JSONDecoder().decode(ScoresFile.self, from: data)
  }
}
