import Foundation
import Records

/// Asks for the sentence that an answer stands in: the document's own words explain best.
enum ExplanationRule {
  /// The longest sentence that is asked for, in characters.
  private static let longest = 400

  static func derive(_ asked: [AskedFact], in chunk: Chunk, _ frames: RewordingRules, seed: UInt64) -> [Derived] {
    asked.compactMap { fact in
      let range = SentenceAround.range(of: fact.fact.candidate.range, in: chunk.text)
      let sentence = String(decoding: Array(chunk.text.utf8)[range], as: UTF8.self)
      // A row of a table and a sentence that is the answer explain nothing.
      guard !sentence.contains(" | "), sentence.count <= longest, sentence.count >= fact.answer.count * 3 / 2,
        sentence.count > fact.answer.count + 4,
        let question = frames.rewordings(
          of: fact.question, seed: SeededRandom.first(seed, "explanation " + fact.question)
        ).first
      else { return nil }
      return Derived(
        purpose: "explanation", base: fact.fact.id, form: .explanation, type: fact.fact.candidate.type,
        question: question, answer: sentence, evidence: [.init(chunk: chunk, range: range)],
        origin: .rule("explanation", chunk.language))
    }
  }
}
