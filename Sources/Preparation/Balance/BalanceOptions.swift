/// How shares are evened out. The defaults cut a document that is far over the others and weigh documents and types.
public struct BalanceOptions: Codable, Sendable, Hashable {
  /// By what means target shares are reached.
  public enum Sampling: String, Codable, Sendable, CaseIterable {
    /// Every pair stays and counts more or less.
    case weights
    /// Facts of the classes that have too much are left out of training.
    case under
    /// Pairs of the classes that have too little are repeated in training, up to eight times.
    case over
  }

  /// A document keeps at most this many times the median number of facts a document has.
  public var documentCap = 4.0
  /// Below this many facts no document is cut.
  public var smallestCap = 30
  /// What the weights even out.
  public var dimensions: [BalanceDimension] = [.document, .type]
  /// 1 leaves shares as they are, 0 makes all classes of a dimension weigh the same; factors of several multiply.
  public var temperature = 0.7
  /// Shares that no class may exceed; what is above them is left out.
  public var caps: [ShareGoal] = []
  /// Shares that training should have.
  public var targets: [ShareGoal] = []
  /// How target shares are reached.
  public var sampling: Sampling = .weights
  /// Decides which facts stay.
  public var seed: UInt64 = 0

  /// Every option at the default written above.
  public init() {}
}
