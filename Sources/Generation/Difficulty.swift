import Records

/// How hard a question is to answer from its passage, from 1 to 5: a rule of thumb that people may correct.
enum Difficulty {
  /// 1 to start with; one more for a long answer, for a kind that needs more than a look-up, for little overlap of the
  /// question with the answer's own sentence, and for a passage that is not the first one found.
  static func estimate(_ subject: GateSubject, scores: [String: Double]) -> Int {
    var level = 1
    let long = subject.language == .en ? Terms.words(subject.answer).count > 12 : subject.answer.count > 30
    if long { level += 1 }
    if [.reason, .procedure, .list, .comparison, .multiHop].contains(subject.type) { level += 1 }
    let terms = Set(Terms.content(of: subject.question, language: subject.language))
    let sentence = SentenceAround.text(of: subject.range, in: subject.chunk.text)
    let words = subject.language == .en ? Set(Terms.words(sentence)) : []
    let folded = Terms.folded(sentence)
    let near = terms.filter { Terms.occurs($0, in: folded, words: words, language: subject.language) }
    if near.count * 2 < terms.count { level += 1 }
    if let retrieval = scores["retrieval"], retrieval < 1 { level += 1 }
    return min(5, level)
  }
}
