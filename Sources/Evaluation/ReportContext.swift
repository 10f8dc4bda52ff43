public import Records

/// What the report says beside the scores: where the data came from, how it was trained, how to repeat it.
public struct ReportContext: Codable, Sendable {
  /// Something counted, such as documents or pairs of one fate.
  public struct Count: Codable, Sendable {
    /// What is counted, as a table's heading or a bar's name.
    public var label: BilingualText
    /// How many there are.
    public var value: Int

    /// Pairs a number with its name in both languages.
    public init(_ label: BilingualText, _ value: Int) {
      self.label = label
      self.value = value
    }
  }

  /// One point of a training run.
  public struct LossPoint: Codable, Sendable {
    /// Optimizer steps done, from 1.
    public var step: Int
    /// Mean cross-entropy in nats a learnt token, weighted as in training.
    public var loss: Double

    /// One point of a curve; the report draws points in the order given, so steps must ascend.
    public init(step: Int, loss: Double) {
      self.step = step
      self.loss = loss
    }
  }

  /// Name of the workspace's folder, without the path to it.
  public var workspace: String
  /// Such as `v3`.
  public var datasetVersion: String
  /// The base model's name, and the adapter's.
  public var model: String
  /// The adapter's name; “–” where no arm used one.
  public var adapter: String
  /// The seed that the dataset version was made with.
  public var seed: UInt64
  /// Documents, pages, chunks.
  public var sources: [Count]
  /// Pairs by fate: kept, and dropped by reason.
  public var fates: [Count]
  /// Sizes of the four splits.
  public var splits: [Count]
  /// Of the pairs in the dataset, how many a person has looked at.
  public var reviewed: Int
  /// Pairs in the dataset, all four splits together.
  public var pairs: Int
  /// One point a step; empty where nothing was trained, and then there is no chart of it.
  public var trainLoss: [LossPoint]
  /// Only the steps at which training looked at the validation split.
  public var validationLoss: [LossPoint]
  /// What the split's certificate says, one line each.
  public var certificate: [BilingualText]
  /// Such as training's tokens and seconds.
  public var cost: [BilingualText]
  /// Who wrote the test questions and what they had to pass; without it the report cannot say what its figures mean.
  public var origin: QuestionOrigin?
  /// What to type to get the same again.
  public var commands: [String]
  /// What limits the claims, such as a small model; shown beside the verdict's details.
  public var notes: [BilingualText]

  /// Takes the texts and counts as they are; the report escapes what it shows.
  public init(
    workspace: String, datasetVersion: String, model: String, adapter: String, seed: UInt64, sources: [Count],
    fates: [Count], splits: [Count], reviewed: Int, pairs: Int, trainLoss: [LossPoint], validationLoss: [LossPoint],
    certificate: [BilingualText], cost: [BilingualText], commands: [String], notes: [BilingualText] = [],
    origin: QuestionOrigin? = nil
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
    self.origin = origin
  }
}
