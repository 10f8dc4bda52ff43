/// A regular expression as it was written, in Oniguruma's Ruby syntax: what `Split` and `Replace` of the `tokenizers` library
/// take. Groups do not capture: splitting never asks.
indirect enum RegexNode: Sendable {
  case empty
  case set(ScalarSet)
  case sequence([RegexNode])
  case alternatives([RegexNode])
  case repetition(RegexNode, minimum: Int, maximum: Int?, kind: RepetitionKind)
  case atomic(RegexNode)
  case look(RegexNode, isBehind: Bool, isNegative: Bool)
  case assertion(RegexAssertion)
}

/// How a repetition chooses.
enum RepetitionKind: Sendable {
  case greedy
  case lazy
  case possessive
}

/// What must hold at a place.
enum RegexAssertion: Sendable {
  case lineStart
  case lineEnd
  case textStart
  case textEnd
  /// At the end, or before a line end that is the last character.
  case textEndOrLastLine
  case wordBoundary
  case noWordBoundary
}

/// A pattern that this program does not match.
struct RegexError: Error, Hashable {
  var en: String
  var ja: String

  static func unsupported(_ construct: String) -> RegexError {
    RegexError(en: "\(construct) is not supported", ja: "\(construct) には対応していません")
  }

  static func malformed(_ en: String, _ ja: String) -> RegexError { RegexError(en: en, ja: ja) }
}
