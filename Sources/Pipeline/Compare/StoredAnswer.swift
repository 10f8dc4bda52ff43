import Evaluation
import Foundation
import Records

/// An arm's answer as the store keeps it, with what decides whether it still holds.
struct StoredAnswer: Codable, Sendable {
  /// The question's words: a reviewer may have changed them.
  var question: String
  /// What was said.
  var answer: ArmAnswer
  /// The passages that retrieval found, best first, also those that were not shown; empty for arms that do not retrieve.
  var found: [ContentHash]

  /// Whether the arm would be asked the same again. One that was not answered is always asked again.
  ///
  /// - Parameter limit: How many passages are shown at most.
  func holds(for question: String, shown: [ContentHash], limit: Int) -> Bool {
    answer.unanswered == nil && self.question == question && found.prefix(limit).elementsEqual(shown)
  }

  /// As the scores are computed from it.
  func prediction(_ arm: Arm, _ question: TestQuestions.Question) -> Prediction {
    Prediction(
      item: question.item.id, arm: arm.rawValue, answer: answer.text,
      // Recall and rank look equally deep however many passages the arm was shown.
      goldRank: found.prefix(PassageFinder.depth).firstIndex(of: question.gold.id).map { $0 + 1 },
      retrieved: arm.retrieves, seconds: answer.seconds, batch: answer.batch, promptTokens: answer.promptTokens,
      completionTokens: answer.completionTokens)
  }
}
