/// Finds the word that somebody may have meant.
public enum SpellingDistance {
  /// The nearest of the known words, when it is near enough to be a slip of the finger.
  public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let scored = known.map { (word: $0, distance: distance(word, $0)) }
    guard let best = scored.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
    return best.distance <= max(1, word.count / 3) ? best.word : nil
  }

  /// Levenshtein's distance over characters.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let substituted = diagonal + (character == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
