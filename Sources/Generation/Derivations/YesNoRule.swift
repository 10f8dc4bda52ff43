import Foundation
import Records

/// Makes `Is X A?` of `What is X?` with its answer A: yes for A, no for another value of the same kind that stands in
/// another sentence of the passage.
enum YesNoRule {
  private static let japanese = Pattern(
    #"^(.{3,}?)は、?(?:何|いくら|いつ|どこ|誰|だれ|どなた|どれくらい|どのくらい|何[\p{Han}\p{Katakana}ー]{1,4}|どの[\p{Han}\p{Katakana}ー]{1,6})(?:まで)?(?:ですか|でしょうか|でしたか)[？?]?$"#
  )
  private static let english = Pattern(#"^(?:What|Who)\s(is|are|was|were)\s((?:the|a|an|our|your)\s.{3,}?)\?$"#)
  /// A rest that ends so asks for something inside it: `What is the box used for?`
  private static let hanging = Pattern(
    #"(?:^|\s)(?:of|for|to|in|on|at|by|with|from|about|into|than|as|called|named|used|known|required|needed|allowed|like|do|be)$"#,
    ignoringCase: true)
  private static let clause = Pattern(#"[。、\n]|(?:ため|ので|こと|から)$|^(?:because|due|to|in order)\b"#, ignoringCase: true)

  /// A question that holds its answer; nil where the question's form does not allow it.
  static func statement(_ question: String, holding value: String, _ language: Language) -> String? {
    guard !clause.matches(value), value.count <= (language == .ja ? 30 : 60) else { return nil }
    let text = question as NSString
    let all = 0..<text.length
    func group(_ pattern: Pattern, _ number: Int) -> String? {
      pattern.first(in: text, within: all, group: number).map {
        text.substring(with: NSRange(location: $0.lowerBound, length: $0.count))
      }
    }
    switch language {
    case .ja:
      guard let topic = group(japanese, 1), topic.last.map({ "にでへとを".contains($0) }) != true else { return nil }
      return "\(topic)は\(value)ですか？"
    case .en:
      guard let verb = group(english, 1), let topic = group(english, 2), !hanging.matches(topic) else { return nil }
      return "\(verb.prefix(1).uppercased() + verb.dropFirst()) \(topic) \(value)?"
    }
  }

  /// At most one question with yes and one with no a passage.
  static func derive(_ asked: [AskedFact], in chunk: Chunk) -> [Derived] {
    var out: [Derived] = []
    for wanted in [true, false] {
      for fact in asked where !out.contains(where: { $0.base == fact.fact.id }) {
        let value = wanted ? fact.answer : otherValue(than: fact, among: asked, in: chunk)
        guard let value, let question = statement(fact.question, holding: value, chunk.language) else { continue }
        out.append(
          Derived(
            purpose: "yes-no", base: fact.fact.id, type: .yesNo, question: question,
            answer: answer(wanted, fact.answer, chunk.language),
            evidence: [.init(chunk: chunk, range: fact.fact.candidate.range)], origin: .rule("yes-no", chunk.language)))
        break
      }
    }
    return out
  }

  static func answer(_ isYes: Bool, _ value: String, _ language: Language) -> String {
    switch language {
    case .ja: (isYes ? "はい、" : "いいえ、") + value + "です。"
    case .en: (isYes ? "Yes, " : "No, ") + value + "."
    }
  }

  /// Of the same kind, in another sentence, and neither part of the other: what is true of one sentence may well be true
  /// of its neighbour's value too where both stand in it.
  private static func otherValue(than fact: AskedFact, among asked: [AskedFact], in chunk: Chunk) -> String? {
    let own = fact.fact.candidate
    let sentence = SentenceAround.range(of: own.range, in: chunk.text)
    return asked.map(\.fact.candidate).first { other in
      other.rule == own.rule && other.type == own.type && !sentence.overlaps(other.range)
        && !other.text.contains(own.text) && !own.text.contains(other.text) && sameUnit(other.text, own.text)
    }?.text
  }

  private static func sameUnit(_ left: String, _ right: String) -> Bool {
    Set(StatedNumber.all(in: left, .digits).map(\.unit)) == Set(StatedNumber.all(in: right, .digits).map(\.unit))
  }
}
