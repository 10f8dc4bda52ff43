public import Records

/// Counts tokens without a model: words, and every Japanese character.
public struct WordCounter: TokenCounter {
  /// A counter.
  public init() {}

  /// Runs of letters and digits count one each, every Japanese character one, punctuation and spaces nothing.
  public func count(_ text: String) -> Int {
    var count = 0
    var inWord = false
    for scalar in text.unicodeScalars {
      let isLetter = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      if scalar.isJapanese {
        count += 1
        inWord = false
      } else if isLetter {
        if !inWord { count += 1 }
        inWord = true
      } else {
        inWord = false
      }
    }
    return count
  }
}
