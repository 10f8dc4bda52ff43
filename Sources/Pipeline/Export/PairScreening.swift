import Preparation
public import Records

/// Personal data and secrets in single pairs, for whoever reviews them.
public struct PairScreening: Sendable {
  /// One value, and where in the pair it stands.
  public struct Finding: Codable, Sendable, Hashable {
    /// Such as `phone`.
    public var kind: String
    /// The kind in words.
    public var label: BilingualText
    /// The words as they stand there.
    public var text: String
  }

  private let finder: PersonalDataFinder

  /// - Parameter names: People's names that count as personal data.
  public init(names: [String] = []) { finder = PersonalDataFinder(names: names) }

  /// What question, answer and quotes hold, each value once, in that order.
  public func findings(in pair: QAPair) -> [Finding] {
    var known: Set<Finding> = []
    return finder.values(question: pair.question, answer: pair.answer, quotes: pair.evidence.map(\.quote))
      .map { Finding(kind: $0.kind.rawValue, label: $0.kind.label, text: $0.text) }
      .filter { known.insert($0).inserted }
  }
}
