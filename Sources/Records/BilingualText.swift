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

  /// What needs no translation, such as a file's name or somebody else's words.
  public init(verbatim text: String) { self.init(en: text, ja: text) }

  /// Reads the two texts, or one string, which is what older stores hold.
  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(verbatim: text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(en: try container.decode(String.self, forKey: .en), ja: try container.decode(String.self, forKey: .ja))
  }

  /// The wording in one of the two languages.
  public subscript(_ language: Language) -> String { language == .ja ? ja : en }
}
