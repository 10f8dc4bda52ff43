public import Records

/// Documents that a split must keep together.
public struct SplitGroup: Codable, Sendable, Hashable {
  /// A document of the group.
  public struct Member: Codable, Sendable, Hashable {
    /// Path of the source file.
    public var path: String
    /// Digest of the source file.
    public var sha256: ContentHash

    /// Names a document.
    public init(path: String, sha256: ContentHash) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// The first of its documents' stems: the same when a translation is added.
  public var name: String
  /// `train`, `validation` or `test-unseen`; reworded questions come from groups in `train`.
  public var place: DatasetSplit
  /// Ascending by path.
  public var documents: [Member]
  /// The languages of its documents.
  public var languages: [Language]
  /// Why documents belong together, one sentence each; certificates of earlier programs have them in English alone.
  public var reasons: [BilingualText]
  /// What the first division keeps in proportion besides the language: the kinds of its files and what most of its pairs
  /// ask for, such as `pdf, number`. Nil in certificates of earlier programs.
  public var stratum: String?

  /// Names a group.
  public init(
    name: String, place: DatasetSplit, documents: [Member], languages: [Language], reasons: [BilingualText],
    stratum: String? = nil
  ) {
    self.name = name
    self.place = place
    self.documents = documents
    self.languages = languages
    self.reasons = reasons
    self.stratum = stratum
  }
}

/// A document that has another place than in earlier versions, because its group is one with another now.
public struct SplitMove: Codable, Sendable, Hashable {
  /// Path of the source file.
  public var document: String
  /// Name of the group that it belongs to now.
  public var group: String
  /// Where it stood.
  public var from: DatasetSplit
  /// Where its group stands.
  public var to: DatasetSplit
}
