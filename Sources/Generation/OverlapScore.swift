import Records

/// How far two answers agree, for the round trip: F1 over English words without articles, over Japanese characters.
enum OverlapScore {
  static func f1(_ prediction: String, _ reference: String, language: Language) -> Double {
    switch language {
    case .en:
      f1(words(prediction), words(reference))
    case .ja:
      f1(Terms.letters(prediction), Terms.letters(reference))
    }
  }

  private static func words(_ text: String) -> [String] {
    Terms.words(text).filter { !["a", "an", "the"].contains($0) }
  }

  private static func f1<Token: Hashable>(_ prediction: [Token], _ reference: [Token]) -> Double {
    guard !prediction.isEmpty, !reference.isEmpty else { return 0 }
    var left = Dictionary(reference.map { ($0, 1) }, uniquingKeysWith: +)
    var shared = 0
    for token in prediction {
      if let count = left[token], count > 0 {
        left[token] = count - 1
        shared += 1
      }
    }
    guard shared > 0 else { return 0 }
    let precision = Double(shared) / Double(prediction.count)
    let recall = Double(shared) / Double(reference.count)
    return 2 * precision * recall / (precision + recall)
  }
}
