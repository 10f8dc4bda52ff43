public import Records

/// What a text file says besides its blocks. It travels behind them, since some of it is known only at the end.
public struct TextSummary: Codable, Sendable, Hashable {
  /// From the front matter; nil where there is none.
  public var title: String?
  /// Guessed from the text.
  public var language: Language
  /// All that the front matter says, in its order.
  public var metadata: [MetadataEntry]
  /// What a person should know about how the file was read.
  public var warnings: [DocumentWarning]

  /// Takes the values as they are; nothing is checked.
  public init(
    title: String? = nil, language: Language, metadata: [MetadataEntry] = [], warnings: [DocumentWarning] = []
  ) {
    self.title = title
    self.language = language
    self.metadata = metadata
    self.warnings = warnings
  }
}
