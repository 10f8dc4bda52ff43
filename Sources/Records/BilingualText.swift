/// A text for people in both languages, side by side at the place where it is used.
public struct BilingualText: Codable, Sendable, Hashable {
  /// What people read who chose English.
  public var en: String
  /// The same, for people who chose Japanese.
  public var ja: String

  /// Takes both wordings; each should say all that the other says.
  public init(en: String, ja: String) {
    self.en = en
    self.ja = ja
  }

  /// The wording in one of the two languages.
  public subscript(_ language: Language) -> String { language == .ja ? ja : en }
}
