/// How a dataset is divided.
public struct SplitOptions: Codable, Sendable, Hashable {
  /// Decides which groups and which facts are held out.
  public var seed: UInt64
  /// Share of the groups that training never sees; at least six groups where there are eighteen or more.
  public var unseenShare: Double
  /// Share of the other groups that validation takes.
  public var validationShare: Double
  /// Share of the trained facts with several wordings of which one wording is held out.
  public var rewordedShare: Double
  /// From this similarity on, two questions may not stand on both sides of a split.
  public var questionThreshold: Double
  /// From this similarity on, two documents are versions of one another.
  public var documentThreshold: Double
  /// Paths that belong together for a reason that only people know.
  public var groups: [[String]]

  /// The defaults suit corpora from some tens of short documents on.
  public init(
    seed: UInt64 = 0, unseenShare: Double = 0.22, validationShare: Double = 0.1, rewordedShare: Double = 0.3,
    questionThreshold: Double = 0.8, documentThreshold: Double = 0.5, groups: [[String]] = []
  ) {
    self.seed = seed
    self.unseenShare = unseenShare
    self.validationShare = validationShare
    self.rewordedShare = rewordedShare
    self.questionThreshold = questionThreshold
    self.documentThreshold = documentThreshold
    self.groups = groups
  }
}
