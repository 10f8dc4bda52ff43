import Evaluation
import Foundation
import Preparation
import Records
import Storage

/// The questions of both test sets, each with the passage that it was written from.
struct TestQuestions: Sendable {
  /// One question.
  struct Question: Sendable {
    var item: EvaluationItem
    var gold: Chunk
  }

  /// In the order of the files: reworded, then unseen.
  let questions: [Question]
  /// Questions left out because their document was purged since.
  let withoutPassage: Int

  init(_ dataset: FrozenDataset, _ session: Session) throws {
    var groups: [ContentHash: String] = [:]
    for group in dataset.certificate.groups {
      for document in group.documents { groups[document.sha256] = group.name }
    }
    var questions: [Question] = []
    var left = 0
    for track in [DatasetSplit.testReworded, .testUnseen] {
      for example in try dataset.examples(track) {
        let evidence = example.evidence.first
        let gold = try evidence.flatMap { evidence in try session.store.read { try $0.chunk(evidence.chunk) } }
        guard let evidence, let gold else {
          left += 1
          continue
        }
        questions.append(
          Question(
            item: EvaluationItem(
              id: example.id, question: example.asked, references: [example.answered], language: example.language,
              type: example.type, track: track, group: groups[evidence.sha256] ?? evidence.document,
              document: evidence.document), gold: gold))
      }
    }
    self.questions = questions
    withoutPassage = left
  }
}
