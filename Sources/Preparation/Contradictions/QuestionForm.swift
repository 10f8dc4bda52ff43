import Records

/// How questions are asked, whatever they ask for: the words of form that any question may have.
enum QuestionForm {
  /// English question words, auxiliary verbs, articles and prepositions.
  static let englishWords: Set<String> = [
    "what", "when", "where", "which", "who", "whom", "whose", "why", "how", "is", "are", "was", "were", "be", "been",
    "do", "does", "did", "can", "could", "may", "must", "shall", "should", "will", "would", "has", "have", "had", "a",
    "an", "the", "and", "or", "to", "of", "in", "on", "at", "by", "for", "from", "with", "within", "until", "under",
    "after", "before", "during", "it", "its", "they", "their", "there", "that", "as", "per", "any", "all", "each",
    "many", "much", "long", "often", "please", "tell", "me", "i", "you", "s",
  ]

  /// What is counted behind 何: 何日, 何か月.
  static let counters = Set("年月日時分秒円人名回件台個枚部歳割週間本冊階度点%か".unicodeScalars)

  /// What stands behind the first 何: its counter, and what follows that.
  static func behindWhat(_ text: String) -> (counter: String, rest: String)? {
    guard let place = text.unicodeScalars.firstIndex(of: "何") else { return nil }
    let rest = text.unicodeScalars[text.unicodeScalars.index(after: place)...]
    let counter = rest.prefix(while: counters.contains)
    return (String(counter), String(rest[counter.endIndex...]))
  }

  /// A Japanese text with a space for each 何 and 誰 and the counter behind it: 何日 says how is asked.
  static func withoutQuestionWords(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var isCounter = false
    for scalar in text.unicodeScalars {
      if scalar == "何" || scalar == "誰" {
        isCounter = true
        out.append(" ")
      } else if !(isCounter && counters.contains(scalar)) {
        if isCounter { out.append(" ") }
        isCounter = false
        out.append(scalar)
      }
    }
    return String(out)
  }
}
