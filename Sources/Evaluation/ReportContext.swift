public import Records

/// What the report says beside the scores: where the data came from, how it was trained, how to repeat it.
public struct ReportContext: Codable, Sendable {
  /// Something counted, such as documents or pairs of one fate.
  public struct Count: Codable, Sendable {
    public var label: BilingualText
    public var value: Int

    public init(_ label: BilingualText, _ value: Int) {
      self.label = label
      self.value = value
    }
  }

  /// One point of a training run.
  public struct LossPoint: Codable, Sendable {
    public var step: Int
    public var loss: Double

    public init(step: Int, loss: Double) {
      self.step = step
      self.loss = loss
    }
  }

  public var workspace: String
  /// Such as `v3`.
  public var datasetVersion: String
  /// The base model's name, and the adapter's.
  public var model: String
  public var adapter: String
  public var seed: UInt64
  /// Documents, pages, chunks.
  public var sources: [Count]
  /// Pairs by fate: kept, and dropped by reason.
  public var fates: [Count]
  /// Sizes of the four splits.
  public var splits: [Count]
  /// Of the pairs in the dataset, how many a person has looked at.
  public var reviewed: Int
  public var pairs: Int
  public var trainLoss: [LossPoint]
  public var validationLoss: [LossPoint]
  /// What the split's certificate says, one line each.
  public var certificate: [BilingualText]
  /// Such as training's tokens and seconds.
  public var cost: [BilingualText]
  /// What to type to get the same again.
  public var commands: [String]
  /// What limits the claims, such as a small model; shown beside the verdict's details.
  public var notes: [BilingualText]

  public init(
    workspace: String, datasetVersion: String, model: String, adapter: String, seed: UInt64, sources: [Count],
    fates: [Count], splits: [Count], reviewed: Int, pairs: Int, trainLoss: [LossPoint], validationLoss: [LossPoint],
    certificate: [BilingualText], cost: [BilingualText], commands: [String], notes: [BilingualText] = []
  ) {
    self.workspace = workspace
    self.datasetVersion = datasetVersion
    self.model = model
    self.adapter = adapter
    self.seed = seed
    self.sources = sources
    self.fates = fates
    self.splits = splits
    self.reviewed = reviewed
    self.pairs = pairs
    self.trainLoss = trainLoss
    self.validationLoss = validationLoss
    self.certificate = certificate
    self.cost = cost
    self.commands = commands
    self.notes = notes
  }
}
