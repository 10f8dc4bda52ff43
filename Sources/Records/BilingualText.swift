/// A text for people in both languages, side by side at the place where it is used.
public struct BilingualText: Codable, Sendable, Hashable {
  public var en: String
  public var ja: String

  public init(en: String, ja: String) {
    self.en = en
    self.ja = ja
  }

  public subscript(_ language: Language) -> String { language == .ja ? ja : en }
}
