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
