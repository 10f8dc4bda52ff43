import Foundation
import Records

/// Pronouns of English questions that stand for nothing the question names.
///
/// Without a parser: what could be named stands before the pronoun, and is a content word that is not plainly a verb.
enum EnglishPronouns {
  /// A heading's name or a wish stands before the question and names nothing in it.
  private static let frame = Pattern(
    #"^(?:in|about|on)\s[“"][^”"]*[”"],\s|^[^:?.,]{1,60}[:.]\s(?=\w)"#, ignoringCase: true)
  /// What a placeholder stands for follows: `does it take to`, `is it true that`, `does it mean when`.
  private static let following: Set<String> = [
    "to", "that", "until", "till", "before", "for", "if", "whether", "when", "since", "rain", "rains", "snow", "snows",
  ]
  private static let auxiliaries: Set<String> = [
    "do", "does", "did", "is", "was", "be", "will", "would", "can", "could", "may", "might", "must", "should", "has",
    "had", "s",
  ]
  private static let persons: Set<String> = ["i", "you", "we"]

  /// The first pronoun without anything before it that it may stand for; nil where there is none.
  static func unnamed(in question: String) -> String? {
    let all = Terms.words(question)
    if let first = all.first(where: StopWords.englishPronouns.contains),
      Terms.content(of: question, language: .en).count <= 1
    {
      return first
    }
    let words = Terms.words(withoutFrame(question))
    // `Who` may be whom `his` and `they` mean.
    let pronouns = words.first == "who" ? ["it", "its", "them"] : StopWords.englishPronouns
    if let subject = askedOf(words) { return subject }
    if isUnnamedOne(words) { return "one" }
    var named = 0
    for (place, word) in words.enumerated() {
      if pronouns.contains(word) {
        if named == 0, !isPlaceholder(place, words) { return word }
      } else if !StopWords.english.contains(word), !isVerb(place, words) {
        named += 1
      }
    }
    return nil
  }

  private static let subjects: Set<String> = ["it", "they", "he", "she"]
  private static let asking: Set<String> = ["what", "which", "whose", "how"]
  private static let leading: Set<String> = [
    "at", "in", "on", "by", "for", "from", "to", "with", "under", "until", "of", "within", "and", "so", "then",
  ]

  /// `How much oil does it hold`: what stands before the auxiliary is what is asked for, and not who does it.
  private static func askedOf(_ words: [String]) -> String? {
    let opening = words.prefix { leading.contains($0) }.count
    guard opening < 2, opening < words.count, asking.contains(words[opening]),
      let verb = words.indices.first(where: { $0 > opening && auxiliaries.contains(words[$0]) && words[$0] != "s" }),
      verb + 1 < words.count, subjects.contains(words[verb + 1]), !isPlaceholder(verb + 1, words)
    else { return nil }
    return words[verb + 1]
  }

  /// `The second one`, before which nothing is named.
  private static func isUnnamedOne(_ words: [String]) -> Bool {
    guard let one = words.firstIndex(where: { $0 == "one" || $0 == "ones" }), one > 1,
      let article = words[..<one].lastIndex(of: "the"), 1...2 ~= one - article - 1,
      one + 1 >= words.count || !["who", "that", "which", "with", "of", "in", "whose"].contains(words[one + 1])
    else { return false }
    return words[..<article].allSatisfy(StopWords.english.contains)
  }

  private static func withoutFrame(_ question: String) -> String {
    let source = question as NSString
    guard let place = frame.first(in: source, within: 0..<source.length) else { return question }
    return source.substring(from: place.upperBound)
  }

  /// `It` behind an auxiliary, with what it stands for further on.
  private static func isPlaceholder(_ place: Int, _ words: [String]) -> Bool {
    guard words[place] == "it", place > 0, auxiliaries.contains(words[place - 1]) else { return false }
    return words[(place + 1)...].contains(where: following.contains)
  }

  /// Behind a pronoun, and behind the `who` that opens a question, a verb stands.
  private static func isVerb(_ place: Int, _ words: [String]) -> Bool {
    guard place > 0 else { return false }
    let before = words[place - 1]
    return StopWords.englishPronouns.contains(before) && !["its", "their", "his", "her"].contains(before)
      || persons.contains(before) || (place == 1 && before == "who")
  }
}
