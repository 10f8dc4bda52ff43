public import Records
public import Storage

/// What a derived record came from: this input, by this stage in this version, with these options.
public struct Provenance: Codable, Sendable, Hashable {
  /// The input's content hash, or its name where it has none.
  public var inputID: String
  /// The stage's name.
  public var stage: String
  /// Hash of the options and of whatever else the result depends on.
  public var optionsHash: ContentHash
  /// Counts up when the stage's code gives other results.
  public var stageVersion: Int

  /// Puts a provenance together.
  public init(inputID: String, stage: String, optionsHash: ContentHash, stageVersion: Int) {
    self.inputID = inputID
    self.stage = stage
    self.optionsHash = optionsHash
    self.stageVersion = stageVersion
  }

  /// The mark that says that this work is done.
  public var mark: StageMark {
    StageMark(stage: stage, input: inputID, options: optionsHash, version: stageVersion)
  }

  /// One hash for all of it.
  public var hash: ContentHash { ContentHash(of: [inputID, stage, optionsHash.hex, String(stageVersion)]) }
}
