import Foundation
import Records

/// Turns a question about something with a code (a model, a form, an article) into one about something that the document
/// does not know: near the passage, and not answered by it.
enum UnanswerableRule {
  private static let numbered = Pattern(
    #"第[0-9０-９]{1,3}(?:条|章|版|号|回)|\b(?:Article|Section|Chapter|Form|Version|Appendix)\s[0-9]{1,3}\b"#)
  private static let digit = CharacterSet(charactersIn: "0123456789")

  /// At most one a passage.
  ///
  /// - Parameter document: All passages of the document: none may hold what is asked about.
  static func derive(_ asked: [AskedFact], in chunk: Chunk, document: [Chunk], seed: UInt64) -> [Derived] {
    for fact in asked {
      for token in tokens(fact.question) {
        guard
          let foreign = foreign(
            token, document + [chunk], seed: SeededRandom.first(seed, "unanswerable " + fact.question))
        else { continue }
        let range = SentenceAround.range(of: fact.fact.candidate.range, in: chunk.text)
        return [
          Derived(
            purpose: "unanswerable", base: fact.fact.id, type: .unanswerable,
            question: fact.question.replacingOccurrences(of: token, with: foreign),
            answer: Refusal.text(chunk.language), evidence: [.init(chunk: chunk, range: range)],
            origin: .rule("unanswerable", chunk.language),
            // By construction: no passage of the document knows it.
            measures: [.roundTrip: .sound])
        ]
      }
    }
    return []
  }

  /// What can be replaced, as the question spells it.
  private static func tokens(_ question: String) -> [String] {
    let text = question as NSString
    let all = numbered.ranges(in: text, within: 0..<text.length).map {
      text.substring(with: NSRange(location: $0.lowerBound, length: $0.count))
    }
    let codes = StatedNames.codes(in: question).filter { code in
      code.count >= 3 && !code.contains("@") && !code.contains("/") && question.contains(code)
        && code.unicodeScalars.contains(where: digit.contains)
    }
    return codes + all
  }

  /// The same with other digits, such as no passage has.
  private static func foreign(_ token: String, _ passages: [Chunk], seed: UInt64) -> String? {
    var random = SeededRandom(seed: seed, name: token)
    let texts = passages.map { Terms.folded($0.textWithContext) }
    for _ in 0..<20 {
      var first = true
      let other = String(
        token.map { character -> Character in
          guard character.isNumber else { return character }
          defer { first = false }
          return Character(String(Int.random(in: (first ? 1 : 0)...9, using: &random)))
        })
      let folded = Terms.folded(other)
      if folded != Terms.folded(token), !texts.contains(where: { $0.contains(folded) }) { return other }
    }
    return nil
  }
}
