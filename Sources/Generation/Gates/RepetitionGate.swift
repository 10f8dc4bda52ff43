import Records

/// No stuttering: a model that lost its thread says the same words again and again.
struct RepetitionGate: TextGate {
  let name = GateName.noRepetition
  let reasons = [
    "repetition": BilingualText(
      en: "The question repeats itself, as a model does that has lost its thread.", ja: "質問の中で同じ言葉が繰り返されています。")
  ]

  init() {}

  func measure(_ subject: GateSubject) -> GateMeasure {
    let found: String?
    switch subject.language {
    case .en:
      let words = Terms.words(subject.question)
      found =
        Self.stutter(words, sizes: 1...1, times: 3).map { $0.joined(separator: " ") }
        ?? Self.stutter(words, sizes: 2...8, times: 2).map { $0.joined(separator: " ") }
        ?? Self.poor(words, size: 2).map { $0.joined(separator: " ") }
    case .ja:
      let letters = Terms.letters(subject.question).map(Character.init)
      found =
        Self.stutter(letters, sizes: 1...1, times: 5).map { String($0) }
        ?? Self.stutter(letters, sizes: 2...3, times: 3).map { String($0) }
        ?? Self.stutter(letters, sizes: 4...20, times: 2).map { String($0) }
        ?? Self.poor(letters, size: 4).map { String($0) }
    }
    return found.map { .flaw("repetition", found: $0) } ?? .sound
  }

  /// The first stretch that stands `times` times in a row.
  private static func stutter<Token: Equatable>(_ tokens: [Token], sizes: ClosedRange<Int>, times: Int) -> [Token]? {
    for size in sizes where tokens.count >= size * times {
      for start in 0...(tokens.count - size * times) {
        let first = tokens[start..<(start + size)]
        let again = (1..<times).allSatisfy {
          tokens[(start + $0 * size)..<(start + ($0 + 1) * size)].elementsEqual(first)
        }
        if again { return Array(first) }
      }
    }
    return nil
  }

  /// The n-gram that stands three times or more where less than seven tenths of all n-grams are different ones.
  private static func poor<Token: Hashable>(_ tokens: [Token], size: Int) -> [Token]? {
    guard tokens.count >= size + 6 else { return nil }
    let grams = (0...(tokens.count - size)).map { Array(tokens[$0..<($0 + size)]) }
    let counts = Dictionary(grams.map { ($0, 1) }, uniquingKeysWith: +)
    guard counts.count * 10 < grams.count * 7 else { return nil }
    return grams.first { (counts[$0] ?? 0) >= 3 }
  }
}
