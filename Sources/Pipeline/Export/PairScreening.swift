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

  /// What question, answer, quotes and the paths of their files hold, and what the passage tells of its evidence; each value once, in that order.
  public func findings(in pair: QAPair, passage: Chunk? = nil) -> [Finding] {
    var known: Set<Finding> = []
    let announced = PassageScreening(finder) { $0 == passage?.id ? passage : nil }
    let values = finder.values(of: pair)
    return (values + ((try? announced.values(of: pair.evidence)) ?? []))
      .map { Finding(kind: $0.kind.rawValue, label: $0.kind.label, text: $0.text) }
      .filter { known.insert($0).inserted }
  }
}
