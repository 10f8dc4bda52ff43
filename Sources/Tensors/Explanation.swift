/// What went wrong, in English and in Japanese. The numeric half knows nothing of the records, whose `BilingualText`
/// this becomes where both halves meet.
public struct Explanation: Sendable, Hashable {
  /// In English.
  public var en: String
  /// In Japanese.
  public var ja: String

  /// One meaning in both languages.
  public init(en: String, ja: String) {
    self.en = en
    self.ja = ja
  }

  /// Words that cannot be translated here, such as a library's.
  public init(verbatim text: String) { self.init(en: text, ja: text) }
}
