/// The words that ask, taken apart: `within how many working days` has a preposition, a bound or none, and what is counted.
struct AskingPhrase: Hashable {
  enum Kind: Hashable {
    /// Of these.
    case howMany(String)
    /// Such as `a month`; empty for a plain sum.
    case howMuch(String)
    /// Of that; empty where nothing is named.
    case percentage(String)
    /// Which of these, or what of these.
    case which(String)
    case what, who, whom, when, place, why, how, howOften, time
  }

  var preposition = ""
  /// `at least`, `up to`.
  var bound = ""
  var kind: Kind

  /// Nil where the phrase is built otherwise.
  init?(_ phrase: String) {
    var words = phrase.lowercased().split(separator: " ").map(String.init)
    let cased = phrase.split(separator: " ").map(String.init)
    bound = Self.takeBound(&words)
    if bound.isEmpty, let first = words.first, EnglishStatement.prepositions.contains(first) {
      preposition = first
      words.removeFirst()
      bound = Self.takeBound(&words)
    }
    let rest = cased.suffix(max(0, words.count - 1)).joined(separator: " ")
    let noun = cased.suffix(max(0, words.count - 2)).joined(separator: " ")
    switch (words.first, words.dropFirst().first) {
    case ("how", "many") where !noun.isEmpty: kind = .howMany(noun)
    case ("how", "much"): kind = .howMuch(noun)
    case ("how", "often"): kind = .howOften
    case ("how", nil): kind = .how
    case ("what", "percentage"): kind = .percentage(noun)
    case ("what", "time"): kind = .time
    case ("what", nil): kind = .what
    case ("what", _), ("which", .some): kind = .which(rest)
    case ("who", nil): kind = .who
    case ("whom", nil): kind = .whom
    case ("when", nil): kind = .when
    case ("where", nil): kind = .place
    case ("why", nil): kind = .why
    default: return nil
    }
  }

  private static let bounds = [
    ["at", "least"], ["at", "most"], ["up", "to"], ["no", "more", "than"], ["no", "less", "than"],
  ]

  private static func takeBound(_ words: inout [String]) -> String {
    guard let found = bounds.first(where: { words.starts(with: $0) }) else { return "" }
    words.removeFirst(found.count)
    return found.joined(separator: " ")
  }
}
