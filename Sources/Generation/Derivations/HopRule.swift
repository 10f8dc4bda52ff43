import Foundation
import Records

/// Joins two questions over the thing that both passages name: `Who is the porter?` — `Agnes Holloway` and `Where does Agnes
/// Holloway work?` become `Where does the porter work?`.
enum HopRule {
  private static let japanese = Pattern(
    #"^(.{2,}?)は、?(?:誰|だれ|どなた|どこ|何|どの[\p{Han}\p{Katakana}ー]{1,6})(?:ですか|でしょうか)[？?]?$"#)
  private static let english = Pattern(
    #"^(?:Who|What|Which\s(?:department|team|office|person|room|form))\s(?:is|are)\s(the\s.{3,}?)\?$"#)

  /// What a question asks the identity of: the X of `Who is X?`.
  static func topic(_ question: String, _ language: Language) -> String? {
    let text = question as NSString
    let pattern = language == .ja ? japanese : english
    let topic = pattern.first(in: text, within: 0..<text.length, group: 1).map {
      text.substring(with: NSRange(location: $0.lowerBound, length: $0.count))
    }
    // 本体の前面には何が: a place, not what it is.
    return topic.flatMap { language == .ja && $0.last.map { "にでへとを".contains($0) } == true ? nil : $0 }
  }

  /// Names of a passage, by the rule that finds them.
  static func names(in chunk: Chunk) -> [AnswerCandidate] {
    var options = AnswerCandidates.Options()
    options.maximumPerChunk = 40
    return AnswerCandidates.find(in: chunk, options: options).filter {
      $0.rule == "name" && $0.text.count >= (chunk.language == .ja ? 2 : 4)
    }
  }

  /// Of another passage's names the one that a question speaks of, once.
  static func bridge(from asked: AskedFact, over names: [AnswerCandidate]) -> AnswerCandidate? {
    names.first { name in
      asked.question.components(separatedBy: name.text).count == 2 && !asked.answer.contains(name.text)
        && !name.text.contains(asked.answer)
    }
  }

  /// The joined question; nil where the first one does not ask what the name is.
  static func join(_ asked: AskedFact, over bridge: AnswerCandidate, askedFor question: String, in other: Chunk)
    -> Derived?
  {
    let chunk = asked.fact.chunk
    guard chunk.language == other.language, let topic = topic(question, chunk.language), !topic.contains(bridge.text),
      !topic.contains(asked.answer)
    else { return nil }
    var joined = asked.question
    for name in ["the " + bridge.text, bridge.text] where joined.contains(name) {
      joined = joined.replacingOccurrences(of: name, with: topic)
      break
    }
    return Derived(
      purpose: "multi-hop", base: asked.fact.id, type: .multiHop, question: joined, answer: asked.answer,
      evidence: [
        .init(chunk: chunk, range: asked.fact.candidate.range), .init(chunk: other, range: bridge.range),
      ], origin: .rule("multi-hop", chunk.language))
  }
}
