import Foundation
public import Records

/// Exact match and F1 of one answer against its references, the best over the references.
///
/// English follows SQuAD 1.1's script (Rajpurkar et al. 2016): lower case, no punctuation, no articles, words.
/// Japanese compares characters after NFKC, without punctuation and spaces: words would depend on the analyser.
public struct AnswerScore: Codable, Sendable, Hashable {
  /// 0 or 1.
  public var exactMatch: Double
  /// 0…1.
  public var f1: Double

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
    var kept = ""
    for scalar in text.lowercased().unicodeScalars where !asciiPunctuation.contains(scalar) {
      kept.unicodeScalars.append(scalar)
    }
    // As in SQuAD's script, articles go after punctuation, and only as whole words.
    return kept.split(whereSeparator: \.isWhitespace).map(String.init).filter { !["a", "an", "the"].contains($0) }
  }

  static func japaneseCharacters(_ text: String) -> [String] {
    text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
      .filter { !isPunctuationOrSpace($0) }
      .map { String($0) }
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

  private static func isPunctuationOrSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control:
      // Part of numbers and amounts: 3.5 is not 35, and 20% is not 20.
      !["%", ".", "-"].contains(scalar)
    default: false
    }
  }
}
