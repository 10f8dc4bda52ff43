public import Records

/// Exact match and F1 of one answer against its references, the best over the references.
///
/// English follows SQuAD's script (Rajpurkar et al. 2016, 2018): lower case, no ASCII punctuation, no articles, words.
/// Japanese compares characters after NFKC, without spaces and without the punctuation that is not part of a number:
/// words would depend on the analyser.
public struct AnswerScore: Codable, Sendable, Hashable {
  /// 0 or 1.
  public var exactMatch: Double
  /// 0…1.
  public var f1: Double

  /// Takes figures that were computed elsewhere; both are fractions from 0 to 1.
  public init(exactMatch: Double, f1: Double) {
    self.exactMatch = exactMatch
    self.f1 = f1
  }
}

/// The scoring rules.
public enum AnswerMetrics {
  /// Scores a prediction against every reference and keeps the best of each figure. No reference: an empty prediction is right.
  public static func score(prediction: String, references: [String], language: Language) -> AnswerScore {
    let predicted = units(of: prediction, language: language)
    let scores = (references.isEmpty ? [""] : references).map { reference -> AnswerScore in
      let expected = units(of: reference, language: language)
      return AnswerScore(exactMatch: predicted == expected ? 1 : 0, f1: f1(predicted, expected))
    }
    return AnswerScore(
      exactMatch: scores.map(\.exactMatch).max() ?? 0, f1: scores.map(\.f1).max() ?? 0)
  }

  /// What F1 counts: words in English, characters in Japanese.
  public static func units(of text: String, language: Language) -> [String] {
    switch language {
    case .en: englishWords(text)
    case .ja: japaneseCharacters(text)
    }
  }

  static func englishWords(_ text: String) -> [String] {
    let scalars = text.lowercased().unicodeScalars.filter { !asciiPunctuation.contains($0) }
    var words: [String] = []
    var word = String.UnicodeScalarView()
    func endWord() {
      if !word.isEmpty { words.append(String(word)) }
      word = String.UnicodeScalarView()
    }
    // SQuAD's script deletes `\b(a|an|the)\b` and then splits at spaces, so that “the dog” in typographic quotes, which
    // are no ASCII punctuation, loses its article and keeps its quotes, now as words.
    for run in scalars.runs(by: isWordScalar) {
      if run.first.map(isWordScalar) == true {
        if articles.contains(String(String.UnicodeScalarView(run))) { endWord() } else { word.append(contentsOf: run) }
        continue
      }
      for scalar in run {
        if isSpace(scalar) { endWord() } else { word.append(scalar) }
      }
    }
    endWord()
    return words
  }

  static func japaneseCharacters(_ text: String) -> [String] {
    let scalars = CompatibilityForm.scalars(of: CompatibilityForm.normalize(text).lowercased()).map(foldedDash)
      .filter { !$0.properties.isDefaultIgnorableCodePoint }
    return scalars.indices.filter { index in
      !isPunctuationOrSpace(scalars[index]) || isPartOfNumber(index, in: scalars)
    }.map { String(scalars[$0]) }
  }

  private static func f1(_ predicted: [String], _ expected: [String]) -> Double {
    if predicted.isEmpty || expected.isEmpty { return predicted == expected ? 1 : 0 }
    var counts: [String: Int] = [:]
    for unit in expected { counts[unit, default: 0] += 1 }
    var common = 0
    for unit in predicted {
      guard let left = counts[unit], left > 0 else { continue }
      counts[unit] = left - 1
      common += 1
    }
    if common == 0 { return 0 }
    let precision = Double(common) / Double(predicted.count)
    let recall = Double(common) / Double(expected.count)
    return 2 * precision * recall / (precision + recall)
  }

  private static let asciiPunctuation = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".unicodeScalars)
  private static let articles: Set<String> = ["a", "an", "the"]

  /// What Python's `\w` matches: letters and numbers of any script (the underscore is gone with the punctuation).
  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  /// One form for the many dashes and for the two wave dashes, which keyboards and PDF producers mix.
  private static func foldedDash(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x2010...0x2015, 0x2212: "-"
    case 0x301C, 0x223C: "~"
    default: scalar
    }
  }

  private static func isPunctuationOrSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control:
      true
    default: scalar == "~"
    }
  }

  /// Punctuation without which another number would stand there: 3.5 is not 35, 9:00 not 900, −5 not 5, 20% not 20,
  /// and 10〜20 not 1020. The comma between thousands says nothing.
  private static func isPartOfNumber(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let mark = scalars[index]
    if mark == "%" { return true }
    guard mark != ",", !isSpaceOrControl(mark), index + 1 < scalars.count, isDigit(scalars[index + 1]) else {
      return false
    }
    return mark == "-" || index > 0 && isDigit(scalars[index - 1])
  }

  private static func isSpaceOrControl(_ scalar: Unicode.Scalar) -> Bool {
    isSpace(scalar) || scalar.properties.generalCategory == .control
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .decimalNumber }
}

extension Collection {
  /// Stretches of neighbours that agree on a condition.
  fileprivate func runs(by condition: (Element) -> Bool) -> [SubSequence] {
    var runs: [SubSequence] = []
    var start = startIndex
    while start != endIndex {
      let wanted = condition(self[start])
      let end = self[start...].firstIndex { condition($0) != wanted } ?? endIndex
      runs.append(self[start..<end])
      start = end
    }
    return runs
  }
}
