/// Another way to ask for a fact that has a pair already: such pairs share the fact, and name the pair that they vary.
public enum PairForm: String, Codable, Sendable, CaseIterable {
  /// Gives what was asked for, and asks for what was given (Berglund et al. 2023: models do not learn it by themselves).
  case reversed
  /// Asks for the whole sentence that the answer stands in.
  case explanation
  /// As somebody in a certain position asks.
  case persona
  /// In the other language.
  case translation
}
